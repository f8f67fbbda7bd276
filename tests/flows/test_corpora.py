"""Tests of refreshes whose records come from a corpus: nobody is asked, and nothing is taken for a service's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.corpora import check_corpus, with_corpus
from flows.parameters import RefreshParameters
from flows.places import default_out
from flows.runtime import make_job
from flows.services import sources_of
from flows.stages import run_job
from pipeline.bulk.build import build_index, update_index
from pipeline.bulk.problems import OnBad
from pipeline.bulk.runners import one_by_one
from pipeline.errors import ListError, StorageError, UsageError
from pipeline.job import Job, Outcome
from pipeline.model import Service
from pipeline.rebuilding import rebuild
from pipeline.settings import Settings
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from tests.refreshing import SMALL_LIST, STARTED

LORA = {"id": 7, "title": "LoRA: Low-Rank Adaptation of Large Language Models", "arxiv_id": "2106.09685", "year": 2021}
WORKS = (
    LORA | {"authors": ["Edward J. Hu", "Yelong Shen"]},
    {"id": 8, "title": "QLoRA: Efficient Finetuning of Quantized LLMs", "arxiv_id": "2305.14314", "citationcount": 9},
    {"id": 9, "title": "Proximal Policy Evaluation Algorithms", "year": 2017},
)
PPO = {"id": 10, "title": "Proximal Policy Optimization Algorithms", "arxiv_id": "1707.06347"}


def _corpus(path: Path, works: Sequence[object] = WORKS) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in works), encoding="utf-8")
    return path


def _job(folder: Path, corpus: Path, days: int = 0, text: str = SMALL_LIST) -> Job:
    (folder / "small.md").write_text(text, encoding="utf-8")
    parameters = RefreshParameters(
        list_source=str(folder / "small.md"), source="corpus", corpus=str(corpus), out=str(folder / "out")
    )
    at = STARTED + timedelta(days=days)
    return with_corpus(replace(make_job(parameters, Settings(raw=folder / "raw"), at), as_of=STARTED.date()), corpus)


def _run(folder: Path, corpus: Path, days: int = 0, text: str = SMALL_LIST) -> Outcome:
    job = _job(folder, corpus, days, text)
    return run_job(job, lambda: job.started_at)


def _rows(outcome: Outcome, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(Path(outcome.path) / f"{table}.parquet").to_pylist()
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A folder with a corpus, and what a refresh from it published there."""
    folder = tmp_path_factory.mktemp("corpora")
    return folder, _run(folder, _corpus(folder / "c.jsonl"))


def test_the_right_paper_or_none(made: tuple[Path, Outcome]) -> None:
    """Entries are matched by links and titles as ever; what is not in the corpus is found by nobody."""
    rows = {row["title"]: row for row in _rows(made[1], "entries")}
    lora, qlora, freehand, claude, ppo = rows.values()
    assert (lora["status"], lora["work_id"], lora["link_check"]) == ("matched", "arxiv:2106.09685", "agrees")
    assert (qlora["status"], qlora["work_id"]) == ("matched", "arxiv:2305.14314")
    assert (freehand["status"], claude["status"]) == ("not_found", "not_a_paper")
    assert (ppo["status"], ppo["work_id"]) == ("near_match", None)
    assert set(made[1].requests) == set(Service)


def test_no_link_is_called_dead(made: tuple[Path, Outcome]) -> None:
    """A corpus does not say which identifiers there are; what it was asked is not said of a service."""
    rows = _rows(made[1], "entries")
    assert [row["link_check"] for row in rows[1:3]] == ["unchecked", "unchecked"]
    findings = _rows(made[1], "findings")
    assert findings
    assert "dead_identifier" not in {each["kind"] for each in findings}
    asked = [said for each in findings for said in each["evidence"] if "asked for" in said]
    assert asked
    assert all(said.startswith("the corpus in the place of") for said in asked)


def test_it_is_marked_everywhere(made: tuple[Path, Outcome]) -> None:
    """Manifest, catalogue, works, provenance, page and descriptions say that it is from a corpus, and from which."""
    folder, outcome = made
    store = SnapshotStore(folder / "out")
    manifest = store.whole_manifest()
    job = _job(folder, folder / "c.jsonl")
    assert job.corpus is not None
    assert manifest["inputs"]["source"] == (store.catalog() or {})["source"] == "corpus"
    assert manifest["inputs"]["corpus"] == {"sha256": job.corpus.sha256, "works": 3}
    works = _rows(outcome, "works")
    assert {work["source"] for work in works} == {"corpus"}
    assert {each["source"].partition(" ")[0] for each in _rows(outcome, "provenance")} == {"corpus"}
    for name in ("report.html", "datapackage.json", "croissant.json"):
        assert "corpus" in (Path(outcome.path) / name).read_text(encoding="utf-8").lower()


SHARD = {
    "corpusid": 235458009,
    "externalids": {"ArXiv": "2106.09685", "DBLP": "conf/iclr/HuSWALWWC22", "DOI": None},
    "title": LORA["title"],
    "authors": [{"authorId": "1", "name": "Edward J. Hu"}],
    "venue": "International Conference on Learning Representations",
    "year": 2021,
    "referencecount": 60,
    "citationcount": 9001,
    "influentialcitationcount": 1500,
    "isopenaccess": False,
    "s2fieldsofstudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
    "publicationtypes": ["JournalArticle"],
    "publicationdate": "2021-06-17",
}
PREPRINT = {
    "id": "2106.09685",
    "title": LORA["title"],
    "authors": "Edward J. Hu, Yelong Shen",
    "authors_parsed": [["Hu", "Edward J.", ""], ["Shen", "Yelong", ""]],
    "comments": "Draft V2",
    "journal-ref": None,
    "categories": "cs.CL cs.AI cs.LG",
    "versions": [{"version": f"v{n}", "created": f"Thu, 1{n} Jun 2021 17:37:18 GMT"} for n in (7, 8)],
}


def _lora(outcome: Outcome) -> dict[str, Any]:
    return next(work for work in _rows(outcome, "works") if work["arxiv_id"] == "2106.09685")


def test_a_shard_says_venue_and_citations(tmp_path: Path) -> None:
    """What Semantic Scholar's papers say is in the snapshot, marked as the corpus's; an update brings it up to date."""
    folder = tmp_path / "index"
    build_index([_corpus(tmp_path / "p.jsonl", [SHARD])], folder, on_bad=OnBad.STOP, mapper=one_by_one)
    before = _run(tmp_path, folder)
    work = _lora(before)
    told = ("venue", "publication_date", "citation_count", "influential_citation_count", "reference_count")
    assert [work[name] for name in told] == ["ICLR", date(2021, 6, 17), 9001, 1500, 60]
    assert (work["venue_raw"], work["dblp_key"]) == (SHARD["venue"], "conf/iclr/HuSWALWWC22")
    assert (work["is_open_access"], work["fields_of_study"]) == (False, ["Computer Science"])
    assert (work["publication_types"], work["source"]) == (["JournalArticle"], "corpus")
    assert work["citation_count_as_of"] is None
    sources = {each["field"]: each["source"] for each in _rows(before, "provenance")}
    assert (sources["citation_count"], sources["venue"]) == ("corpus", "corpus (as semantic_scholar)")
    updates = _corpus(tmp_path / "u.jsonl", [SHARD | {"citationcount": 9050, "venue": None}])
    update_index(folder, updates=[updates], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    after = _run(tmp_path, folder, days=1)
    assert (_lora(after)["citation_count"], _lora(after)["venue"]) == (9050, None)
    history = pq.read_table(tmp_path / "out" / "citation_history").to_pylist()
    assert sorted((each["citation_count"], each["source"]) for each in history) == [(9001, "corpus"), (9050, "corpus")]


def test_arxivs_snapshot_says_what_arxiv_says(tmp_path: Path) -> None:
    """Categories, version, comment and first day; nobody counted."""
    work = _lora(_run(tmp_path, _corpus(tmp_path / "a.jsonl", [PREPRINT])))
    assert (work["arxiv_categories"], work["arxiv_primary_category"]) == (["cs.CL", "cs.AI", "cs.LG"], "cs.CL")
    assert (work["arxiv_version"], work["comment"], work["withdrawn"]) == (8, "Draft V2", False)
    assert (work["publication_date"], work["citation_count"]) == (date(2021, 6, 17), None)


def test_our_own_works_are_a_corpus(tmp_path: Path) -> None:
    """A snapshot made from the works of another one says of them what that one says."""
    first = _run(tmp_path, _corpus(tmp_path / "p.jsonl", [SHARD, PREPRINT | {"id": "2305.14314", "title": "Other"}]))
    own = tmp_path / "own"
    own.mkdir()
    again = _lora(_run(own, Path(first.path) / "works.parquet"))
    assert again == _lora(first) | {"stale": False}


def test_the_bearers_of_one_title(tmp_path: Path) -> None:
    """Of two hundred none is the only one, though of those looked at one alone has the year; a linked one is meant."""
    title = "On the Measurement of Many Curious Instruments"
    crowd = [{"id": n, "title": title, "year": 1995 if n in {10, 190} else 1900} for n in range(200)]
    linked = {"id": 200, "title": title, "year": 1999, "arxiv_id": "2001.00001"}
    text = f"- {title} (NeurIPS 1995)\n- [{title}](https://arxiv.org/abs/2001.00001)\n"
    outcome = _run(tmp_path, _corpus(tmp_path / "c.jsonl", [*crowd, linked]), text=text)
    bare, other = _rows(outcome, "entries")
    assert (bare["status"], bare["work_id"]) == ("ambiguous", None)
    assert "more works than are looked at" in bare["reason"]
    assert (other["status"], other["work_id"]) == ("matched", "arxiv:2001.00001")


def test_an_index_of_an_earlier_version(tmp_path: Path) -> None:
    """One that was named is refused, and it is said what to do; one that we made ourselves is made again."""
    corpus = _corpus(tmp_path / "c.jsonl")
    first = _job(tmp_path, corpus).corpus
    assert first is not None
    told = json.loads((first.index / "index.json").read_text(encoding="utf-8"))
    (first.index / "index.json").write_text(json.dumps(told | {"format": 1}), encoding="utf-8")
    with pytest.raises(UsageError, match="papers corpus build"):
        _job(tmp_path, first.index)


def test_a_folder_of_works_is_indexed_by_what_is_read_of_it(tmp_path: Path) -> None:
    """Another file about the works changes nothing, works in a folder below it do, and what cannot be read is told."""
    folder = tmp_path / "works"
    folder.mkdir()
    _corpus(folder / "c.jsonl")
    first = _job(tmp_path, folder).corpus
    (folder / "README.md").write_text("All of them.", encoding="utf-8")
    assert _job(tmp_path, folder).corpus == first
    (folder / "year=2020").mkdir()
    _corpus(folder / "year=2020" / "c.ndjson", [{"id": "new", "title": "A Title of its Own"}])
    more = _job(tmp_path, folder).corpus
    assert first is not None
    assert more is not None
    assert more.works == first.works + 1
    (folder / "d.csv").touch()
    with pytest.raises(ListError, match=r"d\.csv: expected in a folder of works"):
        _job(tmp_path, folder)


def test_the_same_corpus_publishes_nothing_new(tmp_path: Path) -> None:
    """Days later it still says the same, so that it is not asked again; neither is its index made again."""
    corpus = _corpus(tmp_path / "c.jsonl")
    first, again = _run(tmp_path, corpus), _run(tmp_path, corpus, days=40)
    assert (first.new, again.new, again.snapshot_id) == (True, False, first.snapshot_id)
    assert set(again.requests.values()) == {0}


def test_it_is_made_again_without_the_corpus(tmp_path: Path) -> None:
    """The archive holds all that it takes."""
    corpus = _corpus(tmp_path / "c.jsonl")
    job = _job(tmp_path, corpus)
    run_job(job, lambda: STARTED)
    assert job.corpus is not None
    corpus.unlink()
    job.corpus.index.rename(tmp_path / "away")
    store = SnapshotStore(job.out)
    sources = sources_of(store.whole_manifest()["inputs"]["corpus"])
    rebuilt = rebuild(store, ReplyArchive(job.archive), sources, snapshot_id=None, scratch=tmp_path / "scratch")
    assert rebuilt.differing == ()


def test_another_corpus_is_asked_anew(tmp_path: Path) -> None:
    """What the one before said counts no more, and what is new is found."""
    before = _run(tmp_path, _corpus(tmp_path / "c.jsonl"))
    after = _run(tmp_path, _corpus(tmp_path / "c.jsonl", [PPO, WORKS[1]]), days=1)
    assert (before.by_status["matched"], after.by_status["matched"]) == (2, 2)
    assert after.new
    statuses = [row["status"] for row in _rows(after, "entries")]
    assert statuses == ["not_found", "matched", "not_found", "not_a_paper", "matched"]


def test_a_detail_that_is_left_out_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It neither ends the refresh nor loses the work, and it is said where it stands."""
    outcome = _run(tmp_path, _corpus(tmp_path / "c.jsonl", [LORA | {"publicationdate": "May 2020"}, *WORKS[1:]]))
    assert outcome.by_status["matched"] == 2
    (told,) = [each for each in caplog.messages if "publicationdate" in each]
    assert told.endswith(
        "c.jsonl:1: expected publicationdate to be a day such as 2023-05-29, found 'May 2020'. It is left out."
    )


EXTREMES: dict[str, dict[str, Any]] = {
    "least": {
        "arxiv_version": 0,
        "citation_count": 0,
        "influential_citation_count": 0,
        "reference_count": 0,
        "citation_count_as_of": "0001-01-01",
        "publication_date": "0001-01-01",
        "year": 1,
        "comment": "\x00\x1b[2J",
    },
    "most": {
        "arxiv_version": 40_000,
        "citation_count": 2**31 - 1,
        "influential_citation_count": 2**31 - 1,
        "reference_count": 2**31 - 1,
        "citation_count_as_of": "9999-12-31",
        "publication_date": "9999-12-31",
        "year": 9999,
        "s2_corpus_id": "9" * 18,
        "venue": "V" * 5000,
        "fields_of_study": [f"F{n}" for n in range(1000)],
    },
}


@pytest.mark.parametrize("extreme", EXTREMES.values(), ids=EXTREMES.keys())
def test_whatever_a_corpus_says_can_be_published(tmp_path: Path, extreme: dict[str, Any]) -> None:
    """The tables hold the least and the most that is read of a corpus; a version that no paper has is not known."""
    other = PPO | {"citation_count": 3}
    outcome = _run(tmp_path, _corpus(tmp_path / "c.jsonl", [LORA | extreme, other]))
    (work,) = (row for row in _rows(outcome, "works") if row["arxiv_id"] == "2106.09685")
    assert (work["arxiv_version"], work["citation_count"]) == (None, extreme["citation_count"])
    assert _run(tmp_path, _corpus(tmp_path / "c.jsonl", [LORA | extreme | {"journal_ref": "J."}, other]), days=1).new


def test_an_index_is_taken_as_it_is(tmp_path: Path) -> None:
    """One that was built before is named by the digest of its manifest wherever it lies; nothing is built."""
    build_index([_corpus(tmp_path / "c.jsonl")], tmp_path / "index", on_bad=OnBad.STOP, mapper=one_by_one)
    job = _job(tmp_path, tmp_path / "index")
    (tmp_path / "index").rename(tmp_path / "moved")
    moved = _job(tmp_path, tmp_path / "moved")
    assert job.corpus is not None
    assert moved.corpus is not None
    assert (moved.corpus.sha256, moved.corpus.works) == (job.corpus.sha256, 3)
    assert not job.workspace.exists()


def test_an_update_after_the_run_began(tmp_path: Path) -> None:
    """Nothing is published or archived under the name of an index that is no more; a new run takes the new one."""
    build_index([_corpus(tmp_path / "c.jsonl")], tmp_path / "index", on_bad=OnBad.STOP, mapper=one_by_one)
    job = _job(tmp_path, tmp_path / "index")
    update = _corpus(tmp_path / "u.jsonl", [PPO])
    update_index(tmp_path / "index", updates=[update], deletes=[], on_bad=OnBad.STOP, mapper=one_by_one)
    with pytest.raises(StorageError, match="start the run again"):
        run_job(job, lambda: STARTED)
    assert not list(ReplyArchive(job.archive).rows())
    assert _run(tmp_path, tmp_path / "index").by_status["matched"] == 3


def test_a_corpus_and_its_source_go_together() -> None:
    """One without the other is refused, and it is said what to do; neither or both is well."""
    with pytest.raises(UsageError, match="papers corpus build") as missing:
        check_corpus(RefreshParameters(source="corpus"))
    with pytest.raises(UsageError, match="add --source corpus") as stray:
        check_corpus(RefreshParameters(corpus="c"))
    assert (missing.value.exit_code, stray.value.exit_code) == (2, 2)
    check_corpus(RefreshParameters())
    check_corpus(RefreshParameters(source="corpus", corpus="c"))


def test_a_corpus_that_is_none_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere, and a file that holds no works, with its line."""
    with pytest.raises(UsageError, match="found nothing at"):
        _job(tmp_path, tmp_path / "nowhere")
    remedy = (
        r"; mend it, or build an index with papers corpus build \S+c\.jsonl --to INDEX --on-bad skip, and name that"
    )
    with pytest.raises(ListError, match=rf"c\.jsonl:1: expected .*{remedy}: --corpus INDEX\.$"):
        _job(tmp_path, _corpus(tmp_path / "c.jsonl", [{"id": 1}]))


def test_a_folder_holds_one_source(made: tuple[Path, Outcome]) -> None:
    """What is from a corpus and what is from elsewhere never meet, by default nor by --out."""
    store = SnapshotStore(made[0] / "out")
    with pytest.raises(UsageError, match="from corpus, not of"):
        store.claim("small", "live")
    assert default_out("post-training-llms", "corpus") == Path("data/enriched/corpus")
    assert default_out("corpus", "live") == Path("data/enriched/corpus-list")
    assert default_out("mine", "corpus") == Path("data/enriched/mine-corpus")
