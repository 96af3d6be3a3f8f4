"""Checks of an installation: what works, what does not, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from corpus.errors import PolicyError
from service.schema.strict import Strict
from service.workspace import Workspace

State = Literal["ok", "warn", "fail"]

#: Below this much free disk an index of some thousand documents may not fit.
_LOW_DISK_BYTES = 2 * 1024**3
#: CPU flags that make the embedding model several times faster (FINDINGS §3).
_FAST_FLAGS = ("amx_bf16", "avx512_bf16", "avx512f", "avx2")
_OPTIONAL_PROGRAMS = (
    ("LibreOffice", ("soffice", "libreoffice"), "读取 .doc、.wps 旧格式需要它"),
    ("Chromium", ("chromium", "chromium-browser", "google-chrome"), "浏览器自动化测试需要它"),
)


class Check(Strict):
    """One thing examined: its state, what was found, and what to do where it is not well."""

    name: str
    state: State
    message: str
    advice: str | None = None


def examine(workspace: Workspace) -> list[Check]:
    """Return all checks of the installation that ``workspace`` stands on."""
    steps: tuple[Callable[[Workspace], Check], ...] = (
        _python, _processor, _data_directory, _disk, _model, _catalogue, _index, _language_model,
    )  # fmt: skip
    checks = [_safely(step, workspace) for step in steps]
    return [*checks, _fonts(), *(_program(*item) for item in _OPTIONAL_PROGRAMS)]


def _safely(step: Callable[[Workspace], Check], workspace: Workspace) -> Check:
    try:
        return step(workspace)
    except (PolicyError, OSError) as error:
        return Check(name=step.__name__.strip("_"), state="fail", message=str(error))


def _python(_workspace: Workspace) -> Check:
    message = f"{platform.python_version()}（{platform.system()}，{sys.prefix}）"
    return Check(name="Python", state="ok", message=message)


def _processor(_workspace: Workspace) -> Check:
    flags = _cpu_flags()
    fast = [flag for flag in _FAST_FLAGS if flag in flags]
    message = f"{os.cpu_count() or 1} 核；加速指令：{'、'.join(fast) or '未见'}"
    if flags and not fast:
        return Check(name="处理器", state="warn", message=message, advice="向量计算会较慢")
    return Check(name="处理器", state="ok", message=message)


def _cpu_flags() -> frozenset[str]:
    """Return the CPU's feature flags where the system tells them (Linux), else nothing."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    for line in text.splitlines():
        if line.startswith("flags"):
            return frozenset(line.partition(":")[2].split())
    return frozenset()


def _data_directory(workspace: Workspace) -> Check:
    data = workspace.settings.data
    nearest = next(path for path in (data, *data.absolute().parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        return Check(
            name="数据目录",
            state="fail",
            message=f"{data} 不可写",
            advice="用 --data 或 CEYUAN_DATA 指定一个可写的目录",
        )
    return Check(name="数据目录", state="ok", message=str(data.absolute()))


def _disk(workspace: Workspace) -> Check:
    data = workspace.settings.data.absolute()
    nearest = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    message = f"可用 {free / 1024**3:.1f} GB"
    if free < _LOW_DISK_BYTES:
        return Check(name="磁盘", state="warn", message=message, advice="请清理磁盘或换数据目录")
    return Check(name="磁盘", state="ok", message=message)


def _catalogue(workspace: Workspace) -> Check:
    if workspace.settings.database_url is None and not workspace.is_created():
        return Check(
            name="文件库",
            state="warn",
            message="还没有文件",
            advice="ceyuan ingest 文件或文件夹；或 ceyuan ingest --shipped 载入示例",
        )
    held = workspace.catalogue.collections()
    parts = "、".join(f"{name} {count} 份" for name, count in sorted(held.items()))
    return Check(name="文件库", state="ok", message=parts or "还没有文件")


def _model(workspace: Workspace) -> Check:
    from index.embed import model_folder, model_id_of  # slow libraries

    settings = workspace.settings
    name = model_id_of(settings.embedding)
    if settings.embedding.model == "default" and not settings.cache.exists():
        return Check(name="向量模型", state="ok", message=f"{name}（首次使用时解包，无需联网）")
    folder = model_folder(settings)
    return Check(name="向量模型", state="ok", message=f"{name}，{folder or '由模型名加载'}")


def _index(workspace: Workspace) -> Check:
    from index.sync import build_id, open_stores  # slow libraries

    if not workspace.is_created():
        return Check(name="索引", state="ok", message="还没有文件可建索引")
    manifest = open_stores(workspace.settings).manifest
    indexed = {key: item.stamp for key, item in manifest.documents().items() if item.done}
    held = workspace.catalogue.stamps()
    behind = sum(1 for key, stamp in held.items() if indexed.get(key) != stamp)
    extra = sum(1 for key in indexed if key not in held)
    built = manifest.meta("build")
    if held and built != build_id(workspace.settings):
        return Check(
            name="索引",
            state="fail",
            message="索引由另一版本或另一模型建立",
            advice="重新运行 ceyuan ingest，索引会自动重建",
        )
    if behind or extra:
        return Check(
            name="索引",
            state="warn",
            message=f"{behind} 份文件待建索引，{extra} 份待清除",
            advice="重新运行上次的 ceyuan ingest 命令",
        )
    return Check(name="索引", state="ok", message=f"与文件库一致，{len(indexed)} 份文件")


def _language_model(workspace: Workspace) -> Check:
    base = workspace.settings.llm.api_base
    message = f"已设置 {base}" if base else "未设置；回答直接摘自原文（无需联网）"
    return Check(name="大模型", state="ok", message=message)


def _fonts() -> Check:
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/System/Library/Fonts"))
    names = ("CJK", "wqy", "SourceHan", "simsun", "PingFang", "uming", "ukai")
    for folder in folders:
        for pattern in names:
            found = next(folder.rglob(f"*{pattern}*"), None) if folder.is_dir() else None
            if found is not None:
                return Check(name="中文字体", state="ok", message=found.name)
    return Check(
        name="中文字体",
        state="warn",
        message="本机未见中文字体",
        advice="只影响在本机导出与截图；Debian 可装 fonts-noto-cjk",
    )


def _program(name: str, commands: tuple[str, ...], purpose: str) -> Check:
    found = next((path for item in commands if (path := shutil.which(item))), None)
    if found is None:
        return Check(name=name, state="warn", message="未安装（可选）", advice=purpose)
    return Check(name=name, state="ok", message=found)
