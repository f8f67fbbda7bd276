"""Tests of what is said of the server that is to run the nights."""

from __future__ import annotations

import pytest

from pipeline.doctor.check import Level
from pipeline.doctor.nightly import Deployment, Server, judge_nightly

GOOD = Deployment(name="refresh-nightly", active=True, awaited=True)
PAUSED = Deployment(name="paused", active=False, awaited=True)
ALONE = Deployment(name="alone", active=True, awaited=False)
BOTH = Deployment(name="paused-alone", active=False, awaited=False)


@pytest.mark.parametrize(
    ("deployments", "forgets", "level", "told"),
    [
        ((), True, Level.OK, "No deployment"),
        ((GOOD,), False, Level.OK, "A worker asks for the runs of refresh-nightly."),
        ((GOOD,), True, Level.WARNING, "After a power cut"),
        ((GOOD, PAUSED), True, Level.WARNING, "The schedule of paused is paused."),
        ((GOOD, BOTH), False, Level.WARNING, "The schedule of paused-alone is paused."),
        ((PAUSED, ALONE, GOOD), True, Level.PROBLEM, "No worker asks for the runs of alone."),
        ((ALONE,) * 5, False, Level.PROBLEM, "alone, alone, alone and 2 more."),
    ],
)
def test_the_gravest_is_told(deployments: tuple[Deployment, ...], forgets: bool, level: Level, told: str) -> None:  # noqa: FBT001
    """A night that nobody would run is a problem, one that is paused or may wait for ever a warning."""
    check = judge_nightly(Server(deployments=deployments, forgets=forgets))
    assert check.level is level
    assert told in check.found
    assert bool(check.advice) is (level is not Level.OK)
