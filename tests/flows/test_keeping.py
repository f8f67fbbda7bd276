"""Tests of pruning: what goes, what stays, and that no later run notices."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.keeping import Pruned, prune_snapshots
from flows.runtime import now
from flows.stages import run_job
from pipeline.errors import LockedError, SnapshotError
from pipeline.job import Outcome
from pipeline.snapshot.manifest import to_json
from pipeline.snapshot.pointers import pointer_to
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify_store
from pipeline.sources.archive import ReplyArchive
from tests.refreshing import SMALL_LIST, a_job, let_pass, sandbox
from tests.snapshot.failing import digests

MORE = "- [GPT-4 technical report](https://arxiv.org/abs/2303.08774)\n"
NIGHTS = (
    (date(2026, 1, 10), SMALL_LIST),
    (date(2026, 1, 11), SMALL_LIST + MORE),
    (date(2026, 1, 12), MORE + SMALL_LIST),
)


def _night(folder: Path, as_of: date, text: str, out: str = "out") -> Outcome:
    with sandbox() as (url, _):
        job = replace(a_job(folder, url, text), as_of=as_of, out=folder / out)
        let_pass(job, timedelta(days=1))
        return run_job(job)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights of one month, all of them old by now; read it only."""
    folder = tmp_path_factory.mktemp("nights")
    for as_of, text in NIGHTS:
        _night(folder, as_of, text)
    with sandbox() as (url, _):
        let_pass(a_job(folder, url), timedelta(days=2))
    return folder


@pytest.fixture
def folder(nights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with those nights."""
    folder = Path(shutil.copytree(nights, tmp_path / "nights"))
    monkeypatch.setenv("PAPERS_RAW", str(folder / "raw"))
    _archive(folder).places_file.write_text(f"{folder / 'out'}\n", encoding="utf-8")
    return folder


def _prune(folder: Path, *, dry_run: bool = False) -> Pruned:
    return prune_snapshots(str(folder / "out"), "sandbox", keep_days=0, dry_run=dry_run)


def _archive(folder: Path) -> ReplyArchive:
    return ReplyArchive(folder / "raw" / "replies" / "small-sandbox")


def _missing(folder: Path, out: str = "out") -> list[str]:
    """Replies that a listed snapshot rests on and that cannot be read."""
    store = SnapshotStore(folder / out)
    manifests = [store.manifest(store.root / str(row["path"])) for row in store.rows()]
    named = [reply["sha256"] for manifest in manifests for reply in manifest["inputs"]["replies"]]
    return [digest for digest in named if not _archive(folder).holds(digest)]


def test_replies_go_with_the_snapshots_that_rested_on_them(folder: Path) -> None:
    """Only what no kept snapshot names and nothing is newer than goes; the next night asks and publishes as ever."""
    shutil.copytree(folder, folder.with_name("unpruned"))
    rehearsed = _prune(folder, dry_run=True)
    before = len(list((folder / "raw").rglob("*.z")))
    pruned = _prune(folder)

    assert [fate.kept for fate in pruned.fates] == [False, False, True]
    assert (rehearsed.fates, rehearsed.replies) == (pruned.fates, pruned.replies)
    assert pruned.replies > 0
    assert len(list((folder / "raw").rglob("*.z"))) == before - pruned.replies
    assert _missing(folder) == []
    assert _prune(folder).replies == 0
    assert not [
        each for verdict in verify_store(SnapshotStore(folder / "out"), every=True) for each in verdict.problems
    ]

    runs = [_night(each, date(2026, 2, 1), SMALL_LIST + MORE) for each in (folder, folder.with_name("unpruned"))]
    assert runs[0].requests == runs[1].requests
    assert runs[0].by_status == runs[1].by_status


def test_replies_that_another_folder_rests_on_stay(folder: Path) -> None:
    """An archive serves every folder of its list; what any of their snapshots names stays, also while one is away."""
    _night(folder, date(2026, 1, 9), SMALL_LIST, out="other")
    shutil.copytree(folder / "other", folder / "third")
    _archive(folder).note_place(str(folder / "third"))
    assert _archive(folder).places() == [str(folder / name) for name in ("out", "other", "third")]
    (folder / "other").rename(folder / "away")
    pruned = _prune(folder)
    assert pruned.replies == 0
    assert pruned.all_stay is not None
    assert f"{folder / 'other'}, whose snapshots rest on the same replies, is not there" in pruned.all_stay
    (folder / "other").mkdir()
    assert _prune(folder).replies == 0
    assert "other, whose snapshots rest on the same replies, is not there or has no catalog.json" in (
        _prune(folder).all_stay or ""
    )

    (folder / "other").rmdir()
    (folder / "away").rename(folder / "other")
    assert _prune(folder).all_stay is None
    assert _missing(folder, "other") == _missing(folder, "out") == []


def test_a_rehearsal_after_a_kill_tells_what_a_real_run_does(folder: Path) -> None:
    """What was listed and never pointed to goes, and with it what nothing else rests on, in both alike."""
    store = SnapshotStore(folder / "out")
    row = store.rows()[1]
    note = store.files.note(f"{row['path']}/manifest.json")
    assert note is not None
    (store.root / "latest.json").write_bytes(to_json(pointer_to(row, note.sha256)))
    before = digests(folder)
    rehearsed = _prune(folder, dry_run=True)
    assert digests(folder) == before
    assert rehearsed == _prune(folder)
    assert [fate.kept for fate in rehearsed.fates] == [False, True, False]


def test_what_was_received_lately_stays(folder: Path) -> None:
    """A reply of the days of which every snapshot stays is kept, named or not."""
    _night(folder, now().date(), SMALL_LIST + MORE)
    fresh = [row.sha256 for row in _archive(folder).rows() if now() - row.fetched_at < timedelta(hours=1)]
    _prune(folder)
    assert fresh
    assert all(_archive(folder).holds(digest) for digest in fresh)


def test_no_run_is_disturbed(folder: Path) -> None:
    """While a run works there nothing is removed; while one works with the replies only those stay."""
    before = digests(folder)
    with SnapshotStore(folder / "out").locked(), pytest.raises(LockedError):
        _prune(folder)
    assert digests(folder) == before
    with SnapshotStore(folder / "raw" / "replies" / "small-sandbox").locked():
        pruned = _prune(folder)
    assert pruned.replies == 0
    assert "another run holds the lock" in (pruned.all_stay or "")
    assert len(SnapshotStore(folder / "out").rows()) == 1


def test_a_folder_without_snapshots_is_left_alone(tmp_path: Path) -> None:
    """Nothing is made where there is nothing to prune."""
    with pytest.raises(SnapshotError, match="no snapshot in"):
        _prune(tmp_path)
    assert not (tmp_path / "out").exists()
