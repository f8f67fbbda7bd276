"""Tests of how far a run says it is."""

from __future__ import annotations

import logging

from flows.progress import Progress


def _record(stage: str, done: int, total: int, detail: str = "") -> logging.LogRecord:
    fields = {"stage": stage, "done": done, "total": total, "detail": detail}
    return logging.makeLogRecord({"levelno": logging.INFO, **fields})


def test_progress_grows_now_and_then() -> None:
    """Each stage is a sixth; what comes within seconds of the last update is passed over; nothing to do is done."""
    told: list[float] = []
    times = iter([0.0, 1.0, 5.0, 5.0, 12.0, 12.0, 13.0, 20.0, 20.0])
    progress = Progress(told.append, lambda: next(times))

    progress.emit(_record("one", 1, 2))
    progress.emit(_record("one", 1, 2))
    progress.emit(_record("two", 0, 0))
    progress.emit(_record("two", 0, 0, "nothing to ask"))
    progress.emit(_record("three", 3, 10, "3 of 10 answered"))

    assert [round(percent, 2) for percent in told] == [8.33, 33.33, 50.0]
