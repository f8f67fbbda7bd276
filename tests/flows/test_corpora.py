"""Tests of refreshes whose records come from a corpus: nobody is asked, and nothing is taken for a service's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
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
from pipeline.bulk.build import build_index
from pipeline.bulk.problems import OnBad
from pipeline.bulk.runners import one_by_one
from pipeline.errors import ListError, UsageError
from pipeline.job import Job, Outcome
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


def _job(folder: Path, corpus: Path, days: int = 0) -> Job:
    (folder / "small.md").write_text(SMALL_LIST, encoding="utf-8")
    parameters = RefreshParameters(
        list_source=str(folder / "small.md"), source="corpus", corpus=str(corpus), out=str(folder / "out")
    )
    at = STARTED + timedelta(days=days)
    return with_corpus(replace(make_job(parameters, Settings(raw=folder / "raw"), at), as_of=STARTED.date()), corpus)


def _run(folder: Path, corpus: Path, days: int = 0) -> Outcome:
    job = _job(folder, corpus, days)
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
    assert set(made[1].requests) == {"semantic_scholar", "arxiv"}


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
    assert {work["citation_count"] for work in works} == {None}
    assert {each["source"].partition(" ")[0] for each in _rows(outcome, "provenance")} == {"corpus"}
    for name in ("report.html", "datapackage.json", "croissant.json"):
        assert "corpus" in (Path(outcome.path) / name).read_text(encoding="utf-8").lower()


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
    with pytest.raises(ListError, match=r"c\.jsonl:1"):
        _job(tmp_path, _corpus(tmp_path / "c.jsonl", [{"id": 1}]))


def test_a_folder_holds_one_source(made: tuple[Path, Outcome]) -> None:
    """What is from a corpus and what is from elsewhere never meet, by default nor by --out."""
    store = SnapshotStore(made[0] / "out")
    with pytest.raises(UsageError, match="from corpus, not of"):
        store.claim("small", "live")
    assert default_out("post-training-llms", "corpus") == Path("data/enriched/corpus")
    assert default_out("corpus", "live") == Path("data/enriched/corpus-list")
    assert default_out("mine", "corpus") == Path("data/enriched/mine-corpus")
