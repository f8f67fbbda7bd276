"""Checks every snapshot must pass: declared types, no gaps where none may be, keys, references. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Status
from pipeline.tables.declare import Table
from pipeline.tables.schema import TABLES


def check_tables(tables: Mapping[str, pa.Table]) -> list[str]:
    """Everything that is wrong with `tables`, in words; an empty list when nothing is."""
    if missing := [table.name for table in TABLES if table.name not in tables]:
        return [f"tables are missing: {', '.join(missing)}"]
    problems = [problem for table in TABLES for problem in _check_one(table, tables)]
    return problems or list(_check_statuses(tables["entries"]))


def _check_one(table: Table, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    data = tables[table.name]
    if not data.schema.equals(table.schema(), check_metadata=False):
        yield f"{table.name}: the schema is not the declared one"
        return
    for column in table.columns:
        if not column.nullable and (gaps := data[column.name].null_count):
            yield f"{table.name}.{column.name}: {gaps} nulls where none may be"
    if data.num_rows != data.select(list(table.key)).group_by(list(table.key)).aggregate([]).num_rows:
        yield f"{table.name}: the key {', '.join(table.key)} is not unique"
    for column_name, other, other_column in table.references:
        values = data[column_name].drop_null()
        known = pc.is_in(values, value_set=tables[other][other_column].combine_chunks())
        if not pc.all(known, min_count=0).as_py():
            stranger = values.filter(pc.invert(known))[0].as_py()
            yield f"{table.name}.{column_name}: {stranger!r} is not in {other}.{other_column}"


def _check_statuses(entries: pa.Table) -> Iterator[str]:
    if strangers := set(entries["status"].to_pylist()) - set(Status):
        yield f"entries.status: {', '.join(sorted(strangers))} is no status"
    matched = pc.equal(entries["status"], Status.MATCHED)
    if pc.any(pc.xor(matched, entries["work_id"].is_valid()), min_count=0).as_py():
        yield "entries: a work_id stands beside another status than matched, or is missing beside it"
