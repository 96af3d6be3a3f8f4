"""Finds the other documents that a document stands on, carries out, changes or ends."""
