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
        table: `list` (one flat row per curated entry), `entries`, `works`, `authorships`, `candidates`,
            `provenance` or `findings`.
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
    found = SnapshotStore(Path(folder)).find(snapshot_id)
    try:
        return pd.read_parquet(found / f"{table}.parquet", partitioning=None)
    except FileNotFoundError:
        told = f"{found} has no table {table!r}: it is of an older schema, or damaged ('papers verify' tells which)."
        raise SnapshotError(told) from None
