"""Tests of a corpus in the place of a service."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from pipeline.errors import ReplyShapeError
from pipeline.identifiers import Identifier, Scheme
from pipeline.marks import CORPUS
from pipeline.model import Author, CitationFigure, Service
from pipeline.sources.corpus import MOST, Corpus, Described, Found, path_of, write_reply
from pipeline.sources.details import Details
from pipeline.sources.port import Kind, Reply
from tests.refreshing import STARTED

S2, ARXIV = Corpus(Service.SEMANTIC_SCHOLAR, "d1"), Corpus(Service.ARXIV, "d1")
WORK = Described(
    work_id="doi:10.1000/x",
    title="A Title",
    authors=("Ada Lovelace",),
    authors_complete=False,
    year=2021,
    identifiers=("arxiv:2106.09685", "corpusid:77", "acl:2020.acl-main.1", "nonsense", "arxiv:2106.00001"),
)


def _reply(body: bytes) -> Reply:
    digest = hashlib.sha256(body).hexdigest()
    return Reply(status=200, content_type="application/json", body=body, fetched_at=STARTED, sha256=digest)


def test_everything_is_asked_at_once() -> None:
    """Thousands of titles go into one request, which names the corpus."""
    first, second = S2.search([f"Title {number}" for number in range(MOST + 1)])
    assert (len(first.asked), second.asked) == (MOST, (f"Title {MOST}",))
    assert (first.kind, first.path, path_of("d1")) == (Kind.TITLE, path_of("d1"), "/corpus/d1")
    assert list(S2.search([])) == []


def test_each_service_looks_up_its_own() -> None:
    """In the place of arXiv a DOI is no more looked up than there."""
    doi = Identifier(Scheme.DOI, "10.1000/x")
    (request,) = S2.look_up([doi])
    assert (request.kind, request.asked) == (Kind.IDENTIFIER, ("doi:10.1000/x",))
    with pytest.raises(ValueError, match="does not look up doi"):
        list(ARXIV.look_up([doi]))


def test_a_request_is_halved() -> None:
    """Until it asks for one thing."""
    (request,) = S2.search(["A", "B", "C"])
    assert [half.asked for half in S2.halve(request)] == [("A",), ("B", "C")]
    assert S2.halve(replace(request, asked=("A",))) == ()


def test_a_record_says_what_the_corpus_knows() -> None:
    """Identifiers of each kind, the first of two, its own name among them; nothing made up; and whence it is."""
    request = next(S2.search(["A title", "Nothing"]))
    answer = S2.read(request, _reply(write_reply([Found(works=(WORK,)), Found()])))
    assert answer.found["Nothing"] == ()
    (record,) = answer.found["A title"]
    assert (record.source, record.record_id, record.stand_in) == (Service.SEMANTIC_SCHOLAR, "doi:10.1000/x", CORPUS)
    assert (record.authors, record.authors_complete, record.year) == ((Author(name="Ada Lovelace"),), False, 2021)
    assert (record.arxiv_id, record.doi, record.s2_corpus_id) == ("2106.09685", "10.1000/x", 77)
    assert (record.acl_id, record.s2_paper_id) == ("2020.acl-main.1", None)
    assert (record.venue, record.citations, record.fetched_at) == (None, None, STARTED)


def test_a_year_that_is_none_is_not_known() -> None:
    """A corpus holds whatever its makers put there."""
    (request,) = S2.search(["A"])
    (record,) = S2.read(request, _reply(write_reply([Found(works=(replace(WORK, year=7),))]))).found["A"]
    assert record.year is None


def test_a_record_says_the_details() -> None:
    """Each under its own name; a count with the one who counted, who is the corpus where it names nobody."""
    told = Details(
        publication_date=date(2021, 6, 17),
        venue="ICLR",
        arxiv_categories=("cs.CL", "cs.AI"),
        citation_count=12,
        publication_types=("Conference",),
        withdrawn=False,
    )
    counted = replace(told, citation_source="somebody", citation_count_as_of=date(2025, 6, 12))
    (request,) = S2.search(["A", "B"])
    body = write_reply([Found(works=(replace(WORK, details=each),)) for each in (told, counted)])
    found = S2.read(request, _reply(body)).found
    (record,), (other,) = found["A"], found["B"]
    assert (record.venue, record.publication_date, record.withdrawn) == ("ICLR", date(2021, 6, 17), False)
    assert (record.arxiv_categories, record.publication_types) == (("cs.CL", "cs.AI"), ("Conference",))
    assert record.citations == CitationFigure(count=12, source=CORPUS)
    assert other.citations == CitationFigure(count=12, source="somebody", as_of=date(2025, 6, 12))


def test_a_crowd_is_told_with_the_answer() -> None:
    """Of the title that it is said of alone, also where nothing is left of it."""
    (request,) = ARXIV.search(["A", "B"])
    answer = ARXIV.read(request, _reply(write_reply([Found(works=(WORK,)), Found(crowded=True)])))
    assert answer.crowded == frozenset({"B"})
    assert answer.found["B"] == ()


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b"[{}, {}]", b"[[]]", b'[{"works": [{"title": "A"}]}]'])
def test_what_is_no_reply_is_no_absence(body: bytes) -> None:
    """A damaged reply, or one to another request, is never read as an absence."""
    (request,) = S2.search(["A"])
    with pytest.raises(ReplyShapeError, match="expected"):
        S2.read(request, _reply(body))
