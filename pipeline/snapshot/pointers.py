"""What `catalog.json` and `latest.json` say of snapshots, and how the two are brought to agree. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.snapshot.manifest import relative_path, to_json

PUBLISHED = "published"
WITHDRAWN = "withdrawn"
"""Said of a snapshot that the catalogue lists and `latest.json` never named: its run was killed in between."""

Row = Mapping[str, Any]


def row_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot's row in the catalogue."""
    as_of = manifest["inputs"]["as_of"]
    row = {
        "snapshot_id": manifest["snapshot_id"],
        "as_of": as_of,
        "path": relative_path(as_of, manifest["run"]),
        "schema_version": manifest["schema_version"],
        "status": PUBLISHED,
        "manifest_sha256": hashlib.sha256(to_json(manifest)).hexdigest(),
        "previous": manifest["inputs"]["previous"],
        "rows": {file["name"].removesuffix(".parquet"): file["rows"] for file in manifest["files"] if "rows" in file},
    }
    return _with_files(row)


def _with_files(row: Row) -> dict[str, Any]:
    """A row with the files of its tables, as paths below the catalogue's folder, for engines that take a list.

    They follow from the row, so that one which was written before rows had them gets them too.
    """
    return {**row, "files": [f"{row['path']}/{table}.parquet" for table in sorted(row["rows"])]}


def pointer_to(row: Row, manifest_sha256: str) -> dict[str, Any]:
    """What `latest.json` says of the snapshot of a row."""
    return {
        "snapshot_id": row["snapshot_id"],
        "path": row["path"],
        "schema_version": row["schema_version"],
        "manifest_sha256": manifest_sha256,
    }


def filled_in(rows: Sequence[Row], row: Row) -> list[Row]:
    """The rows with one of a past date among them: behind all up to its date, before the first of a later one."""
    at = next((place for place, each in enumerate(rows) if each["as_of"] > row["as_of"]), len(rows))
    return [*rows[:at], row, *rows[at:]]


def settle(rows: Sequence[Row], latest: Row | None) -> list[Row]:
    """Bring the rows of the catalogue to agree with what `latest.json` names.

    A row is written before the pointer moves, so what stands behind the latest snapshot's row was never
    pointed to. A latest snapshot without a row, as after a restored catalogue, gets one. Every row names its files.

    Args:
        latest: The row of the snapshot that `latest.json` names, or None before the first.
    """
    rows = [_with_files(row) for row in rows]
    names = [row["snapshot_id"] for row in rows]
    if latest is None:
        return [_with_status(row, WITHDRAWN) for row in rows]
    if latest["snapshot_id"] not in names:
        return [*rows, latest]
    at = names.index(latest["snapshot_id"])
    behind = (_with_status(row, WITHDRAWN) for row in rows[at + 1 :])
    return [*rows[:at], _with_status(rows[at], PUBLISHED), *behind]


def _with_status(row: Row, status: str) -> Row:
    return {**row, "status": status}
