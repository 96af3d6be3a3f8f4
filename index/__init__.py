"""Passages of the catalogue's clauses, searchable by words and by meaning."""
