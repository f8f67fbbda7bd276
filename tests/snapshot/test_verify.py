"""Tests of verifying a snapshot on disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.snapshot.history import keep_history, parts
from pipeline.snapshot.manifest import to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.upkeep import heal
from pipeline.snapshot.verify import Verdict, verify, verify_store
from tests.snapshot.failing import follow, note_again


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
    heal(store)
    assert _problems(verify_store(store, every=True)) == []


def _edit(path: Path, **values: object) -> None:
    path.write_bytes(to_json({**json.loads(path.read_bytes()), **values}))


def _swap(store: SnapshotStore) -> None:
    first, second, _ = (store.root / str(row["path"]) for row in store.rows())
    for name in ("manifest.json", *(path.name for path in first.glob("*.parquet"))):
        one, other = (first / name).read_bytes(), (second / name).read_bytes()
        (first / name).write_bytes(other)
        (second / name).write_bytes(one)


def _drop(store: SnapshotStore) -> None:
    folder = store.root / str(store.rows()[0]["path"])
    (folder / "report.html").unlink()
    files = [file for file in store.manifest(folder)["files"] if file["name"] != "report.html"]
    _edit(folder / "manifest.json", files=files)


def _misstate(store: SnapshotStore, **values: object) -> None:
    """Let the latest snapshot's manifest say something else, and all that names it agree."""
    _edit(store.find() / "manifest.json", **values)
    note_again(store)


def _misstate_rows(store: SnapshotStore) -> None:
    files = store.manifest(store.find())["files"]
    _misstate(store, files=[file | ({"rows": 7} if "rows" in file else {}) for file in files])


def _misstate_row(store: SnapshotStore, **values: object) -> None:
    first, *others = store.rows()
    _edit(store.root / "catalog.json", snapshots=[{**first, **values}, *others])


def _cut_history(store: SnapshotStore) -> None:
    part = store.root / parts(store)[0]
    part.write_bytes(part.read_bytes()[:200])


def _double_history(store: SnapshotStore) -> None:
    part = store.root / parts(store)[0]
    table = pq.read_table(part, partitioning=None)
    pq.write_table(pa.concat_tables([table, table.slice(0, 1)]), part)


def _lose_history(store: SnapshotStore) -> None:
    (store.root / parts(store)[1]).unlink()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_swap, "which belongs elsewhere (snapshots/snapshot_date=2026-12-01/"),
        (_drop, "manifest.json: not the one that catalog.json lists"),
        (
            lambda store: _misstate(store, snapshot_id="2026-01-01-deadbeef"),
            "the snapshot_id is not the one its inputs",
        ),
        (lambda store: _misstate(store, sandbox=False), "manifest.json: the sandbox is not the one its inputs name"),
        (lambda store: _misstate(store, by_status={"matched": 9}), "manifest.json: by_status not as in the tables"),
        (lambda store: _misstate(store, findings={}), "manifest.json: findings not as in the tables"),
        (_misstate_rows, "manifest.json: rows not as in the tables"),
        (
            lambda store: _misstate_row(store, rows={"works": 9}, as_of="2020-01-01"),
            "catalog.json: as_of, rows in its row not as its manifest says",
        ),
        (
            lambda store: _edit(store.root / "latest.json", snapshot_id=store.rows()[0]["snapshot_id"]),
            "latest.json: snapshot_id of what it names is not as its manifest says",
        ),
        (_cut_history, "/part.parquet cannot be read"),
        (_double_history, "/part.parquet has several rows of one work_id, source, observed_at"),
        (_lose_history, "citation_history/snapshot_date=2026-12-01/part.parquet is missing, though 2026-12-01-"),
    ],
)
def test_accounts_that_disagree_are_told(
    store: SnapshotStore, harm: Callable[[SnapshotStore], None], told: str
) -> None:
    """Whatever the manifest, the catalogue, the pointer and the history say otherwise than the files is found."""
    for as_of in ("2026-12-01", "2026-12-02"):
        follow(store, as_of).publish(store)
        keep_history(store)
    assert _problems(verify_store(store, every=True)) == []
    harm(store)
    assert [problem for problem in _problems(verify_store(store, every=True)) if told in problem]


def test_a_history_that_is_still_to_be_written_is_no_problem(store: SnapshotStore) -> None:
    """A run that was killed behind the pointer leaves it to the next."""
    follow(store, "2026-12-01").publish(store)
    verdicts = verify_store(store, every=True)
    assert _problems(verdicts) == []
    assert verdicts[0].notes == (
        "citation_history/snapshot_date=2026-12-01/part.parquet is missing; the next run writes it",
    )


def test_a_whole_snapshot_of_an_older_schema_is_no_problem(store: SnapshotStore) -> None:
    """Its files are held against their digests; that its tables are not is worth a note."""
    _misstate(store, schema_version="0.9.0")
    _, verdict = verify_store(store, every=True)
    assert verdict.problems == ()
    assert verdict.notes[0].startswith("schema version 0.9.0, not ")
    (store.find() / "report.html").write_text("changed", encoding="utf-8")
    assert any("report.html" in problem for problem in _problems(verify_store(store, every=True)))
