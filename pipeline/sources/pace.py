"""One pace per host over threads and processes of this machine, kept in a small locked file.

One caller at a time has its turn, from before its request until the reply: arXiv asks for a single connection, and
requests that overlap would arrive in any order.

A service that says "too many requests" is asked at half the pace at once, and at the full one again after some
dozens of good replies.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import TransientSourceError

log = logging.getLogger(__name__)

_MARGIN = 0.05
_LEAST_MARGIN_S = 0.05
"""Machines and networks are late by some milliseconds whatever the pace."""
_SLOWEST = 16.0
"""Times the interval; a service that wants more says for how long (Retry-After)."""
_RECOVERY = 0.95
"""What is left of the slowness after each good reply."""
_LONGEST_HOLD_S = 60.0
"""The longest that a service is held back for (Retry-After). A slot further ahead was written by another clock."""
_LONGEST_TURN_S = 900.0
"""The longest that a turn is waited for; a run that holds it longer hangs."""


class FilePace:
    """Lets one caller at a time pass, and at most one per interval, whoever calls.

    Args:
        path: The file that holds the next free slot and the slowness; shared by all who must keep the pace.
        interval_s: Seconds between two calls; 0 lets all pass.
        clock: Seconds since the epoch, the same for all processes.
        sleep: Waits the given seconds.
        margin_s: Seconds waited beside the interval, since what leaves in time may arrive early: a twentieth of it, at
            least 50 ms, at most half of it, unless something else is named.
    """

    def __init__(
        self,
        path: Path,
        interval_s: float,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        margin_s: float | None = None,
    ) -> None:
        least_s = min(_LEAST_MARGIN_S, interval_s / 2)
        self._margin_s = max(_MARGIN * interval_s, least_s) if margin_s is None else margin_s
        self._path = path
        self._interval_s = interval_s
        self._clock = clock
        self._sleep = sleep
        path.parent.mkdir(parents=True, exist_ok=True)
        self._far_ahead_s = _LONGEST_HOLD_S + interval_s * _SLOWEST + self._margin_s
        self._turn = FileLock(path.with_suffix(".turn"), timeout=_LONGEST_TURN_S)
        self._lock = FileLock(path.with_suffix(".lock"))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn while the block asks; nobody else asks the host meanwhile."""
        if self._interval_s <= 0:
            yield
            return
        try:
            self._turn.acquire()
        except Timeout:
            told = f"another run has held its turn at this service for over {_LONGEST_TURN_S / 60:.0f} minutes."
            raise TransientSourceError(told, self._path.name) from None
        try:
            free, _ = self._state()
            if (ahead := free - self._clock()) > 0:
                self._sleep(ahead)
            with self._lock:
                # A process that wakes late has sent late: the next one goes by when this one really went.
                began = max(free, self._clock())
                _, slowness = self._read(began)
                self._write(began + self._interval_s * slowness + self._margin_s, slowness)
            yield
        finally:
            self._turn.release()

    def _state(self) -> tuple[float, float]:
        with self._lock:
            return self._read(self._clock())

    def back_off(self, seconds: float) -> None:
        """Hold back every caller that has no slot yet for at least `seconds`, and halve the pace."""
        if self._interval_s <= 0:
            return
        with self._lock:
            slot, slowness = self._read(self._clock())
            self._write(max(slot, self._clock() + seconds), min(slowness * 2, _SLOWEST))

    def went_well(self) -> None:
        """Let callers pass a little faster again, up to the pace."""
        if self._interval_s <= 0:
            return
        with self._lock:
            slot, slowness = self._read(self._clock())
            if slowness > 1:
                self._write(slot, max(1.0, slowness * _RECOVERY))

    def _read(self, now: float) -> tuple[float, float]:
        try:
            slot, slowness = map(float, self._path.read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return now, 1.0
        slowness = slowness if 1.0 <= slowness <= _SLOWEST else 1.0
        return (slot if slot - now <= self._far_ahead_s else now), slowness

    def _write(self, slot: float, slowness: float) -> None:
        self._path.write_text(f"{slot!r} {slowness!r}", encoding="ascii")
