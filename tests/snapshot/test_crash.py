"""Tests of publishing on a disk that loses power, or is full, at every single operation."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from pipeline.snapshot.files import LocalFiles
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.upkeep import heal, remove
from tests.snapshot.failing import (
    FailingDisk,
    PowerLossError,
    QuickDisk,
    RefusingDisk,
    below,
    digests,
    follow,
    prepared,
)

AS_OF = "2026-12-01"


def _begin(small: Path, out: Path, *, first: bool) -> Path:
    """A folder to publish in: empty before the first snapshot, else with one."""
    return Path(shutil.copytree(small, out)) if not first else out


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("loses", [True, False])
def test_power_lost_at_every_operation(small: Path, tmp_path: Path, *, first: bool, loses: bool) -> None:
    """Readers see the old or the new snapshot, never a mix; the next run makes the bytes of an undisturbed one."""
    store = SnapshotStore(small)
    last = store.manifest(store.find())
    new = prepared(store.find(), last, as_of=AS_OF, previous=None if first else last["snapshot_id"])
    counting = FailingDisk()
    undisturbed = _begin(small, tmp_path / "undisturbed", first=first)
    new.publish(SnapshotStore(LocalFiles(undisturbed, counting)))
    after = digests(undisturbed)
    counting.lose_power()
    assert digests(undisturbed) == after
    before = {} if first else below(digests(small), store.path_of())
    seen = set()
    for number in range(1, counting.operations + 1):
        out = _begin(small, tmp_path / f"at-{number}", first=first)
        with pytest.raises(PowerLossError):
            new.publish(SnapshotStore(LocalFiles(out, FailingDisk(fails_at=number, loses=loses))))

        store = SnapshotStore(LocalFiles(out, QuickDisk()))
        latest = store.latest()
        seen.add(latest and latest["snapshot_id"])
        left = digests(out)
        assert latest is None or below(left, latest["path"]) == below(after, latest["path"]) != {}
        assert before.items() <= left.items()

        new.publish(store)
        assert digests(out) == after
    # What is pointed to is on disk for good only after the very last operation.
    assert seen == {None if first else last["snapshot_id"], *([] if loses else [new.name])}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_at_every_operation(small: Path, tmp_path: Path, number: int) -> None:
    """One sentence says where and what to do; the last snapshot stands until the new one is whole."""
    new = follow(SnapshotStore(small), AS_OF)
    shutil.copytree(small, tmp_path / "counted")
    counting = RefusingDisk()
    new.publish(SnapshotStore(LocalFiles(tmp_path / "counted", counting)))
    after = digests(tmp_path / "counted")
    for operation in range(1, counting.operations + 1):
        out = tmp_path / f"at-{operation}"
        shutil.copytree(small, out)
        with pytest.raises(StorageError, match=r"cannot write to .*, or name another folder with --out") as told:
            new.publish(SnapshotStore(LocalFiles(out, RefusingDisk(fails_at=operation, number=number))))

        store = SnapshotStore(LocalFiles(out, QuickDisk()))
        assert told.value.exit_code == 2
        assert below(digests(out), store.path_of()) == below(after, store.path_of()) != {}
        new.publish(store)
        assert digests(out) == after


@pytest.mark.parametrize("loses", [True, False])
def test_power_lost_at_every_operation_of_removing(small: Path, tmp_path: Path, *, loses: bool) -> None:
    """No row is ever without its folder; what a killed removal left goes with the next run."""
    full = _begin(small, tmp_path / "full", first=False)
    for as_of in (AS_OF, "2026-12-02"):
        follow(SnapshotStore(full), as_of).publish(SnapshotStore(full))
    going = [str(row["snapshot_id"]) for row in SnapshotStore(full).rows()[:2]]
    counting = FailingDisk()
    undisturbed = _begin(full, tmp_path / "undisturbed", first=False)
    remove(SnapshotStore(LocalFiles(undisturbed, counting)), going)
    before, after = digests(full), digests(undisturbed)
    assert len(list((undisturbed / "snapshots").iterdir())) == 1
    for number in range(1, counting.operations + 1):
        out = _begin(full, tmp_path / f"at-{number}", first=False)
        with pytest.raises(PowerLossError):
            remove(SnapshotStore(LocalFiles(out, FailingDisk(fails_at=number, loses=loses))), going)
        store = SnapshotStore(LocalFiles(out, QuickDisk()))
        left = digests(out)
        assert all(below(left, row["path"]) == below(before, row["path"]) != {} for row in store.rows())
        heal(store)
        remove(store, going)
        assert digests(out) == after


def test_a_folder_half_removed_is_not_taken_for_the_snapshot(small: Path, tmp_path: Path) -> None:
    """What lies at a snapshot's place counts only where it is the same, file by file."""
    new = follow(SnapshotStore(small), AS_OF)
    shutil.copytree(small, tmp_path / "out")
    store = SnapshotStore(tmp_path / "out")
    new.publish(store)
    whole = digests(store.root)
    (store.find() / "works.parquet").unlink()
    shutil.copy(small / "latest.json", store.root)

    new.publish(store)
    assert digests(store.root) == whole
