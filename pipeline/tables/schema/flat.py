"""The flat table of the list, for those who do not want to join. Data; its columns are those of entries and works."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from pipeline.tables.declare import BOTH, LISTED, Column, Table
from pipeline.tables.schema.entries import ENTRIES
from pipeline.tables.schema.works import WORKS

_FOUND = ("year", "venue", "arxiv_id", "doi", "s2_corpus_id", "citation_count", "citation_count_as_of")
_MARKS = ("withdrawn", "source")
OF_WORK = (*_FOUND, *_MARKS)
"""Columns that an entry has of the work it was matched to, as they are there; null where it was matched to none."""


def _of_work(*names: str) -> tuple[Column, ...]:
    return tuple(replace(WORKS.column(name), nullable=True) for name in names)


LIST = Table(
    name="list",
    description="One flat row per entry, in list order, with what is known of the work it was matched to; values of "
    "works are null where status is not matched.",
    key=("entry_id",),
    order=("position",),
    references=(("entry_id", "entries", "entry_id"), ("work_id", "works", "work_id")),
    columns=(
        ENTRIES.column("position"),
        ENTRIES.column("entry_id"),
        Column(
            name="title",
            type=pa.string(),
            nullable=False,
            origin=f"{BOTH}, {LISTED}",
            description="Title of the matched work; where there is none, the listed title, cleaned.",
        ),
        ENTRIES.column("title_listed"),
        Column(
            name="headings",
            type=pa.string(),
            origin=LISTED,
            description="Headings above the entry, outermost first, with ' > ' between them; entries has them apart.",
        ),
        Column(
            name="authors",
            type=pa.string(),
            origin=BOTH,
            description="Authors in order, with '; ' between them; authorships has them apart.",
        ),
        *_of_work(*_FOUND),
        ENTRIES.column("status"),
        ENTRIES.column("link_check"),
        ENTRIES.column("link"),
        ENTRIES.column("work_id"),
        ENTRIES.column("duplicate_of"),
        *_of_work(*_MARKS),
        Column(
            name="stale",
            type=pa.bool_(),
            nullable=False,
            description="True when the verdict or a value of the work is older than it should be, since a service "
            "could not be had.",
        ),
    ),
)
