"""Chooses what runs the stages, and keeps Prefect quiet and at home when it does."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping

from flows.parameters import RefreshParameters
from flows.stages import STARTING, run_local
from pipeline.errors import UsageError
from pipeline.job import Outcome
from pipeline.progress import report

QUIET = {
    # A person at a terminal reads our progress and errors, not Prefect's.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # Nothing is told to anybody; DO_NOT_TRACK alone does not stop the server.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
"""Environment of every Prefect run that the command starts."""

EPHEMERAL = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    # A first start migrates an empty database, which takes longer than the default of 20 s on a slow machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    # Saves a third of that first start; blocks that are there can be read all the same.
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    # It may be ended amid a write, which it would tell at length behind our last line.
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # The server ends with the process; in small batches it would lose task runs it has not written yet.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
}
"""What counts when Prefect runs with a server of its own, which ends with the run."""


def prefect_api(environ: Mapping[str, str]) -> str | None:
    """The address of the Prefect API that is configured, in the environment or in the active profile, or None."""
    if url := environ.get("PREFECT_API_URL"):
        return url
    from prefect.settings import get_current_settings  # noqa: PLC0415

    return get_current_settings().api.url or None


def run(parameters: RefreshParameters, engine: str, environ: MutableMapping[str, str] = os.environ) -> Outcome:
    """Run a refresh.

    Args:
        engine: `prefect`, `local`, or `auto`: Prefect when an API is configured.
    """
    if engine == "local":
        return run_local(parameters)
    # Before Prefect is first imported: it reads its settings once.
    for name, value in (QUIET | EPHEMERAL).items():
        environ.setdefault(name, value)
    if engine == "auto" and prefect_api(environ) is None:
        return run_local(parameters)
    return _run_flow(parameters, watched=prefect_api(environ) is not None)


def _run_flow(parameters: RefreshParameters, *, watched: bool) -> Outcome:
    report(STARTING, 0, 1)
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: PLC0415

    from flows.refresh import refresh  # noqa: PLC0415

    # A server that ends with the run watches for nothing, and what tells it of the run ends up to a second late.
    heartbeat = {} if watched else {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    try:
        with temporary_settings(heartbeat):
            outcome = refresh(parameters)
    except RuntimeError as error:
        told = f"Prefect could not run the flow ({error}). Check PREFECT_API_URL, or take --engine local."
        raise UsageError(told) from error
    # States in its place are for deployments.
    assert isinstance(outcome, Outcome)
    return outcome
