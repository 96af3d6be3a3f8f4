"""Who asks, and what they narrow their question to: every query of the catalogue takes both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from corpus.document import EXAMPLES_COLLECTION, REFERENCE_COLLECTION, DocType, Level, Status


@dataclass(frozen=True, slots=True)
class Viewer:
    """The reader on whose behalf a query runs: only documents of ``collections`` exist for them.

    Access control fills this in later; until then a viewer sees every collection, save that the
    invented examples never mix with real documents (see :func:`viewer_of`).
    """

    collections: frozenset[str]


def viewer_of(held: Collection[str], chosen: str | None) -> Viewer:
    """Return what a query may see: ``held`` are the catalogue's collections, ``chosen`` the filter.

    Examples are seen only when chosen, or while nothing but examples and reference matter is
    held. Reference matter is always seen. An unknown chosen collection sees nothing (filters fail
    closed).
    """
    if chosen is not None:
        return Viewer(frozenset({chosen} & set(held)))
    real = set(held) - {EXAMPLES_COLLECTION, REFERENCE_COLLECTION}
    return Viewer(frozenset(set(held) - {EXAMPLES_COLLECTION} if real else set(held)))


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions of one query; None means no condition. All given conditions must hold.

    ``since``/``until`` compare with the date of issue (成文日期, else 发布日期); a document
    whose date is unknown does not pass them. ``region`` is matched by containment
    (:mod:`corpus.regions`).
    """

    region: str | None = None
    level: Level | None = None
    doc_type: DocType | None = None
    issuer: str | None = None
    since: date | None = None
    until: date | None = None
    status: Status | None = None
    collection: str | None = None

    def __bool__(self) -> bool:
        return any(
            getattr(self, name) is not None
            for name in (
                "region", "level", "doc_type", "issuer", "since", "until", "status", "collection",
            )
        )  # fmt: skip
