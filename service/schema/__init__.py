"""The JSON that the command line and HTTP exchange with the outside: one shape for both."""
