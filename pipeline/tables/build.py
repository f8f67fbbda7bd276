"""Core types → Arrow tables, by the declarations of `schema`. Pure.

Every table carries pandas' own notes, for pandas' nullable types, so that integers with gaps come back as integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.model import CuratedEntry, Resolution, SourceRecord, Work
from pipeline.tables.declare import Table
from pipeline.tables.schema import AUTHORSHIPS, ENTRIES, FINDINGS, PROVENANCE, WORKS
from pipeline.titles import title_key

_PANDAS_TYPES: Mapping[pa.DataType, Any] = {
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(),
    pa.float64(): pd.Float64Dtype(),
}

Row = dict[str, Any]


def to_arrow(table: Table, rows: Iterable[Row]) -> pa.Table:
    """Build a table from rows keyed by column name, sorted as declared; a missing key is null.

    Raises:
        pyarrow.ArrowInvalid, pyarrow.ArrowTypeError: A value does not fit its declared type.
    """
    ordered = sorted(rows, key=lambda row: tuple(row[name] for name in table.order))
    columns = {
        column.name: pa.array([row.get(column.name) for row in ordered], type=column.type) for column in table.columns
    }
    return of_columns(table, columns)


def of_columns(table: Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    """Build a table from columns by name, sorted as declared, of the declared types."""
    schema = table.schema()
    noted = {**(schema.metadata or {}), b"pandas": _pandas_notes(table)}
    return pa.Table.from_arrays([columns[field.name] for field in schema], schema=schema.with_metadata(noted))


def with_rows(table: Table, data: pa.Table, rows: Iterable[Row]) -> pa.Table:
    """The same table with other rows for the keys that `rows` bear, and with those of `rows` that it has not."""
    added = to_arrow(table, rows)
    if not added.num_rows:
        return data
    replaced = set(_keys(table, added))
    kept = data.filter(pa.array([key not in replaced for key in _keys(table, data)], pa.bool_()))
    joined = pa.concat_tables([kept, added]).sort_by([(name, "ascending") for name in table.order])
    return joined.combine_chunks().replace_schema_metadata(data.schema.metadata)


def _keys(table: Table, data: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(data[name].to_pylist() for name in table.key), strict=True)


@cache
def _pandas_notes(table: Table) -> bytes:
    """What pandas notes in a file of its own; from the declaration, so that no row bears on it."""
    schema = table.schema().remove_metadata()
    frame = schema.empty_table().to_pandas(types_mapper=_PANDAS_TYPES.get)
    noted: bytes = pa.Table.from_pandas(frame, schema=schema, preserve_index=False).schema.metadata[b"pandas"]
    return noted


def duplicates_of(entries: Sequence[CuratedEntry], works: Mapping[str, str]) -> dict[str, str]:
    """For each entry that repeats another, the first entry of the same title or work, or as the list itself shows.

    Args:
        works: Matched `work_id` by `entry_id`.
    """
    first: dict[str, str] = {}
    repeats: dict[str, str] = {}
    for entry in entries:
        names = [f"title {title_key(entry.title)}"]
        if entry.entry_id in works:
            names.append(f"work {works[entry.entry_id]}")
        original = next((first[name] for name in names if name in first), None)
        original = original or repeats.get(entry.duplicate_of or "", entry.duplicate_of)
        if original is not None:
            repeats[entry.entry_id] = original
        for name in names:
            first.setdefault(name, original or entry.entry_id)
    return repeats


def with_repeats(table: pa.Table, entries: Sequence[CuratedEntry]) -> pa.Table:
    """The same rows of `entries`, `duplicate_of` by the works that they name now."""
    ids = table["entry_id"].to_pylist()
    named = zip(ids, table["work_id"].to_pylist(), strict=True)
    repeats = duplicates_of(entries, {entry_id: work_id for entry_id, work_id in named if work_id is not None})
    place = table.schema.get_field_index("duplicate_of")
    column = pa.array([repeats.get(entry_id) for entry_id in ids], pa.string())
    return table.set_column(place, table.schema.field(place), column)


def build_entries(
    entries: Sequence[CuratedEntry],
    resolutions: Sequence[Resolution],
    work_ids: Mapping[SourceRecord, str],
) -> pa.Table:
    """One row per entry.

    Args:
        resolutions: One per entry, in the same order.
        work_ids: The work of each record that a resolution names.
    """
    matched = {
        resolution.entry_id: work_ids[resolution.record] for resolution in resolutions if resolution.record is not None
    }
    repeats = duplicates_of(entries, matched)
    rows = [
        {
            "entry_id": entry.entry_id,
            "position": entry.position,
            "line": entry.line,
            "headings": list(entry.headings),
            "context": entry.context,
            "title_listed": entry.title_listed,
            "title": entry.title,
            "link": entry.link,
            "identifiers": [str(identifier) for identifier in entry.identifiers],
            "claimed_venue": entry.claimed_venue,
            "claimed_year": entry.claimed_year,
            "authors_listed": entry.authors,
            "status": resolution.status,
            "work_id": matched.get(entry.entry_id),
            "suggested_work_id": work_ids[resolution.suggested] if resolution.suggested else None,
            "matched_by": resolution.matched_by,
            "relation": resolution.relation,
            "probability": resolution.probability,
            "link_check": resolution.link_check,
            "duplicate_of": repeats.get(entry.entry_id),
            "last_checked_at": resolution.last_checked_at,
            "stale": resolution.stale,
            "reason": "; ".join(resolution.reasons) or None,
        }
        for entry, resolution in zip(entries, resolutions, strict=True)
    ]
    return to_arrow(ENTRIES, rows)


def build_works(works: Iterable[Work]) -> pa.Table:
    """One row per work."""
    names = [column.name for column in WORKS.columns]
    rows = []
    for work in works:
        row = {name: getattr(work, name) for name in names}
        row["authors"] = [{"name": each.name, "s2_author_id": each.s2_author_id} for each in work.authors]
        rows.append({name: list(value) if isinstance(value, tuple) else value for name, value in row.items()})
    return to_arrow(WORKS, rows)


def build_authorships(works: Iterable[Work]) -> pa.Table:
    """One row per work and author."""
    rows = [
        {"work_id": work.work_id, "author_position": place, "name": each.name, "s2_author_id": each.s2_author_id}
        for work in works
        for place, each in enumerate(work.authors, start=1)
    ]
    return to_arrow(AUTHORSHIPS, rows)


def build_provenance(works: Iterable[Work]) -> pa.Table:
    """One row per work and field."""
    rows = [
        {
            "work_id": work.work_id,
            "field": origin.field,
            "source": origin.source,
            "source_record": origin.source_record,
            "fetched_at": origin.fetched_at,
        }
        for work in works
        for origin in work.origins
    ]
    return to_arrow(PROVENANCE, rows)


def build_findings(findings: Iterable[Finding]) -> pa.Table:
    """One row per finding; within an entry they stay in the order they are given."""
    names = [column.name for column in FINDINGS.columns if column.name != "evidence"]
    rows = [
        {name: getattr(finding, name) for name in names} | {"evidence": list(finding.evidence)} for finding in findings
    ]
    return to_arrow(FINDINGS, rows)


def finding_of(row: Row) -> Finding:
    """A finding from its row."""
    fields = row | {"kind": FindingKind(row["kind"]), "severity": Severity(row["severity"])}
    return Finding(**fields | {"evidence": tuple(row["evidence"])})
