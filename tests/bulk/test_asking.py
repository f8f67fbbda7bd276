"""Tests of answering requests from the index of a corpus."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.bulk.asking import Asking
from pipeline.bulk.build import build_index, update_index
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.partition import Partition
from pipeline.bulk.problems import OnBad
from pipeline.bulk.runners import one_by_one
from pipeline.bulk.search import near_works
from pipeline.bulk.store import load_named_manifest
from pipeline.errors import StorageError
from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.corpus import Corpus, path_of
from pipeline.sources.port import Answer, Reply, Request
from tests.bulk.small import DPO, LORA, WORKS
from tests.refreshing import STARTED

S2, ARXIV = Corpus(Service.SEMANTIC_SCHOLAR, "d"), Corpus(Service.ARXIV, "d")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index in some parts."""
    folder = tmp_path_factory.mktemp("asking")
    works = [
        {"work_id": work_id, "title": title, "authors": authors, "year": year}
        | {scheme: value for each in identifiers for scheme, value in [each.split(":")]}
        for work_id, title, authors, year, identifiers in WORKS
    ]
    works += [{"work_id": "arxiv:2001.00001", "title": "Named by its identifier"}, {"work_id": "empty", "title": ""}]
    (folder / "c.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in works), encoding="utf-8")
    build_index([folder / "c.jsonl"], folder / "index", on_bad=OnBad.STOP, mapper=one_by_one, part_works=3)
    return folder / "index"


def _ask(index: Path, request: Request) -> Reply:
    """What is answered to a request for the index as it is."""
    _, sha256 = load_named_manifest(index)
    return Asking(index, lambda: STARTED)(replace(request, path=path_of(sha256)))


def _answer(tmp_path: Path, works: list[dict[str, object]], source: Corpus, request: Request) -> Answer:
    """What is answered from works that are indexed for it."""
    (tmp_path / "c.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in works), encoding="utf-8")
    build_index([tmp_path / "c.jsonl"], tmp_path / "index", on_bad=OnBad.STOP, mapper=one_by_one, part_works=70)
    return source.read(request, _ask(tmp_path / "index", request))


def _found(index: Path, source: Corpus, request: Request) -> dict[str, list[str]]:
    answer = source.read(request, _ask(index, request))
    return {asked: [record.record_id for record in records] for asked, records in answer.found.items()}


def test_titles(index: Path) -> None:
    """Works that bear a title are all there are; where none does, near ones are given; the same bytes each time."""
    near = DPO.replace("Secretly", "Never")
    (request,) = S2.search([LORA.lower(), near, "Supervised contrastive pretraining of graph encoders", "Of birds"])
    found = _found(index, S2, request)
    assert list(found.values()) == [["w1"], ["w2"], ["w8", "w9"], []]
    assert _ask(index, request) == _ask(index, request)


def test_few_at_once_are_answered_as_all(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few are looked for in a part at once, the reply is the same bytes, and no more are."""
    (request,) = S2.search([LORA, DPO.replace("Secretly", "Never"), "Preface", "Of birds", DPO])
    whole, sizes = _ask(index, request), list[int]()

    def searched(part: Partition, asked: pa.Table, limits: Limits) -> pa.Table:
        sizes.append(len(asked))
        return near_works(part, asked, limits)

    monkeypatch.setattr("pipeline.bulk.asking.SLICE", 1)
    monkeypatch.setattr("pipeline.bulk.asking.near_works", searched)
    assert _ask(index, request) == whole
    assert set(sizes) == {1}


def test_arxiv_has_what_has_an_arxiv_identifier(index: Path) -> None:
    """In its place nothing else is told."""
    (request,) = ARXIV.search([LORA, "Deep Learning", "Named by its identifier"])
    assert list(_found(index, ARXIV, request).values()) == [["w1"], [], ["arxiv:2001.00001"]]


def test_identifiers(index: Path) -> None:
    """Works are found by what they bear and by their names, whatever their titles."""
    arxiv = (Identifier(Scheme.ARXIV, each) for each in ("2106.09685", "2001.00001", "9999.99999"))
    (request,) = S2.look_up([*arxiv, Identifier(Scheme.DOI, "10.1000/xyz")])
    assert list(_found(index, S2, request).values()) == [["w1"], ["arxiv:2001.00001"], [], ["w9"]]


def test_details_come_with_the_works_that_are_answered(tmp_path: Path) -> None:
    """Each with its own, from whichever part; nothing of those that are not told."""
    works: list[dict[str, object]] = [
        {"id": n, "title": f"Study number {n} of the works of somebody", "citationcount": n} for n in range(200)
    ]
    (request,) = S2.search([str(works[n]["title"]) for n in (3, 150, 80)])
    found = _answer(tmp_path, works, S2, request).found.values()
    assert [[each.citations and each.citations.count for each in records] for records in found] == [[3], [150], [80]]


def test_a_crowd_of_one_title_is_told(tmp_path: Path) -> None:
    """Those that are looked at are answered and said to be some of them, to arXiv too, where none of them is left."""
    works: list[dict[str, object]] = [{"id": n, "title": "A Common Name of Many Works"} for n in range(200)]
    (request,) = S2.search(["A common name of many works", "Something else"])
    answer = _answer(tmp_path, works, S2, request)
    assert [len(records) for records in answer.found.values()] == [USUAL.equal, 0]
    assert answer.crowded == frozenset({"A common name of many works"})
    (request,) = ARXIV.search(["A common name of many works"])
    answer = ARXIV.read(request, _ask(tmp_path / "index", request))
    assert (list(answer.found.values()), len(answer.crowded)) == ([()], 1)


def test_an_identifier_of_many_works_tells_none(tmp_path: Path) -> None:
    """The DOI of a volume is borne by all that is in it; some of these say nothing of the others."""
    works: list[dict[str, object]] = [{"id": n, "title": f"Chapter {n}", "doi": "10.1000/volume"} for n in range(200)]
    (request,) = S2.look_up([Identifier(Scheme.DOI, "10.1000/volume")])
    answer = _answer(tmp_path, works, S2, request)
    assert (list(answer.found.values()), answer.crowded) == ([()], frozenset())


@pytest.fixture
def studies(tmp_path: Path) -> tuple[Path, Request]:
    """An index, and a request that names it as it is."""
    works = [{"id": n, "title": f"Study number {n}", "citationcount": n} for n in range(3)]
    (tmp_path / "c.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in works), encoding="utf-8")
    index = tmp_path / "index"
    build_index([tmp_path / "c.jsonl"], index, on_bad=OnBad.STOP, mapper=one_by_one)
    (request,) = Corpus(Service.SEMANTIC_SCHOLAR, load_named_manifest(index)[1]).search(["Study number 2"])
    return index, request


def _update(index: Path) -> None:
    deletes = index.parent / "d.jsonl"
    deletes.write_text('{"id": 2}\n', encoding="utf-8")
    update_index(index, updates=[], deletes=[deletes], on_bad=OnBad.STOP, mapper=one_by_one)


def test_an_update_meanwhile_changes_nothing(studies: tuple[Path, Request]) -> None:
    """Whoever began to ask is answered as before it: what was found then has its details."""
    index, request = studies
    asking = Asking(index, lambda: STARTED)
    before = asking(request)
    _update(index)
    assert asking(request) == before
    assert _ask(index, request) != before


def test_an_update_before_the_first_question_ends_the_run(studies: tuple[Path, Request]) -> None:
    """What the new index says is never filed under the name of the one before; it is said what to do."""
    index, request = studies
    _update(index)
    with pytest.raises(StorageError, match=r"expected the index that this run began with .* start the run again"):
        Asking(index, lambda: STARTED)(request)


def test_an_index_that_is_gone_is_no_absence(tmp_path: Path) -> None:
    """Nothing is answered without the corpus."""
    (request,) = S2.search(["A"])
    with pytest.raises(StorageError, match=r"index\.json"):
        Asking(tmp_path / "away", lambda: STARTED)(request)
