"""Takes the web out of a page, with a ledger of every run that it removed or replaced."""
