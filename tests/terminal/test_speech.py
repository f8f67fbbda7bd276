"""Tests of what is said on stderr, and how much."""

from __future__ import annotations

import logging
from contextvars import copy_context

import pytest

from pipeline.progress import report
from pipeline.terminal.speech import Volume, is_verbose, note, progress, speak

log = logging.getLogger("pipeline.somewhere")


def _say(volume: Volume) -> bool:
    speak(volume)
    with progress():
        log.debug("detail \x1b[31m")
        report("A stage", 0, 2)
        report("A stage", 2, 2, "both done")
        log.warning("beware")
    note("a note")
    return is_verbose()


@pytest.mark.parametrize(
    ("volume", "told"),
    [
        (Volume.QUIET, "warning: beware\n"),
        (Volume.NORMAL, "A stage: both done\nwarning: beware\na note\n"),
        (Volume.VERBOSE, "detail \ufffd[31m\nA stage: both done\nwarning: beware\na note\n"),
    ],
)
def test_as_much_is_said_as_is_wanted(volume: Volume, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings always; notes and the ends of stages unless quiet; details when verbose. It ends with the command."""
    assert copy_context().run(_say, volume) is (volume is Volume.VERBOSE)
    assert capsys.readouterr().err == told
    assert not is_verbose()


def test_what_was_listened_to_before_is_again() -> None:
    """Also where the block fails."""
    logger = logging.getLogger("pipeline")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with pytest.raises(ValueError, match="boom"), progress():
        raise ValueError("boom")
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
