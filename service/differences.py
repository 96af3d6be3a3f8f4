"""What is different between two documents: lines first, then the words of changed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from corpus.document import PolicyDocument
from service.schema.differences import DifferencesView, DiffKind, DiffPiece, DiffRow

#: Lines longer than this are shown as replaced whole: comparing letters would take too long.
_MAX_LETTERS = 4_000
#: Below this likeness two lines are two lines, not one that was edited.
_ALIKE = 0.3


def differences(old: PolicyDocument, new: PolicyDocument) -> DifferencesView:
    """Compare two texts line by line, white space at the ends of lines aside."""
    before = [line.strip() for line in old.text.split("\n") if line.strip()]
    after = [line.strip() for line in new.text.split("\n") if line.strip()]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    rows: list[DiffRow] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            rows += [_same(line) for line in before[i:j]]
        else:
            rows += _changed(before[i:j], after[k:m])
    return DifferencesView(
        old_id=old.document_id,
        old_title=old.title,
        new_id=new.document_id,
        new_title=new.title,
        changed=sum(row.kind != "same" for row in rows),
        rows=rows,
    )


def _same(line: str) -> DiffRow:
    return DiffRow(kind="same", old=[DiffPiece(text=line, changed=False)], new=[])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[DiffRow]:
    """Pair the lines in order while they are alike; the rest came or went."""
    left, right = list(before), list(after)
    while left and right:
        if _likeness(left[0], right[0]) >= _ALIKE:
            yield _edited(left.pop(0), right.pop(0))
        elif len(left) >= len(right):
            yield _whole("gone", left.pop(0))
        else:
            yield _whole("new", right.pop(0))
    for line in left:
        yield _whole("gone", line)
    for line in right:
        yield _whole("new", line)


def _likeness(old: str, new: str) -> float:
    if max(len(old), len(new)) > _MAX_LETTERS:
        return 0.0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _whole(kind: DiffKind, line: str) -> DiffRow:
    piece = [DiffPiece(text=line, changed=True)]
    return DiffRow(
        kind=kind, old=piece if kind == "gone" else [], new=piece if kind == "new" else []
    )


def _edited(old: str, new: str) -> DiffRow:
    row = DiffRow(kind="edited", old=[], new=[])
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i < j:
            row.old.append(DiffPiece(text=old[i:j], changed=kind != "equal"))
        if k < m:
            row.new.append(DiffPiece(text=new[k:m], changed=kind != "equal"))
    return row
