"""Tests of answering requests from the index of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.bulk.asking import Asking
from pipeline.bulk.build import build_index
from pipeline.bulk.problems import OnBad
from pipeline.bulk.runners import one_by_one
from pipeline.errors import StorageError
from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.corpus import Corpus
from pipeline.sources.port import Request
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


def _found(index: Path, source: Corpus, request: Request) -> dict[str, list[str]]:
    answer = source.read(request, Asking(index, lambda: STARTED)(request))
    return {asked: [record.record_id for record in records] for asked, records in answer.found.items()}


def test_titles(index: Path) -> None:
    """Works that bear a title are all there are; where none does, near ones are given; the same bytes each time."""
    near = DPO.replace("Secretly", "Never")
    (request,) = S2.search([LORA.lower(), near, "Supervised contrastive pretraining of graph encoders", "Of birds"])
    found = _found(index, S2, request)
    assert list(found.values()) == [["w1"], ["w2"], ["w8", "w9"], []]
    asking = Asking(index, lambda: STARTED)
    assert asking(request) == asking(request)


def test_arxiv_has_what_has_an_arxiv_identifier(index: Path) -> None:
    """In its place nothing else is told."""
    (request,) = ARXIV.search([LORA, "Deep Learning", "Named by its identifier"])
    assert list(_found(index, ARXIV, request).values()) == [["w1"], [], ["arxiv:2001.00001"]]


def test_identifiers(index: Path) -> None:
    """Works are found by what they bear and by their names, whatever their titles."""
    arxiv = (Identifier(Scheme.ARXIV, each) for each in ("2106.09685", "2001.00001", "9999.99999"))
    (request,) = S2.look_up([*arxiv, Identifier(Scheme.DOI, "10.1000/xyz")])
    assert list(_found(index, S2, request).values()) == [["w1"], ["arxiv:2001.00001"], [], ["w9"]]


def test_an_index_that_is_gone_is_no_absence(tmp_path: Path) -> None:
    """Nothing is answered without the corpus."""
    (request,) = S2.search(["A"])
    with pytest.raises(StorageError, match=r"index\.json"):
        Asking(tmp_path / "away", lambda: STARTED)(request)
