"""Checks a draft against upper-level documents: measures, references, figures that disagree."""
