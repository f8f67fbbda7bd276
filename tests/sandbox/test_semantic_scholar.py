"""The sandbox's Semantic Scholar: what it answers, and what of it says that it was made up."""

from __future__ import annotations

from typing import Any

import pytest
from semanticscholar.Paper import Paper

from pipeline.identifiers import Identifier, parse_identifier
from pipeline.marks import SANDBOX_KEY
from pipeline.sandbox.semantic_scholar import SemanticScholarDouble, read_paper_id
from tests.sandbox import ATTENTION, BERT, OLD, TURING, a_catalogue, a_library

_NONE_VALID = (400, {"error": "No valid paper ids given"})


@pytest.fixture
def s2() -> SemanticScholarDouble:
    """The double over four works."""
    return SemanticScholarDouble(a_library())


def _titles(body: dict[str, Any]) -> list[str]:
    return [paper["title"] for paper in body.get("data", ())]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("204e3073870fae3d05bcbc2f6a8e263d9b72e776", "s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776"),
        ("CorpusId:13756489", "corpusid:13756489"),
        ("CorpusID:13756489", "corpusid:13756489"),
        ("ARXIV:1706.03762", "arxiv:1706.03762"),
        ("arXiv:quant-ph/0201082", "arxiv:quant-ph/0201082"),
        ("DOI:10.18653/v1/N19-1423", "doi:10.18653/v1/n19-1423"),
        ("10.1093/mind/lix.236.433", "doi:10.1093/mind/lix.236.433"),
        ("10.1002/(SICI)50:1<1::AID>3.0.CO;2-X", "doi:10.1002/(sici)50:1<1::aid>3.0.co;2-x"),
        ("DOI:10.48550/arxiv.1706.03762", "arxiv:1706.03762"),
        ("ACL:N19-1423", "acl:N19-1423"),
        ("URL:https://arxiv.org/abs/1706.03762v1", "arxiv:1706.03762"),
        ("URL:https://api.semanticscholar.org/CorpusID:13756489", "corpusid:13756489"),
        ("URL:https://example.org/1706.03762", None),
        ("ARXIV:1706.03762v1", None),
        ("ARXIV:1706.03762v5", None),
        ("ARXIV: 1706.03762", None),
        ("ARXIV:https://arxiv.org/abs/1706.03762", None),
        ("1706.03762", None),
        ("MAG:2963403868", None),
        ("PMID:19872477", None),
        ("0", None),
        ("", None),
    ],
)
def test_ids_are_read_as_the_service_spells_them(text: str, identifier: str | None) -> None:
    """Prefixes in any case, a bare DOI and a sha are read; an arXiv id with a version is unknown, except in a URL."""
    expected: Identifier | None = parse_identifier(identifier) if identifier else None

    assert read_paper_id(text) == expected


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Attention is All you Need", ATTENTION["title"]),
        ("attention is NOT all you need", ATTENTION["title"]),
        ("bert", BERT["title"]),
        ("Deep Bidirectional", BERT["title"]),
        ("Gravity hill of machinery", TURING["title"]),
        ("quantum attention computers", OLD["title"]),
    ],
)
def test_a_match_is_the_best_hit_even_when_it_is_wrong(s2: SemanticScholarDouble, query: str, title: str) -> None:
    """Whatever shares a word is offered with 200: only a comparison of titles tells right from wrong."""
    status, body = s2.match({"query": query})

    assert (status, _titles(body)) == (200, [title])


@pytest.mark.parametrize("query", ["abs12032jsdafn", "Convalescent plasma", "it is the", "--"])
def test_a_match_of_no_word_is_not_found(s2: SemanticScholarDouble, query: str) -> None:
    """A title that shares no word with any work is HTTP 404."""
    assert s2.match({"query": query}) == (404, {"error": "Title match not found"})


def test_a_match_without_a_query_is_refused(s2: SemanticScholarDouble) -> None:
    """The query is required; a blank one is none."""
    assert [s2.match(query)[0] for query in ({}, {"query": " "})] == [400, 400]


def test_a_match_bears_its_score_last(s2: SemanticScholarDouble) -> None:
    """The score is a float behind all other keys, and a longer title scores higher."""
    found = s2.match({"query": ATTENTION["title"], "fields": "title,authors,year"})[1]["data"][0]
    longer = s2.match({"query": BERT["title"]})[1]["data"][0]

    assert list(found)[-1] == "matchScore"
    assert isinstance(found["matchScore"], float)
    assert longer["matchScore"] > found["matchScore"]


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        (None, ["paperId", "title"]),
        ("title", ["paperId", "title"]),
        ("year", ["paperId", "year"]),
        ("paperId", ["paperId"]),
        ("authors.name,authors.hIndex", ["paperId", "authors"]),
        ("tldr,embedding.specter_v2,textAvailability", ["paperId", "tldr"]),
        ("year,venue,title,externalIds", ["paperId", "externalIds", "title", "venue", "year"]),
    ],
)
def test_a_paper_holds_the_fields_that_were_asked_for(
    s2: SemanticScholarDouble,
    fields: str | None,
    keys: list[str],
) -> None:
    """A paperId always, a title by default; keys stand in the service's order, not in that of the question.

    What no public fact is known of, such as a text's availability, is left out rather than made up.
    """
    query = {"fields": fields} if fields else {}

    status, paper = s2.single("ARXIV:1706.03762", query)

    assert (status, list(paper)) == (200, [*keys, SANDBOX_KEY])


@pytest.mark.parametrize(
    ("fields", "unknown"),
    [
        ("unknown", "unknown"),
        ("title,bad1,year,bad2", "bad1, bad2"),
        ("authors.aliases", "authors.aliases"),
        ("title, year", " year"),
        ("Title", "Title"),
    ],
)
def test_unknown_fields_are_refused(s2: SemanticScholarDouble, fields: str, unknown: str) -> None:
    """A field that does not exist, or no longer does, fails the request and is named."""
    expected = (400, {"error": f"Unrecognized or unsupported fields: [{unknown}]"})
    query = {"query": "attention", "fields": fields}

    assert s2.match(query) == s2.search(query) == s2.bulk(query) == expected
    assert s2.batch({"fields": fields}, ["ARXIV:1706.03762"]) == expected
    assert s2.single("ARXIV:1706.03762", {"fields": fields}) == expected


@pytest.mark.parametrize("field", ["tldr", "embedding", "citations", "references", "textAvailability", "authors.url"])
def test_bulk_knows_fewer_fields(s2: SemanticScholarDouble, field: str) -> None:
    """The bulk search has no summaries, embeddings, citations, nor more of authors than id and name."""
    query = {"query": "attention", "fields": field}

    assert s2.bulk(query) == (400, {"error": f"Unrecognized or unsupported fields: [{field}]"})
    assert s2.search(query)[0] == 200


@pytest.mark.parametrize(
    ("params", "refused"),
    [
        ({"minCitationCount": "200"}, "minCitationCount=200"),
        ({"venue": "Nature", "openAccessPdf": ""}, "openAccessPdf=, venue=Nature"),
        ({"year": "soon"}, "year=soon"),
        ({"year": "-"}, "year=-"),
        ({"year": "2017-18"}, "year=2017-18"),
    ],
)
def test_filters_that_would_be_ignored_are_refused(
    s2: SemanticScholarDouble,
    params: dict[str, str],
    refused: str,
) -> None:
    """Of the real service's filters the sandbox has `year` alone; to ignore the others would mislead."""
    expected = (400, {"error": f"Unacceptable query params: [{refused}]"})
    query = {"query": "attention", **params}

    assert s2.match(query) == s2.search(query) == s2.bulk(query) == expected


@pytest.mark.parametrize(
    ("year", "found"),
    [
        ("2017", [ATTENTION["title"]]),
        ("2018", []),
        ("2019", [BERT["title"]]),
        ("2017-2019", [ATTENTION["title"], BERT["title"]]),
        ("2018-", [BERT["title"]]),
        ("-2018", [ATTENTION["title"], TURING["title"]]),
        ("-1949", []),
    ],
)
def test_years_filter(year: str, found: list[str]) -> None:
    """`year` takes one year or a range, open or not, of the year that the record itself prints."""
    works = [{**work, "title": f"{work['title']} together"} for work in (ATTENTION, BERT, TURING)]
    double = SemanticScholarDouble(a_catalogue(*works, {"title": "Together of no year", "authors": []}))
    query = {"query": "together", "year": year}
    expected = sorted(f"{title} together" for title in found)

    assert sorted(_titles(double.search(query)[1])) == expected
    assert sorted(_titles(double.bulk(query)[1])) == expected
    assert double.match(query)[0] == (200 if found else 404)


def test_a_batch_keeps_length_and_order(s2: SemanticScholarDouble) -> None:
    """One place per id, null where none is known, whatever mixture of schemes is asked and however often."""
    ids = ["ARXIV:0000.00000", "DOI:10.18653/v1/n19-1423", "CorpusId:13756489", "ARXIV:1706.03762v1", "ACL:N19-1423"]

    status, papers = s2.batch({}, ids)

    titles = [paper and paper["title"] for paper in papers]
    assert (status, titles) == (200, [None, BERT["title"], ATTENTION["title"], None, BERT["title"]])


@pytest.mark.parametrize(
    "ids",
    [
        [],
        ["ARXIV:0000.00000"],
        ["ARXIV:1706.03762v1"],
        ["nonsense", "0"],
        ["ARXIV:1706.03762", ""],
        ["ARXIV:1706.03762", " "],
    ],
)
def test_a_batch_of_which_no_id_resolves_is_an_error(s2: SemanticScholarDouble, ids: list[str]) -> None:
    """No array of nulls but HTTP 400, and the same words when a member is empty."""
    assert s2.batch({}, ids) == _NONE_VALID


@pytest.mark.parametrize("ids", [None, "ARXIV:1706.03762", {"0": "ARXIV:1706.03762"}, [1], [None]])
def test_a_batch_needs_a_list_of_texts(s2: SemanticScholarDouble, ids: Any) -> None:
    """Anything else in the body's `ids` is refused."""
    assert s2.batch({}, ids)[0] == 400


@pytest.mark.parametrize(("number", "status"), [(500, 200), (501, 400)])
def test_a_batch_holds_at_most_500_ids(s2: SemanticScholarDouble, number: int, status: int) -> None:
    """The limit is the service's own."""
    answered, body = s2.batch({}, ["ARXIV:1706.03762"] * number)

    assert answered == status
    assert len(body) == (number if status == 200 else 1)


def test_an_unknown_paper_wins_over_a_bad_field(s2: SemanticScholarDouble) -> None:
    """A single look-up says 404 with the id as it was asked for, even when the fields are wrong too."""
    assert s2.single("0", {"fields": "t,i,t,l,e"}) == (404, {"error": "Paper with id 0 not found"})


def test_made_up_ids_are_marked(s2: SemanticScholarDouble) -> None:
    """A deviation on purpose: the real service has no such key, so that nothing made up is taken for real."""
    marks = {title: s2.single(asked, {})[1][SANDBOX_KEY] for title, asked in _ASKED.items()}

    assert marks[ATTENTION["title"]]["invented"] == []
    assert marks[BERT["title"]]["invented"] == ["paperId", "corpusId"]
    assert marks[ATTENTION["title"]]["incomplete"] == ["authors"]
    assert "incomplete" not in marks[BERT["title"]]


_ASKED = {ATTENTION["title"]: "ARXIV:1706.03762", BERT["title"]: "ARXIV:1810.04805"}


def test_a_count_nobody_published_is_left_out(s2: SemanticScholarDouble) -> None:
    """A deviation on purpose: a count comes with the one who counted and the day, or not at all."""
    counted = s2.single("ARXIV:1706.03762", {"fields": "citationCount"})[1]
    uncounted = s2.single("ARXIV:1810.04805", {"fields": "citationCount"})[1]

    assert counted["citationCount"] == 136941
    assert counted[SANDBOX_KEY]["citation"] == {"source": "Semantic Scholar", "date": "2025-08-11"}
    assert list(uncounted) == ["paperId", SANDBOX_KEY]


def test_a_paper_states_facts_and_nothing_else(s2: SemanticScholarDouble) -> None:
    """Title, names, year, venue and ids are the catalogue's; no abstract, no summary, no date, no author's id."""
    paper = s2.single("ACL:N19-1423", {"fields": ",".join({*Paper.SEARCH_FIELDS, "tldr"} - {"url"})})[1]

    made_up = {"paperId": paper.pop("paperId"), "corpusId": paper.pop("corpusId")}
    assert paper.pop(SANDBOX_KEY) == {"invented": ["paperId", "corpusId"]}
    assert paper == {
        "externalIds": {
            "ArXiv": "1810.04805",
            "DOI": "10.18653/V1/N19-1423",
            "ACL": "N19-1423",
            "CorpusId": made_up["corpusId"],
        },
        "publicationVenue": None,
        "title": BERT["title"],
        "abstract": None,
        "venue": "NAACL",
        "year": 2019,
        "publicationTypes": None,
        "publicationDate": None,
        "journal": None,
        "s2FieldsOfStudy": [],
        "authors": [{"authorId": None, "name": name} for name in BERT["authors"]],
        "tldr": None,
    }


def _many(number: int) -> SemanticScholarDouble:
    return SemanticScholarDouble(a_catalogue(*({"title": f"Kubernetes {n}", "authors": []} for n in range(number))))


def test_an_empty_search_has_no_data(s2: SemanticScholarDouble) -> None:
    """The key `data` is absent when nothing is found."""
    assert s2.search({"query": "n0 r3sult s3arch t3rm"}) == (200, {"total": 0, "offset": 0})


def test_a_search_is_paged() -> None:
    """A page says where the next one begins; the last one does not."""
    double = _many(250)

    pages = [double.search({"query": "kubernetes", "offset": str(offset)})[1] for offset in (0, 100, 200)]

    assert [list(page) for page in pages] == [["total", "offset", "next", "data"]] * 2 + [["total", "offset", "data"]]
    assert [page.get("next") for page in pages] == [100, 200, None]
    assert [len(page["data"]) for page in pages] == [100, 100, 50]
    assert len({paper["paperId"] for page in pages for paper in page["data"]}) == 250


@pytest.mark.parametrize(
    ("offset", "limit", "status"),
    [("0", "100", 200), ("900", "100", 200), ("0", "101", 400), ("0", "0", 400), ("901", "100", 400), ("x", "1", 400)],
)
def test_a_search_reaches_1000_results(s2: SemanticScholarDouble, offset: str, limit: str, status: int) -> None:
    """A page holds at most 100, all pages together 1,000."""
    assert s2.search({"query": "attention", "offset": offset, "limit": limit})[0] == status


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("attention need", [ATTENTION["title"]]),
        ("attention machinery", []),
        ("computer", [OLD["title"], TURING["title"]]),
    ],
)
def test_a_search_requires_every_word(s2: SemanticScholarDouble, query: str, found: list[str]) -> None:
    """Words may stand in any order and form."""
    assert sorted(_titles(s2.search({"query": query})[1])) == sorted(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("computer", [OLD["title"], TURING["title"]]),
        ("quantum computer", [OLD["title"]]),
        ('"computing machinery"', [TURING["title"]]),
        ('"machinery computing"', []),
        ('"computing machinery" intelligence', [TURING["title"]]),
        ('"computing machinery" attention', []),
        ("bert | attention", [ATTENTION["title"], BERT["title"]]),
        (f'"{ATTENTION["title"]}" | "{BERT["title"]}"', [ATTENTION["title"], BERT["title"]]),
        ('"quantum | computers"', [OLD["title"]]),
        ("unheard", []),
        ("", []),
        ('""', []),
    ],
)
def test_a_bulk_search_reads_words_phrases_and_alternatives(
    s2: SemanticScholarDouble,
    query: str,
    found: list[str],
) -> None:
    """All words and phrases are required; `|` stands between alternatives, and within quotes for nothing."""
    status, body = s2.bulk({"query": query})

    assert (status, body["total"], sorted(_titles(body))) == (200, len(found), sorted(found))


def test_a_bulk_search_is_paged_by_token() -> None:
    """1,000 works a page in the order of paperIds, whatever limit is asked for; the last token is there and null."""
    double = _many(1001)

    first = double.bulk({"query": "kubernetes", "offset": "0", "limit": "100"})[1]
    last = double.bulk({"query": "kubernetes", "token": first["token"]})[1]

    assert list(first) == list(last) == ["total", "token", "data"]
    assert (first["total"], last["total"]) == (1001, 1001)
    assert (len(first["data"]), len(last["data"])) == (1000, 1)
    assert isinstance(first["token"], str)
    assert last["token"] is None
    ids = [paper["paperId"] for paper in first["data"] + last["data"]]
    assert ids == sorted(set(ids))
