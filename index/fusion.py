"""Fusion of evidence into one score: each kind standardised over the candidates, then weighed.

The weights and the figures that they rest on stand in ``data/fusion.json``. Standardising keeps
the distances between scores, which ranks (RRF) throw away (FINDINGS §2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, by name of the feature."""

    by_feature: Mapping[str, float]


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the fitted weights that ship with the product."""
    text = (resources.files("index") / "data" / "fusion.json").read_text(encoding="utf-8")
    found = json.loads(text)["weights"]
    return Weights({name: float(weight) for name, weight in found.items()})


def fuse(features: Mapping[str, Scores], weights: Weights) -> Scores:
    """Return the weighed sum of the standardised features.

    >>> import numpy as np
    >>> features = {"dense": np.array([0.9, 0.1], np.float32)}
    >>> fuse(features, Weights({"dense": 2.0})).tolist()
    [2.0, -2.0]
    """
    total = np.zeros(len(next(iter(features.values()))), np.float32)
    for name, weight in weights.by_feature.items():
        total += weight * standardised(features[name])
    return total


def standardised(values: Scores) -> Scores:
    """Return ``values`` with mean 0 and deviation 1; all zero where they do not differ."""
    deviation = float(values.std())
    if deviation < 1e-9:
        return np.zeros_like(values)
    found: Scores = (values - values.mean()) / deviation
    return found
