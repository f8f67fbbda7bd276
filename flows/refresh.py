"""The refresh as a Prefect flow: one task per stage, each body one call into the plain stages.

Annotations stay evaluated in this file: Prefect builds the parameter form from them, and postponed
ones break a served flow.
"""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.parameters import RefreshParameters
from flows.progress import progress_in_run
from flows.runtime import prepared
from flows.stages import STARTING, PlainStages, drive
from flows.telling import end_with, ended_well, logs_in_run, run_name, superseded, tag, tell
from pipeline.errors import PapersError
from pipeline.job import Job, Outcome, RoundAccount
from pipeline.model import Service
from pipeline.progress import report
from pipeline.summary import key_of


class TaskStages:
    """The stages as tasks. Those that ask do not retry: the transport does."""

    @staticmethod
    @task(name="read the list", task_run_name="Reading the list", cache_policy=NO_CACHE)
    def read_list(job: Job) -> object:
        """Read and parse the list."""
        return PlainStages().read_list(job)

    @staticmethod
    @task(name="look up identifiers", task_run_name="{stage}", cache_policy=NO_CACHE)
    def look_up(job: Job, so_far: RoundAccount, stage: str) -> RoundAccount:
        """Ask for identifiers."""
        return PlainStages().look_up(job, so_far, stage)

    @staticmethod
    @task(name="search titles", task_run_name="{stage}", cache_policy=NO_CACHE)
    def search_titles(job: Job, so_far: RoundAccount, service: Service, stage: str) -> RoundAccount:
        """Ask for titles."""
        return PlainStages().search_titles(job, so_far, service, stage)

    @staticmethod
    @task(name="publish", task_run_name="Publishing", cache_policy=NO_CACHE)
    def publish(job: Job, account: RoundAccount) -> Outcome:
        """Decide, check and publish."""
        return PlainStages().publish(job, account)


@flow(name="refresh", flow_run_name=run_name, log_prints=False)
def refresh(parameters: RefreshParameters) -> Outcome | State[Outcome]:
    """Turn a curated list into a published snapshot.

    Returns:
        What was published; in a deployment a state that says by its name how it went: `Completed`, `Degraded` where
        something did not answer, or why nothing was published: `Superseded`, `Locked`, `Refused` or `Unavailable`.
    """
    report(STARTING, 1, 1, "ready")
    with logs_in_run():
        if (instead := superseded()) is not None:
            return instead
        tag(parameters)
        try:
            with prepared(parameters) as job, progress_in_run(key_of(job.list_name, job.source)):
                outcome = drive(job, TaskStages())
        except PapersError as error:
            return end_with(error, parameters)
        tell(job, outcome)
        return ended_well(outcome)
