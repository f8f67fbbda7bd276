"""Tests that a column is declared once: all that describes a snapshot names the same columns, and says the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.snapshot.croissant import croissant
from pipeline.snapshot.datapackage import table_schema
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.declare import Table
from pipeline.tables.dictionary import render_dictionary
from pipeline.tables.rules import frame_of, rules_of
from pipeline.tables.schema import LIST, TABLES, WORKS
from tests.documents import README
from tests.snapshot.test_about import ABOUT

EMPTY = {table.name: frame_of(table.schema().empty_table()) for table in TABLES}

PROFILED = {"array", "boolean", "date", "datetime", "integer", "number", "object", "string"}
"""Types of fields that the published profile of Data Package 2.0 takes."""

by_name = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def _rows_below(heading: str, text: str) -> list[list[str]]:
    """The cells of the Markdown table that follows `heading`, without its head."""
    lines = text[text.index(heading) :].splitlines()[1:]
    first = next(n for n, line in enumerate(lines) if line.startswith("|"))
    last = next((n for n, line in enumerate(lines) if n > first and not line.startswith("|")), len(lines))
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines[first + 2 : last]
    ]


@by_name
def test_files_hold_what_is_declared(published: Path, table: Table) -> None:
    """The Parquet files have the declared columns, types, gaps and descriptions."""
    (data,) = SnapshotStore(published).read_tables(SnapshotStore(published).find(), [table.name]).values()
    assert data.schema.equals(table.schema(), check_metadata=False)
    assert [(field.metadata or {})[b"description"].decode() for field in data.schema] == [
        column.told for column in table.columns
    ]


@by_name
def test_rules_are_those_that_are_declared(table: Table) -> None:
    """The pandera schema knows each column with its type, whether it may have gaps, and the key."""
    rules = rules_of(table, EMPTY)
    assert {name: (column.dtype.type, column.nullable) for name, column in rules.columns.items()} == {
        column.name: (pd.ArrowDtype(column.type), column.nullable) for column in table.columns
    }
    checks = sum(len(column.checks) for column in rules.columns.values())
    limited = [column for column in table.columns for limit in (column.one_of, column.within) if limit]
    assert checks == len(limited) + len(table.references)
    assert tuple(rules.unique) == table.key


@by_name
def test_the_data_package_says_what_is_declared(table: Table) -> None:
    """Fields, words, ranges, gaps, key and references of the Table Schema are the declared ones."""
    described = table_schema(table)
    assert [(each["name"], each["description"]) for each in described["fields"]] == [
        (column.name, column.told) for column in table.columns
    ]
    for each, column in zip(described["fields"], table.columns, strict=True):
        limits = each.get("constraints", {})
        assert limits.get("required", False) is not column.nullable
        assert tuple(limits.get("enum", ())) == column.words
        assert (limits.get("minimum"), limits.get("maximum")) == (column.within or (None, None))
    assert tuple(described["primaryKey"]) == table.key
    references = [(each["fields"], each["reference"]) for each in described.get("foreignKeys", ())]
    assert references == [([own], {"resource": other, "fields": [name]}) for own, other, name in table.references]
    # The published profile knows neither an empty list of references nor the standard's own type `list`.
    assert described.get("foreignKeys") != []
    assert {each["type"] for each in described["fields"]} <= PROFILED


@by_name
def test_croissant_says_what_is_declared(table: Table) -> None:
    """The record set's fields are the declared columns, with the parts of what is nested."""
    described: dict[str, Any] = {each["@id"]: each for each in croissant(ABOUT)["recordSet"]}[table.name]
    assert [(each["name"], each["description"]) for each in described["field"]] == [
        (column.name, column.told) for column in table.columns
    ]
    assert [each["@id"] for each in described["key"]] == [f"{table.name}/{name}" for name in table.key]
    for each, column in zip(described["field"], table.columns, strict=True):
        assert each.get("repeated", False) is (column.type.num_fields == 1)
        assert ("subField" in each) is ("struct" in str(column.type))


@by_name
def test_the_dictionary_says_what_is_declared(table: Table) -> None:
    """The data dictionary has a row for each column."""
    rows = _rows_below(f"## {table.name}\n", render_dictionary())
    assert rows == [
        [
            f"`{column.name}`",
            f"`{column.type}`",
            "yes" if column.nullable else "no",
            column.unit or "",
            column.origin,
            column.told,
        ]
        for column in table.columns
    ]


@pytest.mark.parametrize("table", [LIST, WORKS], ids=lambda table: table.name)
def test_the_readme_says_what_is_declared(table: Table) -> None:
    """The README has a row for each column of the two tables that it shows."""
    rows = _rows_below(f"<!-- columns of {table.name} -->", README.read_text(encoding="utf-8"))
    assert rows == [[f"`{column.name}`", f"`{column.type}`", column.told] for column in table.columns]
