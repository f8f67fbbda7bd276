"""Tests of comparing two published snapshots."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import SnapshotError
from pipeline.snapshot.diff import compare_snapshots
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.schema.changes import Change, Compared
from tests.nights import LATER_COLUMNS, OLDER_VERSION, night_of


@pytest.fixture
def store(nights: Path) -> SnapshotStore:
    """Nights of two releases; to be read only."""
    return SnapshotStore(nights / "data" / "enriched" / "sandbox")


def test_last_night_is_compared_with_the_night_before(store: SnapshotStore) -> None:
    """Unless others are named; what went is told once, and every count that rose."""
    diff = compare_snapshots(store)

    assert [diff.before.as_of, diff.after.as_of] == [night_of(2).isoformat(), night_of(3).isoformat()]
    (gone,) = diff.of(Compared.ENTRIES, Change.REMOVED)
    entries = pq.read_table(store.find(diff.before.snapshot_id) / "entries.parquet", partitioning=None)
    assert (gone.key, gone.title) == tuple(entries[name].to_pylist()[-1] for name in ("entry_id", "title"))
    risen = diff.of(Compared.WORKS, Change.CHANGED)
    assert {each.field for row in risen for each in row.fields} == {"citation_count"}
    assert diff.growth.gained == sum(work.gained for work in diff.growth.works) == diff.growth.per_day
    assert len(risen) == sum(1 for work in diff.growth.works if work.gained) > 50
    assert diff.passed_over == ()


def test_the_night_before_a_named_one_is_the_other_side(store: SnapshotStore) -> None:
    """The later snapshot alone may be named."""
    names = [row["snapshot_id"] for row in store.rows()]
    diff = compare_snapshots(store, after=names[1])
    assert [diff.before.snapshot_id, diff.after.snapshot_id] == names[:2]


def test_releases_are_compared_by_what_both_have(store: SnapshotStore) -> None:
    """A column of one release alone is no change, and it is said that it was passed over."""
    names = [row["snapshot_id"] for row in store.rows()]
    diff = compare_snapshots(store, names[0])

    assert diff.before.schema_version == OLDER_VERSION != diff.after.schema_version
    later = [f"{table}.{column}" for table in Compared for column in sorted(LATER_COLUMNS[table])]
    assert list(diff.passed_over) == later
    changed = diff.of(Compared.WORKS, Change.CHANGED)
    assert {each.field for row in changed for each in row.fields} == {"citation_count"}
    assert {work.days for work in diff.growth.works} == {3}


def test_a_snapshot_does_not_differ_from_itself(store: SnapshotStore) -> None:
    """No change, no growth, no rate."""
    name = store.rows()[-1]["snapshot_id"]
    diff = compare_snapshots(store, name, name)
    assert (diff.changes, diff.growth.gained, diff.growth.per_day) == ((), 0, None)


def test_a_single_snapshot_has_nothing_to_be_compared_with(published: Path) -> None:
    """The error says so, and what to do."""
    with pytest.raises(SnapshotError, match=r"has no snapshot before .* run 'papers refresh' another night"):
        compare_snapshots(SnapshotStore(published))


def test_an_unknown_snapshot_is_told_with_the_newest(store: SnapshotStore) -> None:
    """Whichever side it is."""
    for named in ({"before": "2020-01-01-abc"}, {"after": "2020-01-01-abc"}):
        with pytest.raises(SnapshotError, match=r"no snapshot '2020-01-01-abc' .* the newest there: 2026"):
            compare_snapshots(store, **named)


def test_a_damaged_table_is_told_with_its_snapshot(store: SnapshotStore, tmp_path: Path) -> None:
    """And where to learn more."""
    shutil.copytree(store.root, tmp_path / "out")
    damaged = SnapshotStore(tmp_path / "out")
    (damaged.find() / "works.parquet").write_bytes(b"rotten")
    with pytest.raises(SnapshotError, match=f"snapshot {store.rows()[-1]['snapshot_id']} cannot be read"):
        compare_snapshots(damaged)
