"""Fitted logistic weights: how the features of a sentence become a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights of features, in their order, and the intercept."""

    values: tuple[float, ...]
    intercept: float


@cache
def fitted_weights(name: str, features: tuple[str, ...]) -> Weights:
    """Return the weights of ``features`` that ``data/weights.json`` holds under ``name``."""
    stored = json.loads(
        files("service.answer").joinpath("data/weights.json").read_text(encoding="utf-8")
    )[name]
    return Weights(tuple(stored["weights"][item] for item in features), stored["intercept"])


def probability(row: Sequence[float], weights: Weights) -> float:
    """Return the probability that a row of features stands for.

    >>> probability((1.0,), Weights((0.0,), 0.0))
    0.5
    """
    z = weights.intercept + sum(w * x for w, x in zip(weights.values, row, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def logit(share: float, *, least: float) -> float:
    """Return the log odds of a probability, held between ``least`` and ``1 - least``."""
    held = min(max(share, least), 1 - least)
    return math.log(held / (1 - held))
