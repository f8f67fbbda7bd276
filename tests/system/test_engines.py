"""Tests of reading many snapshots of two releases, and the history, with every engine that analysts use.

What the engines are told here is what the README tells analysts: columns go together by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.snapshot.read import citation_history
from pipeline.snapshot.store import SnapshotStore
from tests.nights import LATER_COLUMNS, LATER_TABLES, OLDER_VERSION, night_of, publish_nights

pytestmark = pytest.mark.system

Rows = Sequence[Mapping[Any, Any]]
Files = Sequence[str]


def _by_pandas(files: Files) -> Rows:
    return pd.concat([pd.read_parquet(file) for file in files], ignore_index=True).to_dict("records")


def _by_pandas_of_arrow(files: Files) -> Rows:
    frames = [pd.read_parquet(file, dtype_backend="pyarrow") for file in files]
    return pd.concat(frames, ignore_index=True).to_dict("records")


def _by_duckdb(files: Files) -> Rows:
    query = "FROM read_parquet($files, union_by_name = true, hive_partitioning = false)"
    with duckdb.connect() as connection:
        # Python's own values, in UTC wherever the machine stands.
        connection.execute("SET TimeZone = 'UTC'")
        told = connection.execute(query, {"files": list(files)})
        names = [each[0] for each in told.description or ()]
        return [dict(zip(names, row, strict=True)) for row in told.fetchall()]


def _by_polars(files: Files) -> Rows:
    return pl.concat([pl.read_parquet(file) for file in files], how="diagonal").to_dicts()


def _by_pyarrow(files: Files) -> Rows:
    columns = pa.unify_schemas([pq.read_schema(file) for file in files])
    schema = pa.schema([column.with_nullable(True) for column in columns])
    table = ds.dataset(list(files), schema=schema).to_table()
    # Written again it has to be readable: a column without gaps in one release has some over both.
    pq.write_table(table, sink := pa.BufferOutputStream())
    rows: Rows = pq.read_table(pa.BufferReader(sink.getvalue())).to_pylist()
    return rows


BY_FILES = (_by_pandas, _by_pandas_of_arrow, _by_duckdb, _by_polars, _by_pyarrow)


def _history_by_duckdb(folder: str) -> Rows:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        told = connection.execute("FROM read_parquet($files)", {"files": f"{folder}/*/*.parquet"})
        names = [each[0] for each in told.description or ()]
        return [dict(zip(names, row, strict=True)) for row in told.fetchall()]


BY_FOLDER: tuple[Callable[[str], Rows], ...] = (
    lambda folder: pd.read_parquet(folder).to_dict("records"),
    lambda folder: pd.read_parquet(folder, dtype_backend="pyarrow").to_dict("records"),
    _history_by_duckdb,
    lambda folder: pl.read_parquet(folder).to_dicts(),
    lambda folder: ds.dataset(folder, partitioning="hive").to_table().to_pylist(),
)


def _plain(value: Any) -> Any:
    """A value of any engine as Python has it: an integer stays one, and a time stands in UTC."""
    if isinstance(value, np.ndarray | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return value.astimezone(UTC)
    return value.item() if isinstance(value, np.generic) else value


def _sorted(rows: Rows) -> list[str]:
    """Rows in one fixed order and spelling, which tells an integer from a number with a point."""
    return sorted(repr(sorted((name, _plain(value)) for name, value in row.items())) for row in rows)


NIGHTS = 30
OLDER_NIGHTS = 15


@pytest.fixture(scope="module")
def nights(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a month of snapshots, the first half by an older release."""
    folder = tmp_path_factory.mktemp("month")
    to = folder / "data" / "enriched" / "sandbox"
    publish_nights(SnapshotStore(published), to, nights=NIGHTS, older_nights=OLDER_NIGHTS)
    return folder


def _files(nights: Path, table: str) -> list[str]:
    """The files of a table, as the catalogue lists them, oldest first."""
    place = nights / "data" / "enriched" / "sandbox"
    catalog = json.loads((place / "catalog.json").read_bytes())
    listed = [file for row in catalog["snapshots"] for file in row["files"]]
    return [str(place / file) for file in listed if file.endswith(f"/{table}.parquet")]


def _by_name(files: Files) -> Rows:
    """What is to be read: every row of every file, with nothing where its file has no such column."""
    read = [pq.ParquetFile(file).read() for file in files]
    names = [name for table in read for name in table.column_names]
    return [{**dict.fromkeys(names), **row} for table in read for row in table.to_pylist()]


def test_the_nights_are_of_two_releases(nights: Path) -> None:
    """The catalogue names the files of each, and the older one has fewer tables and columns."""
    catalog = json.loads((nights / "data" / "enriched" / "sandbox" / "catalog.json").read_bytes())
    versions = [row["schema_version"] for row in catalog["snapshots"]]
    assert versions.count(OLDER_VERSION) == OLDER_NIGHTS < len(versions) == NIGHTS
    for table in ("entries", "works", "authorships", "provenance"):
        assert len(_files(nights, table)) == NIGHTS
    for table in LATER_TABLES:
        assert len(_files(nights, table)) == NIGHTS - OLDER_NIGHTS
    for table, columns in LATER_COLUMNS.items():
        first, *_, last = (set(pq.read_schema(file).names) for file in _files(nights, table))
        assert last - first == set(columns)


@pytest.mark.parametrize("table", ["works", "entries", "provenance", "findings"])
def test_engines_read_all_snapshots_alike(nights: Path, table: str) -> None:
    """Row by row and value by value the same: integers, times in UTC, nested authors, columns of one release only."""
    files = _files(nights, table)
    expected = _by_name(files)
    assert len(expected) == sum(pq.read_metadata(file).num_rows for file in files) > 100
    for read in BY_FILES:
        assert _sorted(read(files)) == _sorted(expected), read.__name__


def test_engines_read_the_history_as_a_folder(nights: Path) -> None:
    """Without a word about its parts: the same counts, times and dates in each, as many as there are."""
    place = nights / "data" / "enriched" / "sandbox"
    expected = citation_history(place).to_dict("records")
    assert {row["snapshot_date"] for row in expected} == {night_of(number) for number in range(NIGHTS)}
    for number, read in enumerate(BY_FOLDER):
        rows = read(str(place / "citation_history"))
        # pandas and pyarrow take the date in a folder's name for text.
        dated = [{**row, "snapshot_date": date.fromisoformat(str(row["snapshot_date"]))} for row in rows]
        assert _sorted(dated) == _sorted(expected), number


def test_engines_that_are_not_told_go_by_the_first_file(nights: Path) -> None:
    """What the README warns of: columns that are dropped without a word, or a refusal."""
    files: Any = _files(nights, "works")
    later = set(LATER_COLUMNS["works"])
    with duckdb.connect() as connection:
        in_duckdb = {each[0] for each in connection.execute("FROM read_parquet($files)", {"files": files}).description}
    for names in (in_duckdb, set(pd.read_parquet(files).columns), set(ds.dataset(files).schema.names)):
        assert not names & later
    with pytest.raises(pl.exceptions.SchemaError, match="extra column"):
        pl.read_parquet(files)
