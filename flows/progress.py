"""How far a run is, as an artifact of Prefect that moves while the stages run."""

import logging
import time
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
    """Tells the share of all stages that is done, in percent, now and then.

    Args:
        update: Takes percent in [0, 100].
        clock: Seconds of a clock that only goes forward.
    """

    def __init__(self, update: Callable[[float], object], clock: Callable[[], float]) -> None:
        super().__init__(logging.INFO)
        self._update = update
        self._clock = clock
        self._told_at = clock()
        self._seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record of progress."""
        stage, done, total = (getattr(record, name) for name in ("stage", "done", "total"))
        if stage not in self._seen:
            self._seen.append(stage)
        if self._clock() - self._told_at < EVERY_S:
            return
        self._told_at = self._clock()
        share = 1.0 if getattr(record, "detail", "") or not total else done / total
        self._update(min(100.0 * (len(self._seen) - 1 + share) / STAGES, 100.0))


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

    handler = Progress(update, time.monotonic)
    library.addHandler(handler)
    try:
        yield
        update(100.0)
    finally:
        library.removeHandler(handler)
