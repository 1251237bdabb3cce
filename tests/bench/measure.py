"""Whole processes measured from outside: wall time, CPU of the process and all it started, memory of all together.

Workers that outlive the process that started them (a fork server and its like) become children of this one, so that their time counts.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PROC = Path("/proc")
PR_SET_CHILD_SUBREAPER = 36
"""Linux: whoever loses its parent becomes a child of this process."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run of a command took. Seconds; memory in MiB."""

    wall: float
    cpu: float
    """User and system time of the process and of all it started."""
    peak: float
    """The largest single process."""
    pss: float = 0.0
    """The most that all processes held together (proportional set size), where it was watched."""
    output: str = ""
    """What it wrote on standard error."""


def run(command: Sequence[str | Path], *, watch: bool = False, codes: frozenset[int] = frozenset({0})) -> Spent:
    """Run a command to its end; a code that is not among `codes` is an error."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = children()
    start = time.perf_counter()
    with subprocess.Popen(
        [str(one) for one in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watcher = Watcher(process.pid) if watch else None
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    text = said.decode(errors="replace")
    if process.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, command))} 以 {process.returncode} 结束\n{text[-2000:]}")
    pss = watcher.done() if watcher else 0.0
    return Spent(wall, children() - before, usage.ru_maxrss / 1024, pss, text)


def children() -> float:
    """CPU seconds of all children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Watcher:
    """Reads the memory of a process and its descendants twice a second."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.stop = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def done(self) -> float:
        """The most they held together, in MiB."""
        self.stop.set()
        self.thread.join()
        return self.most

    def _watch(self) -> None:
        while not self.stop.wait(0.5):
            self.most = max(self.most, sum(map(pss_of, family(self.pid))))


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, ())
    return found


def pss_of(pid: int) -> float:
    """Proportional set size in MiB; nothing of a process that is gone."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def middle(runs: Sequence[Spent]) -> Spent:
    """Medians of several runs; the most memory."""
    return Spent(
        median(one.wall for one in runs),
        median(one.cpu for one in runs),
        max(one.peak for one in runs),
        max(one.pss for one in runs),
        runs[-1].output,
    )


def ratio(runs: Mapping[str, Sequence[Spent]], left: str, right: str, *, of: str = "wall") -> float | None:
    """Median of the ratios of runs that were made in turn."""
    pairs = list(zip(runs.get(left, ()), runs.get(right, ()), strict=False))
    return median(getattr(a, of) / getattr(b, of) for a, b in pairs) if pairs else None
