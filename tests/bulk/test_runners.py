"""Tests of what works steps off."""

from __future__ import annotations

import math
import os
from typing import Literal

import pytest

from pipeline.bulk.runners import Runner, processors, workers_within, working


def _where(step: int) -> tuple[int, int]:
    return step * step, os.getpid()


@pytest.mark.parametrize(("runner", "workers"), [(Runner.LOCAL, 1), (Runner.THREADS, 1), (Runner.THREADS, 3)])
def test_results_come_in_order(runner: Literal[Runner.LOCAL, Runner.THREADS], workers: int) -> None:
    """Whoever works, the results stand as the steps do; nothing to do gives nothing."""
    with working(runner, workers) as mapper:
        assert [square for square, _ in mapper(_where, range(20))] == [step * step for step in range(20)]
        assert list(mapper(_where, [])) == []


def test_processes_start_for_two_steps() -> None:
    """One step is done here, two are done elsewhere."""
    with working(Runner.LOCAL, 2) as mapper:
        assert list(mapper(_where, [3])) == [(9, os.getpid())]
        squares = list(mapper(_where, iter([1, 2, 3])))
    assert [square for square, _ in squares] == [1, 4, 9]
    assert os.getpid() not in {worker for _, worker in squares}


def test_memory_bounds_the_workers() -> None:
    """There are as many as fit, never more than processors and never none."""
    assert workers_within(1000.0, 1000) == processors()
    assert workers_within(math.inf, 1000) == processors()
    assert workers_within(0.1, 1 << 17) == 1
    assert workers_within(1.1, 1 << 17) == min(2, processors())
