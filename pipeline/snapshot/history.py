"""The history of citation counts beside the snapshots: one file per date, written once `latest.json` has moved.

Each file names the snapshots whose observations it holds. Whoever publishes sees first to the last snapshot's, so that
a run killed between the pointer and the history costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import SnapshotError
from pipeline.snapshot.files import Content
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.history import Observation, build_history, observation_of, observations

FOLDER = "citation_history"
_SNAPSHOTS = b"snapshot_ids"
_TABLES = ("works", "provenance")


def part_name(as_of: str) -> str:
    """Where the observations of a date lie below the place."""
    return f"{FOLDER}/snapshot_date={as_of}/part.parquet"


def keep_history(store: SnapshotStore) -> None:
    """See that the latest snapshot's observations are in the history; they are added when they are not.

    Raises:
        SnapshotError: The snapshot, or the history of its date, cannot be read.
        StorageError: The place cannot be written.
    """
    if store.latest() is None:
        return
    manifest = store.manifest(store.find(names=()))
    name = part_name(manifest["inputs"]["as_of"])
    lying = store.files.read(name)
    before = read_part(lying.body, name) if lying else None
    held = _held(before)
    if manifest["snapshot_id"] in held:
        return
    rows = [*(before.to_pylist() if before else []), *observations(_tables(store, manifest["snapshot_id"]))]
    table = build_history(rows, _known(store, manifest["inputs"]["previous"], before))
    store.files.replace(name, _printed(table, [*held, manifest["snapshot_id"]]), over=lying)


def _tables(store: SnapshotStore, snapshot_id: str) -> Mapping[str, pa.Table]:
    files = [f"{name}.parquet" for name in _TABLES]
    return store.read_tables(store.find(snapshot_id, files), _TABLES)


def _known(store: SnapshotStore, previous: str | None, before: pa.Table | None) -> set[Observation]:
    """What the snapshot before had observed already, what this date's file holds apart.

    A count that was carried into the one before stands there too, so that no older one has to be looked at.
    """
    listed = {row["snapshot_id"] for row in store.rows()}
    if previous is None or previous not in listed:
        return set()
    own = {observation_of(row) for row in before.to_pylist()} if before else set()
    return {observation_of(row) for row in observations(_tables(store, previous))} - own


def _held(table: pa.Table | None) -> list[str]:
    """The snapshots whose observations a file holds."""
    noted = (table.schema.metadata or {}).get(_SNAPSHOTS) if table is not None else None
    held: list[str] = json.loads(noted) if noted else []
    return held


def _printed(table: pa.Table, held: list[str]) -> bytes:
    sink = pa.BufferOutputStream()
    noted = {**(table.schema.metadata or {}), _SNAPSHOTS: json.dumps(held).encode()}
    pq.write_table(table.replace_schema_metadata(noted), sink, compression="zstd", write_page_index=True)
    body: bytes = sink.getvalue().to_pybytes()
    return body


def read_part(body: bytes, name: str) -> pa.Table:
    """Read one file of the history.

    Raises:
        SnapshotError: It is no Parquet.
    """
    try:
        return pq.read_table(pa.BufferReader(body))
    except pa.ArrowException as error:
        told = f"{name} cannot be read ({error}); remove it, and the next run writes that of the latest snapshot again."
        raise SnapshotError(told) from None


def parts(store: SnapshotStore) -> list[str]:
    """The files of the history, by date."""
    return [f"{FOLDER}/{name}" for name in store.files.names(FOLDER) if name.endswith("/part.parquet")]


def date_of(part: str) -> str:
    """The date of a file of the history."""
    return part.split("snapshot_date=")[1].partition("/")[0]


def read_history(store: SnapshotStore) -> list[tuple[str, pa.Table]]:
    """Every date with its observations, oldest first."""
    read: list[tuple[str, pa.Table]] = []
    for part in parts(store):
        content: Content | None = store.files.read(part)
        if content is not None:
            read.append((date_of(part), read_part(content.body, part)))
    return read
