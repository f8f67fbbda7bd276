"""Tests of snapshots that are made again from archived replies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from flows.services import SOURCES
from pipeline.errors import SnapshotError
from pipeline.rebuilding import Rebuilt, rebuild
from pipeline.snapshot.manifest import to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from tests.refreshing import SMALL_LIST, STARTED, run_at, sandbox

LONGER_LIST = SMALL_LIST + "- GPT-4 technical report\n"
OVERRIDES = """[[override]]
title = "Qlora: Efficient finetuning of quantized LLMs"
pin = "arxiv:2305.14314"
reason = "for the sake of a test"
date = 2026-11-22
"""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four nights: one without a service, one with another list and an override; the services are gone since."""
    folder = tmp_path_factory.mktemp("nights")
    for number, (text, faults) in enumerate(
        [(SMALL_LIST, ""), (SMALL_LIST, "s2:down"), (LONGER_LIST, ""), (LONGER_LIST, "")]
    ):
        if number == 2:
            (folder / "raw" / "overrides.toml").write_text(OVERRIDES, encoding="utf-8")
        with sandbox(faults) as (url, _):
            run_at(folder, url, text, STARTED + timedelta(days=number))
    return folder


@pytest.fixture
def copy(nights: Path, tmp_path: Path) -> Path:
    """A copy of it, without the list and the overrides themselves."""
    shutil.copytree(nights, tmp_path / "copy")
    (tmp_path / "copy" / "raw" / "overrides.toml").unlink()
    (tmp_path / "copy" / "small.md").unlink()
    return tmp_path / "copy"


def _archive(folder: Path) -> ReplyArchive:
    return ReplyArchive(folder / "raw" / "replies" / "small-sandbox")


def _rebuild(folder: Path, number: int) -> Rebuilt:
    """Make the snapshot of a night again."""
    store = SnapshotStore(folder / "out")
    name = store.rows()[number]["snapshot_id"]
    scratch = folder / f"scratch-{number}"
    scratch.mkdir()
    return rebuild(store, _archive(folder), SOURCES, snapshot_id=name, scratch=scratch)


@pytest.mark.parametrize("number", range(4))
def test_every_byte_comes_back(copy: Path, number: int) -> None:
    """Whichever night it is of: the first, one with stale values, one with overrides, the latest."""
    rebuilt = _rebuild(copy, number)

    published = copy / "out" / SnapshotStore(copy / "out").rows()[number]["path"]
    assert rebuilt.differing == ()
    assert {path.name: path.read_bytes() for path in rebuilt.folder.iterdir()} == {
        path.name: path.read_bytes() for path in published.iterdir()
    }
    assert rebuilt.files == len(list(published.iterdir()))


def test_what_differs_is_told(copy: Path) -> None:
    """A manifest that was tampered with names other files than come out."""
    store = SnapshotStore(copy / "out")
    folder = store.find()
    manifest = store.manifest(folder)
    manifest["files"][0]["sha256"] = "0" * 64
    (folder / "manifest.json").write_bytes(to_json(manifest))

    assert _rebuild(copy, 3).differing == (f"{manifest['files'][0]['name']}: differs", "manifest.json: differs")


def test_what_lies_there_is_compared_too(copy: Path) -> None:
    """Of a published file that was damaged since, or is gone, that is said, and not that it was made otherwise."""
    folder = SnapshotStore(copy / "out").find()
    (folder / "works.parquet").write_bytes((folder / "works.parquet").read_bytes()[:200])
    (folder / "report.html").unlink()
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes() + b" ")

    assert _rebuild(copy, 3).differing == (
        "report.html: what was published is missing",
        "works.parquet: what lies there is damaged",
        "manifest.json: what lies there is damaged",
    )


def test_other_libraries_are_named_beside_a_difference(copy: Path) -> None:
    """Whoever reads that files differ sees what wrote them then and what does now; alone it is a difference too."""
    store = SnapshotStore(copy / "out")
    folder = store.find()
    manifest = store.manifest(folder)
    manifest["code"]["libraries"]["pyarrow"] = "1.0"
    (folder / "manifest.json").write_bytes(to_json(manifest))

    *_, told = _rebuild(copy, 3).differing

    assert "pyarrow 1.0, this is version" in told


def _lose_a_line(copy: Path) -> None:
    index = _archive(copy).root / "index.jsonl"
    index.write_text("\n".join(index.read_text(encoding="utf-8").splitlines()[1:]) + "\n", encoding="utf-8")


def _lose_a_reply(copy: Path) -> None:
    store = SnapshotStore(copy / "out")
    manifest = store.manifest(copy / "out" / store.rows()[1]["path"])
    _archive(copy).forget([manifest["inputs"]["replies"][0]["sha256"]])


def _lose_the_blobs(copy: Path) -> None:
    shutil.rmtree(_archive(copy).root / "blobs")


def _lose_the_night_before(copy: Path) -> None:
    shutil.rmtree(copy / "out" / SnapshotStore(copy / "out").rows()[0]["path"])


def _damage_the_night_before(copy: Path) -> None:
    works = copy / "out" / SnapshotStore(copy / "out").rows()[0]["path"] / "works.parquet"
    works.write_bytes(works.read_bytes()[:200])


def _have_another_schema(copy: Path) -> None:
    folder = copy / "out" / SnapshotStore(copy / "out").rows()[1]["path"]
    manifest = SnapshotStore(copy / "out").manifest(folder)
    (folder / "manifest.json").write_bytes(to_json(manifest | {"schema_version": "0.9.0"}))


@pytest.mark.parametrize(
    ("lose", "told"),
    [
        (_lose_a_line, "rests on is not in the archive"),
        (_lose_a_reply, "cannot be read at"),
        (_lose_the_blobs, "cannot be read at"),
        (_lose_the_night_before, "which is not in"),
        (_damage_the_night_before, r"works\.parquet is not what was published"),
        (_have_another_schema, "is of schema version 0.9.0"),
    ],
)
def test_what_is_gone_is_told(copy: Path, lose: Callable[[Path], None], told: str) -> None:
    """Instead of other bytes there is a sentence that says what to restore."""
    lose(copy)
    with pytest.raises(SnapshotError, match=told):
        _rebuild(copy, 1)


def test_the_published_snapshot_is_left_alone(copy: Path) -> None:
    """Making it again writes nowhere but into the scratch folder."""
    before = {path: path.stat().st_mtime_ns for path in (copy / "out").rglob("*")}
    _rebuild(copy, 2)
    assert {path: path.stat().st_mtime_ns for path in (copy / "out").rglob("*")} == before
