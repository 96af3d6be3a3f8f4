"""Reads what a document says of itself: title, number, issuers, dates, kind and place."""
