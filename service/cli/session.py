"""What every command needs: settings, the workspace, and the two places to write to."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel, ValidationError
from rich.console import Console

from corpus.errors import ConfigError
from corpus.settings import Settings
from service.workspace import Workspace

#: Width of tables when the output is not a terminal.
_PIPE_WIDTH = 120


def read_settings(data: Path | None) -> Settings:
    """Return the settings of this run, or raise ConfigError naming what is wrong."""
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        first = error.errors()[0]
        where = "CEYUAN_" + "__".join(str(part).upper() for part in first["loc"])
        raise ConfigError(f"设置 {where} 不对：{first['msg']}") from error


def open_workspace(data: Path | None) -> Workspace:
    """Return the workspace of the data directory; nothing is opened before it is used."""
    return Workspace(read_settings(data))


def data_console() -> Console:
    """Return the console that data goes to."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)


def talk_console() -> Console:
    """Return the console for everything said beside the data."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else _PIPE_WIDTH, highlight=False)


def emit(payload: BaseModel | dict[str, object] | list[object]) -> None:
    """Write one JSON value to stdout."""
    value = payload.model_dump(mode="json") if isinstance(payload, BaseModel) else payload
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
