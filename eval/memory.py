"""The memory of this process, as the system counts it."""

from __future__ import annotations

from pathlib import Path

#: VmHWM: the most that was resident; VmRSS: what is; RssAnon: of that its own, without pages of
#: mapped files, which the system may drop at any time.
_NAMES = ("VmHWM", "VmRSS", "RssAnon")


def memory_mb() -> dict[str, int]:
    """Return megabytes by name; a child counts from its own start, unlike ``getrusage``."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    values = {name: text.split() for name, _, text in (line.partition(":") for line in lines)}
    return {name: int(values[name][0]) // 1024 for name in _NAMES}
