"""HTTP: the commands of ``ceyuan`` under ``/api/…`` with the same JSON, and the page."""
