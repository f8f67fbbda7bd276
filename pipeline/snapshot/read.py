"""Read a snapshot into pandas: what an analyst calls first."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipeline.errors import SnapshotError
from pipeline.snapshot.address import read_address
from pipeline.snapshot.remote import RemoteFiles
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.schema import TABLES


def read_snapshot(
    folder: str | Path = "data/enriched",
    table: str = "works",
    snapshot_id: str | None = None,
) -> pd.DataFrame:
    """Read one table of a snapshot.

    Args:
        folder: Where the snapshots lie (the folder or URL, such as `s3://bucket/prefix`, that holds
            `latest.json`).
        table: `entries` (one row per curated entry), `works`, `authorships` or `provenance`.
        snapshot_id: Which snapshot; the latest by default.

    Returns:
        A frame with pandas' nullable types: integers with gaps stay integers.

    Raises:
        SnapshotError: There is no such snapshot or table.
    """
    names = [each.name for each in TABLES]
    if table not in names:
        told = f"no table {table!r} in a snapshot; there are {', '.join(names)}."
        raise SnapshotError(told)
    file = f"{table}.parquet"
    with _opened(str(folder)) as store:
        return pd.read_parquet(store.find(snapshot_id, [file]) / file, partitioning=None)


@contextlib.contextmanager
def _opened(address: str) -> Iterator[SnapshotStore]:
    """The store at an address; of object storage what is read is brought, and let go afterwards."""
    place = read_address(address)
    if isinstance(place, Path):
        yield SnapshotStore(place)
        return
    with tempfile.TemporaryDirectory() as copies:
        yield SnapshotStore(RemoteFiles(place, Path(copies)))
