"""Routes that bring documents in: an upload starts a job, and the job can be asked for."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile

from corpus.document import DEFAULT_COLLECTION
from corpus.errors import PolicyError, SourceError
from service.api.access import CurrentJobs, CurrentWorkspace
from service.schema.jobs import JobView
from service.schema.query import COLLECTION_PATTERN
from service.schema.strict import Strict

router = APIRouter(prefix="/api", tags=["入库"])

MAX_FILES = 2_000


@router.post("/ingest", status_code=202, summary="上传文件入库")
def ingest(
    files: Annotated[list[UploadFile], File(description="一个或多个文件；文件名可带相对路径")],
    workspace: CurrentWorkspace,
    jobs: CurrentJobs,
    collection: Annotated[
        str, Form(pattern=COLLECTION_PATTERN, description="存入的文件集")
    ] = DEFAULT_COLLECTION,
) -> JobView:
    """接收文件并返回任务；进度与结果用 ``GET /api/jobs/{job_id}`` 查询。"""
    if len(files) > MAX_FILES:
        raise SourceError(f"一次最多上传 {MAX_FILES} 个文件，请分批或打成 zip。")
    staging = workspace.settings.data / "uploads"
    staging.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=staging))
    try:
        for file in files:
            _save(file, folder)
    except (OSError, PolicyError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return jobs.start(folder, sorted(folder.iterdir()), collection)


class JobList(Strict):
    """The jobs still known."""

    jobs: list[JobView]


@router.get("/jobs", summary="入库任务列表")
def jobs_known(jobs: CurrentJobs) -> JobList:
    """新的在前；服务重启后旧任务不再保留。"""
    return JobList(jobs=jobs.views())


@router.get("/jobs/{job_id}", summary="入库任务的进度与结果")
def job(job_id: str, jobs: CurrentJobs) -> JobView:
    """``state`` 为 done 时 ``summary`` 列出入库、未变、跳过、失败的文件与原因。"""
    return jobs.view(job_id)


def _save(file: UploadFile, folder: Path) -> None:
    target = folder / safe_relative(file.filename or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as sink:
        shutil.copyfileobj(file.file, sink)


def safe_relative(name: str) -> PurePosixPath:
    """Return the path below the upload folder that an uploaded name means.

    >>> str(safe_relative("政策\\\\2023/a.docx"))
    '政策/2023/a.docx'
    >>> str(safe_relative("../../etc/passwd"))
    'etc/passwd'
    """
    parts = [
        cleaned
        for part in name.replace("\\", "/").split("/")
        if (cleaned := "".join(ch for ch in part if ch.isprintable()).strip())
        not in ("", ".", "..")
    ]
    if not parts:
        raise SourceError("上传的文件没有文件名。")
    return PurePosixPath(*(part[-120:] for part in parts[-8:]))
