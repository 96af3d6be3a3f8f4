"""Rank a document's sentences by how near they are to what a part of a question is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from service.answer.asking import Asking, content_pairs
from service.answer.evidence import DocumentEvidence
from service.answer.scoring import Prepared

#: The least share of the words in a sentence that speaks of the matter.
_SAME_MATTER = 0.45
#: Sentences nearly as near as the nearest one decide with it.
_NEARLY = 0.85
#: What a word counts that the document never uses, and one said only in a heading above.
_NEVER_SAID, _ABOVE = 0.3, 0.5
#: Of so many of the rarest words one must be said.
_RAREST = 2
_FIGURES = re.compile(r"\d+(?:\.\d+)?")


class Matter:
    """The sentences of a document as evidence on what a question states."""

    def __init__(self, asking: Asking, evidence: DocumentEvidence) -> None:
        self.sentences: Sequence[Prepared] = evidence.reading.sentences
        self._title = evidence.reading.title_pairs
        self._lay = asking.lay_terms
        self._allowed = {item.index for item in evidence.scored}

    def near(self, part: str, among: Sequence[int]) -> list[int]:
        """Return those of ``among`` that speak of the matter of ``part``, the nearest first."""
        weights = self._weights(part)
        total = sum(weights.values())
        if not total:
            return []
        shares = {i: self._share(weights, i) / total for i in among if i in self._allowed}
        best = max(shares.values(), default=0.0)
        if best < _SAME_MATTER:
            return []
        near = [index for index, value in shares.items() if value >= _NEARLY * best]
        return sorted(near, key=lambda index: -shares[index])

    def _weights(self, part: str) -> dict[str, float]:
        """Return the pairs of a part, the rarer in the document the heavier."""
        own = [pair for pair in content_pairs(_FIGURES.sub(" ", part)) if len(pair) > 1]
        pairs = {pair for pair in (*own, *self._lay) if pair not in self._title}
        count = Counter(pair for item in self.sentences for pair in item.pairs & pairs)
        size = len(self.sentences) + 1
        return {
            pair: math.log(size / (count[pair] + 0.5)) if count[pair] else _NEVER_SAID
            for pair in pairs
            if count[pair] or pair in own
        }

    def _share(self, weights: dict[str, float], index: int) -> float:
        pairs = self._pairs(index)
        heading = self.sentences[index].heading
        rarest = sorted(weights, key=lambda pair: -weights[pair])[:_RAREST]
        if not any(pair in pairs or pair in heading for pair in rarest):
            return 0.0  # what sets the matter apart is not said here
        held = sum(w for pair, w in weights.items() if pair in pairs)
        above = sum(w for pair, w in weights.items() if pair in heading - pairs)
        return held + _ABOVE * above

    def _pairs(self, index: int) -> frozenset[str]:
        """Return the pairs of a sentence with those of the line that it goes on from."""
        item = self.sentences[index]
        before = self.sentences[index - 1] if index else None
        if before is None or before.text[-1] in "。；;！？：:":
            return item.pairs
        return item.pairs | before.pairs
