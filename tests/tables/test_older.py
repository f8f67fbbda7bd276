"""Tests of tables by an older schema, read as they are declared today."""

from __future__ import annotations

import pyarrow as pa

from pipeline.tables.older import as_declared
from pipeline.tables.schema import FINDINGS


def test_what_an_older_schema_lacks_is_null_and_the_rest_as_it_was() -> None:
    """Of today's types, in today's order; a column that is gone since is left out."""
    older = pa.table({"title": ["A"], "gone": [1], "kind": ["wrong_link"]})
    read = as_declared(FINDINGS, older)

    assert read.schema.names == [column.name for column in FINDINGS.columns]
    assert [read.schema.field(column.name).type for column in FINDINGS.columns] == [
        column.type for column in FINDINGS.columns
    ]
    (row,) = read.to_pylist()
    assert {name: value for name, value in row.items() if value is not None} == {"title": "A", "kind": "wrong_link"}
