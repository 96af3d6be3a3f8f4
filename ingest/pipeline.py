"""Files into the catalogue: only what changed, one document one transaction, nothing silent."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.catalogue import Catalogue, StoredSource
from corpus.document import PolicyDocument, Source, document_id_of
from corpus.settings import Settings
from ingest.duplicates import fold_copies
from ingest.found_files import FoundFile, Unfit, argument_name, find_files
from ingest.held import Held
from ingest.page import Unread
from ingest.parse import PARSER_VERSION, ParsedSource
from ingest.read.source import is_container
from ingest.worker_messages import Done, Job
from ingest.worker_process import WorkerProcess

logger = logging.getLogger(__name__)

#: Jobs that wait in the reading process, so that it never idles while documents are stored.
_JOBS_AHEAD = 8
_HASH_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source; ``reason`` is for the user, empty where none is needed."""

    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did, each source once."""

    accepted: tuple[Outcome, ...] = ()
    unchanged: tuple[Outcome, ...] = ()
    skipped: tuple[Outcome, ...] = ()
    failed: tuple[Outcome, ...] = ()
    removed: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingestion is: ``done`` of ``total`` files, ``source`` the last of them."""

    done: int
    total: int
    source: str


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """A file that must be read, with the hash of its bytes."""

    file: FoundFile
    sha256: str
    size: int
    read_as: str  # the source under which its document is held


@dataclass(slots=True)
class _Run:
    """The state of one ingestion."""

    catalogue: Catalogue
    settings: Settings
    collection: str
    total: int
    on_progress: OnProgress | None
    held: Held
    containers: dict[str, str]
    seen: set[str] = field(default_factory=set)
    kept_below: set[str] = field(default_factory=set)
    accepted: list[Outcome] = field(default_factory=list)
    unchanged: list[Outcome] = field(default_factory=list)
    skipped: list[Outcome] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    removed: list[Outcome] = field(default_factory=list)
    done: int = 0

    def finished(self, source: str) -> None:
        """Count a file as dealt with."""
        self.done += 1
        if self.on_progress is not None:
            self.on_progress(Progress(self.done, self.total, source))

    def report(self) -> IngestReport:
        """Return the report of what was done so far."""
        return IngestReport(
            tuple(self.accepted),
            tuple(self.unchanged),
            tuple(self.skipped),
            tuple(self.failed),
            tuple(self.removed),
        )


def ingest_paths(
    paths: Sequence[Path | FoundFile],
    *,
    catalogue: Catalogue,
    settings: Settings,
    collection: str,
    prune: bool = False,
    on_progress: OnProgress | None = None,
) -> IngestReport:
    """Read every file below ``paths`` that is new or changed into ``collection``.

    Holds the writer lock of the data directory meanwhile (BusyError where another process does).
    With ``prune``, documents leave whose files below ``paths`` are gone.
    """
    with catalogue.writer():
        found = list(find_files(paths))
        run = _Run(
            catalogue,
            settings,
            collection,
            len(found),
            on_progress,
            Held(catalogue.sources()),
            catalogue.containers(),
        )
        worker = WorkerProcess(settings.ingest)
        try:
            _ingest(found, run, worker)
        finally:
            worker.close()
        if prune:
            _prune([path for path in paths if isinstance(path, Path) and path.exists()], run)
        if run.accepted or run.removed:
            fold_copies(catalogue)
        return run.report()


def _ingest(found: Sequence[FoundFile | Unfit], run: _Run, worker: WorkerProcess) -> None:
    """Read what must be read; copies of files that are being read wait until those are stored."""
    pending: deque[_Task] = deque()
    under_way: set[str] = set()
    copies: list[FoundFile] = []
    for item in found:
        task = _judge(item, run, under_way, copies)
        if task is None:
            continue
        under_way.add(task.sha256)
        worker.submit(_job(task, run))
        pending.append(task)
        if len(pending) > _JOBS_AHEAD:
            _store_oldest(pending, run, worker)
    while pending:
        _store_oldest(pending, run, worker)
    for file in copies:
        late = _judge(file, run, set(), [])
        if late is not None:
            worker.submit(_job(late, run))
            pending.append(late)
            _store_oldest(pending, run, worker)


def _judge(
    item: FoundFile | Unfit, run: _Run, under_way: set[str], copies: list[FoundFile]
) -> _Task | None:
    """Settle what needs no reading; return the task where a file must be read."""
    if isinstance(item, Unfit):
        outcome = Outcome(item.source, item.reason)
        (run.failed if item.missing else run.skipped).append(outcome)
        run.seen.add(item.source)
        run.finished(item.source)
        return None
    run.seen.add(item.source)
    try:
        size = item.path.stat().st_size
        if size > run.settings.ingest.max_file_bytes:
            _fail(run, item.source, _too_large(item.source, size, run.settings))
            run.finished(item.source)
            return None
        digest = _sha256(item.path)
    except OSError as error:
        reason = f"{item.source}：文件读不出来（{error.strerror}），请检查权限后重试。"
        _fail(run, item.source, reason)
        run.finished(item.source)
        return None
    if digest in under_way and not is_container(item.source):
        copies.append(item)
        return None
    if _is_unchanged(item, digest, run) or _is_copy(item, digest, size, run):
        run.finished(item.source)
        return None
    return _Task(item, digest, size, _read_as(item.source, digest, run))


def _job(task: _Task, run: _Run) -> Job:
    file = task.file
    return Job(str(file.path), task.read_as, run.collection, file.name, file.url)


def _too_large(source: str, size: int, settings: Settings) -> str:
    limit = settings.ingest.max_file_bytes / 1024 / 1024
    return (
        f"{source}：文件 {size / 1024 / 1024:.0f} MB，超过上限 {limit:.0f} MB，"
        "请拆分，或调高设置 ingest.max_file_bytes。"
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_HASH_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_unchanged(file: FoundFile, digest: str, run: _Run) -> bool:
    """True where the same bytes are held under the same path, read by this parser."""
    if is_container(file.source):
        if run.containers.get(file.source) != _container_mark(digest, run.collection):
            return False
        run.kept_below.add(file.source)
        members = [item.path for item in run.held if _is_member(item.path, file.source)]
        run.unchanged.extend(Outcome(path) for path in members)
        return True
    held = run.held.at(file.source)
    if held is None or not _is_current(held, digest, run.collection):
        return False
    run.unchanged.append(Outcome(file.source))
    return True


def _is_current(held: StoredSource, digest: str, collection: str) -> bool:
    return (
        held.sha256 == digest
        and held.parser_version == PARSER_VERSION
        and held.collection == collection
    )


def _container_mark(digest: str, collection: str) -> str:
    return f"{digest}:{PARSER_VERSION}:{collection}"


def _is_member(path: str, container: str) -> bool:
    return path.startswith((f"{container}#", f"{container}/"))


def _is_copy(file: FoundFile, digest: str, size: int, run: _Run) -> bool:
    """Record a file whose very bytes are held under another path; True where that was so."""
    if is_container(file.source):
        return False
    twin = _twin(file.source, digest, run)
    place = Source(file.source, digest, size, "" if twin is None else twin.format, file.url)
    return twin is not None and _add_copy(place, twin, run)


def _twin(source: str, digest: str, run: _Run) -> StoredSource | None:
    for item in run.held.with_bytes(digest):
        if item.path != source and _is_current(item, digest, run.collection):
            return item
    return None


def _add_copy(place: Source, twin: StoredSource, run: _Run) -> bool:
    _keep_copies_of(place.path, place.sha256, run)
    run.catalogue.add_source(twin.document_id, place, parser_version=PARSER_VERSION)
    _remember(run, place, twin.document_id)
    reason = f"与 {twin.path} 内容相同，记为同一文件的又一来源"
    run.accepted.append(Outcome(place.path, reason))
    return True


def _read_as(source: str, digest: str, run: _Run) -> str:
    """Return the source whose document this file is: a copy stays a copy when read anew."""
    held = run.held.at(source)
    if held is None or held.sha256 != digest or held.collection != run.collection:
        return source
    if held.document_id == document_id_of(source):
        return source
    found = run.catalogue.summaries([held.document_id])
    return found[0].source if found else source


def _store_oldest(pending: deque[_Task], run: _Run, worker: WorkerProcess) -> None:
    """Store what the oldest file gives, document by document."""
    task = pending.popleft()
    source = task.file.source
    complete = True
    for item in worker.results():
        if isinstance(item, ParsedSource):
            _store(item, task, run)
        elif isinstance(item, Unread):
            run.seen.add(item.path)
            if item.skipped:
                run.skipped.append(Outcome(item.path, item.reason))
            else:
                complete = False
                _fail(run, item.path, item.reason)
        elif isinstance(item, Done) and item.failure is not None:
            complete = False
            if item.detail:
                logger.error("reader failed on %s\n%s", source, item.detail)
            run.kept_below.add(source)
            _fail(run, source, item.failure)
    if complete and is_container(source):
        run.catalogue.put_container(source, _container_mark(task.sha256, run.collection))
    run.finished(source)


def _store(parsed: ParsedSource, task: _Task, run: _Run) -> None:
    """Put one document into the catalogue, unless it is there already or is a copy of one."""
    place = parsed.source
    if not is_container(task.file.source):
        place = replace(place, path=task.file.source)
    run.seen.add(place.path)
    held = run.held.at(place.path)
    if held is not None and _is_current(held, place.sha256, run.collection):
        run.unchanged.append(Outcome(place.path))
        return
    try:
        twin = _twin(place.path, place.sha256, run) if is_container(task.file.source) else None
        if twin is not None:
            _add_copy(place, twin, run)
            return
        _keep_copies_of(place.path, place.sha256, run)
        run.catalogue.put(parsed.document, place, parser_version=PARSER_VERSION)
    except Exception as error:  # a document that cannot be stored must not stop the rest
        logger.exception("could not store %s", place.path)
        _fail(run, place.path, f"{place.path}：写入目录库失败（{error}），请重试。")
        return
    _remember(run, place, parsed.document.document_id)
    run.accepted.append(Outcome(place.path))


def _keep_copies_of(source: str, digest: str, run: _Run) -> None:
    """Before a document changes: copies that keep the old bytes get a document of their own."""
    document_id = document_id_of(source)
    stranded = [
        item
        for item in run.held.of_document(document_id)
        if item.path != source and item.sha256 != digest
    ]
    if not stranded:
        return
    document = run.catalogue.document(document_id)
    heir = stranded[0].path
    for number, item in enumerate(stranded):
        place = Source(item.path, item.sha256, item.size, item.format, item.url)
        if number == 0:
            run.catalogue.put(_renamed(document, heir), place, parser_version=item.parser_version)
        else:
            run.catalogue.add_source(
                document_id_of(heir), place, parser_version=item.parser_version
            )
        run.held.put(replace(item, document_id=document_id_of(heir)))


def _renamed(document: PolicyDocument, source: str) -> PolicyDocument:
    return replace(document, document_id=document_id_of(source), source=source)


def _remember(run: _Run, place: Source, document_id: str) -> None:
    run.held.put(
        StoredSource(
            path=place.path,
            document_id=document_id,
            collection=run.collection,
            sha256=place.sha256,
            size=place.size,
            format=place.format,
            parser_version=PARSER_VERSION,
            url=place.url,
        )
    )


def _fail(run: _Run, source: str, reason: str) -> None:
    if run.held.at(source) is not None:
        reason = f"{reason}库中仍保留此前入库的内容。"
    run.failed.append(Outcome(source, reason))


def _prune(paths: Sequence[Path], run: _Run) -> None:
    """Remove what was held below the arguments and is no longer there."""
    names = [argument_name(path) for path in paths]
    gone = [
        item.path
        for item in run.held
        if item.collection == run.collection
        and item.path not in run.seen
        and _is_below(item.path, names)
        and not any(_is_member(item.path, container) for container in run.kept_below)
    ]
    run.catalogue.remove_sources(gone)
    run.catalogue.remove_containers(
        [path for path in run.containers if path not in run.seen and _is_below(path, names)]
    )
    run.removed.extend(Outcome(path, "文件已不在原处") for path in gone)


def _is_below(path: str, names: Sequence[str]) -> bool:
    return any(path == name or _is_member(path, name) for name in names)
