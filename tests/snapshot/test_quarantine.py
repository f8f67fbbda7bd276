"""Tests of keeping refused snapshots for a look."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.snapshot.quarantine import Refusal, set_aside
from pipeline.snapshot.store import SnapshotStore

STARTED = datetime(2026, 11, 22, tzinfo=UTC)


def _refuse(store: SnapshotStore, number: int, *, keep: int, days: int = 0) -> str:
    staging = store.stage(f"{number}")
    store.write(staging / "entries.parquet", b"bad")
    refusal = Refusal(
        snapshot_id=f"2026-11-22-{number}",
        run=f"{number}",
        refused_at=STARTED + timedelta(days=days or number),
        last=None,
        reasons=["1 entry, the last snapshot has 5; expected at least 80% of them"],
        limits={"entries": 0.8},
        numbers={"entries": 1, "entries_before": 5},
    )
    return set_aside(store, staging, refusal, keep=keep)


def _kept(root: Path) -> set[str]:
    return {folder.name for folder in (root / "quarantine").iterdir()}


def test_a_refused_snapshot_is_kept_with_its_reasons(tmp_path: Path) -> None:
    """Quarantine keeps the files and why they are there; readers do not see them."""
    store = SnapshotStore(tmp_path)
    folder = Path(_refuse(store, 1, keep=5))

    refused = json.loads((folder / "refused.json").read_bytes())
    assert (folder / "entries.parquet").read_bytes() == b"bad"
    assert refused["reasons"] == ["1 entry, the last snapshot has 5; expected at least 80% of them"]
    assert (refused["limits"], refused["numbers"]["entries"]) == ({"entries": 0.8}, 1)
    assert refused["refused_at"] == "2026-11-23T00:00:00+00:00"
    assert (store.latest(), store.rows()) == (None, [])


@pytest.mark.parametrize("keep", [1, 3])
def test_the_newest_are_kept(tmp_path: Path, keep: int) -> None:
    """However many nights are refused, the quarantine does not grow."""
    store = SnapshotStore(tmp_path)
    for number in (4, 2, 1, 3, 5):
        _refuse(store, number, keep=keep)
        assert len(_kept(tmp_path)) <= keep
    assert _kept(tmp_path) == {f"run={number}" for number in (5, 4, 3)[:keep]}


def test_the_same_refusal_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """A run that is refused every night is kept once, with the newest time; what says no time is the oldest."""
    store = SnapshotStore(tmp_path)
    _refuse(store, 1, keep=2)
    (tmp_path / "quarantine" / "run=old").mkdir()
    (tmp_path / "quarantine" / "run=old" / "refused.json").write_text("{", encoding="utf-8")
    _refuse(store, 2, keep=2)
    folder = Path(_refuse(store, 1, keep=2, days=9))
    assert _kept(tmp_path) == {"run=1", "run=2"}
    assert json.loads((folder / "refused.json").read_bytes())["refused_at"].startswith("2026-12-01")
