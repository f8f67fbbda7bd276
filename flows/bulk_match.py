"""`papers match` as a Prefect flow: one task, one call into the plain function.

Annotations stay evaluated in this file, as in `refresh`.
"""

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.parameters import MatchParameters
from flows.telling import logs_in_run
from pipeline.corpus.run import Runner, match_files


@task(name="match", cache_policy=NO_CACHE)
def match(parameters: MatchParameters) -> dict[str, int]:
    """Match the file of queries against the corpus."""
    queries, corpus, out = (Path(each) for each in (parameters.queries, parameters.corpus, parameters.out))
    return match_files(queries, corpus, out, runner=Runner(parameters.runner), identifiers=parameters.identifiers)


@flow(name="bulk-match", log_prints=False)
def bulk_match(parameters: MatchParameters) -> dict[str, int]:
    """Match titles against a corpus of works, without any network; gives how many queries came to each status."""
    with logs_in_run():
        counts = match(parameters)
        rows = [{"status": status, "queries": count} for status, count in sorted(counts.items())]
        create_table_artifact(rows, key="bulk-match", description="Queries by status")
    return counts
