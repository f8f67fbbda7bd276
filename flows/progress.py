"""How far a run is, as an artifact of Prefect that moves while the stages run."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectException

from pipeline.progress import LOGGER

STAGES = 6
"""Stages of a refresh that tell how far they are."""
EVERY_S = 5.0
"""Seconds from one update to the next at least: an update is a request to the server."""


class Progress(logging.Handler):
    """Knows the share of all stages that is done, in percent, from the records of progress."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.percent = 0.0
        """In [0, 100]."""
        self._seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record of progress."""
        stage, done, total = (getattr(record, name) for name in ("stage", "done", "total"))
        if stage not in self._seen:
            self._seen.append(stage)
        share = 1.0 if getattr(record, "detail", "") or not total else done / total
        self.percent = min(100.0 * (len(self._seen) - 1 + share) / STAGES, 100.0)


@contextmanager
def told_now_and_then(
    progress: Progress, update: Callable[[float], object], every_s: float = EVERY_S
) -> Iterator[None]:
    """Tell how far a run is while the block runs, beside it: a server that takes its time for an update stops nothing.

    Args:
        update: Takes percent in [0, 100]; may be underway still when the block has ended.
        every_s: Seconds between two updates.
    """
    ended = threading.Event()

    def tell() -> None:
        told = 0.0
        while not ended.wait(every_s):
            if progress.percent != told:
                told = progress.percent
                update(told)

    thread = threading.Thread(target=tell, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(every_s)


@contextmanager
def progress_in_run(key: str) -> Iterator[None]:
    """Show progress in the run while the block runs; a server that does not take it stops nothing."""
    library = logging.getLogger(LOGGER)
    try:
        told = "Share of the stages that is done"
        # It answers at once, as it is not called from a coroutine.
        artifact = cast("UUID", create_progress_artifact(0.0, key=f"{key}-progress", description=told))
    except (PrefectException, httpx.HTTPError):
        yield
        return

    def update(percent: float) -> None:
        try:
            update_progress_artifact(artifact, percent)
        except (PrefectException, httpx.HTTPError) as error:
            logging.getLogger("pipeline.telling").debug("progress could not be told: %s", error)

    progress = Progress()
    library.addHandler(progress)
    try:
        with told_now_and_then(progress, update):
            yield
        update(100.0)
    finally:
        library.removeHandler(progress)
