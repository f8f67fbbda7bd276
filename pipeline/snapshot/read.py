"""Read snapshots and the history of citation counts into pandas: what an analyst calls first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipeline.errors import SnapshotError
from pipeline.snapshot.history import read_history
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.build import of_columns
from pipeline.tables.schema import CITATION_HISTORY, TABLES


def read_snapshot(
    folder: str | Path = "data/enriched",
    table: str = "works",
    snapshot_id: str | None = None,
) -> pd.DataFrame:
    """Read one table of a snapshot.

    Args:
        folder: Where the snapshots lie (the folder that holds `latest.json`).
        table: `list` (one flat row per curated entry), `entries`, `works`, `authorships`, `candidates`,
            `provenance`, `findings` or `changes`.
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


def citation_history(folder: str | Path = "data/enriched") -> pd.DataFrame:
    """Read every observation of a citation count.

    Args:
        folder: Where the snapshots lie (the folder that holds `latest.json`).

    Returns:
        One row per work, source and observation, with the `snapshot_date` under which it was first published,
        by work and time; counts are pandas' nullable integers.

    Raises:
        SnapshotError: A file of the history cannot be read.
    """
    dated = [
        table.append_column("snapshot_date", pa.repeat(pa.scalar(date.fromisoformat(day)), table.num_rows))
        for day, table in read_history(SnapshotStore(Path(folder)))
    ]
    none = of_columns(CITATION_HISTORY, {each.name: pa.array([], each.type) for each in CITATION_HISTORY.schema()})
    dated = dated or [none.append_column("snapshot_date", pa.array([], pa.date32()))]
    frame: pd.DataFrame = pa.concat_tables(dated).to_pandas()
    return frame.sort_values(["work_id", "observed_at", "source"], ignore_index=True)
