"""人大审议意见 against the documents that answer them: what is done, under way, or still open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import PolicyDocument
from service.align.match import overlap, pair_weights
from service.align.measures import Measure, Sentence, measures_of, sentences_of, units_of
from service.align.report import DIGEST_NOTICE
from service.align.review_report import (
    HANDLING,
    AnswerClause,
    Handling,
    RequestFinding,
    ReviewReport,
    SuggestionFinding,
)
from service.align.themes import Themes, load_themes, shared_themes

# Chosen on the shipped 审议意见, whose answers are known (2026-11-22): chance likeness stays below
# .13; between the two a sentence is on the matter, but may not be the answer.
_RELATED = 0.13
_ANSWERS = 0.22
_SEVERAL = 0.75
_MOST_ANSWERS = 3
_OFFICIAL_ANSWER = 1.35
# A sentence that asks for something: 建议……, 要……, 加快……
_ASKS = re.compile(
    r"建议|^(?:要|应|须|鼓励|进一步|加强|加大|加快|切实|探索|做好|坚持|科学|聚焦|推动|利用|强化|拓宽|"
    r"完善|建立|健全|推行|落实|充分|严格|积极|抓紧)"
)
# A part of such a sentence that asks for something of its own.
_PART = re.compile(
    r"^(?:并)?(?:建立|完善|加快|推行|扩大|制定|压缩|明确|提高|培育|加大|适当|降低|探索|健全|强化|引进|"
    r"拓宽|推动|优化|将|力争|避免各|注重|统筹|做好|落实|加强|尽快|实行|科学|每半年|制作)"
)
# What an answer admits: 暂未实施 · 正在测算论证, 拟……
_DECLINED = re.compile(r"暂未|尚未|未予|不予|暂不|未能|没有实施")
_UNDER_WAY = re.compile(
    r"正在|拟(?!定)|计划|将(?!.{0,4}(?:压缩|扩大|由))|下一步|启动|研究|征求意见|力争|申报|提请"
)
_DONE = re.compile(
    r"已(?:印发|出台|建成|实现|完成(?!征求)|兑付|经印发|公布|实施|设立)|月印发|新修订的|^印发"
)
_REPORT = re.compile(r"办理情况|落实情况|处理情况")


@dataclass(frozen=True, slots=True)
class _Candidate:
    document: PolicyDocument
    unit: Measure
    sentence: Sentence


def review(comments: PolicyDocument, answers: Sequence[PolicyDocument]) -> ReviewReport:
    """Return for each suggestion of ``comments`` what ``answers`` say to each of its requests."""
    suggestions = [item for item in measures_of(comments) if list(_requests(item))]
    candidates = [
        _Candidate(document, unit, sentence)
        for document in answers
        for unit in units_of(document)
        for sentence in unit.sentences
        if len(sentence.text) >= 10 and not _is_heading(sentence.text, unit, document)
    ]
    weights = pair_weights(
        [item.own_words for item in suggestions] + [item.sentence.text for item in candidates]
    )
    # what the whole report is about joins every request with everything
    themes = {
        name: words
        for name, words in load_themes().items()
        if not any(word in comments.title for word in words)
    }
    return ReviewReport(
        title=comments.title,
        source=comments.source,
        considered=tuple(_considered(document) for document in answers),
        suggestions=tuple(
            SuggestionFinding(
                label=item.label,
                path=item.clause.path,
                heading=item.heading,
                text=item.text,
                start=item.start,
                end=item.end,
                requests=tuple(
                    _answered(part, item, candidates, weights, themes) for part in _requests(item)
                ),
            )
            for item in suggestions
        ),
    )


def _considered(document: PolicyDocument) -> str:
    """The title of a document that was looked at, with what keeps it from being an answer."""
    if document.digest:
        return f"{document.title}（{DIGEST_NOTICE}）"
    return (
        f"{document.title}（解读，非文件本身）" if document.doc_type == "解读" else document.title
    )


def _is_heading(text: str, unit: Measure, document: PolicyDocument) -> bool:
    """Whether a sentence only names the matter: a heading or the title of the document."""
    words = text.removeprefix(unit.label).strip("。；：: 　")
    named = unit.heading is not None and words.startswith(unit.heading) and "，" not in words
    return named or words in document.title


def _requests(suggestion: Measure) -> Iterator[Sentence]:
    """The requests of a suggestion, its heading left out.

    >>> text = "建议压缩审核时限，推行“免申即享”。"  # two requests
    """
    for sentence in sentences_of(suggestion.text, offset=suggestion.start):
        words = sentence.text.removeprefix(suggestion.label)
        if not _ASKS.search(words) or words.rstrip("。；") == suggestion.heading:
            continue
        yield from _parts(sentence, skip=len(sentence.text) - len(words))


def _parts(sentence: Sentence, *, skip: int) -> Iterator[Sentence]:
    start = skip
    for comma in [*re.finditer("[，,]", sentence.text), None]:
        after = sentence.text[comma.end() :] if comma else ""
        if comma is not None and not _PART.match(after):
            continue
        end = comma.start() if comma else len(sentence.text)
        if end - start >= 8 or comma is None:
            text = sentence.text[start:end].rstrip("。；，,;")
            if len(text) >= 6:
                yield Sentence(text, sentence.start + start, sentence.start + start + len(text))
            start = end + 1


def _answered(
    request: Sentence,
    suggestion: Measure,
    candidates: Sequence[_Candidate],
    weights: dict[str, float],
    themes: Themes,
) -> RequestFinding:
    ranked = sorted(
        ((_score(request, suggestion, item, weights), item) for item in candidates),
        key=lambda pair: -pair[0],
    )
    best = ranked[0][0] if ranked else 0.0
    if best >= _RELATED:
        chosen = [item for score, item in ranked[:_MOST_ANSWERS] if score >= _SEVERAL * best]
        said = _handling(chosen[0].sentence.text)
        handling = said if best >= _ANSWERS or said == "declined" else "related"
        return _finding(request, handling, chosen, min(0.9, 0.4 + best))
    related = _related(request, candidates, themes)
    if related is not None:
        return _finding(request, "related", [related], 0.3)
    return _finding(request, "open", [], 0.5)


def _score(
    request: Sentence, suggestion: Measure, item: _Candidate, weights: dict[str, float]
) -> float:
    """How well a sentence answers a request; the official report under a like heading leads."""
    asked, said = request.text, item.sentence.text
    score = (overlap(asked, said, weights) * overlap(said, asked, weights)) ** 0.5
    score += 0.1 * overlap(suggestion.heading or "", item.unit.heading or "", weights)
    return float(score * (_OFFICIAL_ANSWER if _REPORT.search(item.document.title) else 1.0))


def _related(
    request: Sentence, candidates: Sequence[_Candidate], themes: Themes
) -> _Candidate | None:
    found = [
        (len(shared.words), item)
        for item in candidates
        if (shared := shared_themes(request.text, item.sentence.text, themes)).themes
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _handling(text: str) -> Handling:
    if _DECLINED.search(text):
        return "declined"
    if _UNDER_WAY.search(text) and not _DONE.search(text):
        return "in_progress"
    return "answered"


def _finding(
    request: Sentence, handling: Handling, chosen: Sequence[_Candidate], confidence: float
) -> RequestFinding:
    where = "；".join(
        dict.fromkeys(f"《{item.document.title}》{item.unit.clause.path}" for item in chosen)
    )
    reason = f"疑似{HANDLING[handling]}：{where}" if chosen else "库中文件未见对应内容，请人工核对"
    return RequestFinding(
        text=request.text,
        start=request.start,
        end=request.end,
        handling=handling,
        reason=reason,
        confidence=round(confidence, 2),
        answers=tuple(
            AnswerClause(
                document_id=item.document.document_id,
                source=item.document.source,
                title=item.document.title,
                doc_number=item.document.doc_number,
                path=item.unit.clause.path,
                text=item.sentence.text,
                start=item.sentence.start,
                end=item.sentence.end,
            )
            for item in chosen
        ),
    )
