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


def test_a_damaged_file_is_told_with_the_remedy(store: SnapshotStore, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is written over what may be the only copy of a day's observations; who reads it is told the same."""
    (part,) = parts(store)
    (store.root / part).write_bytes(b"rotten")

    keep_history(store)

    assert "remove it" in caplog.text
    assert (store.root / part).read_bytes() == b"rotten"
    with pytest.raises(SnapshotError, match="remove it"):
        read_history(store)


def test_an_empty_place_has_no_history(tmp_path: Path) -> None:
    """Before the first snapshot there is nothing to keep and nothing to read."""
    keep_history(SnapshotStore(tmp_path))
    assert read_history(SnapshotStore(tmp_path)) == []
    assert citation_history(tmp_path).empty


TITLES = (
    "A Study of Lists",
    "A Survey of Surveys",
    "Pruning Orchards of Decision Trees at Dusk",
    "Why Maps of Harbours Mislead Sailors",
    "Counting Sheep with Sparse Attention",
    "Bags of Words That Nobody Carries",
)


def _catalogue(day: date) -> Catalogue:
    """Six works whose citations somebody counts every day."""
    works = [
        {"title": title, "authors": ["Ada Example"], "year": 2024, "arxiv_id": f"2401.0000{n}"}
        | {"citations": [{"count": day.day + n, "source": "A Counter", "date": day.isoformat()}]}
        for n, title in enumerate(TITLES, start=1)
    ]
    return read_catalogue("\n".join(map(json.dumps, works)), "six")


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


def _nights(folder: Path, *texts: str) -> SnapshotStore:
    """A night for each text, on the same catalogue, whose counts are of the first night."""
    for days, text in enumerate(texts):
        with sandbox("", _catalogue(STARTED.date())) as (url, _):
            run_at(folder, url, text, STARTED + timedelta(days=days))
    return SnapshotStore(folder / "out")


ONE, BOTH = "- A Study of Lists\n", "- A Study of Lists\n- A Survey of Surveys\n"


def _twice(store: SnapshotStore) -> int:
    return int(citation_history(store.root).duplicated(["work_id", "source", "observed_at"]).sum())


def test_what_comes_back_with_its_entry_is_told_once(tmp_path: Path) -> None:
    """A count that an older night has told is no new observation, though the night before did not have the work."""
    full = "".join(f"- {title}\n" for title in TITLES)
    store = _nights(tmp_path, full, full.replace(f"- {TITLES[-1]}\n", ""), full)
    assert _twice(store) == 0
    assert len(citation_history(store.root)) == len(TITLES)


def test_a_missing_file_is_written_from_all_snapshots_of_its_date(tmp_path: Path) -> None:
    """Also that of an older date, and also where two snapshots share one; another date's is not told again."""
    for text in (ONE, BOTH):
        with sandbox("", _catalogue(STARTED.date())) as (url, _):
            run_at(tmp_path, url, text, STARTED)
    later = STARTED + timedelta(days=1)
    with sandbox("", _catalogue(later.date())) as (url, _):
        run_at(tmp_path, url, BOTH, later)
    store = SnapshotStore(tmp_path / "out")
    before = citation_history(store.root)
    assert len(before) == 4
    (store.root / parts(store)[0]).unlink()

    keep_history(store)

    assert citation_history(store.root).equals(before)
    assert _twice(store) == 0


def test_another_dates_damage_keeps_no_night_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is told, and the night's own counts are kept."""
    store = _nights(tmp_path, ONE)
    (store.root / parts(store)[0]).write_bytes(b"rotten")
    later = STARTED + timedelta(days=1)
    with sandbox("", _catalogue(later.date())) as (url, _):
        run_at(tmp_path, url, ONE, later)

    assert [record.message for record in caplog.records if "may be told twice" in record.getMessage()]
    assert (store.root / parts(store)[1]).exists()
