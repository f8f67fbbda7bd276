"""Tests of how the stages of a run are driven."""

from __future__ import annotations

import gc

import pytest

from flows.stages import collecting_seldom
from pipeline.errors import PapersError


def _a_run_that_ends_badly() -> None:
    with collecting_seldom():
        assert gc.isenabled()
        assert gc.get_threshold() == (50_000, 20, 100)
        told = "the run"
        raise PapersError(told)


def test_garbage_is_collected_as_before_behind_a_run() -> None:
    """Whatever a run ends with, the process collects as it did."""
    before = gc.get_threshold()

    with pytest.raises(PapersError, match="the run"):
        _a_run_that_ends_badly()

    assert gc.get_threshold() == before
