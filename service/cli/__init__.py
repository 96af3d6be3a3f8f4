"""The console command ``ceyuan``: one thin module per group of subcommands."""

from service.cli.app import main

__all__ = ["main"]
