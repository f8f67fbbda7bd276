"""Tests of what is said on stderr, and how much."""

from __future__ import annotations

import logging
from contextvars import copy_context

import pytest

from flows.telling import logs_in_run
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


@pytest.mark.parametrize("volume", list(Volume))
def test_a_listener_that_wants_more_changes_nothing(volume: Volume, capsys: pytest.CaptureFixture[str]) -> None:
    """As a run's log does, which has the ends of stages whatever a terminal is to say."""

    def saying() -> None:
        speak(volume)
        with progress(), logs_in_run():
            log.debug("detail")
            report("A stage", 2, 2, "both done")
            log.warning("beware")

    copy_context().run(saying)
    told = capsys.readouterr().err
    assert "warning: beware" in told
    assert ("A stage: both done" in told) is (volume is not Volume.QUIET)
    assert ("detail" in told) is (volume is Volume.VERBOSE)


def test_what_was_listened_to_before_is_again() -> None:
    """Also where the block fails."""
    logger = logging.getLogger("pipeline")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with pytest.raises(ValueError, match="boom"), progress():
        raise ValueError("boom")
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
