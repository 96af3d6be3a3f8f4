"""The score of every candidate: fused evidence, then what its validity and its number add."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from corpus.document import Status
from corpus.validity import status_on
from index.candidates import Candidates, Scores, named_documents
from index.eligibility import Eligibility
from index.fusion import Weights, fuse
from index.holdings import Holdings
from index.query import QueryPlan

#: What a rule that is no longer (or not yet) in force loses, in standard deviations.
_STATUS_LOSS: Mapping[Status, float] = {"已废止": 1.5, "已失效": 1.5, "尚未施行": 0.5}
#: What a document loses that was written after the day asked about, on which nothing of that day
#: rests: the rule of the next year stood 3.3 above the one in force (shipped case ex-rt-169).
_LATER_LOSS = 8.0
#: What a document gains whose number the question names.
_NUMBER_GAIN = 6.0


def score_candidates(
    plan: QueryPlan,
    holdings: Holdings,
    eligibility: Eligibility,
    found: Candidates,
    weights: Weights,
) -> Scores:
    """Fuse the evidence; then rules not in force step back, documents named step forward."""
    named = set(named_documents(plan, holdings))
    gains = np.zeros(len(found.documents), np.float32)
    for index, document in enumerate(found.documents):
        held = holdings.documents[document]
        status = status_on(held, holdings.repeals, eligibility.as_of)
        is_later = held.dated_on is not None and held.dated_on > eligibility.as_of
        if int(document) in named:
            gains[index] = _NUMBER_GAIN - _STATUS_LOSS.get(status.status, 0.0)
        else:
            gains[index] = -_LATER_LOSS if is_later else -_STATUS_LOSS.get(status.status, 0.0)
    scores: Scores = fuse(found, weights) + gains[found.document_at]
    return scores
