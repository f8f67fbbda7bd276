"""Serve a deployment of the refresh from this process, until it is told to end."""

import asyncio
import multiprocessing
import signal

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.runner import Runner
from prefect.schedules import Schedule
from prefect.types.entrypoint import EntrypointType

from flows.parameters import RefreshParameters
from flows.refresh import refresh


class _Server(Runner):
    """Prefect's runner, which ends in the same way whatever tells it to end."""

    terminated = False
    """Whether SIGTERM told it."""

    def handle_sigterm(self, *_args: object, **_kwargs: object) -> None:
        """End as at Ctrl-C; Prefect's own way exits amid its loop, whose tasks then fail one after another."""
        self.terminated = True
        # A terminal tells the runs as well, a service's keeper maybe not; none is waited for to its end.
        for run in multiprocessing.active_children():
            run.terminate()
        signal.raise_signal(signal.SIGINT)


def serve(name: str, schedule: Schedule, parameters: RefreshParameters) -> None:
    """Serve the refresh under a name, with one slot, until SIGTERM; the schedule stays with Prefect's server.

    Raises:
        KeyboardInterrupt: Somebody pressed Ctrl-C.
    """
    # Ending the process is no reason to forget the schedule.
    server = _Server(name=name, pause_on_shutdown=False)
    server.add_flow(
        refresh,
        name=name,
        schedules=[schedule],
        parameters={"parameters": parameters.model_dump(mode="json", exclude_none=True)},
        tags=["papers", "nightly"],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    try:
        asyncio.run(server.start())
    except KeyboardInterrupt:
        if not server.terminated:
            raise
