"""``python -m eval NAME …``: one subcommand a module, only the one that is called is imported."""

from __future__ import annotations

import importlib
import importlib.util
import sys

import typer

#: Subcommand → module with its ``run`` function.
MODULES = {
    "parsing": "eval.parsing",
    "formats": "eval.formats",
    "retrieval": "eval.retrieval",
    "load": "eval.load",
    "compare": "eval.compare",
    "ablation": "eval.ablation",
    "bench": "eval.bench",
    "qa": "eval.qa",
    "cards": "eval.cards",
    "alignment": "eval.alignment",
    "gate": "eval.gate",
}


def build_app(arguments: list[str]) -> typer.Typer:
    """Return the application with the subcommand that ``arguments`` name, or with all of them."""
    app = typer.Typer(add_completion=False, no_args_is_help=True, help="Measure 策源.")
    app.callback()(about)
    wanted = arguments[:1] if arguments[:1] and arguments[0] in MODULES else list(MODULES)
    for name in wanted:
        if importlib.util.find_spec(MODULES[name]) is None:
            continue
        run = getattr(importlib.import_module(MODULES[name]), "run", None)
        if run is not None:
            app.command(name=name)(run)
    return app


def about() -> None:
    """Measure 策源: parsing, formats, retrieval, answers, cards, alignment, and the gate of CI."""


if __name__ == "__main__":
    build_app(sys.argv[1:])(prog_name="python -m eval")
