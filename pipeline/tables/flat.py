"""Entries and works → one flat row per entry. Pure."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables.build import of_columns
from pipeline.tables.schema import ENTRIES, LIST, OF_WORK

_BETWEEN_HEADINGS = " > "
_BETWEEN_AUTHORS = "; "


def build_list(entries: pa.Table, works: pa.Table) -> pa.Table:
    """One row per entry, in list order.

    Args:
        entries: As `build_entries` gives them, in list order.
        works: As `build_works` gives them.
    """
    places = pc.index_in(entries["work_id"], value_set=works["work_id"].combine_chunks()).combine_chunks()
    columns = {column.name: entries[column.name] for column in ENTRIES.columns if column.name != "headings"}
    columns |= {name: works[name].take(places) for name in OF_WORK}
    columns["title"] = pc.coalesce(works["title"].take(places), entries["title"])
    columns["headings"] = _joined(entries["headings"], _BETWEEN_HEADINGS)
    columns["authors"] = _joined(_names(works["authors"]), _BETWEEN_AUTHORS).take(places)
    columns["stale"] = pc.or_(entries["stale"], pc.coalesce(works["stale"].take(places), pa.scalar(value=False)))
    return of_columns(LIST, columns)


def _names(authors: pa.ChunkedArray) -> pa.Array:
    """Lists of names from lists of authors."""
    lists = authors.combine_chunks()
    return pa.ListArray.from_arrays(lists.offsets, lists.values.field("name"))


def _joined(texts: pa.Array | pa.ChunkedArray, between: str) -> pa.Array:
    """Texts of a list in one; null for an empty list."""
    joined = pc.binary_join(texts, between)
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)
