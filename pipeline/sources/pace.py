"""One pace per host over threads and processes of this machine, kept in a small locked file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

log = logging.getLogger(__name__)

_FAR_AHEAD_S = 3600.0
"""A slot further in the future than this was written by a clock that has been set back."""


class FilePace:
    """Lets at most one call pass per interval, whoever calls.

    Args:
        path: The file that holds the next free slot; shared by all who must keep the pace.
        interval_s: Seconds between two calls; 0 lets all pass.
        clock: Seconds since the epoch, the same for all processes.
        sleep: Waits the given seconds.
    """

    def __init__(
        self,
        path: Path,
        interval_s: float,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._path = path
        self._interval_s = interval_s
        self._clock = clock
        self._sleep = sleep
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path.with_suffix(".lock"))

    def wait(self) -> None:
        """Return when it is this caller's turn."""
        if self._interval_s <= 0:
            return
        ahead = self._reserve() - self._clock()
        if ahead > 0:
            self._sleep(ahead)

    def back_off(self, seconds: float) -> None:
        """Hold back every caller that has no slot yet for at least `seconds`."""
        if self._interval_s <= 0:
            return
        with self._lock:
            self._write(max(self._read(self._clock()), self._clock() + seconds))

    def _reserve(self) -> float:
        with self._lock:
            now = self._clock()
            slot = max(now, self._read(now))
            self._write(slot + self._interval_s)
            return slot

    def _read(self, now: float) -> float:
        try:
            slot = float(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return now
        return slot if slot - now <= _FAR_AHEAD_S else now

    def _write(self, slot: float) -> None:
        self._path.write_text(repr(slot), encoding="ascii")
