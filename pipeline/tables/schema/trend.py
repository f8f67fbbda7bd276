"""The table of how a list and its citations went from snapshot to snapshot. Data."""

from __future__ import annotations

import pyarrow as pa

from pipeline.tables.declare import COUNTS, FROM_ONE, Column, Table


def _count(name: str, description: str, **changes: str) -> Column:
    return Column(name=name, type=pa.int32(), nullable=False, within=COUNTS, description=description, **changes)


TREND = Table(
    name="trend",
    description="One row per snapshot, this one and each that it follows, oldest first; each row is handed on as it "
    "was made, so that it outlives its snapshot.",
    key=("snapshot_id",),
    order=("place",),
    columns=(
        Column(
            name="place",
            type=pa.int32(),
            nullable=False,
            within=FROM_ONE,
            description="Place among the snapshots, from 1, the oldest; the last row is this snapshot's own.",
        ),
        Column(name="snapshot_id", type=pa.string(), nullable=False, description="The snapshot."),
        Column(name="as_of", type=pa.date32(), nullable=False, description="Its date."),
        _count("entries", "Entries of the list."),
        _count("matched", "Entries whose status is matched."),
        _count("works", "Works that an entry was matched to."),
        _count("counted", "Those of these works whose citation count is known."),
        Column(
            name="citations",
            type=pa.int64(),
            nullable=False,
            within=COUNTS,
            unit="citations",
            description="Their citation counts together. It moves with the list too; what papers gained says gained.",
        ),
        Column(
            name="compared",
            type=pa.int32(),
            within=COUNTS,
            description="Works that the same one counted in the snapshot before, too; null where there is none.",
        ),
        Column(
            name="gained",
            type=pa.int64(),
            unit="citations",
            description="What these gained since the snapshot before; null where there is none.",
        ),
    ),
)
