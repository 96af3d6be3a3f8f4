"""How long a reading process may go without a sign: by what it computes, not by the clock alone.

On a busy machine a page of a scan can take minutes of the clock and seconds of the processor.
"""

from __future__ import annotations

import os
from pathlib import Path

#: A process that computes less than this in a whole limit waits for something: it hangs.
IDLE_CPU_S = 0.2
#: So many times the limit is the end, however little of the processor it got.
MAX_PATIENCE = 10


class Patience:
    """Decides, each time the limit has passed without a sign, whether a process is given up.

    >>> Patience(limit_s=120.0, pid=None).is_over()
    True
    """

    def __init__(self, *, limit_s: float, pid: int | None) -> None:
        self._limit_s = limit_s
        self._pid = pid
        self._rounds = 0
        self._began = self._last = cpu_seconds(pid)

    def is_over(self) -> bool:
        """Return True where the process hangs, has used its time, or cannot be judged."""
        self._rounds += 1
        now = cpu_seconds(self._pid)
        if now is None or self._began is None or self._last is None:
            return True
        spent, self._last = now - self._last, now
        used = now - self._began
        return spent < IDLE_CPU_S or used >= self._limit_s or self._rounds >= MAX_PATIENCE


def cpu_seconds(pid: int | None) -> float | None:
    """Return the processor time of a process so far; None where the system does not tell."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        fields = line.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
