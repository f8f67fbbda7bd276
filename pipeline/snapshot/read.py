"""Read snapshots and the history of citation counts into pandas: what an analyst calls first."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipeline.errors import SnapshotError
from pipeline.snapshot.address import read_address
from pipeline.snapshot.history import read_history
from pipeline.snapshot.remote import RemoteFiles
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
        folder: Where the snapshots lie (the folder or URL, such as `s3://bucket/prefix`, that holds
            `latest.json`).
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
    file = f"{table}.parquet"
    with _opened(str(folder)) as store:
        found = store.find(snapshot_id, [file])
        try:
            return pd.read_parquet(found / file, partitioning=None)
        except FileNotFoundError:
            told = f"{found} has no table {table!r}: of an older schema, or damaged ('papers verify' tells which)."
            raise SnapshotError(told) from None


def citation_history(folder: str | Path = "data/enriched") -> pd.DataFrame:
    """Read every observation of a citation count.

    Args:
        folder: Where the snapshots lie, as for `read_snapshot`.

    Returns:
        One row per work, source and observation, with the `snapshot_date` under which it was first published,
        by work and time; counts are pandas' nullable integers.

    Raises:
        SnapshotError: A file of the history cannot be read.
    """
    with _opened(str(folder)) as store:
        dated = [
            table.append_column("snapshot_date", pa.repeat(pa.scalar(date.fromisoformat(day)), table.num_rows))
            for day, table in read_history(store)
        ]
    none = of_columns(CITATION_HISTORY, {each.name: pa.array([], each.type) for each in CITATION_HISTORY.schema()})
    dated = dated or [none.append_column("snapshot_date", pa.array([], pa.date32()))]
    frame: pd.DataFrame = pa.concat_tables(dated).to_pandas()
    return frame.sort_values(["work_id", "observed_at", "source"], ignore_index=True)


@contextlib.contextmanager
def _opened(address: str) -> Iterator[SnapshotStore]:
    """The store at an address; of object storage what is read is brought, and let go afterwards."""
    place = read_address(address)
    if isinstance(place, Path):
        yield SnapshotStore(place)
        return
    with tempfile.TemporaryDirectory() as copies:
        yield SnapshotStore(RemoteFiles(place, Path(copies)))
