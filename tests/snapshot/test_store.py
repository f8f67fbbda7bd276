"""Tests of the folder of snapshots: lock, claim, pointer, and what a kill leaves behind."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import LockedError, SnapshotError, StorageError, UsageError
from pipeline.snapshot.files import Content, LocalFiles
from pipeline.snapshot.manifest import to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.upkeep import heal, remove
from pipeline.snapshot.verify import verify
from tests.snapshot.failing import QuickDisk, digests, follow


@pytest.fixture
def store(published: Path, tmp_path: Path) -> SnapshotStore:
    """A copy of a folder with one snapshot."""
    shutil.copytree(published, tmp_path / "out")
    return SnapshotStore(tmp_path / "out")


def test_a_second_run_is_refused_at_once(tmp_path: Path) -> None:
    """The lock is not waited for."""
    with SnapshotStore(tmp_path).locked(), pytest.raises(LockedError), SnapshotStore(tmp_path).locked():
        pass


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    """A run that fails leaves no lock behind."""
    with pytest.raises(ZeroDivisionError), SnapshotStore(tmp_path).locked():
        _ = 1 / 0
    with SnapshotStore(tmp_path).locked():
        pass


def test_an_error_of_the_run_is_not_blamed_on_the_folder(tmp_path: Path) -> None:
    """What goes wrong while the lock is held stays what it is."""
    with pytest.raises(PermissionError), SnapshotStore(tmp_path).locked():
        raise PermissionError


def test_a_folder_that_cannot_be_made_is_a_usage_error(tmp_path: Path) -> None:
    """A file in the way is told with the remedy."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="--out"), SnapshotStore(tmp_path / "file").locked():
        pass


@pytest.mark.parametrize(("name", "source"), [("another", "sandbox"), ("post-training-llms", "live")])
def test_another_list_or_source_is_refused(store: SnapshotStore, name: str, source: str) -> None:
    """One folder holds one list from one source."""
    with pytest.raises(UsageError, match="Name another folder with --out"):
        store.claim(name, source)


def test_the_same_list_and_source_may_go_on(store: SnapshotStore) -> None:
    """The owner of a folder is not refused."""
    store.claim("post-training-llms", "sandbox")


def test_an_unknown_snapshot_is_named_with_the_known_ones(store: SnapshotStore) -> None:
    """The message helps to find the right name."""
    latest = store.latest()
    assert latest is not None
    with pytest.raises(SnapshotError, match=latest["snapshot_id"]):
        store.find("2020-01-01-nothing")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    """Before the first snapshot the command to make one is named."""
    with pytest.raises(SnapshotError, match="papers refresh"):
        SnapshotStore(tmp_path).find()


def test_a_damaged_pointer_is_told(store: SnapshotStore) -> None:
    """A pointer that is no JSON is an error, not an absence."""
    (store.root / "latest.json").write_text("{", encoding="utf-8")
    with pytest.raises(SnapshotError, match="not valid JSON"):
        store.latest()


def _truncate(folder: Path) -> None:
    works = folder / "works.parquet"
    works.write_bytes(works.read_bytes()[:200])


def _alter(folder: Path) -> None:
    works = pq.read_table(folder / "works.parquet", partitioning=None)
    pq.write_table(works.slice(1), folder / "works.parquet")


def _lose(folder: Path) -> None:
    (folder / "works.parquet").unlink()


def _alter_the_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes() + b" ")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_truncate, "works.parquet is not what was published (SHA-256 differs)"),
        (_alter, "works.parquet is not what was published (SHA-256 differs)"),
        (_lose, "works.parquet cannot be read (No such file or directory)"),
        (_alter_the_manifest, "manifest.json is not what was published (SHA-256 differs)"),
    ],
)
def test_what_others_rest_on_is_held_against_its_digest(
    store: SnapshotStore, harm: Callable[[Path], None], told: str
) -> None:
    """Damage is named with its file and the remedy, whether or not it can be read."""
    folder = store.find()
    assert store.read_whole(None, ["works"]) == store.read_tables(folder, ["works"])
    harm(folder)
    with pytest.raises(SnapshotError, match=re.escape(f"{folder}/{told}, and nothing may rest on it: restore it")):
        store.read_whole(None, ["works"])


@pytest.mark.parametrize("name", ["report.html", "works.parquet", "latest.json"])
def test_a_short_write_is_noticed_before_anything_points_to_it(store: SnapshotStore, name: str) -> None:
    """What a disk took a part of, without a word, is not published."""

    class Torn(QuickDisk):
        def write(self, path: Path, body: bytes) -> None:
            super().write(path, body[: len(body) // 2] if name in path.name else body)

    before = store.latest()
    new = follow(store, "2026-12-01")
    with pytest.raises(StorageError, match=rf"{name}.* does not read back as it was written \(\d+ of \d+ bytes\)"):
        new.publish(SnapshotStore(LocalFiles(store.root, Torn())))
    assert store.latest() == before


def test_staging_sweeps_what_killed_runs_left(store: SnapshotStore) -> None:
    """A staging folder of a dead run goes when the next run begins."""
    left = store.root / ".staging-dead"
    left.mkdir()
    (left / "half.parquet").write_text("half", encoding="utf-8")

    assert list(store.stage("new").iterdir()) == []
    assert not left.exists()


def test_what_was_staged_goes_before_anything_is_written(store: SnapshotStore) -> None:
    """On a full disk, what a killed run staged is the first to go, also when all that is wanted is to prune."""
    store.stage("dead")
    heal(store)
    assert not list(store.root.glob(".staging-*"))


def test_publishing_again_after_a_kill_before_the_pointer(store: SnapshotStore) -> None:
    """A folder that was renamed but not yet pointed to is taken over by the next run."""
    folder = store.find()
    manifest = store.manifest(folder)
    before = (store.root / "latest.json").read_bytes()
    (store.root / "latest.json").unlink()
    (store.root / "catalog.json").unlink()
    staging = store.stage(manifest["run"])
    shutil.copytree(folder, staging, dirs_exist_ok=True)

    assert store.publish(staging, manifest) == folder
    assert (store.root / "latest.json").read_bytes() == before
    assert not staging.exists()
    assert verify(store, folder) == []


def test_pointer_and_catalogue_agree(published: Path) -> None:
    """The pointer names a snapshot that the catalogue lists with its rows."""
    latest = json.loads((published / "latest.json").read_bytes())
    catalog = json.loads((published / "catalog.json").read_bytes())
    (row,) = [each for each in catalog["snapshots"] if each["snapshot_id"] == latest["snapshot_id"]]
    assert row["path"] == latest["path"]
    assert row["rows"]["entries"] == 372
    assert set(latest) == {"snapshot_id", "path", "schema_version", "manifest_sha256"}


def test_a_catalogue_ahead_of_the_pointer_is_healed(store: SnapshotStore) -> None:
    """A snapshot that was listed and never pointed to is withdrawn by the next run, unless that makes it again."""
    before = store.rows()
    pointer = (store.root / "latest.json").read_bytes()
    new = follow(store, "2026-12-01")
    new.publish(store)
    published = store.rows()
    (store.root / "latest.json").write_bytes(pointer)

    heal(store)
    assert [row["status"] for row in store.rows()] == ["published", "withdrawn"]
    follow(store, "2026-12-02").publish(store)
    assert [row["status"] for row in store.rows()] == ["published", "withdrawn", "published"]

    (store.root / "latest.json").write_bytes(pointer)
    (store.root / "catalog.json").write_bytes(to_json({**(store.catalog() or {}), "snapshots": before}))
    new.publish(store)
    assert store.rows() == published


@pytest.mark.parametrize("text", [None, '{"list": "post-training-llms", "source": "sandbox", "snapshots": []}\n'])
def test_a_catalogue_without_the_latest_snapshot_is_healed(store: SnapshotStore, text: str | None) -> None:
    """A lost or restored catalogue lists the latest snapshot again, made from its manifest."""
    before = store.catalog()
    if text is None:
        (store.root / "catalog.json").unlink()
    else:
        (store.root / "catalog.json").write_text(text, encoding="utf-8")
    heal(store)
    assert store.catalog() == before


def test_the_latest_snapshot_is_not_removed(store: SnapshotStore) -> None:
    """Whatever asks for it, readers of the latest snapshot keep it."""
    before = digests(store.root)
    with pytest.raises(SnapshotError, match="is the latest snapshot"):
        remove(store, [str((store.latest() or {})["snapshot_id"])])
    assert digests(store.root) == before


def test_what_is_made_again_is_not_removed(store: SnapshotStore) -> None:
    """A snapshot that was to be removed and is listed again stays."""
    (row,) = store.rows()
    catalog = {**(store.catalog() or {}), "removing": [row["path"]]}
    (store.root / "catalog.json").write_bytes(to_json(catalog))
    heal(store)
    assert verify(store, store.find()) == []
    assert "removing" not in (store.catalog() or {})


def test_a_lost_pointer_is_not_taken_for_a_beginning(store: SnapshotStore) -> None:
    """Where several snapshots were published, a run without a pointer would give works new names."""
    follow(store, "2026-12-01").publish(store)
    (store.root / "latest.json").unlink()
    with pytest.raises(SnapshotError, match=r"latest\.json is missing though the catalogue lists 2 published"):
        heal(store)


def test_a_snapshot_that_does_not_follow_the_latest_is_refused(store: SnapshotStore) -> None:
    """What another machine has published meanwhile is not overwritten."""
    late = follow(store, "2026-12-01")
    follow(store, "2026-12-02").publish(store)
    before = store.latest()
    with pytest.raises(LockedError, match="replaced by another run at the same time"):
        late.publish(store)
    assert store.latest() == before


def test_a_pointer_that_changes_under_the_hand_is_not_replaced(store: SnapshotStore) -> None:
    """A file is replaced only over the content that was read."""
    read = store.files.read("latest.json")
    store.files.replace("latest.json", b"{}", over=read)
    with pytest.raises(LockedError, match="run again"):
        store.files.replace("latest.json", b"[]", over=read)
    assert store.files.read("latest.json") == Content(b"{}")
