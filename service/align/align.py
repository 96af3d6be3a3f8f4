"""Compares a draft with one or more references and gathers the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument
from service.align.citations import check_citations
from service.align.cited import citations_in
from service.align.cited_dates import find_wrong_dates
from service.align.consistency import find_inconsistencies
from service.align.digest import match_digest
from service.align.known import KnownDocuments
from service.align.match import Embed, Match, match_measures
from service.align.measures import Measure, measures_of, strip_departments, units_of
from service.align.parts import parts_of
from service.align.report import (
    DIGEST_NOTICE,
    AlignmentReport,
    DraftClause,
    ExtraClause,
    MeasureFinding,
    ReferenceUsed,
)
from service.align.terms import find_terms
from service.align.verdict import Judgement, judge

# Below this certainty a verdict is worded 疑似.
_THIN = 0.6
_NATIONAL_REASON = "该条规定全国层面的机构设置或试点选择，本级一般不作规定，请确认"


def align(
    draft: PolicyDocument,
    references: Sequence[PolicyDocument],
    *,
    catalogue: Catalogue,
    collections: Sequence[str],
    embed: Embed | None,
    today: date,
    on_progress: Callable[[str], None],
) -> tuple[AlignmentReport, ...]:
    """Return one report per reference; ``draft`` is never stored.

    Citations and inconsistencies are the draft's own, so each report carries the same ones.
    """
    on_progress("核对引用的文号、标题和引文")
    known = KnownDocuments.of(catalogue, collections)
    citations = check_citations(draft, known, catalogue, as_of=draft.issued_on or today)
    inconsistencies = (
        *find_inconsistencies(draft),
        *find_wrong_dates(draft.text, citations_in(draft.text), known),
    )
    units = units_of(draft)
    matched: list[tuple[PolicyDocument, tuple[Match, ...]]] = []
    for reference in references:
        on_progress(f"逐条对照《{reference.title}》")
        matches = match_measures(measures_of(reference), units, embed=embed)
        matched.append((reference, match_digest(matches, units) if reference.digest else matches))
    # what any of the references is the basis of lacks none
    extra = _extra(units, [match for _, matches in matched for match in matches])
    return tuple(
        AlignmentReport(
            reference=_used(reference),
            measures=tuple(_finding(match, units, reference) for match in matches),
            extra=extra,
            citations=citations,
            inconsistencies=inconsistencies,
            terms=find_terms(draft, reference),
        )
        for reference, matches in matched
    )


def _used(reference: PolicyDocument) -> ReferenceUsed:
    return ReferenceUsed(
        document_id=reference.document_id,
        source=reference.source,
        doc_number=reference.doc_number,
        title=reference.title,
        digest=reference.digest,
        notice=DIGEST_NOTICE if reference.digest else None,
    )


def _finding(match: Match, units: Sequence[Measure], reference: PolicyDocument) -> MeasureFinding:
    measure = match.measure
    judgement = _judged(match, reference)
    certainty = judgement.certainty * (0.6 + 0.4 * min(1.0, match.score / 0.4))
    if not match.units:
        certainty = max(0.5, 1.0 - 3 * match.score)
    thin = certainty < _THIN or reference.digest
    return MeasureFinding(
        label=measure.label,
        path=measure.clause.path,
        heading=measure.heading,
        text=measure.text,
        start=measure.start,
        end=measure.end,
        departments=measure.departments,
        verdict=judgement.verdict,
        draft_clauses=tuple(_draft_clause(units[ordinal]) for ordinal in match.units),
        reason=("疑似" if thin and judgement.verdict != "covered" else "") + judgement.reason,
        confidence=round(certainty, 2),
        differences=judgement.differences,
        parts=parts_of(measure),
        draft_parts=tuple(parts_of(units[ordinal]) for ordinal in match.units),
    )


def _judged(match: Match, reference: PolicyDocument) -> Judgement:
    if not match.units and match.measure.is_national:
        return Judgement("not_applicable", _NATIONAL_REASON, (), 1.0)
    if not match.units:
        return Judgement("missing", _missing_reason(match.measure), (), 1.0)
    if reference.digest:
        return _judged_by_presence(match)
    draft = "".join(strip_departments(part.text) for part in match.sentences)
    return judge(match.measure.body, draft, issued_on=reference.issued_on)


def _judged_by_presence(match: Match) -> Judgement:
    """A digest's words and figures are ours, so that only presence can be judged."""
    if match.themes:
        themes = "、".join(match.themes)
        reason = f"草案谈到同一事项（{themes}），是否落实请人工核对（{DIGEST_NOTICE}）"
        return Judgement("partly", reason, (), 0.35)
    return Judgement("covered", f"草案有对应内容（{DIGEST_NOTICE}）", (), 0.5)


def _missing_reason(measure: Measure) -> str:
    reason = "草案中没有找到对应条款"
    if measure.is_principle:
        return f"{reason}；属总体要求，一般不需逐条重复"
    if measure.departments:
        return f"{reason}；依据明确由{'、'.join(measure.departments)}负责，请确认本级是否适用"
    return reason


def _draft_clause(unit: Measure) -> DraftClause:
    return DraftClause(unit.label or None, unit.clause.path, unit.text, unit.start, unit.end)


def _extra(units: Sequence[Measure], matches: Sequence[Match]) -> tuple[ExtraClause, ...]:
    labelled = any(unit.label for unit in units)
    used = {ordinal for match in matches for ordinal in match.units}
    return tuple(
        ExtraClause(
            label=unit.label or None,
            path=unit.clause.path,
            text=unit.text,
            start=unit.start,
            end=unit.end,
            reason="所列依据中没有找到对应内容，请确认属于本地创新还是缺少依据",
        )
        for ordinal, unit in enumerate(units)
        if ordinal not in used and not unit.is_organisational and (unit.label or not labelled)
    )
