"""Fusion of evidence into one score: each kind standardised over the candidates, then weighed.

A passage's score is that of its document plus its own. The weights and the figures that they
rest on stand in ``data/fusion.json``. Standardising keeps the distances between scores, which
ranks (RRF) throw away (FINDINGS §2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from index.candidates import Candidates, Scores

#: Evidence that is yes or no and keeps its size.
_BINARY = frozenset({"same_place", "other_place", "same_year", "other_year", "same_type"})


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, by name."""

    document: Mapping[str, float]
    passage: Mapping[str, float]


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the fitted weights that ship with the product."""
    text = (resources.files("index") / "data" / "fusion.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Weights(
        document={name: float(weight) for name, weight in found["document"].items()},
        passage={name: float(weight) for name, weight in found["passage"].items()},
    )


def fuse(candidates: Candidates, weights: Weights) -> Scores:
    """Return the score of every candidate passage."""
    of_document = weighed(candidates.document, weights.document)
    scores: Scores = of_document[candidates.document_at] + weighed(
        candidates.passage, weights.passage
    )
    return scores


def weighed(evidence: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """Return the weighed sum of the standardised evidence.

    >>> import numpy as np
    >>> weighed({"dense": np.array([3.0, 1.0], np.float32)}, {"dense": 2.0}).tolist()
    [2.0, -2.0]
    """
    total = np.zeros(len(next(iter(evidence.values()))), np.float32)
    for name, weight in weights.items():
        values = evidence[name]
        total += weight * (values if name in _BINARY else standardised(values))
    return total


def standardised(values: Scores) -> Scores:
    """Return ``values`` with mean 0 and deviation 1; all zero where they do not differ."""
    deviation = float(values.std()) if len(values) else 0.0
    if deviation < 1e-9:
        return np.zeros_like(values)
    found: Scores = (values - values.mean()) / deviation
    return found
