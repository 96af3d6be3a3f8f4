"""What of the candidates is shown: what the viewer may see, what filters hide, one of each copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates
from index.eligibility import Eligibility
from index.holdings import Holdings


def visible_documents(eligibility: Eligibility, holdings: Holdings) -> NDArray[np.bool_]:
    """Mark the documents that exist for the viewer."""
    visible = np.zeros(len(holdings.documents), np.bool_)
    for collection in eligibility.viewer.collections:
        visible |= holdings.in_collection.get(collection, False)
    return visible


def hidden_by_filters(
    eligibility: Eligibility, holdings: Holdings, found: Candidates
) -> dict[str, int]:
    """Count the candidates' documents that a filter leaves out, by the first that does."""
    if not eligibility.filters:
        return {}
    refusals = (eligibility.refusal(holdings.documents[item]) for item in found.documents)
    return dict(Counter(reason for reason in refusals if reason is not None))


def folded(holdings: Holdings, order: Sequence[int], rows: NDArray[np.int64]) -> list[int]:
    """Keep of every family one copy: the leading one if it was found, else what ranks first.

    ``order`` holds only what the viewer may see, so that no other collection's copy can lead.
    """
    documents = [int(holdings.document_of[rows[index]]) for index in order]
    shown: dict[int, int] = {}
    for document in documents:
        family = holdings.family[document]
        if family not in shown or (
            document in holdings.leads and shown[family] not in holdings.leads
        ):
            shown[family] = document
    return [
        index
        for index, document in zip(order, documents, strict=True)
        if shown[holdings.family[document]] == document
    ]


def copies_of(holdings: Holdings, eligibility: Eligibility, place: int) -> tuple[str, ...]:
    return tuple(
        holdings.documents[other].source
        for other in holdings.members.get(holdings.family[place], ())
        if other != place and eligibility.sees(holdings.documents[other])
    )
