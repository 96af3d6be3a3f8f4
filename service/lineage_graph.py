"""The relations around a document as a graph: several steps upwards and downwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.catalogue import StoredReference
from corpus.document import Reference
from service.schema.lineage import GraphEdge, GraphNode, LineageGraph
from service.snapshot import Snapshot

#: A drawing of more documents is not read any more; the list beside it says how many are left out.
MAX_NODES = 80
_MAX_OF_ONE = 25


@dataclass(frozen=True, slots=True)
class Relations:
    """All references of one catalogue version, by the document that makes and that gets them."""

    version: int
    up: Mapping[str, Sequence[tuple[str, Reference]]]
    down: Mapping[str, Sequence[tuple[str, Reference]]]


def relations_of(snapshot: Snapshot) -> Relations:
    """Resolve every reference once; targets that are not held get a key of their own."""
    up: defaultdict[str, list[tuple[str, Reference]]] = defaultdict(list)
    down: defaultdict[str, list[tuple[str, Reference]]] = defaultdict(list)
    for stored in snapshot.references:
        target = _target_key(snapshot, stored)
        if target != stored.document_id:
            up[stored.document_id].append((target, stored.reference))
            down[target].append((stored.document_id, stored.reference))
    return Relations(snapshot.version, up, down)


def graph_of(
    snapshot: Snapshot, relations: Relations, document_id: str, *, depth: int, as_of: date
) -> LineageGraph:
    """Return the documents up to ``depth`` steps above and below ``document_id``."""
    ranks = {document_id: 0}
    left_out = 0
    edges: dict[tuple[str, str, str], GraphEdge] = {}
    for direction, neighbours in ((1, relations.up), (-1, relations.down)):
        border = [document_id]
        for step in range(1, depth + 1):
            found: list[str] = []
            for here in border:
                near = _distinct(neighbours.get(here, ()))
                left_out += max(0, len(near) - _MAX_OF_ONE)
                for other, reference in near[:_MAX_OF_ONE]:
                    if other not in ranks and len(ranks) >= MAX_NODES:
                        left_out += 1
                        continue
                    if other not in ranks:
                        ranks[other] = direction * step
                        found.append(other)
                    lower, upper = (here, other) if direction > 0 else (other, here)
                    edges.setdefault(
                        (lower, upper, reference.relation), _edge(lower, upper, reference)
                    )
            border = found
    named = {
        target: reference for lower in ranks for target, reference in relations.up.get(lower, ())
    }
    return LineageGraph(
        document_id=document_id,
        nodes=[_node(snapshot, key, rank, named, as_of) for key, rank in ranks.items()],
        edges=list(edges.values()),
        left_out=left_out,
    )


def _distinct(near: Sequence[tuple[str, Reference]]) -> list[tuple[str, Reference]]:
    """One reference of each kind to each document; relations of force before mere mentions."""
    seen: dict[tuple[str, str], tuple[str, Reference]] = {}
    for other, reference in near:
        seen.setdefault((other, reference.relation), (other, reference))
    return sorted(seen.values(), key=lambda item: item[1].relation == "参照")


def _target_key(snapshot: Snapshot, stored: StoredReference) -> str:
    reference = stored.reference
    held = snapshot.target(reference)
    return held if held is not None else f"?{reference.doc_number or reference.title}"


def _edge(lower: str, upper: str, reference: Reference) -> GraphEdge:
    return GraphEdge(
        lower=lower,
        upper=upper,
        relation=reference.relation,
        clause_label=reference.clause_path,
        cue=reference.cue,
        start=reference.start,
        end=reference.end,
    )


def _node(
    snapshot: Snapshot, key: str, rank: int, named: Mapping[str, Reference], as_of: date
) -> GraphNode:
    held = snapshot.summaries.get(key)
    if held is None:
        reference = named[key]
        return GraphNode(
            key=key, rank=rank, document_id=None, title=reference.title,
            doc_number=reference.doc_number, issued_on=None, level=None, status=None,
        )  # fmt: skip
    return GraphNode(
        key=key,
        rank=rank,
        document_id=key,
        title=held.title,
        doc_number=held.doc_number,
        issued_on=held.dated_on,
        level=held.level,
        status=snapshot.status(key, as_of).status,
        digest=held.digest,
    )
