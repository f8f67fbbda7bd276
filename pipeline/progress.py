"""Progress as log records with fields, so that a terminal, a file and Prefect can each show it their way."""

from __future__ import annotations

import logging

LOGGER = "pipeline.progress"
_log = logging.getLogger(LOGGER)


def report(stage: str, done: int, total: int, detail: str = "") -> None:
    """Tell how far a stage is.

    Args:
        stage: What is being done, in a few words.
        done: Things done.
        total: Things to do; 0 when there is nothing to do.
        detail: What was found, once the stage has ended.
    """
    text = f"{stage}: {done}/{total}" + (f" ({detail})" if detail else "")
    _log.info(text, extra={"stage": stage, "done": done, "total": total, "detail": detail})
