"""The declared tables as a Data Package (https://datapackage.org, version 2). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from pipeline.snapshot.about import About
from pipeline.snapshot.manifest import LICENCES, FileNote
from pipeline.tables.declare import Column, Table

_PROFILE = "https://datapackage.org/profiles/2.0"


def datapackage(about: About) -> dict[str, Any]:
    """Describe a snapshot's Parquet files: `datapackage.json`."""
    return {
        "$schema": f"{_PROFILE}/datapackage.json",
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "licenses": [_licence(each) for each in LICENCES.values()],
        "sources": [
            {"title": f"the curated list {about.list_name}", "version": f"sha256:{about.list_sha256}"},
            *({"title": each["credit"], "path": each["home"]} for each in LICENCES.values()),
        ],
        "resources": [_resource(table, note) for table, note in about.files],
    }


def _licence(told: Mapping[str, str]) -> dict[str, str]:
    return {"title": told["name"], "path": told["url"]} | ({"name": told["spdx"]} if "spdx" in told else {})


def _resource(table: Table, note: FileNote) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILE}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": note.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.description,
        "bytes": note.bytes,
        "hash": f"sha256:{note.sha256}",
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """A table's declaration as a Table Schema."""
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": [name]}}
        for column, other, name in table.references
    ]
    return {
        "$schema": f"{_PROFILE}/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [],
        "primaryKey": list(table.key),
        # The standard has no empty list of references.
    } | ({"foreignKeys": references} if references else {})


def _field(column: Column) -> dict[str, Any]:
    told = {"description": column.told, "origin": column.origin, "unit": column.unit}
    more = {"constraints": _constraints(column), **told}
    return {"name": column.name, **_type(column.type), **{key: value for key, value in more.items() if value}}


def _type(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        # Not the standard's `list`, which its profile 2.0 does not know; what the items are is frictionless' own word.
        return {"type": "array", "arrayItem": _type(kind.value_type)}
    names = (
        (pa.types.is_struct, "object"),
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "number"),
        (pa.types.is_date, "date"),
        (pa.types.is_timestamp, "datetime"),
        (pa.types.is_string, "string"),
    )
    return {"type": next(name for belongs, name in names if belongs(kind))}


def _constraints(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    if column.within:
        least, most = column.within
        constraints |= {"minimum": least} | ({} if most is None else {"maximum": most})
    return constraints
