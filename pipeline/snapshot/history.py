"""The history of citation counts beside the snapshots: one file per date, written once `latest.json` has moved.

Each file names the snapshots whose observations it holds. Whoever publishes or prunes sees first to the last
snapshot's, so that a run killed between the pointer and the history costs nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import SnapshotError
from pipeline.snapshot.files import Content
from pipeline.snapshot.pointers import PUBLISHED
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.build import Row
from pipeline.tables.history import Observation, build_history, observation_of, observations

log = logging.getLogger(__name__)

FOLDER = "citation_history"
_SNAPSHOTS = b"snapshot_ids"
_TABLES = ("works", "provenance")


def part_name(as_of: str) -> str:
    """Where the observations of a date lie below the place."""
    return f"{FOLDER}/snapshot_date={as_of}/part.parquet"


def keep_history(store: SnapshotStore, published: str | None = None) -> None:
    """See that every listed snapshot's observations are in the history; what is missing is added.

    A date that has a file is taken to be whole but for the latest snapshot's, since nobody publishes before this was
    done; a date without one is written anew from its snapshots. What cannot be read is told and left as it is: it may
    be the only copy of what was observed, and keeps no night back.

    Args:
        published: A snapshot that was just published, where it is not the latest.

    Raises:
        StorageError: The place cannot be written.
    """
    latest = store.latest()
    if latest is None:
        return
    listed = [row for row in store.rows() if row["status"] == PUBLISHED]
    there = set(parts(store))
    for as_of in sorted({row["as_of"] for row in listed}):
        names = [row["snapshot_id"] for row in listed if row["as_of"] == as_of]
        if part_name(as_of) in there and not {latest["snapshot_id"], published} & set(names):
            continue
        try:
            _keep_date(store, as_of, names)
        except (SnapshotError, FileNotFoundError, pa.ArrowException) as error:
            log.warning("the citation counts of %s cannot be added to the history: %s", as_of, error)


def _keep_date(store: SnapshotStore, as_of: str, names: Sequence[str]) -> None:
    name = part_name(as_of)
    lying = store.files.read(name)
    before = read_part(lying.body, name) if lying else None
    held = _held(before)
    missing = [each for each in names if each not in held]
    if not missing:
        return
    rows = [row for each in missing for row in observations(_tables(store, each))]
    table = build_history([*(before.to_pylist() if before else []), *rows], _known_elsewhere(store, name, rows))
    store.files.replace(name, _printed(table, [*held, *missing]), over=lying)


def _tables(store: SnapshotStore, snapshot_id: str) -> Mapping[str, pa.Table]:
    return store.read_whole(snapshot_id, _TABLES)


def _known_elsewhere(store: SnapshotStore, own: str, rows: Sequence[Row]) -> set[Observation]:
    """Which of the rows other dates have told: those that were carried, or that came back with their entry."""
    if not rows:
        return set()
    times = [row["observed_at"] for row in rows]
    wanted = {observation_of(row) for row in rows}
    within = [("observed_at", ">=", min(times)), ("observed_at", "<=", max(times))]
    known: set[Observation] = set()
    for part in parts(store):
        content = store.files.read(part) if part != own else None
        if content is None:
            continue
        try:
            # A file whose times lie elsewhere is passed over by what it says of them, so that years cost little.
            known |= {observation_of(row) for row in read_part(content.body, part, within).to_pylist()}
        except SnapshotError as error:
            log.warning("what it holds may be told twice: %s", error)
    return known & wanted


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


def read_part(body: bytes, name: str, within: Sequence[tuple[str, str, datetime]] | None = None) -> pa.Table:
    """Read one file of the history, or those of its rows that lie within.

    Raises:
        SnapshotError: It is no Parquet.
    """
    try:
        return pq.read_table(pa.BufferReader(body), filters=within)
    except pa.ArrowException as error:
        told = (
            f"{name} cannot be read ({error}); remove it, and the next run writes it again from that date's snapshots."
        )
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
