"""What is said on stderr, and how much of it: progress, notes, warnings; bars in a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column
from rich.text import Text

from pipeline.progress import LOGGER


class Volume(StrEnum):
    """How much is said beside the result (closed list)."""

    QUIET = "quiet"
    """Warnings and errors alone."""
    NORMAL = "normal"
    """Progress and notes too."""
    VERBOSE = "verbose"
    """Also what is asked of whom, and what notes of an audit rest on."""


_CHOSEN: ContextVar[Volume] = ContextVar("volume", default=Volume.NORMAL)
_LIBRARY = "pipeline"


def speak(wanted: Volume) -> None:
    """Choose how much is said for the rest of the command."""
    _CHOSEN.set(wanted)


def volume() -> Volume:
    """How much is said."""
    return _CHOSEN.get()


def is_verbose() -> bool:
    """Whether a person wants to know all."""
    return volume() is Volume.VERBOSE


def note(told: str) -> None:
    """Tell a line on stderr, unless quiet is wanted."""
    if _CHOSEN.get() is not Volume.QUIET:
        warn(told)


def warn(told: str) -> None:
    """Tell a line on stderr, even where quiet is wanted."""
    sys.stderr.write(f"{told}\n")
    sys.stderr.flush()


class _Bars(logging.Handler):
    """Shows progress records as bars, and warnings above them."""

    def __init__(self, bars: Progress) -> None:
        super().__init__()
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != LOGGER:
            style = "yellow" if record.levelno >= logging.WARNING else "dim"
            self._bars.console.print(Text(_seen(record.getMessage()), style=style))
            return
        stage, done, total, detail = (getattr(record, name) for name in ("stage", "done", "total", "detail"))
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=max(total, 1), detail="")
        # A stage without anything to do is done, not stuck at 0 of 0.
        shown = max(total, 1)
        finished = bool(detail)
        self._bars.update(
            self._tasks[stage],
            total=shown,
            completed=shown if finished else done,
            detail=detail,
            refresh=True,
        )


class _Lines(logging.Handler):
    """Shows the end of each stage, and whatever else is told, as plain lines."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != LOGGER:
            warned = "warning: " if record.levelno >= logging.WARNING else ""
            sys.stderr.write(f"{warned}{_seen(record.getMessage())}\n")
        elif detail := getattr(record, "detail", ""):
            sys.stderr.write(f"{getattr(record, 'stage', '')}: {detail}\n")
        sys.stderr.flush()


def _seen(told: str) -> str:
    """A line of a log without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in told)


_LEVELS = {Volume.QUIET: logging.WARNING, Volume.NORMAL: logging.INFO, Volume.VERBOSE: logging.DEBUG}


@contextmanager
def progress() -> Iterator[None]:
    """Show progress on stderr while the block runs: bars in a terminal, lines elsewhere; warnings alone if quiet."""
    console, chosen = Console(stderr=True), volume()
    logger = logging.getLogger(_LIBRARY)
    before = (logger.level, logger.propagate)
    logger.setLevel(_LEVELS[chosen])
    logger.propagate = False
    try:
        if console.is_terminal and not console.is_dumb_terminal and chosen is not Volume.QUIET:
            columns = (
                TextColumn("{task.description}", table_column=Column(min_width=36, no_wrap=True)),
                BarColumn(20, table_column=Column(min_width=20)),
                MofNCompleteColumn(table_column=Column(min_width=7, no_wrap=True)),
                TimeElapsedColumn(table_column=Column(min_width=7, no_wrap=True)),
                TextColumn("[dim]{task.fields[detail]}", table_column=Column(no_wrap=True, overflow="ellipsis")),
            )
            with Progress(*columns, console=console) as bars, _handling(logger, _Bars(bars), chosen):
                yield
        else:
            with _handling(logger, _Lines(), chosen):
                yield
    finally:
        logger.level, logger.propagate = before


@contextmanager
def _handling(logger: logging.Logger, handler: logging.Handler, chosen: Volume) -> Iterator[None]:
    # The logger's own level is not enough: others may listen to it who want more, as a run's log does.
    handler.setLevel(_LEVELS[chosen])
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
