"""The declared tables as a Croissant description (https://mlcommons.org/croissant, version 1.0). Pure."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pipeline.snapshot.about import About
from pipeline.snapshot.manifest import LICENCES, FileNote
from pipeline.tables.declare import Column, Table
from pipeline.tables.schema import TABLES

_CROISSANT = "http://mlcommons.org/croissant/"
_TERMS = (
    "citeAs column conformsTo data dataType examples extract field fileObject fileProperty fileSet format includes "
    "isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace separator source "
    "subField transform equivalentProperty samplingRate"
)
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": _CROISSANT,
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in _TERMS.split()},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
"""The standard's own context, which readers expect word for word."""


def croissant(about: About) -> dict[str, Any]:
    """Describe a snapshot's Parquet files: `croissant.json`."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": f"{_CROISSANT}1.0",
        "name": about.name,
        "alternateName": about.title,
        "description": about.description,
        "datePublished": about.as_of,
        "version": about.version,
        "license": [each["url"] for each in LICENCES.values()],
        "citeAs": about.citation,
        "creditText": " ".join(each["credit"] for each in LICENCES.values()),
        "distribution": [_file(table, note) for table, note in about.files],
        "recordSet": [_record_set(table, note) for table, note in about.files],
    }


def _file(table: Table, note: FileNote) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": note.name,
        "name": note.name,
        "description": table.description,
        "contentUrl": note.name,
        "contentSize": f"{note.bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": note.sha256,
    }


def _references(table: Table) -> dict[str, str]:
    """References of columns, to tables that refer to no other: readers join by them, and do not join what was joined.

    All of them stand in `datapackage.json`.
    """
    ends = {each.name for each in TABLES if not each.references}
    return {column: f"{other}/{name}" for column, other, name in table.references if other in ends}


def _record_set(table: Table, note: FileNote) -> dict[str, Any]:
    references = _references(table)
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column, note, references.get(column.name)) for column in table.columns],
    }


def _field(table: Table, column: Column, note: FileNote, reference: str | None) -> dict[str, Any]:
    name = f"{table.name}/{column.name}"
    source = {"fileObject": {"@id": note.name}, "extract": {"column": column.name}}
    field: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": column.name, "description": column.told}
    kind = column.type
    if pa.types.is_list(kind):
        field["repeated"] = True
        kind = kind.value_type
    if pa.types.is_struct(kind):
        return field | {
            "subField": [
                {
                    "@type": "cr:Field",
                    "@id": f"{name}/{part.name}",
                    "name": part.name,
                    "dataType": _type(part.type),
                    "source": source | {"transform": {"jsonPath": part.name}},
                }
                for part in kind.fields
            ]
        }
    field |= {"dataType": _type(kind), "source": source}
    return field | ({"references": {"field": {"@id": reference}}} if reference else {})


def _type(kind: pa.DataType) -> str:
    names = (
        (pa.types.is_boolean, "sc:Boolean"),
        (pa.types.is_integer, "sc:Integer"),
        (pa.types.is_floating, "sc:Float"),
        (pa.types.is_date, "sc:Date"),
        (pa.types.is_timestamp, "sc:DateTime"),
        (pa.types.is_string, "sc:Text"),
    )
    return next(name for belongs, name in names if belongs(kind))
