"""Tests of what works steps off."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bulk.runners import Runner, processors, workers_within, working
from pipeline.errors import UsageError
from tests.bulk.dying import Deadly, die_once

Result = TypeVar("Result")


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
    assert workers_within(1.1, 1 << 17) == min(2, processors())


def test_too_little_memory_for_one_worker_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """There is one all the same, and what it takes is told with what to do."""
    assert workers_within(0.1, 1 << 17) == 1
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "one worker takes about 0.5 GB, more than the 0.1 GB of --memory" in record.getMessage()
    assert "--part-works" in record.getMessage()


def test_a_killed_process_is_replaced(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A step that ended its process is done by another one, the others too, and results stand in order."""
    (tmp_path / "met").touch()
    steps = [Deadly(number, tmp_path / ("deadly" if number == 3 else "met")) for number in range(9)]
    with working(Runner.LOCAL, 2) as mapper:
        assert list(mapper(die_once, steps)) == list(range(9))
    assert [record.getMessage()[:17] for record in caplog.records] == ["a worker was lost"]


class _Pool(Executor):
    """Processes of this process, all of which are lost with certain steps, each some times.

    Args:
        deaths: How often each step still loses its process; counted down.
    """

    def __init__(self, deaths: dict[int, int]) -> None:
        self._deaths = deaths
        self._lost = False

    def submit(self, do: Callable[..., Result], /, *arguments: Any, **_named: Any) -> Future[Result]:
        if self._lost:
            raise BrokenProcessPool
        (step,) = arguments
        done: Future[Result] = Future()
        if self._deaths.get(step, 0):
            self._deaths[step] -= 1
            self._lost = True
            done.set_exception(BrokenProcessPool())
        else:
            try:
                done.set_result(do(step))
            except ValueError as error:
                done.set_exception(error)
        return done


def _square(step: int) -> int:
    return step * step


@given(st.integers(0, 12), st.dictionaries(st.integers(0, 11), st.just(1), max_size=4), st.integers(2, 3))
def test_whatever_is_lost_results_come_in_order(steps: int, deaths: dict[int, int], workers: int) -> None:
    """Whichever steps lose their process, each once, the results are those of the steps, each once and in order."""
    left = dict.fromkeys(deaths, 1) if len(deaths) <= 3 else {}
    with working(Runner.LOCAL, workers, lambda _workers: _Pool(left)) as mapper:
        assert list(mapper(_square, iter(range(steps)))) == [step * step for step in range(steps)]


def test_a_step_that_always_loses_its_process() -> None:
    """After the fourth time one sentence tells what to do; steps before it have given their results."""
    left = {5: 99}
    got: list[int] = []
    with (
        pytest.raises(UsageError, match=r"lost its process 4 times.*smaller --memory.*smaller --part-works"),
        working(Runner.LOCAL, 2, lambda _workers: _Pool(left)) as mapper,
    ):
        got.extend(mapper(_square, range(9)))
    assert left == {5: 95}


def test_what_a_step_says_comes_in_its_turn() -> None:
    """An error of a step is told when all before it have given their results, and is not tried again."""

    def careful(step: int) -> int:
        if step in {3, 4}:
            raise ValueError(step)
        return step

    with working(Runner.LOCAL, 3, lambda _workers: _Pool({})) as mapper:
        results = mapper(careful, range(9))
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(ValueError, match="3"):
            next(results)
