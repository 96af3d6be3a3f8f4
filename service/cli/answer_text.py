"""An answer or a refusal as text for a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from corpus.document import EXAMPLES_COLLECTION
from service.answer.model import (
    Answer,
    Citation,
    Nearest,
    Sentence,
    Support,
    Verification,
    VerifiedSentence,
)
from service.cli.tables import marks_of, status_text
from service.snapshot import Snapshot

_VERDICT_MARK: dict[Support, tuple[str, str]] = {
    "exact": ("原文", "green"),
    "supported": ("有据", "green"),
    "misattributed": ("出处不符", "red"),
    "contradicted": ("与原文相悖", "red"),
    "unsupported": ("无据", "red"),
}


def answer_text(answer: Answer, snapshot: Snapshot) -> RenderableType:
    """Return an answer with its citations below, or the refusal with what is nearest."""
    parts: list[RenderableType] = []
    if answer.refusal is not None:
        parts.append(Text(answer.refusal.message, style="yellow"))
        parts += [_nearest(item) for item in answer.refusal.nearest]
    parts += [_sentence(item) for item in answer.sentences]
    parts += [Text(f"注：{note}", style="dim") for note in answer.notes]
    if answer.citations:
        parts.append(Text("\n出处", style="bold"))
        parts += [_citation(item, snapshot) for item in answer.citations]
    return Group(*parts)


def verification_text(found: Verification) -> RenderableType:
    """Return the verdict on each sentence of a text, with what it was compared with."""
    return Group(*(_verified(item) for item in found.sentences))


def _verified(item: VerifiedSentence) -> RenderableType:
    name, style = _VERDICT_MARK[item.verdict]
    line = Text(f"{name}  ", style=style)
    line.append(item.text, style="default")
    if item.currency in ("expired", "repealed"):
        line.append("  所据规定已不在有效状态", style="red")
    beside = [Text(f"    {item.reason}", style="dim")] if item.reason else []
    beside += [
        Text(f"    {_name(c.title, c.doc_number)}{c.clause_label or ''}“{c.quote}”", style="dim")
        for c in item.citations[:1]
    ]
    return Group(line, *beside)


def _sentence(sentence: Sentence) -> Text:
    name, style = _VERDICT_MARK[sentence.check.verdict]
    line = Text(sentence.text)
    line.append("".join(f"[{n}]" for n in sentence.citations), style="cyan")
    line.append(f"  {name}", style=style)
    if sentence.check.currency in ("expired", "repealed"):
        line.append("  所据规定已不在有效状态", style="red")
    return line


def _citation(item: Citation, snapshot: Snapshot) -> RenderableType:
    head = Text(f"[{item.n}] ", style="cyan")
    head.append(_name(item.title, item.doc_number)).append("  ")
    head.append_text(status_text(item.status))
    held = snapshot.summaries[item.document_id]
    for mark in marks_of(digest=held.digest, example=held.collection == EXAMPLES_COLLECTION):
        head.append(f"  {mark}", style="yellow")
    return Group(
        head,
        Text(f"    {item.clause_label or ''}“{item.quote}”"),
        Text(f"    {item.source}", style="dim"),
    )


def _nearest(item: Nearest) -> RenderableType:
    return Group(
        Text(f"\n最接近：{_name(item.title, item.doc_number)} {item.clause_label or ''}"),
        Text(f"    {item.text.strip()}", style="dim"),
    )


def _name(title: str, number: str | None) -> str:
    return f"《{title}》" + (f"（{number}）" if number else "")
