"""Feeds that arXiv really sent, each read as the reply to the request it answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import PermanentSourceError, TransientSourceError
from pipeline.model import Service
from pipeline.sources.port import Kind, Request
from tests.builders import a_request
from tests.recordings import needs_recordings, recorded, recorded_names
from tests.sources.arxiv.feeds import ARXIV, atom

pytestmark = needs_recordings


def _request(kind: Kind, asked: tuple[str, ...], **sent: str) -> Request:
    params = {"search_query": "", "id_list": "", "start": "0", "max_results": "100"} | sent
    return a_request(
        *asked, service=Service.ARXIV, kind=kind, path="/api/query", params=tuple(params.items()), body=None
    )


def _ids(*ids: str) -> Request:
    return _request(Kind.IDENTIFIER, tuple(f"arxiv:{each.partition('v')[0]}" for each in ids), id_list=",".join(ids))


SINGLES: dict[str, tuple[str, dict[str, Any]]] = {
    "arxiv/id_list_single.xml": (
        "1605.08386",
        {
            "title": "Heat-bath random walks with Markov bases",
            "arxiv_id": "1605.08386",
            "arxiv_version": 1,
            "arxiv_primary_category": "math.CO",
            "arxiv_categories": ("math.CO", "math.ST"),
            "publication_date": date(2016, 5, 26),
            "comment": "20 pages, 3 figures",
            "doi": None,
            "journal_ref": None,
        },
    ),
    "arxiv/id_list_single_versioned.xml": (
        "2104.12255v1",
        {"title": "0", "arxiv_id": "2104.12255", "arxiv_version": 1, "record_id": "2104.12255v1"},
    ),
    "arxiv/id_list_old_style_versioned.xml": (
        "quant-ph/0201082v1",
        {"arxiv_id": "quant-ph/0201082", "arxiv_version": 1, "year": 2002, "comment": "32 pages"},
    ),
    "arxiv/id_list_old_style_affiliation.xml": (
        "astro-ph/0601001",
        {"arxiv_id": "astro-ph/0601001", "journal_ref": "ActaAstron.56:1-50,2006", "year": 2006},
    ),
    "arxiv/id_list_many_authors.xml": ("1707.08567", {"arxiv_id": "1707.08567", "withdrawn": False, "year": 2017}),
}
"""Facts of each recorded paper, as the record must have them."""

ABSENT = {
    "arxiv/id_list_missing.xml": "0000.0000",
    "arxiv/id_list_missing_5digit_pre2015.xml": "0808.05394",
}

OTHERS = {
    "arxiv/id_list_malformed_400.xml",
    "arxiv/id_list_two_one_missing.xml",
    "arxiv/search_page_10.xml",
    "arxiv/search_page_10_start10.xml",
}
"""What has a test of its own."""


def test_every_recording_has_its_place() -> None:
    """A new recording is read by a test."""
    assert recorded_names("arxiv") == {*SINGLES, *ABSENT, *OTHERS}


@pytest.mark.parametrize("name", SINGLES)
def test_paper(name: str) -> None:
    """A recorded paper becomes the record that its facts say."""
    asked, facts = SINGLES[name]

    ((record,),) = ARXIV.read(_ids(asked), atom(recorded(name))).found.values()

    assert {field: getattr(record, field) for field in facts} == facts


def test_authors_are_all_there() -> None:
    """A paper of more than thirty authors keeps them all, names of other alphabets whole."""
    ((record,),) = ARXIV.read(_ids("1707.08567"), atom(recorded("arxiv/id_list_many_authors.xml"))).found.values()

    names = [author.name for author in record.authors]
    assert len(names) > 30
    assert not [name for name in names if "\ufffd" in name or "Ã" in name]


@pytest.mark.parametrize("name", ABSENT)
def test_unknown_id(name: str) -> None:
    """The recorded feed of an id that does not exist is an absence."""
    request = _ids(ABSENT[name])

    assert ARXIV.read(request, atom(recorded(name))).found == {request.asked[0]: ()}


def test_one_of_two_unknown() -> None:
    """Of two ids asked one is found; the feed does not say which, and the ids do."""
    request = _ids("0808.05394", "1707.08567")

    found = ARXIV.read(request, atom(recorded("arxiv/id_list_two_one_missing.xml"))).found

    assert {asked: len(records) for asked, records in found.items()} == {"arxiv:0808.05394": 0, "arxiv:1707.08567": 1}


def test_malformed_id() -> None:
    """The recorded refusal reaches the operator in arXiv's own words."""
    with pytest.raises(PermanentSourceError, match="incorrect id format for abc"):
        ARXIV.read(_ids("abc"), atom(recorded("arxiv/id_list_malformed_400.xml"), 400))


def test_limiter() -> None:
    """The text that several observers report of HTTP 429 is worth another try."""
    with pytest.raises(TransientSourceError, match="Rate exceeded"):
        ARXIV.read(_ids("1605.08386"), atom(recorded("transcribed/arxiv_429.txt"), 429))


@pytest.mark.parametrize(
    ("name", "start", "first"),
    [
        ("arxiv/search_page_10.xml", "0", "2202.12139"),
        ("arxiv/search_page_10_start10.xml", "10", "2403.16981"),
    ],
)
def test_search_page(name: str, start: str, first: str) -> None:
    """A page of ten out of very many is read whole; journal references and DOIs stay where they are."""
    request = _request(Kind.TITLE, ("Testing",), search_query="all:testing", start=start, max_results="10")

    records = ARXIV.read(request, atom(recorded(name))).found["Testing"]

    assert records[0].arxiv_id == first
    assert all("testing" in record.title.lower().replace("-", "") for record in records)


def test_doi_of_a_recorded_entry() -> None:
    """A bare DOI is taken in canonical form."""
    request = _request(Kind.TITLE, ("Testing",), search_query="all:testing", max_results="10")

    record = ARXIV.read(request, atom(recorded("arxiv/search_page_10.xml"))).found["Testing"][0]

    assert record.doi == "10.1109/icstw55395.2022.00035"
    assert (record.journal_ref or "").startswith("Artificial Intelligence in Software Testing @ 2022")
