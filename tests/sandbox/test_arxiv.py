"""The sandbox's arXiv: what it answers to ids and queries, and what of it says that it was made up."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.marks import SANDBOX_NAMESPACE
from pipeline.sandbox.arxiv import ArxivDouble
from tests.sandbox import ATTENTION, BERT, OLD, TURING, Facts, a_catalogue, a_library

_NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
    "x": "http://arxiv.org/schemas/atom",
    "s": SANDBOX_NAMESPACE,
}
_UPDATED = "2026-04-12T22:10:19Z"

NEED: Facts = {
    "title": "Attention is not all you need",
    "authors": ["Yihe Dong"],
    "year": 2021,
    "arxiv_id": "2103.03404",
}


@pytest.fixture(scope="module")
def arxiv() -> ArxivDouble:
    """The double over five works, of which arXiv has four."""
    return ArxivDouble(a_catalogue(ATTENTION, BERT, TURING, OLD, NEED), _UPDATED)


def _texts(feed: str, path: str) -> list[str]:
    return [each.text or "" for each in etree.fromstring(feed.encode()).findall(path, _NAMES)]


def _found(arxiv: ArxivDouble, **params: str) -> list[str]:
    status, feed = arxiv.query(params)
    assert status == 200, feed
    return [each.removeprefix("http://arxiv.org/abs/") for each in _texts(feed, "a:entry/a:id")]


@pytest.mark.parametrize(
    ("id_list", "found"),
    [
        ("1706.03762", ["1706.03762v1"]),
        ("1706.03762v1", ["1706.03762v1"]),
        ("quant-ph/0201082", ["quant-ph/0201082v1"]),
        ("quant-ph/0201082v1", ["quant-ph/0201082v1"]),
        ("1810.04805,1706.03762", ["1810.04805v1", "1706.03762v1"]),
        ("1706.03762,1706.03762,1706.03762v1", ["1706.03762v1"]),
        # Unknown but well-formed ids are absent, without a mark.
        ("1706.03762,0808.05394,1810.04805", ["1706.03762v1", "1810.04805v1"]),
        ("0000.0000", []),
        ("1706.03762v7", []),
        # These pass the server's check of ids and find nothing.
        ("arXiv:1706.03762", []),
        (" 1706.03762", []),
        ("1706.03762, 1810.04805", ["1706.03762v1"]),
        ("https://arxiv.org/abs/1706.03762", []),
        ("1706.037621", []),
        ("quant-ph.GT/0201082", []),
    ],
)
def test_ids_are_looked_up(arxiv: ArxivDouble, id_list: str, found: list[str]) -> None:
    """A bare id finds its work, always under a version; what is not a bare id finds nothing and says nothing.

    A deviation on purpose: the catalogue knows no versions, so that there is the first one alone.
    """
    assert _found(arxiv, id_list=id_list) == found


@pytest.mark.parametrize("bad", ["abc", "", "10.48550/arXiv.1706.03762", "1706", "11706.03762", "hep-th/99"])
def test_one_malformed_id_fails_the_whole_list(arxiv: ArxivDouble, bad: str) -> None:
    """The reply is HTTP 400 with a feed whose only entry says which id it was; an empty member is malformed too."""
    status, feed = arxiv.query({"id_list": f"1706.03762,{bad}"})

    assert status == 400
    assert _texts(feed, "a:entry/a:title") == ["Error"]
    assert _texts(feed, "a:entry/a:summary") == [f"incorrect id format for {bad}"]
    assert _texts(feed, "a:entry/a:id") == [f"https://arxiv.org/api/errors#incorrect_id_format_for_{bad}"]
    assert _texts(feed, "a:entry/a:published") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('ti:"Attention Is All You Need"', {ATTENTION["arxiv_id"]}),
        ('ti:"attention are all you needs"', {ATTENTION["arxiv_id"]}),
        ('ti:"attention all you need"', set()),
        ('ti:"attention is the all you need"', {NEED["arxiv_id"]}),
        ('ti:"you need"', {ATTENTION["arxiv_id"], NEED["arxiv_id"]}),
        ('ti:"bert pre training"', {BERT["arxiv_id"]}),
        ("ti:BERT: Pre-training", {BERT["arxiv_id"]}),
        ('ti:""', {ATTENTION["arxiv_id"], BERT["arxiv_id"], OLD["arxiv_id"], NEED["arxiv_id"]}),
        ('ti:"Computing Machinery and Intelligence"', set()),
        ('au:"Jacob Devlin"', {BERT["arxiv_id"]}),
        ("au:devlin_j", set()),
        ("au:jacob_devlin", {BERT["arxiv_id"]}),
        ("all:devlin", {BERT["arxiv_id"]}),
        ("all:quantum", {OLD["arxiv_id"]}),
        ("ti:attention ANDNOT ti:BERT", {ATTENTION["arxiv_id"], NEED["arxiv_id"]}),
        ('ti:attention ANDNOT au:"Yihe Dong"', {ATTENTION["arxiv_id"]}),
        ("ti:quantum AND ti:bert OR ti:computer", {OLD["arxiv_id"]}),
        ("(ti:quantum AND ti:bert) OR ti:attention", {ATTENTION["arxiv_id"], NEED["arxiv_id"]}),
        ("cat:cs.CL", set()),
        ("abs:attention", set()),
    ],
)
def test_queries_search_titles_and_names(arxiv: ArxivDouble, query: str, found: set[str]) -> None:
    """Titles are searched as phrases and words, authors by name.

    A deviation on purpose: the catalogue has neither categories nor abstracts, so that these fields find nothing.
    """
    assert {each.removesuffix("v1") for each in _found(arxiv, search_query=query)} == found


def test_the_nearest_title_comes_first(arxiv: ArxivDouble) -> None:
    """Results stand in the order of relevance."""
    assert _found(arxiv, search_query="ti:attention OR ti:quantum OR ti:computers")[0] == "quant-ph/0201082v1"


@pytest.mark.parametrize(
    ("query", "ids", "found"),
    [
        ("ti:attention", "1706.03762,1810.04805", ["1706.03762v1"]),
        ("ti:attention", "1810.04805", []),
        ("", "1810.04805", ["1810.04805v1"]),
        ('"', "1810.04805", ["1810.04805v1"]),
    ],
)
def test_query_and_ids_must_both_hold(arxiv: ArxivDouble, query: str, ids: str, found: list[str]) -> None:
    """Given both, what satisfies both is found; an empty query asks nothing."""
    assert _found(arxiv, search_query=query, id_list=ids) == found


@pytest.mark.parametrize(
    ("params", "summary"),
    [
        ({}, "Either a search_query or id_list must be specified for the classic API."),
        (
            {"search_query": " ", "id_list": ""},
            "Either a search_query or id_list must be specified for the classic API.",
        ),
        ({"search_query": "ti:a", "max_results": "ten"}, "max_results must be an integer"),
        ({"search_query": "ti:a", "max_results": ""}, "max_results must be an integer"),
        ({"search_query": "ti:a", "max_results": "-1"}, "max_results must be non-negative"),
        ({"search_query": "ti:a", "start": "1.5"}, "start must be an integer"),
        ({"search_query": "ti:a", "start": "-1"}, "start must be non-negative"),
        ({"search_query": "ti:a AND"}, "Invalid query string: 'ti:a AND'"),
        ({"search_query": r'ti:"a\"b"'}, "Invalid query string: 'ti:\"a\\\" OR all:b'"),
    ],
)
def test_what_is_asked_wrongly_is_refused(arxiv: ArxivDouble, params: dict[str, str], summary: str) -> None:
    """The reply is HTTP 400 with a feed whose only entry says what is wrong."""
    status, feed = arxiv.query(params)

    assert (status, _texts(feed, "a:entry/a:title"), _texts(feed, "a:entry/a:summary")) == (400, ["Error"], [summary])


@pytest.mark.parametrize("max_results", ["0", "10001"])
def test_a_window_the_server_cannot_open_is_its_error(arxiv: ArxivDouble, max_results: str) -> None:
    """No results and more than 10,000 are answered with 500 and no feed."""
    assert arxiv.query({"search_query": "ti:a", "max_results": max_results}) == (500, "Internal Server Error")


def test_a_feed_echoes_what_it_answers(arxiv: ArxivDouble) -> None:
    """Its title repeats the repaired query, its link too, in another order and quoted."""
    feed = arxiv.query({"search_query": 'ti:"A & B" <x>', "id_list": "quant-ph/0201082", "max_results": "7"})[1]

    echoed = 'search_query=ti:"A & B" OR all:<x>&id_list=quant-ph/0201082&start=0&max_results=7'
    link = "search_query=ti:%22A+%26+B%22+OR+all:%3Cx%3E&start=0&max_results=7&id_list=quant-ph/0201082"
    assert _texts(feed, "a:title") == [f"arXiv Query: {echoed}"]
    found = etree.fromstring(feed.encode()).find("a:link", _NAMES)
    assert found is not None
    assert found.get("href") == f"https://arxiv.org/api/query?{link}"


@pytest.mark.parametrize(
    ("start", "size", "shown"),
    [(0, 10, [0, 1, 2, 3]), (0, 2, [0, 1]), (2, 2, [2, 3]), (3, 2, [3]), (4, 2, []), (0, 100, [0, 1, 2, 3])],
)
def test_results_are_paged(arxiv: ArxivDouble, start: int, size: int, shown: list[int]) -> None:
    """The total counts all results, itemsPerPage repeats what was asked for, not what is shown."""
    everything = _found(arxiv, search_query='ti:""')
    feed = arxiv.query({"search_query": 'ti:""', "start": str(start), "max_results": str(size)})[1]

    assert _found(arxiv, search_query='ti:""', start=str(start), max_results=str(size)) == [
        everything[n] for n in shown
    ]
    assert _texts(feed, "o:totalResults") == ["4"]
    assert _texts(feed, "o:itemsPerPage") == [str(size)]
    assert _texts(feed, "o:startIndex") == [str(start)]


def test_ten_results_are_shown_unless_more_are_asked_for() -> None:
    """The default of the real service."""
    works = [{"title": f"Paper {n}", "authors": [], "arxiv_id": f"2001.{n:05}"} for n in range(12)]

    assert len(_found(ArxivDouble(a_catalogue(*works), _UPDATED), search_query="ti:paper")) == 10


@pytest.mark.parametrize(
    ("arxiv_id", "published"),
    [
        ("1706.03762", "2017-06-01T00:00:00Z"),
        ("0704.0001", "2007-04-01T00:00:00Z"),
        ("quant-ph/0201082", "2002-01-01T00:00:00Z"),
        ("hep-th/9901001", "1999-01-01T00:00:00Z"),
        ("math/9112001", "1991-12-01T00:00:00Z"),
    ],
)
def test_the_month_is_read_from_the_id(arxiv_id: str, published: str) -> None:
    """Year and month are facts of the id; the day is made up, and the note says so."""
    double = ArxivDouble(a_catalogue({"title": "A", "authors": ["B"], "arxiv_id": arxiv_id}), _UPDATED)

    feed = double.query({"id_list": arxiv_id})[1]

    assert _texts(feed, "a:entry/a:published") == _texts(feed, "a:entry/a:updated") == [published]


@pytest.mark.parametrize(("work", "incomplete"), [(ATTENTION, "authors"), (BERT, None)])
def test_an_entry_says_what_was_made_up(arxiv: ArxivDouble, work: Facts, incomplete: str | None) -> None:
    """A deviation on purpose: a note in a namespace of our own names what no fact stands behind.

    Categories, comments, journal references and abstracts are not in the catalogue and not made up.
    """
    root = etree.fromstring(arxiv.query({"id_list": work["arxiv_id"]})[1].encode())

    note = root.find("a:entry/s:note", _NAMES)
    assert note is not None
    assert note.get("invented") == "published updated version"
    assert note.get("incomplete") == incomplete
    for left_out in ("a:category", "x:primary_category", "x:comment", "x:journal_ref"):
        assert root.find(f"a:entry/{left_out}", _NAMES) is None
    assert root.findtext("a:entry/a:summary", None, _NAMES) == ""


def test_a_work_may_have_a_comment_and_another_title_on_arxiv() -> None:
    """A title of its own is shown and searched; a comment stands before the authors, as recorded."""
    work = {"title": "A", "arxiv_title": "Renamed Since", "authors": ["B"], "arxiv_id": "2001.00001"}
    double = ArxivDouble(a_catalogue(work | {"comment": "Withdrawn: wrong & > wrong"}), _UPDATED)

    feed = double.query({"search_query": 'ti:"renamed since"'})[1]

    assert _texts(feed, "a:entry/a:title") == ["Renamed Since"]
    assert _texts(feed, "a:entry/x:comment") == ["Withdrawn: wrong & > wrong"]
    assert feed.index("<published>") < feed.index("<arxiv:comment>") < feed.index("<author>")


def test_every_character_arrives() -> None:
    """What XML gives a meaning is escaped, and what it forbids becomes a blank, in works and in questions."""
    title = 'R&D <of> "LLMs" \u2019 é'
    work = {"title": title + "\x00\x1f\ufffe", "authors": ["O'Donoghue & <Sons>"], "arxiv_id": "2001.00001"}
    double = ArxivDouble(a_catalogue(work), _UPDATED)

    feed = double.query({"search_query": f"ti:R&D <of> \x01\uffff {title}"})[1]

    assert _texts(feed, "a:entry/a:title") == [title + "   "]
    assert _texts(feed, "a:entry/a:author/a:name") == ["O'Donoghue & <Sons>"]
    assert double.query({"id_list": "a\x01&<"})[0] == 400
    assert _texts(double.query({"id_list": "a\x01&<"})[1], "a:entry/a:summary") == ["incorrect id format for a &<"]


def test_the_same_question_has_the_same_answer() -> None:
    """A feed is made of the catalogue, the question and the time it was handed, and of nothing else."""
    params = {"search_query": "all:computers", "id_list": ""}

    assert ArxivDouble(a_library(), _UPDATED).query(params) == ArxivDouble(a_library(), _UPDATED).query(params)
