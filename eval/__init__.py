"""Measures of retrieval, answers and parsing, and the gate that keeps them."""
