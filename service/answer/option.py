"""A document with the sentences of it that would answer a question, and how well they do."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue import DocumentSummary
from service.answer.asking import asking_lists
from service.answer.evidence import DocumentEvidence

#: A clause's first characters, which name what it is about.
_CLAUSE_NAME = 30
#: A word of at least so many characters is also said by its two halves: 控制|目标.
_COMPOUND = 4


@dataclass(frozen=True, slots=True)
class Option:
    """A document with the sentences of it that would answer."""

    evidence: DocumentEvidence
    chosen: tuple[int, ...]
    summary: DocumentSummary
    near_text: str
    borne: float
    words_borne: float
    missing: tuple[str, ...]
    excludes: int | None = None

    @property
    def substance(self) -> float:
        """How much of the question the sentences bear, whatever the place and the year."""
        words = 0.3 * self.borne + 0.3 * self.words_borne
        return self.evidence.nearness + 0.5 * self.evidence.best + words

    def said_near(self) -> str:
        """Return the chosen sentences with the headings and the title that they stand under."""
        reading = self.evidence.reading
        words = [self.summary.title, self.summary.inner_title or ""]
        for index in self.chosen:
            words.append(reading.sentences[index].text)
            for clause in reading.clauses_around(index):
                words.append(reading.document.text[clause.start : clause.start + _CLAUSE_NAME])
        return " ".join(words)


def says(word: str, text: str) -> bool:
    """Say whether a plain text has a word, its two halves, or an official word for it.

    >>> says("控制目标", "涨幅的目标控制在4%"), says("烧煤", "燃煤设施"), says("电费", "租金")
    (True, True, False)
    """
    if word in text:
        return True
    half = len(word) // 2
    if len(word) == _COMPOUND and word[:half] in text and word[half:] in text:
        return True
    return any(
        official in text
        for lay, officials in asking_lists().lay_words.items()
        if lay in word or word in lay
        for official in officials
    )
