"""Cuts a text into the clauses that a reader cites, and resolves what a reader writes."""
