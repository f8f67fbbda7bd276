"""Checks every snapshot must pass: what is declared of each table, and what tables say of each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from pipeline.model import Status
from pipeline.plural import counted
from pipeline.tables.declare import Table
from pipeline.tables.rules import frame_of, rules_of
from pipeline.tables.schema import TABLES


def check_tables(tables: Mapping[str, pa.Table]) -> list[str]:
    """Everything that is wrong with `tables`, in words; an empty list when nothing is."""
    if missing := [table.name for table in TABLES if table.name not in tables]:
        return [f"tables are missing: {', '.join(missing)}"]
    problems = [problem for table in TABLES for problem in _check_schema(table, tables[table.name])]
    if problems:
        return problems
    frames = {table.name: frame_of(tables[table.name]) for table in TABLES}
    problems = [problem for table in TABLES for problem in _check_values(table, frames)]
    return problems or list(_check_statuses(tables["entries"]))


def _check_schema(table: Table, data: pa.Table) -> Iterator[str]:
    """What Arrow knows and pandas does not: which columns there are, of what type, and which may have gaps."""
    declared = table.schema()
    if data.schema.names != declared.names:
        strange = sorted(set(data.schema.names) ^ set(declared.names))
        yield f"{table.name}: expected its columns as declared; " + (
            f"{', '.join(strange)}: missing or not declared" if strange else "they come in another order"
        )
        return
    for found, expected in zip(data.schema, declared, strict=True):
        if not found.equals(expected):
            yield f"{table.name}.{found.name}: expected {_named(expected)}, found {_named(found)}"


def _named(field: pa.Field) -> str:
    return f"{field.type}" if field.nullable else f"{field.type} not null"


def _check_values(table: Table, frames: Mapping[str, pd.DataFrame]) -> list[str]:
    try:
        rules_of(table, frames).validate(frames[table.name], lazy=True)
    except SchemaErrors as errors:
        return [_told(table, error) for error in errors.schema_errors]
    return []


def _told(table: Table, error: SchemaError) -> str:
    place = f"{table.name}.{error.schema.name}"
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return f"{place}: {counted(len(error.failure_cases), 'null')} where none may be"
    if error.reason_code is SchemaErrorReason.DUPLICATES:
        return f"{table.name}: the key {', '.join(table.key)} is not unique"
    values = error.failure_cases["failure_case"]
    others = f", and {len(values) - 1} more" if len(values) > 1 else ""
    return f"{place}: {values.iloc[0]!r} {error.check.error}{others}"


def _check_statuses(entries: pa.Table) -> Iterator[str]:
    matched = pc.equal(entries["status"], Status.MATCHED)
    if pc.any(pc.xor(matched, entries["work_id"].is_valid()), min_count=0).as_py():
        yield "entries: a work_id stands beside another status than matched, or is missing beside it"
