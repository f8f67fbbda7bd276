"""Requests to arXiv: ids many to a request, titles OR-ed as phrases, halves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.arxiv.source import MAX_IDS, phrase
from pipeline.sources.port import Kind, Request
from tests.builders import steady
from tests.sources.arxiv.feeds import ARXIV, ids_of, titles_of


def _ids(count: int) -> list[Identifier]:
    return [Identifier(Scheme.ARXIV, f"2401.{number:05}") for number in range(1, count + 1)]


def _sent(request: Request, name: str) -> str:
    return dict(request.params)[name]


def test_ids_share_a_request() -> None:
    """Ids travel bare, separated by commas, and as many results are asked for as there are ids."""
    request = ids_of("2401.00001", "hep-th/9901001")

    assert request.asked == ("arxiv:2401.00001", "arxiv:hep-th/9901001")
    assert dict(request.params) == {
        "search_query": "",
        "id_list": "2401.00001,hep-th/9901001",
        "sortBy": "relevance",
        "sortOrder": "descending",
        "start": "0",
        "max_results": "2",
    }
    assert (request.service, request.kind) == (Service.ARXIV, Kind.IDENTIFIER)
    assert (request.method, request.path, request.body) == ("GET", "/api/query", None)


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (300, [300]), (301, [300, 1]), (650, [300, 300, 50])])
def test_id_lists_hold_at_most_300(count: int, sizes: list[int]) -> None:
    """Long lists are cut into as few requests as have been seen to work; none of the ids is lost."""
    requests = list(ARXIV.look_up(_ids(count)))

    assert [len(request.asked) for request in requests] == sizes
    assert [_sent(request, "max_results") for request in requests] == [str(size) for size in sizes]
    assert [each for request in requests for each in request.asked] == [str(each) for each in _ids(count)]
    assert MAX_IDS == 300


@pytest.mark.parametrize(
    "value",
    ["2401.00001v2", "hep-th/9901001v1", "arXiv:2401.00001", " 2401.00001", "2401.000011", "abs/2401.00001", "abc", ""],
)
def test_malformed_id_never_reaches_arxiv(value: str) -> None:
    """One bad id fails a whole list, and some pass arXiv's check and find nothing: neither is sent."""
    with pytest.raises(ValueError, match="arXiv looks up its own ids without version"):
        list(ARXIV.look_up([Identifier(Scheme.ARXIV, "2401.00001"), Identifier(Scheme.ARXIV, value)]))


def test_foreign_identifier_is_refused() -> None:
    """ArXiv knows no DOIs."""
    with pytest.raises(ValueError, match="not doi:10"):
        list(ARXIV.look_up([Identifier(Scheme.DOI, "10.1234/x")]))


def test_titles_share_a_request() -> None:
    """Titles are OR-ed as quoted phrases, ten results each."""
    request = titles_of("A Study of Lists", "Sorting: At Night")

    assert _sent(request, "search_query") == 'ti:"A Study of Lists" OR ti:"Sorting: At Night"'
    assert (_sent(request, "id_list"), _sent(request, "max_results")) == ("", "20")
    assert (request.asked, request.kind) == (("A Study of Lists", "Sorting: At Night"), Kind.TITLE)


def test_single_title_asks_for_more() -> None:
    """A title alone cannot be halved, so more results are asked for at once."""
    assert _sent(titles_of("Attention"), "max_results") == "100"


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (20, [20]), (21, [20, 1]), (50, [20, 20, 10])])
def test_queries_hold_at_most_20_titles(count: int, sizes: list[int]) -> None:
    """Queries stay below two thousand characters for usual titles; none of the titles is lost."""
    titles = [f"Study number {number}" for number in range(count)]

    requests = list(ARXIV.search(titles))

    assert [len(request.asked) for request in requests] == sizes
    assert [each for request in requests for each in request.asked] == titles


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A Study of Lists", "A Study of Lists"),
        ('A "quoted" title', "A quoted title"),
        ("“Smart” and \u2018single\u2019 quotes", "Smart and 'single' quotes"),
        ("Don\u2019t Stop", "Don't Stop"),
        ("From A \u2013 to B \u2014 and \u2212 C", "From A - to B - and - C"),
        (r"Back\slash and \"escape\"", "Back slash and escape"),
        ("ends in a backslash\\", "ends in a backslash"),
        (r"On $\alpha$-Divergences and $O(n^2)$", "On alpha -Divergences and O(n^2)"),
        (r"{BERT}: {P}re-training", "BERT : P re-training"),
        ("Two\nlines\tand a  gap\x00\x1f\x7f", "Two lines and a gap"),
        ("No \ud800character\uffff of XML\ufffe", "No character of XML"),
        ("BERT: Pre-training (Part 1) AND au:x OR NOT", "BERT: Pre-training (Part 1) AND au:x OR NOT"),
        ("R&D: 100% of C++ #1?", "R&D: 100% of C++ #1?"),
        ("注意力 Ünïcode", "注意力 Ünïcode"),
        ("0", "0"),
        ("", ""),
        ('""', ""),
        ("$\\{}$", ""),
        ("... --- !?", ""),
        ("  \n ", ""),
    ],
)
def test_phrase(title: str, expected: str) -> None:
    """A title between quotes holds nothing that could end the quotes; one that is empty once cleaned stays empty."""
    assert phrase(title) == expected


@steady
@given(st.text(max_size=60))
def test_phrase_cannot_leave_its_quotes(title: str) -> None:
    """Whatever the title, its phrase holds no quote, backslash or line, and cleaning it again changes nothing."""
    cleaned = phrase(title)

    assert not set(cleaned) & set('"\\$\n\r\t\x00“”')
    assert cleaned == cleaned.strip()
    assert phrase(cleaned) == cleaned


def test_title_that_is_empty_once_cleaned_is_left_out() -> None:
    """An empty phrase would make the whole query match everything."""
    request = titles_of("A Study of Lists", "???", "Sorting at Night", '""')

    assert request.asked == ("A Study of Lists", "Sorting at Night")
    assert _sent(request, "search_query") == 'ti:"A Study of Lists" OR ti:"Sorting at Night"'


def test_no_request_for_nothing() -> None:
    """Titles that cannot be searched make no request at all."""
    assert list(ARXIV.search(["", "???", "\\"])) == []


@pytest.mark.parametrize(
    ("request_", "method"),
    [
        (ids_of("2401.00001"), "GET"),
        (ids_of(*(each.value for each in _ids(200))), "GET"),
        (ids_of(*(each.value for each in _ids(300))), "POST"),
        (titles_of(*(f"A Study of Lists, Number {number}" for number in range(15))), "GET"),
        (titles_of(*(f"{number} {'long title ' * 25}" for number in range(15))), "POST"),
        (titles_of(*(f"{number} {'注意力' * 20}" for number in range(15))), "POST"),
    ],
    ids=["one id", "200 ids", "300 ids", "15 titles", "15 long titles", "15 titles whose letters are long once quoted"],
)
def test_long_parameters_travel_as_a_form(request_: Request, method: str) -> None:
    """What would make a URL of more than a few thousand bytes is posted."""
    assert request_.method == method
    assert request_.body is None


@pytest.mark.parametrize(
    "request_",
    [
        ids_of("2401.00001", "hep-th/9901001", "2401.00003"),
        titles_of("A Study of Lists", "Sorting: At Night", "arxiv: a title"),
    ],
    ids=["ids", "titles"],
)
def test_halves_ask_for_the_same(request_: Request) -> None:
    """Two halves ask for what the whole asked for, and are what a shorter question would have made."""
    halves = ARXIV.halve(request_)

    assert [each for half in halves for each in half.asked] == list(request_.asked)
    assert [len(half.asked) for half in halves] == [1, 2]
    assert {half.kind for half in halves} == {request_.kind}
    assert halves[0] in (ids_of("2401.00001"), titles_of("A Study of Lists"))


@pytest.mark.parametrize("request_", [ids_of("2401.00001"), titles_of("A Study of Lists")], ids=["id", "title"])
def test_single_thing_cannot_be_halved(request_: Request) -> None:
    """One id and one title are as small as can be."""
    assert ARXIV.halve(request_) == ()
