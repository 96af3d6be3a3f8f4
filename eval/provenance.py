"""What a report stands on, so that like is compared with like: commit, model and settings."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from index.fusion import load_weights
from index.sync import build_id

_HERE = Path(__file__).parent


def commit() -> str:
    """Return the commit that is measured (with + where files changed since), else unknown."""
    try:
        name = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return f"{name}+" if changed else name


def provenance(settings: Settings) -> dict[str, Any]:
    """Return commit, index build, embedding settings and fusion weights as JSON-ready values."""
    weights = load_weights()
    return {
        "commit": commit(),
        "build": build_id(settings),
        "embedding": settings.embedding.model_dump(mode="json"),
        "weights": {"document": dict(weights.document), "passage": dict(weights.passage)},
    }


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(_HERE), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
    return done.stdout.strip()
