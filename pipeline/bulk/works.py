"""The works of a corpus: one of them, and many as a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.sources.details import Details

SCHEMA = pa.schema(
    [
        pa.field("work_id", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("authors", pa.list_(pa.string()), nullable=False),
        pa.field("authors_complete", pa.bool_(), nullable=False),
        pa.field("year", pa.int32()),
        pa.field("identifiers", pa.list_(pa.string()), nullable=False),
    ]
)
"""The columns of a table of works."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CorpusWork:
    """A work of a corpus; prints as its id, so that ties are broken by it, wherever in a corpus a work stands."""

    work_id: str
    """The corpus's own name for it, given once in a corpus."""
    title: str
    names: tuple[str, ...] = ()
    """Authors in order; none where none is known."""
    complete: bool = True
    """All its authors are known, if any is."""
    year: int | None = None
    identifiers: tuple[str, ...] = ()
    """As `scheme:value`, apart from `work_id`."""
    details: Details | None = None
    """What else the corpus says of it; None while it is searched for, which takes none of that."""

    def __str__(self) -> str:
        """Its id."""
        return self.work_id


def table_of(works: Sequence[CorpusWork]) -> pa.Table:
    """Works as a table with the columns of `SCHEMA`, without their details."""
    columns = (
        [work.work_id for work in works],
        [work.title for work in works],
        [work.names for work in works],
        [work.complete for work in works],
        [work.year for work in works],
        [work.identifiers for work in works],
    )
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def works_in(table: pa.Table) -> Iterator[CorpusWork]:
    """The works of a table that has the columns of `SCHEMA`, in its order."""
    columns = [table.column(name).to_pylist() for name in SCHEMA.names]
    for work_id, title, names, complete, year, identifiers in zip(*columns, strict=True):
        yield CorpusWork(
            work_id=work_id,
            title=title,
            names=tuple(names),
            complete=complete,
            year=year,
            identifiers=tuple(identifiers),
        )
