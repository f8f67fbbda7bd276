"""Nights of snapshots by two releases: the first half by an older one, which had fewer tables and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.snapshot.disk import Disk
from pipeline.snapshot.files import LocalFiles
from pipeline.snapshot.history import keep_history
from pipeline.snapshot.manifest import DISTRIBUTION, build_manifest, run_id, to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.build import of_columns
from pipeline.tables.changes import build_changes
from pipeline.tables.declare import SCHEMA_VERSION, Table
from pipeline.tables.schema import TABLES

FIRST = date(2026, 11, 20)
NIGHTS = 4
OLDER_NIGHTS = 2
OLDER_VERSION = "1.1.0"
LATER_TABLES = ("candidates", "findings", "changes", "identifiers", "list", "trend")
LATER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "entries": ("probability", "stale"),
    "works": ("authors_complete", "arxiv_version", "arxiv_categories", "influential_citation_count", "withdrawn"),
}
"""What the older release did not have: integers, truth values, lists."""


class _QuickDisk(Disk):
    """A disk whose power these tests do not lose, so that nobody waits for it."""

    def sync(self, path: Path) -> None:
        """Wait for nothing."""


def night_of(number: int) -> date:
    """The date of a night, from 0."""
    return FIRST + timedelta(days=number)


def publish_nights(
    like: SnapshotStore, to: Path, *, nights: int = NIGHTS, older_nights: int = OLDER_NIGHTS
) -> SnapshotStore:
    """Publish nights with the tables of another store's latest snapshot; a work gains its place there a night.

    In the last night the last entry is gone.

    Args:
        older_nights: How many of the nights, the first, are an older release's.
    """
    store = SnapshotStore(LocalFiles(to, _QuickDisk()))
    folder = like.find()
    manifest, tables = like.manifest(folder), like.read_tables(folder)
    for number in range(nights):
        told = _of_night(tables, number)
        if number == nights - 1:
            told["entries"] = told["entries"].slice(0, told["entries"].num_rows - 1)
        if number >= older_nights:
            _publish(store, manifest, TABLES, told, number, SCHEMA_VERSION)
        else:
            _publish(store, manifest, _older_tables(), told, number, OLDER_VERSION)
    return store


def _older_tables() -> list[Table]:
    """The tables as the older release declared them."""
    return [
        replace(
            table, columns=tuple(each for each in table.columns if each.name not in LATER_COLUMNS.get(table.name, ()))
        )
        for table in TABLES
        if table.name not in LATER_TABLES
    ]


def _of_night(tables: Mapping[str, pa.Table], number: int) -> dict[str, pa.Table]:
    """The tables with the counts of a night."""
    works, provenance = tables["works"], tables["provenance"]
    counts = [
        None if count is None else count + number * place
        for place, count in enumerate(works["citation_count"].to_pylist())
    ]
    days = [None if count is None else night_of(number) for count in counts]
    counted = [field == "citation_count" for field in provenance["field"].to_pylist()]
    at = datetime.combine(night_of(number), datetime.min.time(), UTC) + timedelta(hours=3)
    times = [
        at if is_count else time for is_count, time in zip(counted, provenance["fetched_at"].to_pylist(), strict=True)
    ]
    return {
        **tables,
        "works": _with(_with(works, "citation_count", counts), "citation_count_as_of", days),
        "provenance": _with(provenance, "fetched_at", times),
    }


def _with(table: pa.Table, name: str, values: list[Any]) -> pa.Table:
    at = table.column_names.index(name)
    return table.set_column(at, table.field(name), pa.array(values, table.field(name).type))


def _publish(
    store: SnapshotStore,
    like: Mapping[str, Any],
    declared: Sequence[Table],
    tables: Mapping[str, pa.Table],
    number: int,
    version: str,
) -> None:
    """Do what the last stage of a refresh does, with tables as they are declared."""
    latest = store.latest()
    inputs = {
        **like["inputs"],
        "as_of": night_of(number).isoformat(),
        "previous": latest["snapshot_id"] if latest else None,
        "schema_version": version,
    }
    if latest:
        last = store.read_tables(store.find(), ["entries", "works"])
        tables = {**tables, "changes": build_changes(tables, last)}
    staging = store.stage(run_id(inputs))
    notes = {"source": like["inputs"]["source"], "schema_version": version}
    files = [
        store.write_table(
            staging,
            table.name,
            of_columns(table, {name: tables[table.name][name] for name in table.schema().names}),
            notes,
        )
        for table in declared
    ]
    built = build_manifest(inputs, files=files, by_status={}, findings={}, versions={DISTRIBUTION: "0"}) | {
        "schema_version": version
    }
    store.write(staging / "manifest.json", to_json(built))
    store.publish(staging, built)
    keep_history(store)
