"""Tests of what is said of the machine."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.doctor.check import Check, Level, is_wanting
from pipeline.doctor.machine import (
    clock_offset,
    judge_access,
    judge_archive,
    judge_clock,
    judge_engine,
    judge_lock,
    judge_room,
    judge_settings,
)
from tests.builders import NOON, minutes

KNOWN = ("PAPERS_S2_RATE", "PAPERS_S2_API_KEY")


@pytest.mark.parametrize(
    ("free", "level", "said"),
    [
        ({"/": 99_999_999}, Level.PROBLEM, "99 MB are free at /."),
        ({"/": 100_000_000}, Level.WARNING, "100 MB are free at /."),
        ({"/": 999_999_999}, Level.WARNING, "999 MB are free at /."),
        ({"/": 1_000_000_000}, Level.OK, "1.0 GB are free at /."),
        ({"/": 5 * 10**9, "/tmp": 0}, Level.PROBLEM, "0 MB are free at /tmp."),
    ],
)
def test_the_fullest_place_is_told(free: dict[str, int], level: Level, said: str) -> None:
    """Below 1 GB is a warning, below 100 MB a problem."""
    check = judge_room(free)
    assert (check.level, check.found) == (level, said)


def test_a_variable_that_nothing_reads_is_told_without_its_value() -> None:
    """A misspelt name is suggested the right one, and what only tests read is passed over."""
    assert judge_settings(["PAPERS_S2_RATE", "PAPERS_EVAL_DATA"], KNOWN).level is Level.OK
    check = judge_settings(["PAPERS_S2_APIKEY"], KNOWN)
    assert (check.level, check.found) == (Level.WARNING, "Nothing reads PAPERS_S2_APIKEY.")
    assert check.advice == "Did you mean PAPERS_S2_API_KEY?"
    assert "README" in judge_settings(["PAPERS_ZZZ"], KNOWN).advice


def test_every_place_that_cannot_be_written_to_is_told() -> None:
    """With its reason."""
    assert judge_access({}).level is Level.OK
    check = judge_access({"a": "Permission denied", "b": "Read-only file system"})
    assert check.level is Level.PROBLEM
    assert check.found == "Cannot write to a (Permission denied); b (Read-only file system)."


def test_another_run_is_a_warning() -> None:
    """It will have ended by the night, or the night's run says so itself."""
    assert judge_lock([]).level is Level.OK
    assert judge_lock(["out", "replies"]).found == "Another run holds the lock of out, replies."
    assert judge_lock(["out"]).level is Level.WARNING


@pytest.mark.parametrize(
    ("sent", "ahead"),
    [
        ("Sun, 12 Apr 2026 12:00:00 GMT", minutes(0)),
        ("Sun, 12 Apr 2026 11:50:00 GMT", minutes(10)),
        ("Sun, 12 Apr 2026 12:00:00 -0000", minutes(0)),
        ("Sun, 12 Apr 2026 14:10:00 +0200", minutes(-10)),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_header_is_held_against_the_clock(sent: str | None, ahead: timedelta | None) -> None:
    """Whatever stands in the header gives an offset or None."""
    assert clock_offset(sent, NOON) == ahead


@pytest.mark.parametrize(
    ("offsets", "level", "said"),
    [
        ([minutes(5)], Level.OK, "agrees"),
        ([minutes(6)], Level.WARNING, "6 minutes ahead of"),
        ([minutes(-300)], Level.WARNING, "5 hours behind"),
        ([minutes(900), minutes(-1)], Level.OK, "agrees"),
        ([], Level.WARNING, "not compared"),
    ],
)
def test_a_clock_that_is_off_is_a_warning(offsets: list[timedelta], level: Level, said: str) -> None:
    """Off from every service by more than five minutes; of one service alone the clock may be wrong."""
    check = judge_clock(offsets)
    assert check.level is level
    assert said in check.found


def test_an_archive_is_readable_or_not() -> None:
    """An empty one is in order."""
    assert judge_archive(0, None) == Check(name="archive", level=Level.OK, found="It is empty as yet.")
    assert "7 replies" in judge_archive(7, None).found
    assert judge_archive(7, "digest differs").level is Level.PROBLEM


@pytest.mark.parametrize(
    ("engine", "server", "refused", "level"),
    [
        ("auto", None, None, Level.OK),
        ("prefect", None, None, Level.OK),
        ("local", "http://p", "gone", Level.OK),
        ("auto", "http://p", None, Level.OK),
        ("auto", "http://p", "gone", Level.PROBLEM),
    ],
)
def test_a_prefect_server_that_is_configured_has_to_be_there(
    engine: str, server: str | None, refused: str | None, level: Level
) -> None:
    """Unless none is needed."""
    assert judge_engine(engine, server, refused).level is level


def test_only_a_problem_is_found_wanting() -> None:
    """Warnings do not change the exit code."""
    checks = [judge_lock(["out"]), judge_lock([])]
    assert not is_wanting(checks)
    assert is_wanting([*checks, judge_access({"a": "full"})])
