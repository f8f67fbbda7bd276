"""The rebuild of a snapshot as a Prefect flow: one task, one call into the plain function.

Annotations stay evaluated in this file, as in `refresh`.
"""

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.parameters import RebuildParameters
from flows.rebuilding import rebuild_snapshot
from flows.telling import logs_in_run
from pipeline.plural import counted
from pipeline.rebuilding import Rebuilt
from pipeline.summary import rebuilt_text


@task(name="rebuild", cache_policy=NO_CACHE)
def make_again(parameters: RebuildParameters) -> Rebuilt:
    """Make the snapshot again from archived replies."""
    to = Path(parameters.to) if parameters.to else None
    return rebuild_snapshot(parameters.snapshot_id, parameters.out, parameters.source, to)


@flow(name="rebuild", log_prints=False)
def rebuild(parameters: RebuildParameters) -> Rebuilt | State[Rebuilt]:
    """Make a snapshot again without any network; ends in the state `Different` unless every byte is the same."""
    with logs_in_run():
        rebuilt = make_again(parameters)
        create_markdown_artifact(rebuilt_text(rebuilt), key="rebuild", description="Whether every byte is the same")
    if rebuilt.differing:
        return Failed(
            name="Different", message=f"{counted(len(rebuilt.differing), 'difference')}; the artifact names each."
        )
    return rebuilt
