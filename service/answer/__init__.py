"""Answers whose every sentence rests on a quoted clause, or a typed refusal."""
