"""Tests of how far a run says it is."""

from __future__ import annotations

import logging
import threading

from flows.progress import Progress, told_now_and_then


def _record(stage: str, done: int, total: int, detail: str = "") -> logging.LogRecord:
    fields = {"stage": stage, "done": done, "total": total, "detail": detail}
    return logging.makeLogRecord({"levelno": logging.INFO, **fields})


def test_progress_grows() -> None:
    """Each stage is a sixth; nothing to do is done; more stages than there should be are no more than all."""
    progress, known = Progress(), []
    records = [("one", 1, 2, ""), ("one", 2, 2, "done"), ("two", 0, 0, ""), ("three", 3, 10, "3 of 10 answered")]
    for record in [*records, *((f"stage {number}", 1, 1, "") for number in range(4, 9))]:
        progress.emit(_record(*record))
        known.append(round(progress.percent, 2))
    assert known == [8.33, 16.67, 33.33, 50.0, 66.67, 83.33, 100.0, 100.0, 100.0]


def test_what_has_changed_is_told() -> None:
    """Each share once, while the stages go on."""
    progress, told = Progress(), threading.Semaphore(0)
    shares: list[float] = []

    def update(percent: float) -> None:
        shares.append(percent)
        told.release()

    with told_now_and_then(progress, update, every_s=0.001):
        for share in (10.0, 20.0):
            progress.percent = share
            assert told.acquire(timeout=10)
    assert shares == [10.0, 20.0]


def test_a_server_that_does_not_answer_stops_nothing() -> None:
    """The stages go on and end while an update hangs."""
    progress, asked, never = Progress(), threading.Event(), threading.Event()

    def update(_: float) -> None:
        asked.set()
        never.wait(10)

    with told_now_and_then(progress, update, every_s=0.001):
        progress.percent = 10.0
        assert asked.wait(10)
        progress.percent = 20.0
    assert not never.is_set()
    never.set()
