"""Answers with clause citations, offered as commands, HTTP and a page."""
