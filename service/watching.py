"""What is watched: folders and web pages that are read again at intervals.

The list is a small JSON file in the data directory; ``ceyuan watch`` runs what is due.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from filelock import FileLock
from pydantic import Field, ValidationError

from corpus.errors import ConfigError, NotFoundError, PolicyError
from service.fetching import fetch_into, wanted_of
from service.ingesting import Batch
from service.schema.jobs import IngestSummary
from service.schema.strict import Strict
from service.workspace import Workspace

logger = logging.getLogger(__name__)

MIN_MINUTES, MAX_MINUTES = 5, 60 * 24 * 31
#: How long a due entry waits for another process that is writing.
_WAIT_FOR_WRITER_S = 600.0

WatchKind = Literal["folder", "page", "column"]


class Watch(Strict):
    """A folder, a page or a column of links, with how often it is read and how it last went."""

    target: str
    kind: WatchKind
    collection: str
    every_minutes: int = Field(ge=MIN_MINUTES, le=MAX_MINUTES)
    last_run_at: datetime | None = None
    last_result: str | None = None

    def due_at(self, now: datetime) -> datetime:
        """Return when it is to be read next; a clock that was set back does not delay it."""
        if self.last_run_at is None or self.last_run_at > now:
            return now
        return self.last_run_at + timedelta(minutes=self.every_minutes)


class _WatchFile(Strict):
    watches: list[Watch] = Field(default_factory=list)


class WatchList:
    """The watches of one data directory; every change is written at once and whole."""

    def __init__(self, data: Path) -> None:
        self._path = data / "watch.json"

    def all(self) -> list[Watch]:
        """Return the watches in the order they were added."""
        try:
            return _WatchFile.model_validate_json(self._path.read_bytes()).watches
        except FileNotFoundError:
            return []
        except ValidationError as error:
            first = error.errors()[0]
            where = " → ".join(str(part) for part in first["loc"])
            raise ConfigError(
                f"{self._path} 不对（{where}：{first['msg']}），请改正，或删除后重新添加。"
            ) from error

    def add(self, watch: Watch) -> None:
        """Add a watch, or change the one of the same target; refuse folders of one name."""
        with self._changing() as watches:
            if watch.kind == "folder":
                _refuse_same_name(watch, watches)
            kept = [item for item in watches if item.target != watch.target]
            watches[:] = [*kept, watch]

    def remove(self, target: str) -> None:
        """Take a watch off the list, or raise NotFoundError; its documents stay."""
        with self._changing() as watches:
            kept = [item for item in watches if item.target != target]
            if len(kept) == len(watches):
                raise NotFoundError(f"没有关注 {target}；用 ceyuan watch list 查看。")
            watches[:] = kept

    def ran(self, target: str, at: datetime, result: str) -> None:
        """Remember how a watch went."""
        with self._changing() as watches:
            watches[:] = [
                item.model_copy(update={"last_run_at": at, "last_result": result})
                if item.target == target
                else item
                for item in watches
            ]

    @contextmanager
    def _changing(self) -> Iterator[list[Watch]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            watches = self.all()
            yield watches
            partial = self._path.with_suffix(".part")
            partial.write_text(_WatchFile(watches=watches).model_dump_json(indent=2), "utf-8")
            os.replace(partial, self._path)


def watch_of(target: str, *, collection: str, every_minutes: int, follow: bool) -> Watch:
    """Return the watch that ``target`` means: an address, or a folder that is there."""
    if target.lower().startswith(("http:", "https:")):
        (wanted,) = wanted_of([target], collection=collection, follow=follow)
        kind: WatchKind = "column" if follow else "page"
        return Watch(
            target=wanted.url, kind=kind, collection=collection, every_minutes=every_minutes
        )
    folder = Path(target).expanduser().resolve()
    if not folder.is_dir():
        raise NotFoundError(f"{target} 既不是 http(s) 网址，也不是已有的文件夹，请核对。")
    return Watch(
        target=str(folder), kind="folder", collection=collection, every_minutes=every_minutes
    )


def run_due(
    workspace: Workspace,
    now: Callable[[], datetime],
    *,
    on_done: Callable[[Watch, str], None] = lambda _watch, _result: None,
) -> timedelta | None:
    """Read what is due, tell how each went, and return the time until the next is due.

    A watch that fails is told and tried again at its next turn; None where nothing is watched.
    """
    watches = WatchList(workspace.settings.data)
    for watch in watches.all():
        if watch.due_at(now()) <= now():
            result = _run(workspace, watch)
            watches.ran(watch.target, now(), result)
            on_done(watch, result)
    waits = [watch.due_at(now()) - now() for watch in watches.all()]
    return max(min(waits), timedelta()) if waits else None


def _run(workspace: Workspace, watch: Watch) -> str:
    try:
        if watch.kind == "folder":
            return _told(_read_folder(workspace, watch))
        wanted = wanted_of(
            [watch.target], collection=watch.collection, follow=watch.kind == "column"
        )
        return _told(fetch_into(workspace, wanted, wait_s=_WAIT_FOR_WRITER_S))
    except PolicyError as error:
        return f"失败：{error}"
    except Exception as error:  # one watch must not end the others
        logger.exception("watch of %s failed", watch.target)
        return f"失败：程序内部出错（{type(error).__name__}），已记入日志。"


def _read_folder(workspace: Workspace, watch: Watch) -> IngestSummary:
    """Read a folder and drop what has left it; one that is empty or gone drops nothing.

    A share that is not mounted looks like an empty folder, and must not empty the library.
    """
    folder = Path(watch.target)
    if not folder.is_dir() or not any(item.is_file() for item in folder.rglob("*")):
        raise NotFoundError(
            f"文件夹 {folder} 不存在或是空的（网络盘可能没有连上）；为防误删，库中文件未动。"
        )
    return workspace.ingest(
        [Batch((folder,), watch.collection)], prune=True, wait_s=_WAIT_FOR_WRITER_S
    )


def _told(summary: IngestSummary) -> str:
    counts = [
        f"{name} {len(found)}"
        for name, found in (
            ("入库", summary.accepted),
            ("未变", summary.unchanged),
            ("跳过", summary.skipped),
            ("失败", summary.failed),
            ("删除", summary.removed),
        )
        if found
    ]
    reasons = [item.reason for item in (*summary.failed, *summary.skipped) if item.reason]
    return "，".join(counts or ["没有变化"]) + (f"；如：{reasons[0]}" if reasons else "")


def _refuse_same_name(watch: Watch, watches: Sequence[Watch]) -> None:
    """Documents are known by their folder's name: two of one name would displace each other."""
    name = Path(watch.target).name
    for item in watches:
        same = item.kind == "folder" and Path(item.target).name == name
        if same and item.target != watch.target:
            raise ConfigError(f"已在关注同名文件夹 {item.target}，两者的文件会互相覆盖，请先改名。")
