"""What a run tells Prefect: its name and tags, the library's logs, artifacts, events, and the state it ends in."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import httpx
from prefect import get_client, runtime
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterId,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.exceptions import PrefectException
from prefect.logging.handlers import APILogHandler
from prefect.states import Cancelled, Completed, Failed

from flows.night import night_of
from flows.parameters import RefreshParameters
from flows.runtime import now, settings, which_list
from pipeline.errors import GateError, LockedError, PapersError, ServicesUnavailableError
from pipeline.job import Job, Outcome
from pipeline.progress import LOGGER
from pipeline.summary import (
    degraded_text,
    facts_of,
    failure_facts,
    key_of,
    resource_of,
    summary_of,
    tables_of,
    verdict_of,
)

log = logging.getLogger("pipeline.telling")
Result = TypeVar("Result")

PUBLISHED = "snapshot.published"
REFUSED = "snapshot.refused"
DEGRADED = "source.degraded"

_UNSERVED = "Browsers follow no link from here to there: PAPERS_SITE_URL may name an address at which it is served."

_BELOW = 3
"""Folders from that of all snapshots to that of one: `snapshots`, its date, its run."""
_LATER = 20
"""How many later runs are looked at; more than one is enough, unless they were cancelled."""
_IN_VAIN = {StateType.CANCELLED, StateType.CANCELLING, StateType.CRASHED, StateType.FAILED}


def run_name() -> str:
    """Name a run by its list, where records come from, and the date; by the flow alone where that cannot be told."""
    try:
        parameters = RefreshParameters.model_validate(runtime.flow_run.parameters["parameters"])
        _, name = which_list(parameters, settings())
    except (PapersError, LookupError, ValueError):
        return "refresh"
    return f"refresh-{key_of(name, parameters.source)}-{parameters.as_of or now().date()}"


class _StagesEnds(logging.Filter):
    """Lets of the records of progress only those pass that end a stage: one line for a stage, not for a title."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != LOGGER or bool(getattr(record, "detail", ""))


@contextmanager
def logs_in_run() -> Iterator[None]:
    """Show the library's logs in the run while the block runs."""
    library, progress, ends = logging.getLogger("pipeline"), logging.getLogger(LOGGER), _StagesEnds()
    handler, level = APILogHandler(), library.level
    handler.addFilter(ends)
    handler.setLevel(logging.INFO)
    library.addHandler(handler)
    library.setLevel(min(level or logging.INFO, logging.INFO))
    # A worker's own output is a log too, unless a terminal of ours takes the records.
    if library.propagate:
        progress.addFilter(ends)
    try:
        yield
    finally:
        progress.removeFilter(ends)
        library.setLevel(level)
        library.removeHandler(handler)


class Nevertheless:
    """Lets the run go on where the block cannot reach Prefect, or what it wants to tell cannot be read.

    Args:
        told: What could not be done, for the log.
    """

    def __init__(self, told: str) -> None:
        self._told = told

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> bool:
        """Log what lies outside of us; a mistake of ours passes."""
        outside = isinstance(error, PapersError | PrefectException | httpx.HTTPError | OSError)
        if outside:
            log.warning("%s: %s", self._told, error)
        return outside


def superseded() -> State[Outcome] | None:
    """The state of a scheduled run that a later one stands in for, or None, also where that cannot be asked.

    After a time without a server or a worker Prefect starts every night that was missed; only the last is worth it.
    """
    with Nevertheless("whether a later night is due could not be asked"):
        return _superseded()
    return None


def _superseded() -> State[Outcome] | None:
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    if run is None or run.deployment_id is None or not run.auto_scheduled or run.expected_start_time is None:
        return None
    due = FlowRunFilterExpectedStartTime(after_=run.expected_start_time, before_=datetime.now(UTC))
    with get_client(sync_client=True) as client:
        later = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[run.deployment_id]),
                expected_start_time=due,
                id=FlowRunFilterId(not_any_=[run.id]),
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=_LATER,
        )
    for each in later:
        if stands_in(each, run):
            told = f"A later night of the same schedule is due too and runs instead: {each.name}."
            return Completed(name="Superseded", message=told)
    return None


def stands_in(later: FlowRun, run: FlowRun) -> bool:
    """Whether a later run does the work of an earlier one of its deployment.

    It was started by a schedule too, of the same parameters (a deployment may have a schedule for each list), and has
    done the work or may still do it.
    """
    in_vain = later.state is not None and later.state.type in _IN_VAIN
    return later.auto_scheduled and later.parameters == run.parameters and not in_vain


def tag(parameters: RefreshParameters) -> None:
    """Tag the run with its list and where records come from."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    run = context.flow_run
    _, name = which_list(parameters, settings())
    with Nevertheless("the run could not be tagged"), get_client(sync_client=True) as client:
        client.update_flow_run(run.id, tags=sorted({*run.tags, f"list:{name}", f"source:{parameters.source}"}))


def end_with(error: PapersError, parameters: RefreshParameters) -> State[Outcome]:
    """The state that a deployment's run ends in, which says by its name what the exit code says in a terminal.

    Raises:
        PapersError: The same error, where the run belongs to no deployment or the error has no state of its own.
    """
    if isinstance(error, GateError):
        _emit_failure(REFUSED, error, parameters)
    elif isinstance(error, ServicesUnavailableError):
        _emit_failure(DEGRADED, error, parameters)
    if isinstance(error, LockedError):
        return locked(error)
    if runtime.deployment.id is None:
        raise error
    told = " ".join(str(error).split())
    if isinstance(error, GateError):
        return Failed(name="Refused", message=told)
    if isinstance(error, ServicesUnavailableError):
        return Failed(name="Unavailable", message=told)
    raise error


def locked(error: LockedError) -> State[Result]:
    """The state of a deployment's run that found another one at work.

    Raises:
        LockedError: The same error, where the run belongs to no deployment.
    """
    if runtime.deployment.id is None:
        raise error
    return Cancelled(name="Locked", message=" ".join(str(error).split()))


def ended_well(outcome: Outcome) -> Outcome | State[Outcome]:
    """What a run that published returns: in a deployment a state that says how many entries matched."""
    if runtime.deployment.id is None:
        return outcome
    name = "Degraded" if outcome.degraded else "Completed"
    told = " ".join([verdict_of(outcome), *map(degraded_text, outcome.degraded)])
    return Completed(name=name, message=told, data=outcome)


def _emit_failure(event: str, error: PapersError, parameters: RefreshParameters) -> None:
    _, name = which_list(parameters, settings())
    emit_event(
        event,
        resource={"prefect.resource.id": resource_of(name, parameters.source)},
        payload=failure_facts(name, parameters.source, str(error)),
    )


def tell(job: Job, outcome: Outcome) -> None:
    """Leave artifacts and events of what was published; that it cannot be told does not undo it."""
    with Nevertheless("the snapshot stands, but not all of it could be told to Prefect"):
        _tell(job, outcome)


def _tell(job: Job, outcome: Outcome) -> None:
    resource = {"prefect.resource.id": resource_of(job.list_name, job.source)}
    night = night_of(job, outcome)
    facts = facts_of(night)
    if outcome.new:
        emit_event(PUBLISHED, resource=resource, payload=facts)
    for each in outcome.degraded:
        emit_event(DEGRADED, resource=resource, payload=facts | {"degraded": each, "told": degraded_text(each)})
    key = key_of(job.list_name, job.source)
    create_markdown_artifact(summary_of(night), key=f"{key}-summary", description="The night in ten seconds")
    for name, (heading, rows) in tables_of(night).items():
        create_table_artifact(rows, key=f"{key}-{name}", description=heading)
    where, told = page_of(outcome.path, settings().site_url)
    create_link_artifact(where, key=f"{key}-report", link_text="The report of the snapshot", description=told)


def page_of(folder: str, site_url: str | None) -> tuple[str, str]:
    """Where a snapshot's report is read, and a sentence about it.

    Args:
        folder: Path or URL of the snapshot.
        site_url: Where the folder of all snapshots is served, or None.
    """
    if site_url is not None:
        within = "/".join(folder.rstrip("/").split("/")[-_BELOW:])
        return f"{site_url.rstrip('/')}/{within}/report.html", "What a curator reads"
    if "://" in folder:
        return f"{folder}/report.html", f"It lies at {folder}. {_UNSERVED}"
    page = (Path(folder) / "report.html").resolve()
    return page.as_uri(), f"It lies at {page} on the machine of the worker. {_UNSERVED}"
