"""What a command takes with all the processes that it starts: time and memory at any instant."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took."""

    seconds: float
    processor_seconds: float
    gigabytes: float
    """The most that all its processes had in memory at once; what they share counts once each."""
    said: str


def run(*arguments: str) -> Taken:
    """Run `papers` with arguments.

    Raises:
        RuntimeError: It failed.
    """
    before, start = os.times(), time.monotonic()
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        peak = [0]
        watch = threading.Thread(target=_watch, args=(process, peak))
        watch.start()
        said, errors = process.communicate()
        watch.join()
    if process.returncode:
        raise RuntimeError(errors)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(time.monotonic() - start, spent, peak[0] / 1e9, said)


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, _family(process.pid))))
        time.sleep(_PAUSE_S)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
