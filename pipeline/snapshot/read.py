"""Read a snapshot into pandas: what an analyst calls first."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.errors import SnapshotError
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.schema import TABLES


def read_snapshot(
    folder: str | Path = "data/enriched",
    table: str = "works",
    snapshot_id: str | None = None,
) -> pd.DataFrame:
    """Read one table of a snapshot.

    Args:
        folder: Where the snapshots lie (the folder that holds `latest.json`).
        table: `entries` (one row per curated entry), `works`, `authorships`, `provenance` or `findings`.
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
    store = SnapshotStore(Path(folder))
    return pd.read_parquet(store.find(snapshot_id) / f"{table}.parquet", partitioning=None)
