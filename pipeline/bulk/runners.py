"""How the steps of a bulk job are worked off: one after the other, by threads, by processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain, islice
from typing import Literal, Protocol, TypeVar

_WORKER_BYTES = 300_000_000
"""What a process takes without works: libraries, a block of queries and what is found for it."""
_WORK_BYTES = 1_500
"""What a work of a part takes while it is indexed or searched."""
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
    return max(1, int(min(processors(), memory_gb * 1e9 / needed)))


@contextmanager
def working(runner: Literal[Runner.LOCAL, Runner.THREADS], workers: int) -> Iterator[Mapper]:
    """Work on this machine while the block runs.

    Processes start when there are two things to do. They are started anew and not forked: a copy of a process with
    threads may hang.

    Args:
        runner: What works; a cluster is not of this machine.
        workers: Processes or threads; with one, all is done here.
    """
    if workers == 1:
        yield one_by_one
    elif runner is Runner.THREADS:
        with ThreadPoolExecutor(workers) as pool:
            yield pool.map
    else:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as processes:
            yield _Spread(processes)


class _Spread:
    """Spreads steps over processes, unless there is only one."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def __call__(self, do: Callable[[Step], Result], steps: Iterable[Step]) -> Iterator[Result]:
        waiting = iter(steps)
        some = list(islice(waiting, 2))
        return map(do, some) if len(some) < 2 else self._pool.map(do, chain(some, waiting))  # noqa: PLR2004  a pair
