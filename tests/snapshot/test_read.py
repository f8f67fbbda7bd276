"""Tests of reading a published snapshot with every engine that analysts use."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

import pipeline
from pipeline.errors import SnapshotError
from pipeline.snapshot.store import SnapshotStore


def test_pandas_reads_typed_columns(published: Path) -> None:
    """Integers with gaps are integers, texts are texts, by a default read."""
    works = pipeline.read_snapshot(published)
    assert works["year"].dtype == pd.Int16Dtype()
    assert works["citation_count"].dtype == pd.Int32Dtype()
    assert works["citation_count"].isna().any()


def test_all_engines_read_the_same(published: Path) -> None:
    """pandas, DuckDB, polars and pyarrow agree on rows, sums and nested authors."""
    path = SnapshotStore(published).find() / "works.parquet"
    frame = pd.read_parquet(path, partitioning=None)
    total = int(frame["citation_count"].sum())
    authors = sum(len(names) for names in frame["authors"])

    query = f"SELECT count(*), sum(citation_count), sum(len(authors)) FROM '{path}'"
    in_duckdb = duckdb.connect().execute(query).fetchall()
    in_polars = pl.read_parquet(path, hive_partitioning=False)
    in_arrow = ds.dataset(path).to_table()

    assert in_duckdb == [(len(frame), total, authors)]
    assert (in_polars.height, in_polars["citation_count"].sum()) == (len(frame), total)
    assert in_polars["authors"].list.len().sum() == authors
    assert in_arrow.num_rows == len(frame)
    assert sum(len(names) for names in in_arrow["authors"].to_pylist()) == authors


def test_descriptions_are_embedded(published: Path) -> None:
    """Each Arrow field of the file says what it is, and the file says what it belongs to."""
    schema = ds.dataset(SnapshotStore(published).find() / "entries.parquet").schema
    assert all(field.metadata[b"description"] for field in schema)
    assert schema.metadata[b"source"] == b"sandbox"


def test_an_unknown_table_is_named_with_the_known_ones(published: Path) -> None:
    """A misspelt table is answered by the list of tables."""
    with pytest.raises(SnapshotError, match="authorships"):
        pipeline.read_snapshot(published, "papers")


def test_a_table_that_an_older_snapshot_has_not_is_told(tmp_path: Path) -> None:
    """What was published before a table was declared lacks it, which is said instead of a missing file."""
    folder = tmp_path / "snapshots" / "old"
    folder.mkdir(parents=True)
    (tmp_path / "latest.json").write_text('{"path": "snapshots/old"}', encoding="utf-8")
    with pytest.raises(SnapshotError, match="has no table 'list': of an older schema"):
        pipeline.read_snapshot(tmp_path, "list")
