"""Reads back what a run published, so that it can be told of."""

from __future__ import annotations

from flows.places import store_at
from pipeline.errors import SnapshotError
from pipeline.job import Job, Outcome
from pipeline.snapshot.diff import compare_snapshots
from pipeline.summary import Night

_TOLD = ("changes", "findings")


def night_of(job: Job, outcome: Outcome) -> Night:
    """What a run published, and how citations grew since the snapshot before it.

    Raises:
        SnapshotError: It is damaged or gone.
    """
    store = store_at(job.out, job.url)
    folder = store.find(outcome.snapshot_id, [f"{name}.parquet" for name in _TOLD])
    tables = store.read_tables(folder, _TOLD)
    try:
        growth = compare_snapshots(store, after=outcome.snapshot_id).growth
    except SnapshotError:
        # There is none before it, or it cannot be read any more.
        growth = None
    return Night(
        list_name=job.list_name,
        source=job.source,
        as_of=job.as_of.isoformat(),
        outcome=outcome,
        changes=tables["changes"],
        findings=tables["findings"],
        growth=growth,
    )
