"""Tests of thirty nights: snapshots, changes, history, gates and names are right over time, as the script says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import citation_history
from pipeline.errors import GateError
from pipeline.job import Outcome
from pipeline.snapshot.read import read_snapshot
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify_store
from pipeline.tables.changes import printed
from tests.system.nights import COUNTED_BY, Lived, Told, changed, digests, live
from tests.system.thirty_nights import ENTRY, FIRST_LIST, NIGHTS, WORK, WORKS

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
_PUBLISHED = [number for number, night in enumerate(NIGHTS) if night.ends is None]
_UNTOLD = {"position", "line", "last_checked_at", "reason", "citation_count_as_of"}
_NAME = {work_id: name for name, work_id in WORK.items()}

State = Mapping[tuple[str, str], Mapping[str, str | None]]
"""Rows of `entries` and `works` in print, by table and key."""


@dataclass(frozen=True, slots=True)
class _Place:
    folder: Path
    lived: list[Lived]

    def before(self, number: int) -> int:
        """The night of the snapshot that stood before a night."""
        return max(each for each in _PUBLISHED if each < number)

    def snapshot(self, number: int) -> str:
        came = self.lived[number].came
        assert isinstance(came, Outcome), f"night {number} published nothing: {came}"
        return came.snapshot_id

    def state(self, number: int) -> State:
        rows: dict[tuple[str, str], Mapping[str, str | None]] = {}
        for table, key in (("entries", "entry_id"), ("works", "work_id")):
            path = SnapshotStore(self.folder / "out").find(self.snapshot(number)) / f"{table}.parquet"
            for row in pq.read_table(path).to_pylist():
                kept = {name: printed(value) for name, value in row.items() if name not in _UNTOLD}
                rows[table, str(row[key])] = kept
        return rows


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> _Place:
    """All nights lived through once."""
    folder = tmp_path_factory.mktemp("nights")
    return _Place(folder, list(live(folder, WORKS, FIRST_LIST, NIGHTS)))


def test_the_first_night_is_as_the_script_begins(place: _Place) -> None:
    """Every work of the list is found under the name that the script expects; one title is nowhere, one no paper."""
    state = place.state(0)
    told: dict[str, tuple[str, str | None]]
    told = {ENTRY[name]: ("matched", work_id) for name, work_id in WORK.items() if name != "masks"}
    told |= {ENTRY["late"]: ("not_found", None), ENTRY["product"]: ("not_a_paper", None)}

    entries = {key: (row["status"], row["work_id"]) for (table, key), row in state.items() if table == "entries"}
    assert entries == told
    assert {key for table, key in state if table == "works"} == {work_id for _, work_id in told.values() if work_id}
    assert read_snapshot(place.folder / "out", "changes", place.snapshot(0)).empty


@pytest.mark.parametrize("number", range(len(NIGHTS)))
def test_a_night_ends_as_the_script_says(place: _Place, number: int) -> None:
    """A lying service is refused and a silent one tells nothing; whatever came of a night comes of it again."""
    night, came, again = NIGHTS[number], place.lived[number].came, place.lived[number].again

    if night.ends is None:
        assert isinstance(came, Outcome), came
        assert isinstance(again, Outcome), again
        assert (came.new, again.new, again.snapshot_id) == (True, False, came.snapshot_id)
        silent = {"s2": ("semantic_scholar",), "arxiv": ("arxiv",)}.get(night.faults.partition(":")[0], ())
        assert came.degraded == silent
    else:
        assert isinstance(came, night.ends)
        assert isinstance(again, night.ends)
    if isinstance(came, GateError):
        assert "citation counts fell by more than half" in str(came)


@pytest.mark.parametrize("number", _PUBLISHED[1:])
def test_changes_are_what_the_script_did_and_nothing_else(place: _Place, number: int) -> None:
    """They are told against the last published snapshot, and laid upon its tables they give the new ones."""
    before, last = place.before(number), place.state(place.before(number))
    expected = {*NIGHTS[number].told, *_counts(place, number, before), *_staleness(number, before, last)}

    frame = read_snapshot(place.folder / "out", "changes", place.snapshot(number))
    rows = frame[["table", "key", "change", "field", "old", "new"]].astype(object).where(frame.notna(), None)
    found = [tuple(row) for row in rows.itertuples(index=False)]

    assert set(found) == expected
    assert len(found) == len(expected)
    assert _laid_upon(last, expected, place.state(number)) == place.state(number)


def _counts(place: _Place, number: int, before: int) -> set[Told]:
    """The counts that moved, of works that stood in both snapshots."""
    if not NIGHTS[number].counted:
        return set()
    # Behind a night without counts the older ones still stand.
    counted = max(each for each in _PUBLISHED if each <= before and NIGHTS[each].counted)
    old, new = place.lived[counted].counts, place.lived[number].counts
    both = {key for table, key in place.state(before).keys() & place.state(number).keys() if table == "works"}
    return {
        told
        for work_id in both
        for name in [_NAME[work_id]]
        for told in changed("works", work_id, citation_count=(str(old[name]), str(new[name])))
    }


def _staleness(number: int, before: int, last: State) -> set[Told]:
    """What became stale or is no longer, of rows that stood in the last snapshot."""
    now, then = NIGHTS[number], NIGHTS[before]
    told: set[Told] = set()
    for name in now.stale_entries ^ then.stale_entries:
        is_stale = name in now.stale_entries
        told.update(changed("entries", ENTRY[name], stale=(str(not is_stale).lower(), str(is_stale).lower())))
    for name in now.stale_works ^ then.stale_works:
        is_stale = name in now.stale_works
        told.update(changed("works", WORK[name], stale=(str(not is_stale).lower(), str(is_stale).lower())))
    for name in now.carried ^ then.carried:
        by = "title" if name in {"bare", "late"} else "identifier"
        pair = (by, "carried") if name in now.carried else ("carried", by)
        told.update(changed("entries", ENTRY[name], matched_by=pair))
    return {each for each in told if (each[0], each[1]) in last}


def _laid_upon(last: State, told: set[Told], new: State) -> State:
    """The rows of a snapshot after changes; a new row is taken as it stands."""
    rows = {place: dict(row) for place, row in last.items()}
    for table, key, change, field, _, value in told:
        if change == "removed":
            del rows[table, key]
        elif change == "added":
            rows[table, key] = dict(new[table, key])
        else:
            rows[table, key][field] = value
    return rows


def test_history_has_each_observation_once(place: _Place) -> None:
    """One row per work and night on which its count came and was published, with the count of that night."""
    expected: list[tuple[str, int, str, datetime]] = []
    for number in _PUBLISHED:
        if NIGHTS[number].counted:
            lived = place.lived[number]
            works = [key for table, key in place.state(number) if table == "works"]
            # Somebody else counts, once a day.
            midnight = datetime.combine(lived.at.date(), time.min, UTC)
            expected += [(key, lived.counts[_NAME[key]], COUNTED_BY, midnight) for key in works]

    history = citation_history(place.folder / "out")
    found = history[["work_id", "citation_count", "source", "observed_at"]].itertuples(index=False, name=None)

    assert sorted(found) == sorted(expected)
    assert (history["snapshot_date"] == history["observed_at"].dt.date).all()


def test_a_work_keeps_its_name_and_gains_identifiers(place: _Place) -> None:
    """Published, merged upstream, put on arXiv or withdrawn, a work is the same one with all its identifiers."""
    state = place.state(_PUBLISHED[-1])

    def of_work(name: str, *fields: str) -> list[str | None]:
        return [state["works", WORK[name]][field] for field in fields]

    assert {key for table, key in state if table == "works"} == set(WORK.values()) - {WORK["journal"]}
    assert of_work("critics", "arxiv_id", "doi", "venue") == ["2401.00003", "10.1000/critics", "NeurIPS"]
    assert of_work("preprint", "arxiv_id", "doi", "venue") == ["2205.00016", "10.1000/journal", "JMLR"]
    assert of_work("printed", "arxiv_id", "doi") == ["2301.00018", "10.1000/printed"]
    assert of_work("bare", "s2_paper_id") == ["c" * 40]
    assert [name for name in WORK if name != "journal" and of_work(name, "withdrawn") == ["true"]] == ["jurors"]
    assert {state["entries", ENTRY[name]]["work_id"] for name in ("journal", "preprint")} == {WORK["preprint"]}


def test_every_snapshot_is_whole(place: _Place) -> None:
    """After all nights each snapshot that was published is there, as it was written, and no other."""
    store = SnapshotStore(place.folder / "out")

    verdicts = verify_store(store, every=True)

    assert [verdict for verdict in verdicts if verdict.problems] == []
    assert {row["snapshot_id"] for row in store.rows()} == {place.snapshot(number) for number in _PUBLISHED}


def test_the_same_nights_make_the_same_bytes(place: _Place, tmp_path: Path) -> None:
    """In other processes, with other hashes and an archive in another order each night, every file is alike."""
    running = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-m", "tests.system.thirty_nights", str(folder), seed]
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        running.append(subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True))
    printed_digests = [each.communicate()[0].splitlines() for each in running]

    assert [each.returncode for each in running] == [0, 0]
    expected = [f"{digest} {name}" for name, digest in digests(place.folder).items()]
    assert printed_digests == [expected, expected]
