"""Compare two published snapshots: what came, went and changed, and how citations grew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa

from pipeline.errors import SnapshotError
from pipeline.snapshot.pointers import PUBLISHED
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.changes import build_changes
from pipeline.tables.growth import GROWTH_TABLES, Growth, citation_growth
from pipeline.tables.schema.changes import Change, Compared

_TABLES = (*Compared, *(name for name in GROWTH_TABLES if name not in set(Compared)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two snapshots."""

    snapshot_id: str
    as_of: str
    """ISO date."""
    schema_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that changed, its values as text as in the table `changes`."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """What became of an entry or a work."""

    table: Compared
    change: Change
    key: str
    """Its entry_id or work_id."""
    title: str
    fields: tuple[FieldChange, ...] = ()
    """The fields that changed, by name; none where the row came or went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What lies between two snapshots."""

    before: Side
    after: Side
    changes: tuple[RowChange, ...]
    """Entries first, each table by key."""
    growth: Growth
    passed_over: tuple[str, ...]
    """Columns that only one of the two schemas has, as `table.column`; they are not compared."""

    def of(self, table: Compared, change: Change) -> list[RowChange]:
        """The rows of one table that one thing became of."""
        return [row for row in self.changes if row.table is table and row.change is change]


def compare_snapshots(store: SnapshotStore, before: str | None = None, after: str | None = None) -> Diff:
    """Compare two snapshots of a store; nothing is asked.

    Args:
        before: The earlier one; by default the one published before `after`.
        after: The later one; the latest by default.

    Raises:
        SnapshotError: There is no such snapshot, none to compare with, or its tables cannot be read.
    """
    later, new = _read(store, after)
    earlier, old = _read(store, before or _published_before(store, later.snapshot_id))
    return Diff(
        before=earlier,
        after=later,
        changes=tuple(_row_changes(build_changes(new, old).to_pylist())),
        growth=citation_growth(new, old),
        passed_over=tuple(
            f"{table}.{column}"
            for table in Compared
            for column in sorted(set(new[table].column_names) ^ set(old[table].column_names))
        ),
    )


def _published_before(store: SnapshotStore, snapshot_id: str) -> str:
    names = [str(row["snapshot_id"]) for row in store.rows() if row["status"] == PUBLISHED]
    at = names.index(snapshot_id) if snapshot_id in names else 0
    if at == 0:
        told = (
            f"{store.address} has no snapshot before {snapshot_id} to compare it with; run 'papers refresh' another "
            "night, or name two that 'papers snapshots' lists."
        )
        raise SnapshotError(told)
    return names[at - 1]


def _read(store: SnapshotStore, snapshot_id: str | None) -> tuple[Side, dict[str, pa.Table]]:
    folder = store.find(snapshot_id, [f"{name}.parquet" for name in _TABLES])
    manifest = store.manifest(folder)
    name = str(manifest["snapshot_id"])
    try:
        tables = store.read_tables(folder, _TABLES)
    except (OSError, pa.ArrowException) as error:
        told = f"snapshot {name} cannot be read ({error}); 'papers verify {name}' says what is wrong with it."
        raise SnapshotError(told) from None
    side = Side(snapshot_id=name, as_of=manifest["inputs"]["as_of"], schema_version=manifest["schema_version"])
    return side, tables


def _row_changes(rows: Iterable[Mapping[str, Any]]) -> Iterable[RowChange]:
    """Rows of the table `changes`, as it is sorted, one for each entry or work."""
    for (table, key), told in groupby(rows, key=lambda row: (row["table"], row["key"])):
        fields = list(told)
        change = Change(fields[0]["change"])
        yield RowChange(
            table=Compared(table),
            change=change,
            key=key,
            title=fields[0]["title"],
            fields=tuple(
                FieldChange(field=row["field"], old=row["old"], new=row["new"])
                for row in fields
                if change is Change.CHANGED
            ),
        )
