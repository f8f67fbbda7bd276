"""Tests of how tables of a snapshot are read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.snapshot.parquet import read_parquet

COUNTED = """
import os, sys
from pathlib import Path
import pyarrow as pa, pyarrow.parquet
from pipeline.snapshot.parquet import read_parquet

def threads():
    return len(os.listdir("/proc/self/task"))

before = threads()
for source in (Path(sys.argv[1]), pa.BufferReader(Path(sys.argv[1]).read_bytes())):
    assert read_parquet(source).num_rows == 1000
print(threads() - before)
"""


def _table(file: Path) -> pa.Table:
    table = pa.table({"a": range(1000), "b": ["x"] * 1000, "c": [["y"], []] * 500})
    noted = table.replace_schema_metadata({"said": "of the file"})
    pq.write_table(noted, file, row_group_size=100)
    return noted


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """With what is noted of it, also where its folder looks like a partition."""
    folder = tmp_path / "run=1"
    folder.mkdir()
    written = _table(folder / "t.parquet")
    read = read_parquet(folder / "t.parquet")
    assert read.equals(written)
    assert read.schema.metadata == written.schema.metadata


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to count threads")
def test_no_thread_is_started(tmp_path: Path) -> None:
    """One that is only starting when the command ends would make it crash."""
    _table(tmp_path / "t.parquet")
    command = [sys.executable, "-c", COUNTED, str(tmp_path / "t.parquet")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert int(done.stdout) == 0
