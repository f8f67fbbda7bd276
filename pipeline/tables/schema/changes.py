"""The tables that speak of time: what changed since the last snapshot, and citation counts as they were observed."""

from __future__ import annotations

from enum import StrEnum

import pyarrow as pa

from pipeline.tables.declare import COUNTS, TIME, Column, Table
from pipeline.tables.schema.works import WORKS


class Compared(StrEnum):
    """Tables whose changes are told (closed list)."""

    ENTRIES = "entries"
    WORKS = "works"


class Change(StrEnum):
    """What became of a row, or of a field of it (closed list)."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


CHANGES = Table(
    name="changes",
    description="One row per entry or work that came or went since the previous snapshot, and one per field that "
    "changed; empty in a first snapshot. What follows from the order of the list or from the clock alone is left out.",
    key=("table", "key", "field"),
    order=("table", "key", "field"),
    columns=(
        Column(
            name="table", type=pa.string(), nullable=False, one_of=Compared, description="The table that the row is of."
        ),
        Column(name="key", type=pa.string(), nullable=False, description="Its entry_id or work_id."),
        Column(name="change", type=pa.string(), nullable=False, one_of=Change, description="What became of it."),
        Column(
            name="field",
            type=pa.string(),
            nullable=False,
            description="The column that changed; the key's own where the row came or went.",
        ),
        Column(
            name="old",
            type=pa.string(),
            description="The value before, as text; lists and structs as JSON. Null for null, and where the row came.",
        ),
        Column(name="new", type=pa.string(), description="The value now, likewise. Null also where the row went."),
        Column(
            name="title",
            type=pa.string(),
            nullable=False,
            description="Title of the entry or work, for people; the one before where the row went.",
        ),
    ),
)

CITATION_HISTORY = Table(
    name="citation_history",
    description="One row per work, source and observation of its citation count. A count that was carried, since its "
    "source could not be had, is no new observation.",
    key=("work_id", "source", "observed_at"),
    order=("work_id", "source", "observed_at"),
    columns=(
        Column(name="work_id", type=pa.string(), nullable=False, description="The work, as in works."),
        Column(
            name="citation_count",
            type=pa.int32(),
            nullable=False,
            unit="citations",
            within=COUNTS,
            description="Citations that were counted.",
        ),
        WORKS.column("influential_citation_count"),
        Column(name="source", type=pa.string(), nullable=False, description="Who counted."),
        Column(
            name="observed_at",
            type=TIME,
            nullable=False,
            unit="UTC",
            description="When the reply was received that holds the count; the day of the count where it says so.",
        ),
    ),
)
"""Beside the snapshots, one file per date; no table of a snapshot.

The files are read together as a folder, and most engines then take the columns of the first: whoever changes a column
here writes the files of all dates anew.
"""
