"""Cards of a document: incentives, targets and procedures read from its clauses."""
