"""Tests of verifying a snapshot on disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify


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


def test_what_was_published_verifies(store: SnapshotStore) -> None:
    """A snapshot that nobody touched has nothing wrong."""
    assert verify(store, store.find()) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_flip, "works.parquet: the content is not what was published"),
        (_remove, "report.html: missing"),
        (_edit_manifest, "manifest.json: the run is not the one its inputs name"),
        (_no_manifest, "cannot be read"),
    ],
)
def test_harm_is_told(store: SnapshotStore, harm: Callable[[Path], None], told: str) -> None:
    """A flipped bit, a missing file and an edited manifest are each named."""
    folder = store.find()
    harm(folder)
    assert any(told in problem for problem in verify(store, folder))
