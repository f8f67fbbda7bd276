"""Tests of a whole refresh over the sandbox: what is published, and what is not."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.runtime import holding, make_tools
from flows.stages import PlainStages, ask_all, drive, run_job
from pipeline import publishing, refresh
from pipeline.errors import GateError, LockedError, ServicesUnavailableError, SnapshotError, StorageError, UsageError
from pipeline.job import Outcome
from pipeline.model import Service
from pipeline.sandbox.app import Ledger
from pipeline.snapshot.disk import Disk
from pipeline.snapshot.files import LocalFiles
from pipeline.snapshot.read import citation_history, read_snapshot
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify, verify_store
from tests.refreshing import SMALL_LIST, STARTED, a_job, let_pass, sandbox
from tests.snapshot.failing import note_again
from tests.sources import local_server
from tests.sources.local_server import answer

TITLES = b"Proximal policy optimization algorithms\nGPT-4 technical report\n"


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_each_line_gets_its_verdict(tmp_path: Path) -> None:
    """A right link, a wrong link, an invented title, a product page and a bare title are told apart."""
    with sandbox() as (url, _):
        outcome = run_job(a_job(tmp_path, url))

    entries = read_snapshot(tmp_path / "out", "entries")
    assert list(entries["status"]) == ["matched", "matched", "conflict", "not_a_paper", "matched"]
    assert list(entries["link_check"]) == ["agrees", "unresolvable", "points_elsewhere", "no_identifier", "none"]
    assert list(entries["matched_by"].fillna("")) == ["identifier", "title", "", "", "title"]
    assert outcome.by_status == {"matched": 3, "conflict": 1, "not_a_paper": 1}
    assert outcome.findings == {
        "claimed_year": 1,
        "dead_identifier": 1,
        "not_a_paper": 1,
        "not_found": 1,
        "wrong_link": 1,
    }
    assert list(read_snapshot(tmp_path / "out", "findings")["kind"]) == [
        *("dead_identifier", "claimed_year", "wrong_link", "not_found", "not_a_paper"),
    ]
    assert verify(SnapshotStore(tmp_path / "out"), Path(outcome.path)) == []


def test_a_second_run_asks_nothing_and_publishes_nothing(tmp_path: Path) -> None:
    """Identical inputs leave every byte as it was."""
    with sandbox() as (url, ledger):
        first = run_job(a_job(tmp_path, url))
        asked = {service: len(times) for service, times in ledger.times.items()}
        before = _digests(Path(first.path))
        second = run_job(a_job(tmp_path, url))

    assert {service: len(times) for service, times in ledger.times.items()} == asked
    assert second.snapshot_id == first.snapshot_id
    assert second.findings == first.findings != {}
    assert not second.new
    assert sum(second.requests.values()) == 0
    assert second.from_archive > 0
    assert _digests(Path(second.path)) == before
    assert len(list((tmp_path / "out" / "snapshots").rglob("manifest.json"))) == 1


def test_the_same_inputs_make_the_same_bytes(tmp_path: Path) -> None:
    """Two folders, the same list and archived replies: every file alike."""
    with sandbox() as (url, _):
        job = a_job(tmp_path, url)
        first = run_job(job)
        second = run_job(replace(job, out=tmp_path / "elsewhere"))

    assert first.snapshot_id == second.snapshot_id
    assert _digests(Path(first.path)) == _digests(Path(second.path))


def test_an_edited_list_makes_a_new_snapshot_and_keeps_the_names(tmp_path: Path) -> None:
    """A longer list asks for what is new only; entries and works keep their names."""
    with sandbox() as (url, _):
        first = run_job(a_job(tmp_path, url))
        before = read_snapshot(tmp_path / "out", "entries").set_index("title")
        longer = SMALL_LIST.replace("- Proximal", "- GPT-4 technical report\n- Proximal")
        second = run_job(a_job(tmp_path, url, longer))

    after = read_snapshot(tmp_path / "out", "entries").set_index("title")
    assert second.new
    assert second.snapshot_id != first.snapshot_id
    assert sum(second.requests.values()) <= 4
    assert (after.loc[before.index, "entry_id"] == before["entry_id"]).all()
    assert (after.loc[before.index, "work_id"].fillna("") == before["work_id"].fillna("")).all()
    rows = SnapshotStore(tmp_path / "out").catalog()
    assert rows is not None
    assert len(rows["snapshots"]) == 2


def test_a_snapshot_of_an_older_schema_is_built_upon(tmp_path: Path) -> None:
    """A last snapshot without tables and columns that were declared since still gives names and bounds."""
    with sandbox() as (url, _):
        first = run_job(a_job(tmp_path, url))
        before = read_snapshot(tmp_path / "out", "entries").set_index("title")["work_id"]
        folder = Path(first.path)
        for name in ("candidates", "list"):
            (folder / f"{name}.parquet").unlink()
        pq.write_table(pq.read_table(folder / "works.parquet").drop(["authors_complete"]), folder / "works.parquet")
        note_again(SnapshotStore(tmp_path / "out"))
        second = run_job(a_job(tmp_path, url, SMALL_LIST + "- GPT-4 technical report\n"))

    after = read_snapshot(tmp_path / "out", "list").set_index("title_listed")["work_id"]
    assert second.new
    assert after[before.index].equals(before)


@pytest.mark.parametrize(
    ("faults", "degraded"),
    [("arxiv:503", ("arxiv",)), ("s2:403", ("semantic_scholar",)), ("arxiv:200-html", ("arxiv",))],
)
def test_one_service_down_is_no_absence(tmp_path: Path, faults: str, degraded: tuple[str, ...]) -> None:
    """With one service down the rest is published, and what it alone could tell is unchecked, never absent."""
    with sandbox(faults) as (url, _):
        outcome = run_job(a_job(tmp_path, url))

    entries = read_snapshot(tmp_path / "out", "entries")
    assert outcome.degraded == degraded
    assert "not_found" not in set(entries["status"])
    assert set(entries["status"]) <= {"matched", "unchecked", "not_a_paper"}
    assert (entries["status"] == "unchecked").any()


def test_the_next_run_mends_a_degraded_one(tmp_path: Path) -> None:
    """Once the service is back, the same list is resolved in full."""
    with sandbox("arxiv:503") as (url, _):
        run_job(a_job(tmp_path, url))
    with sandbox() as (url, _):
        outcome = run_job(a_job(tmp_path, url))
    assert outcome.by_status == {"matched": 3, "conflict": 1, "not_a_paper": 1}
    assert outcome.degraded == ()


def _night(folder: Path, faults: str = "", text: str = SMALL_LIST) -> tuple[Outcome, Ledger]:
    """A run on the next day."""
    with sandbox(faults) as (url, ledger):
        job = a_job(folder, url, text)
        let_pass(job, timedelta(days=1))
        return run_job(job), ledger


def test_nights_ask_for_identifiers_and_for_absent_titles_that_fall_due(tmp_path: Path) -> None:
    """What was found is refreshed in one request per service; what was not is searched after 1, 3, 7 … days."""
    text = SMALL_LIST + "- Some title that nobody has ever written down\n"
    asked = [{str(name): len(times) for name, times in _night(tmp_path, text=text)[1].times.items()} for _ in range(8)]
    searches = [sum(each.values()) for each in asked]
    quiet = min(searches)
    assert quiet <= 3
    assert [number for number, count in enumerate(searches) if count > quiet] == [0, 1, 3, 7]


@pytest.mark.parametrize("faults", ["s2:down", "s2:503", "s2:200-html", "s2:429", "arxiv:down", "arxiv:503"])
def test_a_night_without_a_service_loses_nothing(tmp_path: Path, faults: str) -> None:
    """What the service said before stands in, marked as stale, until it answers again."""
    _night(tmp_path)
    before = {name: read_snapshot(tmp_path / "out", name) for name in ("entries", "works")}
    outcome, _ = _night(tmp_path, faults)
    after = {name: read_snapshot(tmp_path / "out", name) for name in ("entries", "works")}

    assert len(outcome.degraded) == 1
    kept = ["status", "work_id", "link_check", "relation"]
    assert after["entries"][kept].equals(before["entries"][kept])
    assert after["works"].drop(columns="stale").equals(before["works"].drop(columns="stale"))
    assert after["entries"]["stale"].any()
    assert after["works"]["stale"].any()

    assert _night(tmp_path)[0].degraded == ()
    mended = read_snapshot(tmp_path / "out", "entries")
    assert not mended["stale"].any()
    assert mended[[*kept, "matched_by"]].equals(before["entries"][[*kept, "matched_by"]])


def test_a_night_without_a_service_and_without_the_archive_loses_nothing(tmp_path: Path) -> None:
    """On a machine that has only the last snapshot, that stands in for the service; every value comes back after."""
    _night(tmp_path)
    before = {name: read_snapshot(tmp_path / "out", name) for name in ("entries", "works", "authorships")}
    shutil.rmtree(tmp_path / "raw")
    outcome, _ = _night(tmp_path, "s2:down")
    after = {name: read_snapshot(tmp_path / "out", name) for name in ("entries", "works", "authorships")}

    assert outcome.degraded == ("semantic_scholar",)
    kept = ["status", "work_id", "link_check", "relation"]
    assert after["entries"][kept].equals(before["entries"][kept])
    assert after["works"].drop(columns="stale").equals(before["works"].drop(columns="stale"))
    assert after["authorships"].equals(before["authorships"])
    assert after["works"]["stale"].any()

    assert _night(tmp_path)[0].degraded == ()
    assert not read_snapshot(tmp_path / "out", "works")["stale"].any()


@pytest.mark.parametrize("faults", ["all:down", "all:503", "all:200-html", "all:empty", "all:429"])
def test_both_services_down_publishes_nothing(tmp_path: Path, faults: str) -> None:
    """Nothing is concluded and nothing written where readers look."""
    with sandbox(faults) as (url, _), pytest.raises(ServicesUnavailableError, match="nothing was published"):
        run_job(a_job(tmp_path, url))
    assert not (tmp_path / "out" / "latest.json").exists()
    assert not (tmp_path / "out" / "snapshots").exists()


@pytest.mark.parametrize("faults", ["all:429-retry-after@1", "all:500@1", "all:cut@1", "all:down@1", "all:empty@1"])
def test_a_passing_failure_changes_nothing(tmp_path: Path, faults: str) -> None:
    """A failure that passes costs a retry and no verdict."""
    with sandbox(faults) as (url, _):
        outcome = run_job(a_job(tmp_path, url))
    assert outcome.by_status == {"matched": 3, "conflict": 1, "not_a_paper": 1}
    assert outcome.retries == len(Service)
    assert outcome.degraded == ()


def test_a_run_that_died_half_way_is_continued(tmp_path: Path) -> None:
    """What was archived before a run died is not asked again."""
    with sandbox() as (url, ledger):
        job = a_job(tmp_path, url)
        PlainStages().read_list(job)
        refresh.look_up(job, make_tools(job), stage="first round")
        asked = sum(len(times) for times in ledger.times.values())
        outcome = run_job(a_job(tmp_path, url))
        total = sum(len(times) for times in ledger.times.values())

    assert sum(outcome.requests.values()) == total - asked
    assert outcome.by_status == {"matched": 3, "conflict": 1, "not_a_paper": 1}


def test_a_list_that_does_not_come_is_taken_as_it_was(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A failing address degrades the run and is said; the same list makes the same snapshot."""
    replies = [answer(body=TITLES, ETag='"1"'), answer(503)]

    def answering(handler: BaseHTTPRequestHandler) -> None:
        replies.pop(0)(handler)

    with sandbox() as (url, _), local_server.serving(answering) as server:
        job = replace(a_job(tmp_path, url), list_source=f"{server.url}/list.md")
        first, second = run_job(job), run_job(job)

    assert (first.degraded, second.degraded) == ((), ("list",))
    assert (first.new, second.new, second.snapshot_id) == (True, False, first.snapshot_id)
    (warning,) = [record.getMessage() for record in caplog.records if "last good copy" in record.getMessage()]
    assert warning.startswith(f"{server.url}/list.md: the server answered HTTP 503 Service Unavailable")


def test_a_past_date_is_filled_in(tmp_path: Path) -> None:
    """It follows what came before it, takes its place among the others, and the newest stays the newest."""
    with sandbox() as (url, _):
        night = partial(_on_day, tmp_path, url)
        first, third, second = night(0), night(2), night(1)
        again, fourth = night(1), night(3)

    store = SnapshotStore(tmp_path / "out")
    names = [each.snapshot_id for each in (first, second, third, fourth)]
    previous = [store.manifest(store.find(name))["inputs"]["previous"] for name in names]
    assert [row["snapshot_id"] for row in store.rows()] == names
    assert previous == [None, first.snapshot_id, first.snapshot_id, third.snapshot_id]
    assert (second.new, again.new, again.snapshot_id) == (True, False, second.snapshot_id)
    assert (store.latest() or {})["snapshot_id"] == fourth.snapshot_id
    assert not any(verdict.problems for verdict in verify_store(store, every=True))
    assert not citation_history(tmp_path / "out").duplicated(["work_id", "source", "observed_at"]).any()


def _on_day(folder: Path, url: str, day: int) -> Outcome:
    job = a_job(folder, url)
    return run_job(replace(job, as_of=job.as_of + timedelta(days=day)))


def test_a_gate_keeps_the_last_snapshot(tmp_path: Path) -> None:
    """A list cut to a fifth is refused; the last snapshot stands and the new one is kept for a look."""
    with sandbox() as (url, _):
        first = run_job(a_job(tmp_path, url))
        with pytest.raises(GateError, match="1 entry, the last snapshot has 5") as told:
            run_job(a_job(tmp_path, url, "- GPT-4 technical report [Paper](https://arxiv.org/abs/2303.08774)\n"))

    store = SnapshotStore(tmp_path / "out")
    assert store.find() == Path(first.path)
    (kept,) = (tmp_path / "out" / "quarantine").iterdir()
    refused = json.loads((kept / "refused.json").read_bytes())
    assert f"It is kept at {kept}, where refused.json holds the numbers" in str(told.value)
    assert refused["last"] == first.snapshot_id
    assert refused["numbers"] == {
        "entries_before": 5,
        "entries": 1,
        "matched_before": 0.6,
        "matched": 1.0,
        "counts_compared": 0,
        "counts_fallen": 0,
    }
    assert not list((tmp_path / "out").glob(".staging-*"))


def test_a_damaged_reply_is_asked_again(tmp_path: Path) -> None:
    """A blob that rotted on disk costs a request, not the run."""
    with sandbox() as (url, _):
        run_job(a_job(tmp_path, url))
        for blob in (tmp_path / "raw").rglob("*.z"):
            blob.write_bytes(b"rotten")
        outcome = run_job(replace(a_job(tmp_path, url), out=tmp_path / "elsewhere"))
    assert outcome.by_status == {"matched": 3, "conflict": 1, "not_a_paper": 1}


def test_two_runs_at_once(tmp_path: Path) -> None:
    """The second of two runs ends at once and harms nothing."""
    with sandbox() as (url, _):
        job = a_job(tmp_path, url)
        with SnapshotStore(job.out).locked(), pytest.raises(LockedError):
            run_job(job)


def test_made_up_ids_reach_no_column(published: Path) -> None:
    """Ids that only the sandbox knows are in no column of works, and provenance marks their records."""
    works = read_snapshot(published, "works")
    assert works["s2_paper_id"].isna().all()
    assert (works["s2_corpus_id"].dropna() < 10_000_000_000).all()
    assert not works["work_id"].str.startswith(("s2:", "corpusid:1000")).any()
    assert works["publication_date"].isna().all()
    assert (works["source"] == "bundled catalogue").all()


def test_counts_name_the_one_who_counted(published: Path) -> None:
    """No count of the sandbox is ascribed to Semantic Scholar unless Semantic Scholar counted."""
    provenance = read_snapshot(published, "provenance")
    counted = provenance[provenance["field"] == "citation_count"]
    works = read_snapshot(published, "works")
    assert len(counted) == works["citation_count"].notna().sum() > 50
    assert "semantic_scholar" not in set(counted["source"])
    assert not counted["source"].str.startswith("bundled catalogue").any()
    assert works.loc[works["citation_count"].notna(), "citation_count_as_of"].notna().all()
    assert works["influential_citation_count"].isna().all()


def test_publishing_twice_in_stages_is_the_same(tmp_path: Path) -> None:
    """The last stage run again after all, as a retried task would be, changes nothing."""
    with sandbox() as (url, _):
        job = a_job(tmp_path, url)
        first = drive(job, PlainStages())
        account = ask_all(job, PlainStages())
        again = publishing.publish(job, make_tools(job), account, lambda: STARTED)
    assert (again.snapshot_id, again.new) == (first.snapshot_id, False)


def test_replies_that_the_list_does_not_need_change_nothing(tmp_path: Path) -> None:
    """Young replies of an earlier, longer list are no input of a shorter one and leave no trace in its bytes."""
    longer = SMALL_LIST + "- GPT-4 technical report\n- Some title that nobody has ever written down\n"
    with sandbox() as (url, _):
        run_job(replace(a_job(tmp_path, url, longer), out=tmp_path / "longer"))
        first = run_job(a_job(tmp_path, url))
        named = _manifest(first)["inputs"]["replies"]
        (tmp_path / "fresh").mkdir()
        alone = run_job(a_job(tmp_path / "fresh", url))

    (index,) = (tmp_path / "raw").rglob("index.jsonl")
    assert len(named) < len(index.read_bytes().splitlines())
    entries = [read_snapshot(tmp_path / place / "out", "entries") for place in (".", "fresh")]
    assert list(entries[0]["status"]) == list(entries[1]["status"])
    assert first.by_status == alone.by_status


def _manifest(outcome: Outcome) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((Path(outcome.path) / "manifest.json").read_bytes())
    return read


OVERRIDES = """[[override]]
title = "FREEHAND: Learning from Offline Human Feedback"
not_a_paper = true
reason = "for the sake of a test"
date = 2026-11-22

[[override]]
title = "Nobody lists this"
not_a_paper = true
reason = "for the sake of a test"
date = 2026-11-22
"""


def test_overrides_go_before_everything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A ruling changes the snapshot though no reply has changed; one that no entry is meant by is told."""
    with sandbox() as (url, _):
        before = run_job(a_job(tmp_path, url))
        (tmp_path / "raw" / "overrides.toml").write_text(OVERRIDES, encoding="utf-8")
        after = run_job(a_job(tmp_path, url))
        again = run_job(a_job(tmp_path, url))

    assert before.by_status == {"matched": 3, "conflict": 1, "not_a_paper": 1}
    assert after.by_status == {"matched": 3, "not_a_paper": 2}
    assert (after.new, again.new, sum(after.requests.values())) == (True, False, 0)
    said = [record.getMessage() for record in caplog.records if "override" in record.getMessage()]
    assert len(said) == 2
    assert "overrides.toml:7: no entry of small has the title 'Nobody lists this'; the override is not used" in said[0]


def test_overrides_that_cannot_be_read_end_the_run(tmp_path: Path) -> None:
    """A mistake in the overrides is told with its line, and nothing is asked or published."""
    with sandbox() as (url, ledger):
        (tmp_path / "raw").mkdir()
        (tmp_path / "raw" / "overrides.toml").write_text("[[override]]\npin = 3\n", encoding="utf-8")
        with pytest.raises(UsageError, match=r"overrides\.toml:1: expected a title or an entry_id"):
            run_job(a_job(tmp_path, url))
        (tmp_path / "raw" / "overrides.toml").write_bytes(b"\xff\xfe\xff")
        with pytest.raises(UsageError, match="expected overrides in UTF-8"):
            run_job(a_job(tmp_path, url))

    assert not ledger.times
    assert not (tmp_path / "out" / "latest.json").exists()


def test_a_damaged_last_snapshot_is_told_before_anything_rests_on_it(tmp_path: Path) -> None:
    """The next night does not compare itself with what was not published; it says which file to restore."""
    with sandbox() as (url, _):
        run_job(a_job(tmp_path, url))
        works = SnapshotStore(tmp_path / "out").find() / "works.parquet"
        works.write_bytes(works.read_bytes()[:200])
        with pytest.raises(SnapshotError, match=r"works\.parquet is not what was published"):
            run_job(replace(a_job(tmp_path, url), as_of=date(2026, 11, 23)))


def test_a_history_that_cannot_be_written_does_not_hide_that_the_snapshot_stands(tmp_path: Path) -> None:
    """On a disk that is full behind the pointer, the run says what is published and that the rest follows."""

    class Full(Disk):
        def write(self, path: Path, body: bytes) -> None:
            if "citation_history" in str(path):
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            super().write(path, body)

    with sandbox() as (url, _):
        job = a_job(tmp_path, url)
        with holding(job):
            PlainStages().read_list(job)
            account = ask_all(job, PlainStages())
            full = replace(make_tools(job), store=SnapshotStore(LocalFiles(tmp_path / "out", Full())))
            with pytest.raises(StorageError, match=r"is published and the last one now.*: free space") as told:
                publishing.publish(job, full, account, lambda: STARTED)
        assert (SnapshotStore(tmp_path / "out").latest() or {})["snapshot_id"] in str(told.value)
        assert not run_job(job).new
    assert not citation_history(tmp_path / "out").empty
