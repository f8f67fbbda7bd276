"""Tests of working on a cluster, with a task runner of this process in the place of Dask's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import pytest
from distributed import KilledWorker

from flows.cluster import on_cluster, reach, working_on
from pipeline.bulk.runners import Mapper, Runner, one_by_one
from pipeline.errors import ListError, UsageError

if TYPE_CHECKING:
    from distributed.scheduler import WorkerState


class _Here:
    """A task runner whose client does each step when it is handed out.

    Args:
        missing: Raised when it is asked for its workers.
        failure: Raised by each step.
    """

    def __init__(self, missing: Exception | None = None, failure: Exception | None = None) -> None:
        self._missing, self._failure = missing, failure
        self.asked: list[tuple[str | None, int]] = []
        self.told: list[dict[str, Any]] = []
        self.reached = self.ended = False

    def __call__(self, address: str | None, workers: int) -> Any:
        self.asked.append((address, workers))
        return self

    def __enter__(self) -> Self:
        self.reached = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.ended = True

    @property
    def client(self) -> _Here:
        return self

    def wait_for_workers(self, count: int, timeout: float) -> None:
        assert (count, timeout) == (1, 60.0)
        if self._missing:
            raise self._missing

    def submit(self, do: Callable[[int], int], step: int, **told: Any) -> Future[int]:
        self.told.append(told)
        done: Future[int] = Future()
        if self._failure:
            done.set_exception(self._failure)
        else:
            done.set_result(do(step))
        return done


def _square(step: int) -> int:
    return step * step


def test_results_come_in_order() -> None:
    """Steps are handed out as they come and tried again when they fail; the runner ends with the block."""
    here = _Here()
    with on_cluster("tcp://there:8786", 3, here) as mapper:
        assert list(mapper(_square, iter(range(5)))) == [0, 1, 4, 9, 16]
        assert list(mapper(_square, [])) == []
        ended = here.ended
    assert (ended, here.ended) == (False, True)
    assert here.asked == [("tcp://there:8786", 3)]
    assert here.told == [{"pure": False, "retries": 2}] * 5


@pytest.mark.parametrize("error", [OSError("timed out"), TimeoutError("no worker came")])
def test_a_cluster_that_does_not_answer_is_told(error: Exception) -> None:
    """One sentence says where nobody worked, and what to do."""
    with pytest.raises(UsageError, match=f"tcp://there:8786 \\({error}\\); start") as told, _opened(error):
        pass
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("address", ["there", "tcp://there", "carrier-pigeon://there:8786"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    """It is told before anything is reached."""
    here = _Here()
    with pytest.raises(UsageError, match=f"no worker of Dask at {address} \\("), on_cluster(address, 1, here):
        pass
    assert not here.reached


@contextmanager
def _opened(error: Exception) -> Iterator[Mapper]:
    with on_cluster("tcp://there:8786", 1, _Here(missing=error)) as mapper:
        yield mapper


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (FileNotFoundError("queries/000000.parquet"), "all must see the index"),
        (KilledWorker("step", cast("WorkerState", None), 3), "a step ended 4 workers"),
        (CancelledError("lost connection"), "the cluster was lost"),
        (ListError("no title.", "works.jsonl", 3), "works.jsonl:3: no title."),
    ],
)
def test_what_fails_on_a_worker_is_told(failure: Exception, told: str) -> None:
    """A disk that is not shared, want of memory, a cluster that is gone; what a step itself says comes through."""
    with pytest.raises(UsageError, match=told), on_cluster(None, 1, _Here(failure=failure)) as mapper:
        list(mapper(_square, [1]))


def test_a_cluster_is_reached_or_started() -> None:
    """An address is where the scheduler listens; without one each worker is a process with one thread."""
    assert reach("tcp://there:8786", 3).address == "tcp://there:8786"
    alone = reach(None, 3)
    assert alone.address is None
    assert (alone.cluster_kwargs["n_workers"], alone.cluster_kwargs["threads_per_worker"]) == (3, 1)


def test_without_dask_it_says_what_to_install() -> None:
    """The extra is named."""

    def missing(_address: str | None, _workers: int) -> Any:
        raise ImportError

    with pytest.raises(UsageError, match=r"install 'curated-papers\[dask\]'"), on_cluster(None, 1, missing):
        pass


def test_only_dask_goes_to_a_cluster() -> None:
    """With dask the cluster does the steps; an address with anything else is a mistake."""
    asked = []

    @contextmanager
    def cluster(address: str | None, workers: int) -> Iterator[Mapper]:
        asked.append((address, workers))
        yield one_by_one

    with working_on(Runner.DASK, 2, "tcp://there:8786", cluster) as mapper:
        assert mapper is one_by_one
    with working_on(Runner.LOCAL, 1, None, cluster) as mapper:
        assert list(mapper(_square, [3])) == [9]
    for runner in (Runner.LOCAL, Runner.THREADS):
        with pytest.raises(UsageError, match=f"found --runner {runner}"):
            working_on(runner, 2, "tcp://there:8786", cluster)
    assert asked == [("tcp://there:8786", 2)]
