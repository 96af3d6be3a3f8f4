"""Answers as the command line and HTTP give them: with what must stand beside each source."""

from __future__ import annotations

from typing import Any

from corpus.document import EXAMPLES_COLLECTION
from service.answer.model import Answer, answer_to_json
from service.snapshot import Snapshot


def answer_view(answer: Answer, snapshot: Snapshot) -> dict[str, Any]:
    """Return the JSON of an answer; citations and nearest evidence say if digest or example."""
    view = answer_to_json(answer)
    places = [*view["citations"], *(view["refusal"] or {}).get("nearest", ())]
    for place in places:
        summary = snapshot.summaries.get(place["document_id"])
        place["digest"] = summary is not None and summary.digest
        place["example"] = summary is not None and summary.collection == EXAMPLES_COLLECTION
    return view
