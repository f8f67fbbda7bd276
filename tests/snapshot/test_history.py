"""Tests of the history of citation counts beside the snapshots."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pytest

from pipeline.errors import SnapshotError
from pipeline.sandbox.catalogue import Catalogue, read_catalogue
from pipeline.snapshot.history import keep_history, parts, read_history
from pipeline.snapshot.read import citation_history, read_snapshot
from pipeline.snapshot.store import SnapshotStore
from tests.refreshing import STARTED, run_at, sandbox


@pytest.fixture
def store(published: Path, tmp_path: Path) -> SnapshotStore:
    """A copy of a folder with one snapshot."""
    shutil.copytree(published, tmp_path / "out")
    return SnapshotStore(tmp_path / "out")


def test_a_publication_is_followed_by_its_observations(store: SnapshotStore) -> None:
    """One row per work with a count, in a file of the snapshot's date that lies beside the snapshots."""
    works = read_snapshot(store.root, "works")
    counted = works[works["citation_count"].notna()].set_index("work_id")["citation_count"]

    ((_, table),) = read_history(store)

    told = table.to_pandas().set_index("work_id")["citation_count"]
    assert len(counted) > 50
    assert dict(told) == dict(counted)
    assert parts(store) == [f"citation_history/snapshot_date={store.rows()[0]['as_of']}/part.parquet"]


def test_what_a_killed_run_did_not_write_is_written_by_the_next(store: SnapshotStore) -> None:
    """The file comes back with the same bytes; one that is there is left alone."""
    (part,) = parts(store)
    body = (store.root / part).read_bytes()
    (store.root / part).unlink()

    keep_history(store)
    assert (store.root / part).read_bytes() == body

    (store.root / part).touch()
    stamp = (store.root / part).stat().st_mtime_ns
    keep_history(store)
    assert (store.root / part).stat().st_mtime_ns == stamp


def test_a_damaged_file_is_told_with_the_remedy(store: SnapshotStore) -> None:
    """Nothing is written over what may be the only copy of a day's observations."""
    (part,) = parts(store)
    (store.root / part).write_bytes(b"rotten")
    with pytest.raises(SnapshotError, match="remove it"):
        keep_history(store)


def test_an_empty_place_has_no_history(tmp_path: Path) -> None:
    """Before the first snapshot there is nothing to keep and nothing to read."""
    keep_history(SnapshotStore(tmp_path))
    assert read_history(SnapshotStore(tmp_path)) == []
    assert citation_history(tmp_path).empty


def _catalogue(day: date) -> Catalogue:
    """Two works whose citations somebody counts every day."""
    works = [
        {"title": title, "authors": ["Ada Example"], "year": 2024, "arxiv_id": f"2401.0000{n}"}
        | {"citations": [{"count": day.day + n, "source": "A Counter", "date": day.isoformat()}]}
        for n, title in enumerate(("A Study of Lists", "A Survey of Surveys"), start=1)
    ]
    return read_catalogue("\n".join(map(json.dumps, works)), "two")


def test_nights_add_to_the_history(tmp_path: Path) -> None:
    """Each night's counts are new; runs of one date share a file; a night without who counts adds nothing."""
    shorter, longer = "- A Study of Lists\n", "- A Study of Lists\n- A Survey of Surveys\n"
    for days, text, faults in ((0, shorter, ""), (0, longer, ""), (1, longer, "s2:down"), (2, longer, "")):
        at = STARTED + timedelta(days=days)
        with sandbox(faults, _catalogue(at.date())) as (url, _):
            run_at(tmp_path, url, text, at)

    history = citation_history(tmp_path / "out")
    first, last = STARTED.date(), (STARTED + timedelta(days=2)).date()
    assert history[["work_id", "citation_count", "snapshot_date"]].to_numpy().tolist() == [
        ["arxiv:2401.00001", first.day + 1, first],
        ["arxiv:2401.00001", last.day + 1, last],
        ["arxiv:2401.00002", first.day + 2, first],
        ["arxiv:2401.00002", last.day + 2, last],
    ]
    assert set(history["source"]) == {"A Counter"}
    assert history["citation_count"].dtype == pd.Int32Dtype()
    folder = ds.dataset(tmp_path / "out" / "citation_history", partitioning="hive").to_table()
    assert folder.num_rows == len(history)
    assert folder.schema.field("citation_count").type == "int32"
