"""How the steps of a bulk job are worked off: one after the other, by threads, by processes of this machine."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, islice
from threading import Thread
from typing import Generic, Literal, Protocol, TypeVar

from pipeline.errors import UsageError

_WORKER_BYTES = 300_000_000
"""What a process takes without works: libraries, a block of queries and what is found for it."""
_WORK_BYTES = 1_500
"""What a work of a part takes while it is indexed or searched."""
_LOSSES = 3
"""Times that a step is done again whose process was lost, or one beside it: as many as a cluster of Dask allows."""
_AHEAD = 2
"""Steps for each process that are handed out: one that it does, and one that waits for it."""
_log = logging.getLogger(__name__)
Step = TypeVar("Step")
Result = TypeVar("Result")


class Runner(StrEnum):
    """Where the steps run (closed list); the answers are the same."""

    LOCAL = "local"
    """In processes of this machine, one for each processor."""
    THREADS = "threads"
    """In threads of this process."""
    DASK = "dask"
    """In the workers of a cluster of Dask, which `flows` knows how to reach."""


class Mapper(Protocol):
    """Does a thing for each of many steps, in whatever order and wherever; gives the results in order."""

    def __call__(self, do: Callable[[Step], Result], steps: Iterable[Step], /) -> Iterator[Result]:
        """Do it; `do` is a function of a module, and steps and results are small and survive pickling."""
        ...


def one_by_one(do: Callable[[Step], Result], steps: Iterable[Step]) -> Iterator[Result]:
    """Do it here, one after the other."""
    return map(do, steps)


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers_within(memory_gb: float, part_works: int) -> int:
    """Workers that there is memory for, as many as processors at the most and one at the least.

    Args:
        memory_gb: Gigabytes that all of them may take.
        part_works: Works of the largest part of a corpus that one of them holds.
    """
    needed = _WORKER_BYTES + part_works * _WORK_BYTES
    if needed > memory_gb * 1e9:
        told = "one worker takes about %.1f GB, more than the %.1f GB of --memory; index with a smaller --part-works."
        _log.warning(told, needed / 1e9, memory_gb)
    return max(1, int(min(processors(), memory_gb * 1e9 / needed)))


class Start(Protocol):
    """Starts a pool of processes."""

    def __call__(self, workers: int, /) -> Executor:
        """Start it; steps of a process that is lost end in `BrokenProcessPool`, and so do all others."""
        ...


def _started(workers: int) -> Executor:
    # Started anew and not forked: a copy of a process with threads may hang.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this process end when that which started it does: one that is killed cannot tell its workers to."""
    Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # At once, in whatever it does: nobody is left to take the result, and another run may have begun.
        os._exit(1)


@contextmanager
def working(runner: Literal[Runner.LOCAL, Runner.THREADS], workers: int, start: Start = _started) -> Iterator[Mapper]:
    """Work on this machine while the block runs.

    Processes start when there are two things to do. When one is killed, others take its place and its steps.

    Args:
        runner: What works; a cluster is not of this machine.
        workers: Processes or threads; with one, all is done here.
        start: What starts processes.

    Raises:
        UsageError: A step lost its process again and again.
    """
    if workers == 1:
        yield one_by_one
    elif runner is Runner.THREADS:
        with ThreadPoolExecutor(workers) as pool:
            yield pool.map
    else:
        spread = _Spread(workers, start)
        try:
            yield spread
        except BrokenProcessPool:
            told = (
                f"a step lost its process {_LOSSES + 1} times, which is mostly for want of memory; take fewer workers"
                " with a smaller --memory, or index with a smaller --part-works. Called again, a match goes on."
            )
            raise UsageError(told) from None
        finally:
            spread.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try(Generic[Step]):
    """A step that is to be done."""

    place: int
    """Among all of them, from 0."""
    step: Step
    losses: int = 0
    """Times that it was handed out and its process, or one beside it, was lost."""


class _Spread:
    """Spreads steps over processes, unless there is only one; those that are not done when a process is lost, again."""

    def __init__(self, workers: int, start: Start) -> None:
        self._workers, self._start = workers, start
        self._pool = start(workers)

    def __call__(self, do: Callable[[Step], Result], steps: Iterable[Step]) -> Iterator[Result]:
        waiting = iter(steps)
        some = list(islice(waiting, 2))
        return map(do, some) if len(some) < 2 else self._spread(do, chain(some, waiting))  # noqa: PLR2004  a pair

    def end(self) -> None:
        """Let the processes end."""
        self._pool.shutdown(cancel_futures=True)

    def _spread(self, do: Callable[[Step], Result], steps: Iterable[Step]) -> Iterator[Result]:
        todo: Iterator[_Try[Step]] = (_Try(place=place, step=step) for place, step in enumerate(steps))
        running: dict[Future[Result], _Try[Step]] = {}
        done: dict[int, Future[Result]] = {}
        given = 0
        while True:
            for each in islice(todo, _AHEAD * self._workers - len(running)):
                running[self._handed_out(do, each.step)] = each
            if not running:
                return
            ended = wait(running, return_when=FIRST_COMPLETED).done
            if any(map(_is_lost, ended)):
                self._begin_anew()
                # All that the lost pool had in hand has ended with it.
                ended = set(running)
            tries = [(future, running.pop(future)) for future in ended]
            done |= {each.place: future for future, each in tries if not _is_lost(future)}
            again = [_once_more(each) for future, each in tries if _is_lost(future)]
            todo = chain(sorted(again, key=lambda each: each.place), todo) if again else todo
            while given in done:
                yield done.pop(given).result()
                given += 1

    def _handed_out(self, do: Callable[[Step], Result], step: Step) -> Future[Result]:
        try:
            return self._pool.submit(do, step)
        except BrokenProcessPool as error:
            lost: Future[Result] = Future()
            lost.set_exception(error)
            return lost

    def _begin_anew(self) -> None:
        _log.warning("a worker was lost, killed from outside or for want of memory; what it did is done again.")
        self._pool.shutdown()
        self._pool = self._start(self._workers)


def _is_lost(future: Future[Result]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _once_more(lost: _Try[Step]) -> _Try[Step]:
    if lost.losses == _LOSSES:
        raise BrokenProcessPool
    return replace(lost, losses=lost.losses + 1)
