"""Tests of verifying a snapshot on disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import Verdict, verify, verify_store
from tests.snapshot.failing import follow


@pytest.fixture
def store(published: Path, tmp_path: Path) -> SnapshotStore:
    """A copy of a folder with one snapshot."""
    shutil.copytree(published, tmp_path / "out")
    return SnapshotStore(tmp_path / "out")


def _flip(folder: Path) -> None:
    path = folder / "works.parquet"
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def _remove(folder: Path) -> None:
    (folder / "report.html").unlink()


def _edit_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["inputs"]["as_of"] = "2020-01-01"
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _half_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"files": [', encoding="utf-8")


def _empty_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}", encoding="utf-8")


def _add_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")


def test_what_was_published_verifies(store: SnapshotStore) -> None:
    """A snapshot that nobody touched has nothing wrong."""
    assert verify(store, store.find()) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_flip, "works.parquet: the content is not what was published"),
        (_remove, "report.html: missing"),
        (_edit_manifest, "manifest.json: the run is not the one its inputs name"),
        (_no_manifest, "manifest.json cannot be read (missing)"),
        (_half_manifest, "manifest.json cannot be read (JSONDecodeError"),
        (_empty_manifest, "manifest.json cannot be read (KeyError"),
        (_add_file, "notes.txt: not in the manifest, so it was not published"),
    ],
)
def test_harm_is_told(store: SnapshotStore, harm: Callable[[Path], None], told: str) -> None:
    """A flipped bit, a missing file and an edited manifest are each named."""
    folder = store.find()
    harm(folder)
    assert any(told in problem for problem in verify(store, folder))


def _problems(verdicts: list[Verdict]) -> list[str]:
    return [problem for verdict in verdicts for problem in verdict.problems]


def test_all_snapshots_are_checked(store: SnapshotStore) -> None:
    """One verdict for what names the snapshots, then one for each; damage to an old one is found with all alone."""
    old = store.find()
    follow(store, "2026-12-01").publish(store)
    (old / "report.html").write_text("changed", encoding="utf-8")

    assert _problems(verify_store(store)) == []
    verdicts = verify_store(store, every=True)
    names = [str(row["snapshot_id"]) for row in store.rows()]
    assert [verdict.name for verdict in verdicts] == [store.address, *names]
    assert [len(verdict.problems) for verdict in verdicts] == [0, 1, 0]
    assert _problems(verify_store(store, names[0])) == list(verdicts[1].problems)


def test_names_of_what_is_gone_are_told(store: SnapshotStore) -> None:
    """A pointer or a row whose folder is gone is told once, with the remedy, and the rest is checked."""
    follow(store, "2026-12-01").publish(store)
    old, new = (store.root / str(row["path"]) for row in store.rows())
    shutil.rmtree(old)
    (told,) = _problems(verify_store(store))
    assert told.startswith(f"catalog.json lists {store.rows()[0]['snapshot_id']}, but there is nothing at snapshots/")
    assert _problems(verify_store(store, every=True)) == [told]

    shutil.rmtree(new)
    pointer, _ = _problems(verify_store(store))
    assert pointer.startswith("latest.json names snapshots/")
    assert "restore it from a backup" in pointer


def test_a_catalogue_that_lacks_the_latest_is_told(store: SnapshotStore) -> None:
    """A restored catalogue is wrong until the next run mends it."""
    catalog = (store.root / "catalog.json").read_bytes()
    follow(store, "2026-12-01").publish(store)
    (store.root / "catalog.json").write_bytes(catalog)
    (told,) = _problems(verify_store(store))
    assert "does not list 2026-12-01-" in told
    store.heal()
    assert _problems(verify_store(store, every=True)) == []
