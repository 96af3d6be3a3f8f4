"""Measure parsing against gold labels: metadata, cleaning, structure, lineage, validity, numbers.

``python -m eval parsing GOLD_DIR --documents DIR [--verbose] [--json]``
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.catalogue import Catalogue
from eval.gold_paths import located
from eval.parsing_relations import score_lineage, score_validity
from eval.parsing_scores import Score, score_clean, score_meta, score_structure
from ingest.parse import PARSER_VERSION, ParsedSource, parse_bytes

_SCORERS = {
    "meta": score_meta,
    "clean": score_clean,
    "structure": score_structure,
    "lineage": score_lineage,
    "validity": score_validity,
}


@dataclass(slots=True)
class ParsedDocuments:
    """The documents that gold rows name, each parsed once."""

    root: Path
    _parsed: dict[str, ParsedSource] = field(default_factory=dict)

    def get(self, path: str) -> ParsedSource:
        """Return the parsed document at ``path`` below the root."""
        if path not in self._parsed:
            data = located(self.root, path).read_bytes()
            self._parsed[path] = parse_bytes(data, source=path, collection="default")[0]
        return self._parsed[path]

    def all(self) -> Iterable[ParsedSource]:
        """Return every document parsed so far."""
        return self._parsed.values()


def run(
    gold: Annotated[Path, typer.Argument(help="Folder of gold labels.")],
    *,
    documents: Annotated[Path, typer.Option(help="Folder that gold paths are relative to.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    verbose: Annotated[bool, typer.Option(help="Every miss, one a line, on stderr.")] = False,
) -> None:
    """Score parsing against GOLD: meta, clean, structure, lineage, validity, docno."""
    parsed = ParsedDocuments(documents)
    report: dict[str, object] = {}
    misses: list[str] = []
    for name, scorer in _SCORERS.items():
        score = Score()
        for row in rows_of(gold / f"{name}.jsonl"):
            scorer(row, parsed.get(row["doc"]).document, score)
        if not score.counts:
            raise typer.BadParameter(f"{gold} 中没有 {name}.jsonl，或其中没有一行")
        report[name] = score.summary()
        misses += [f"{name}: {miss}" for miss in score.misses]
    if importlib.util.find_spec("index.resolve"):
        score = _score_numbers(rows_of(gold / "docno.jsonl"), parsed)
        report["docno"] = score.summary()
        misses += [f"docno: {miss}" for miss in score.misses]
    if verbose:
        sys.stderr.write("\n".join(misses) + "\n")
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=None if as_json else 2) + "\n")


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a JSONL file; nothing where it does not exist."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _score_numbers(rows: Iterable[Mapping[str, Any]], parsed: ParsedDocuments) -> Score:
    """Look every number and title up in a catalogue of the documents that gold names."""
    # The lookup needs the whole index package; the other scores run without it.
    resolve = importlib.import_module("index.resolve").resolve
    items = list(rows)
    for row in items:
        for path in (row["doc"], row.get("mentioned_in")):
            if path:
                parsed.get(path)
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(f"sqlite:///{folder}/catalogue.db", Path(folder) / "lock")
        for item in parsed.all():
            catalogue.put(item.document, item.source, parser_version=PARSER_VERSION)
        for row in items:
            found = resolve(row["query"], catalogue)
            wanted = {row["doc"], *row.get("alternatives", ())}
            right = found.source in wanted if row["doc"] else found.document_id is None
            score.add("right", right, f"{row['query']} → {found.source}, expected {row['doc']}")
            if row["doc"] is None or (found.document_id and not right):
                score.add("no_false_match", right, "")
        catalogue.close()
    return score
