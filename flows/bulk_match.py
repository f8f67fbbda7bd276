"""`papers match` as a Prefect flow: one task, one call into the plain function.

Annotations stay evaluated in this file, as in `refresh`.
"""

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.cluster import working_on
from flows.parameters import MatchParameters
from flows.telling import locked, logs_in_run
from pipeline.bulk.build import part_works_of
from pipeline.bulk.problems import OnBad
from pipeline.bulk.run import Job, Matched, match_files
from pipeline.bulk.runners import Runner, workers_within
from pipeline.errors import LockedError


@task(name="match", cache_policy=NO_CACHE)
def match(parameters: MatchParameters) -> Matched:
    """Match the file of queries against the corpus."""
    job = job_of(parameters)
    workers = workers_within(parameters.memory, part_works_of(job.corpus))
    with working_on(Runner(parameters.runner), workers, parameters.cluster) as mapper:
        return match_files(job, mapper)


def job_of(parameters: MatchParameters) -> Job:
    """What is to be matched against what."""
    return Job(
        queries=Path(parameters.queries),
        corpus=Path(parameters.corpus),
        out=Path(parameters.out),
        identifiers=parameters.identifiers,
        on_bad=OnBad(parameters.on_bad),
    )


@flow(name="bulk-match", log_prints=False)
def bulk_match(parameters: MatchParameters) -> dict[str, int] | State[dict[str, int]]:
    """Match titles against a corpus of works, without any network; gives how many queries came to each status.

    In a deployment it ends as `Locked` where another run writes the same answers.
    """
    with logs_in_run():
        try:
            matched = match(parameters)
        except LockedError as error:
            return locked(error)
        rows = [{"status": status, "queries": count} for status, count in sorted(matched.statuses.items())]
        create_table_artifact(rows, key="bulk-match", description=f"Queries by status. {matched}.")
    return dict(matched.statuses)
