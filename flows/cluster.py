"""Spreads the steps of a bulk job over a cluster of Dask, which Prefect's task runner for it starts or reaches.

Dask's scheduler hands out the steps, tries them again, and gives those of a worker that is lost to another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

from pipeline.bulk.runners import Mapper, Result, Runner, Step, working
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client
    from prefect_dask.task_runners import DaskTaskRunner

_RETRIES = 2
"""Further tries of a step that failed: a shared disk may not answer for a moment."""
_WAIT_S = 60.0
"""How long a scheduler may take to answer, and its first worker to come."""


class Reach(Protocol):
    """Makes the task runner that starts or reaches a cluster."""

    def __call__(self, address: str | None, workers: int, /) -> DaskTaskRunner:
        """Make it; `ImportError` where Dask is not installed."""
        ...


class OnCluster(Protocol):
    """Works on a cluster while a block runs."""

    def __call__(self, address: str | None, workers: int, /) -> AbstractContextManager[Mapper]:
        """Give what spreads steps over it."""
        ...


def reach(address: str | None, workers: int) -> DaskTaskRunner:
    """The task runner for a cluster that is there, or for one on this machine with one thread a process."""
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415

    if address:
        return DaskTaskRunner(address=address, client_kwargs={"timeout": _WAIT_S})
    # Its page takes any free port, of this machine alone; memory is bounded by how many workers there are.
    alone = {"n_workers": workers, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": "127.0.0.1:0"}
    return DaskTaskRunner(cluster_kwargs=alone)


@contextmanager
def on_cluster(address: str | None, workers: int, make: Reach = reach) -> Iterator[Mapper]:
    """Work on a cluster while the block runs.

    Args:
        address: Where its scheduler listens, `tcp://HOST:PORT`; by default a cluster is started on this machine.
        workers: Processes of a cluster that is started; one that is there has its own.
        make: What makes the task runner.

    Raises:
        UsageError: Dask is not installed, the cluster does not answer or has no worker, its workers do not see the
            files, or a step ended all of them.
    """
    try:
        runner = make(address, workers)
    except ImportError:
        raise UsageError("--runner dask needs Dask; install 'curated-papers[dask]'.") from None
    from distributed import KilledWorker  # noqa: PLC0415
    from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415

    with ExitStack() as stack:
        # A cluster that is lost is told by an error; the traceback of it tells nobody more.
        client_log = logging.getLogger("distributed.client")
        stack.callback(client_log.setLevel, client_log.level)
        client_log.setLevel(logging.CRITICAL)
        try:
            if address:
                # A client that is given what is no address takes minutes to end.
                get_address_host_port(address)
            client = stack.enter_context(runner).client
            client.wait_for_workers(1, timeout=_WAIT_S)
        except (OSError, ValueError) as error:
            told = f"no worker of Dask at {address or 'this machine'} ({error}); start a scheduler and workers there."
            raise UsageError(told) from None
        try:
            yield _Spread(client)
        except FileNotFoundError as error:
            told = (
                f"a worker misses a file ({error}); all must see the index and the folder of --out by the same paths."
            )
            raise UsageError(told) from None
        except KilledWorker as error:
            told = (
                f"a step ended {error.allowed_failures + 1} workers, one after the other, which is mostly for want of"
                " memory; give them more, or index with a smaller --part-works. Called again, it goes on."
            )
            raise UsageError(told) from None
        except CancelledError:
            told = "the cluster was lost amid the run; start it again. Called again, the run goes on where it was."
            raise UsageError(told) from None


def working_on(
    runner: Runner, workers: int, cluster: str | None, on: OnCluster = on_cluster
) -> AbstractContextManager[Mapper]:
    """Work wherever it is asked for while the block runs; the answers are the same.

    Args:
        runner: What works.
        workers: How many there are, where they are of this machine.
        cluster: Address of a cluster that is there.
        on: What reaches a cluster.

    Raises:
        UsageError: There is an address and nothing that goes there.
    """
    if runner is Runner.DASK:
        return on(cluster, workers)
    if cluster:
        told = f"--cluster goes with --runner dask, found --runner {runner}; say --runner dask, or leave it out."
        raise UsageError(told)
    return working(runner, workers)


class _Spread:
    """Spreads steps over the workers of a cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, do: Callable[[Step], Result], steps: Iterable[Step]) -> Iterator[Result]:
        # A step is handed out as soon as it is there. Not pure: a step does again what its files do not hold any more.
        futures = [self._client.submit(do, step, pure=False, retries=_RETRIES) for step in steps]
        for future in futures:
            yield future.result()
