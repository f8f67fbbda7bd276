"""The sandbox beside the real services: recorded replies, the published schema, the stock clients."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import arxiv
import jsonschema
import pytest
from lxml import etree
from semanticscholar import SemanticScholar
from semanticscholar.SemanticScholarException import BadQueryParametersException, ObjectNotFoundException
from starlette.applications import Starlette

from pipeline.marks import SANDBOX_KEY, SANDBOX_NAMESPACE
from pipeline.sandbox.app import build_app
from pipeline.sandbox.faults import parse_faults
from pipeline.sandbox.server import serving
from tests.recordings import needs_recordings
from tests.sandbox import ATTENTION, BERT, OLD, TURING, Facts, a_catalogue
from tests.sandbox.recordings import Recording, get, recording, swagger, transcribed

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"

_NOT_KNOWN = {
    *("referenceCount", "influentialCitationCount", "isOpenAccess", "openAccessPdf", "fieldsOfStudy"),
    "citationStyles",
}
"""Keys that the sandbox leaves out of every record: the catalogue has no fact for them, and none is made up."""

_ANSWERED = [
    *("s2/match_success_full.json", "s2/match_success_title_only.json", "s2/match_partial_title.json"),
    *("s2/match_wrong_paper_1.json", "s2/match_wrong_paper_2.json", "s2/match_authors_empty.json"),
    *("s2/match_arxiv_preprint.json", "s2/match_published_arxiv.json"),
    *("s2/paper_by_id_title_only.json", "s2/paper_by_doi_full.json"),
    *("s2/batch_ok_authors.json", "s2/batch_with_null.json"),
    *("s2/search_page.json", "s2/search_year_page.json"),
    *("s2/bulk_page_truncated.json", "s2/bulk_last_page_truncated.json"),
]
"""Recorded replies that hold papers."""


def _facts(paper: dict[str, Any], asked: str, word: str) -> Facts:
    """A catalogue's line from a recorded paper; `asked` is the id it answered to, `word` goes into a missing title."""
    external = paper.get("externalIds", {})
    facts = {
        "title": paper.get("title", f"{word} {paper['paperId']}"),
        "authors": [author["name"] for author in paper.get("authors", ())],
        "year": paper.get("year"),
        "venue": paper.get("venue"),
        "arxiv_id": external.get("ArXiv"),
        "doi": external.get("DOI") or (asked if asked.startswith("10.") else None),
        "dblp_key": external.get("DBLP"),
        "s2_paper_id": paper["paperId"],
        "s2_corpus_id": external.get("CorpusId") or (int(asked[9:]) if asked.startswith("CorpusId:") else None),
    }
    if "citationCount" in paper:
        facts["citations"] = [{"count": paper["citationCount"], "source": "Semantic Scholar", "date": "2025-08-11"}]
    return facts


def _ids(recorded: Recording) -> list[str]:
    if recorded.sent:
        return list(recorded.sent["ids"])
    return [recorded.path.partition("/paper/")[2].partition("?")[0]] * len(recorded.papers)


def _lines(recorded: Recording) -> list[Facts]:
    word = recorded.path.partition("query=")[2].partition("&")[0].replace("+", " ") or "Untitled"
    pairs = zip(recorded.papers, _ids(recorded), strict=True)
    return [_facts(paper, asked, word) for paper, asked in pairs if paper is not None]


def _shape(value: Any) -> Any:
    """Kinds of values with their keys in order; a list is the shape of its first member."""
    if isinstance(value, dict):
        return [(key, _shape(each)) for key, each in value.items()]
    if isinstance(value, list):
        return [_shape(each) for each in value[:1]]
    return type(value).__name__


@pytest.fixture(scope="module")
def library() -> Starlette:
    """The sandbox over four works and three hundred more."""
    more = ({"title": f"Paper {n}", "authors": ["A. Nobody"], "arxiv_id": f"2001.{n:05}"} for n in range(300))
    return build_app(a_catalogue(ATTENTION, BERT, TURING, OLD, *more))


# Semantic Scholar, recorded.


@needs_recordings
@pytest.mark.parametrize("file", _ANSWERED)
def test_a_recorded_question_has_the_recorded_answer(file: str) -> None:
    """Over a catalogue of the recorded facts the recorded request finds the recorded papers, in the recorded shape.

    Deviations on purpose: keys without a fact are left out, values without one are null, an author
    has no id, `journal` and the like hold nothing, and one key of the sandbox's own is put in.
    """
    recorded = recording(file)

    reply = recorded.ask(build_app(a_catalogue(*_lines(recorded))))

    assert (reply.status_code, reply.headers["Content-Type"]) == (recorded.status, "application/json")
    answered = Recording(method="", path="", sent=None, status=200, body=reply.content)
    assert _frame(answered.json) == _frame(recorded.json)
    real = {paper["paperId"]: paper for paper in recorded.papers if paper}
    if isinstance(recorded.json, list):
        assert [paper is None for paper in answered.papers] == [paper is None for paper in recorded.papers]
    assert answered.papers
    for paper in filter(None, answered.papers):
        _assert_like(paper, real[paper["paperId"]])


def _frame(body: Any) -> Any:
    """What stands around the papers, apart from figures that depend on how many papers there are."""
    if isinstance(body, list):
        return "a list"
    if "data" not in body:
        return "a paper"
    # The recorded pages stand for collections too large to rebuild: `next` and a full page's token are tested apart.
    return [key for key in body if key != "next"]


def _assert_like(paper: dict[str, Any], real: dict[str, Any]) -> None:
    assert paper.pop(SANDBOX_KEY)["invented"] in ([], ["corpusId"])
    assert list(paper) == [key for key in real if key not in _NOT_KNOWN]
    for key, value in paper.items():
        if key == "authors":
            assert [author["name"] for author in value] == [author["name"] for author in real[key]]
            assert all(list(author) == ["authorId", "name"] for author in value)
        elif key == "externalIds":
            kept = {name: each for name, each in real[key].items() if name in {"ArXiv", "DBLP", "DOI", "CorpusId"}}
            assert value == kept
        elif value is not None and key != "matchScore" and value != []:
            assert value == real[key], key
        else:
            assert value is None or value == [] or _shape(value) == _shape(real[key]), key


@needs_recordings
@pytest.mark.parametrize(
    "file",
    [
        "s2/match_404.json",
        "s2/paper_by_doi_404.json",
        "s2/paper_by_id_404.json",
        "s2/bad_fields_400.json",
        "s2/search_empty.json",
    ],
)
def test_what_is_not_found_is_said_byte_for_byte(file: str) -> None:
    """Errors and the empty search are the recorded bytes, the line feed behind them included."""
    recorded = recording(file)

    reply = recorded.ask(build_app(a_catalogue(TURING)))

    assert (reply.status_code, reply.content) == (recorded.status, recorded.body)


@needs_recordings
def test_a_refused_key_is_said_byte_for_byte() -> None:
    """The gateway's 403 has another key than the errors of the service, and no line feed."""
    recorded = recording("s2/forbidden_403_bad_key.json")

    reply = recorded.ask(build_app(a_catalogue(TURING), faults=parse_faults("s2:403")))

    assert (reply.status_code, reply.content) == (recorded.status, recorded.body)


@needs_recordings
def test_what_people_pasted_is_said_in_the_same_words() -> None:
    """Three replies are known from reports alone: both kinds of 429, and a batch without a valid id."""
    app = build_app(a_catalogue(TURING), faults=parse_faults("all:429@1"))
    batch = Recording(method="POST", path="/graph/v1/paper/batch", sent={"ids": ["0"]}, status=400, body=b"")

    replies = [each.ask(app) for each in (batch, batch, get("/api/query?id_list=1706.03762"))]

    assert [(reply.status_code, reply.content.strip()) for reply in replies] == [
        (429, transcribed("s2_429.json")),
        (400, transcribed("s2_batch_none_valid_400.json")),
        (429, transcribed("arxiv_429.txt")),
    ]


# Semantic Scholar, published schema.

_NULL_IN_REALITY = {
    *("abstract", "publicationVenue", "year", "openAccessPdf", "fieldsOfStudy", "publicationTypes", "publicationDate"),
    *("journal", "tldr", "authorId", "homepage", "token"),
}
"""Properties that recorded replies or reports show as null; Swagger 2.0 has no word for null."""

_TYPES_IN_REALITY = {"total": "integer", "matchScore": "number"}
"""Properties that the document calls string and integer, and that come as integer and as a fraction."""


def _loosened(schema: Any, name: str = "") -> Any:
    """A schema of the document as JSON Schema that real replies satisfy.

    Loosened: null where reality has it, two wrong types, and the sandbox's own key. Tightened: an
    object has no key that the document does not name, so that a misspelt or foreign one is found.
    """
    if isinstance(schema, list):
        return [_loosened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _loosened(each) for key, each in schema.items() if key not in {"properties", "example"}}
    if "properties" in schema:
        loose["properties"] = {key: _loosened(each, key) for key, each in schema["properties"].items()}
        loose["properties"][SANDBOX_KEY] = {"type": "object"}
        loose["additionalProperties"] = False
    if name in _TYPES_IN_REALITY:
        loose["type"] = _TYPES_IN_REALITY[name]
    return {"anyOf": [{"type": "null"}, loose]} if name in _NULL_IN_REALITY else loose


@pytest.fixture(scope="module")
def conforms() -> Callable[[str, Any], None]:
    """Check a body against a definition of the published document; raises what does not conform."""
    # A reference is an URI and has no blanks, one definition's name has.
    text = json.dumps(swagger()["definitions"]).replace("Title Match Paper", "TitleMatchPaper")
    definitions = {name: _loosened(schema) for name, schema in json.loads(text).items()}

    def check(name: str, body: Any) -> None:
        validator = jsonschema.Draft4Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})
        validator.validate(body)

    return check


_DEFINITIONS = {
    "/graph/v1/paper/search/match": "PaperMatch",
    "/graph/v1/paper/search/bulk": "PaperBulkSearchBatch",
    "/graph/v1/paper/search": "PaperRelevanceSearchBatch",
}


def _definition(recorded: Recording) -> str:
    return _DEFINITIONS.get(recorded.path.partition("?")[0], "FullPaper")


@needs_recordings
@pytest.mark.parametrize("file", _ANSWERED)
def test_the_schema_as_loosened_fits_reality(file: str, conforms: Callable[[str, Any], None]) -> None:
    """Every recorded reply conforms, so that the loosening is no looser and no tighter than reality asks."""
    recorded = recording(file)

    # The document describes a batch by one paper of it.
    bodies = filter(None, recorded.papers) if _definition(recorded) == "FullPaper" else [recorded.json]
    for body in bodies:
        conforms(_definition(recorded), body)


_EVERY_FIELD = (
    "paperId,corpusId,externalIds,url,title,abstract,venue,publicationVenue,year,referenceCount,citationCount,"
    "influentialCitationCount,isOpenAccess,openAccessPdf,fieldsOfStudy,s2FieldsOfStudy,publicationTypes,"
    "publicationDate,journal,citationStyles,authors"
)


@needs_recordings
@pytest.mark.parametrize(
    ("path", "definition"),
    [
        ("search/match?query=attention", "PaperMatch"),
        (f"search/match?query=attention&fields={_EVERY_FIELD},tldr", "PaperMatch"),
        (f"search/match?query=bert&fields={_EVERY_FIELD},tldr", "PaperMatch"),
        ("search?query=unheard", "PaperRelevanceSearchBatch"),
        (f"search?query=computer&fields={_EVERY_FIELD},tldr&limit=1", "PaperRelevanceSearchBatch"),
        (f"search?query=computer&fields={_EVERY_FIELD},tldr&limit=1&offset=1", "PaperRelevanceSearchBatch"),
        ("search/bulk?query=unheard", "PaperBulkSearchBatch"),
        (f"search/bulk?query=computer | attention&fields={_EVERY_FIELD}", "PaperBulkSearchBatch"),
        ("ARXIV:1706.03762", "FullPaper"),
        (f"ARXIV:1706.03762?fields={_EVERY_FIELD},tldr,authors.name", "FullPaper"),
        (f"ACL:N19-1423?fields={_EVERY_FIELD},tldr", "FullPaper"),
        (f"10.1093/mind/lix.236.433?fields={_EVERY_FIELD},tldr", "FullPaper"),
        ("search/match?query=unheard", "Error404"),
        ("0", "Error404"),
        ("search/match", "Error400"),
        ("search/match?query=attention&fields=x", "Error400"),
        ("search?query=attention&limit=1000", "Error400"),
        ("search/bulk?query=attention&fields=tldr", "Error400"),
    ],
)
def test_replies_conform_to_the_published_schema(
    library: Starlette,
    path: str,
    definition: str,
    conforms: Callable[[str, Any], None],
) -> None:
    """Every endpoint answers by the published document, errors and pages included."""
    reply = get(f"/graph/v1/paper/{path}").ask(library)

    assert reply.status_code == {"Error400": 400, "Error404": 404}.get(definition, 200)
    assert "error" in reply.json() or not definition.startswith("Error")
    conforms(definition, reply.json())


@needs_recordings
def test_a_batch_conforms_to_the_published_schema(library: Starlette, conforms: Callable[[str, Any], None]) -> None:
    """Each paper of a batch is one by the document; nulls stand between them, which the document does not say."""
    path = f"/graph/v1/paper/batch?fields={_EVERY_FIELD},tldr"
    ids = ["ARXIV:1706.03762", "0", "ACL:N19-1423", "10.1093/mind/lix.236.433"]

    papers = Recording(method="POST", path=path, sent={"ids": ids}, status=200, body=b"").ask(library).json()

    assert [paper is None for paper in papers] == [False, True, False, False]
    for paper in filter(None, papers):
        conforms("FullPaper", paper)


# arXiv, recorded.


def _entries(feed: bytes) -> list[Facts]:
    """A catalogue's lines from a recorded feed."""
    return [
        {
            "title": entry.findtext(f"{_ATOM}title"),
            "authors": [author.findtext(f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author")],
            "arxiv_id": str(entry.findtext(f"{_ATOM}id")).rpartition("/abs/")[2].rpartition("v")[0],
            "doi": entry.findtext(f"{_ARXIV}doi"),
        }
        for entry in etree.fromstring(feed).findall(f"{_ATOM}entry")
    ]


def _answer(recorded: Recording) -> bytes:
    """What the sandbox answers over a catalogue of the recorded entries, at the recorded time."""
    updated = datetime.fromisoformat(str(etree.fromstring(recorded.body).findtext(f"{_ATOM}updated")))
    entries = [] if recorded.status == 400 else _entries(recorded.body)
    reply = recorded.ask(build_app(a_catalogue(*entries), now=lambda: updated.astimezone(UTC)))
    assert reply.status_code == recorded.status
    assert reply.headers["Content-Type"].startswith("application/atom+xml")
    return reply.content


@needs_recordings
@pytest.mark.parametrize(
    "file",
    ["arxiv/id_list_missing.xml", "arxiv/id_list_missing_5digit_pre2015.xml", "arxiv/id_list_malformed_400.xml"],
)
def test_a_feed_without_works_is_the_recorded_one_byte_for_byte(file: str) -> None:
    """What is unknown is absent without a mark, what is malformed is an error feed: both in the recorded bytes."""
    recorded = recording(file)

    assert _answer(recorded) == recorded.body


@needs_recordings
@pytest.mark.parametrize(
    "file",
    [
        *("arxiv/id_list_single.xml", "arxiv/id_list_single_versioned.xml", "arxiv/id_list_two_one_missing.xml"),
        *("arxiv/id_list_many_authors.xml", "arxiv/id_list_old_style_versioned.xml"),
        "arxiv/id_list_old_style_affiliation.xml",
    ],
)
def test_a_feed_of_works_is_the_recorded_one(file: str) -> None:
    """Elements, namespaces, attributes and their order are the recorded ones.

    Deviations on purpose: categories, comments, journal references and affiliations are left out,
    the summary is empty, days are the first of the month, and a note of the sandbox's own is put in.
    """
    recorded = recording(file)

    answered, real = etree.fromstring(_answer(recorded)), etree.fromstring(recorded.body)

    assert answered.nsmap == real.nsmap
    assert _flat(answered) == _flat(real)


@needs_recordings
@pytest.mark.parametrize("file", ["arxiv/search_page_10.xml", "arxiv/search_page_10_start10.xml"])
def test_a_search_has_the_recorded_header(file: str) -> None:
    """The repaired query is echoed in title, link and id; the entries are those of an archive of millions."""
    recorded = recording(file)

    answered, real = etree.fromstring(_answer(recorded)), etree.fromstring(recorded.body)

    assert _flat(answered, with_total=False)[:7] == _flat(real, with_total=False)[:7]


@needs_recordings
def test_an_entry_with_a_doi_is_the_recorded_one() -> None:
    """The DOI and its link stand behind the authors, as recorded."""
    file = recording("arxiv/search_page_10.xml")
    real = etree.fromstring(file.body).find(f"{_ATOM}entry[{_ARXIV}doi]")
    assert real is not None
    facts = next(each for each in _entries(file.body) if each["doi"])

    reply = get(f"/api/query?id_list={facts['arxiv_id']}").ask(build_app(a_catalogue(facts)))

    answered = etree.fromstring(reply.content).find(f"{_ATOM}entry")
    assert answered is not None
    assert _flat(answered) == _flat(real)


_LEFT_OUT = {
    f"{_ATOM}category",
    *(f"{_ARXIV}{name}" for name in ("comment", "primary_category", "journal_ref", "affiliation")),
    f"{{{SANDBOX_NAMESPACE}}}note",
}
_MADE_UP = {f"{_ATOM}summary", f"{_ATOM}published", f"{_ATOM}updated"}


def _flat(root: etree._Element, *, with_total: bool = True) -> list[tuple[str, str, list[tuple[Any, Any]]]]:
    """Every element in order with its text and its attributes in order, apart from what the sandbox leaves out."""
    flat = []
    for element in root.iter():
        name = str(element.tag)
        silent = name in _MADE_UP or (name.endswith("totalResults") and not with_total)
        if name not in _LEFT_OUT:
            flat.append((name, "" if silent else (element.text or "").strip(), list(element.items())))
    return flat


# The stock clients.


@pytest.fixture(scope="module")
def base(library: Starlette) -> Iterator[str]:
    """The library as a server."""
    with serving(library) as base:
        yield base


@pytest.fixture
def s2(base: str) -> Iterator[SemanticScholar]:
    """The stock client of Semantic Scholar, which sets up logging for everybody when it is made."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield SemanticScholar(api_url=base, retry=False)
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def client(base: str) -> Iterator[arxiv.Client]:
    """The stock client of arXiv, sent to the sandbox."""
    client = arxiv.Client(delay_seconds=0, num_retries=0)
    client.query_url_format = f"{base}/api/query?{{}}"
    yield client
    client._session.close()


def test_the_stock_client_matches_a_title(s2: SemanticScholar) -> None:
    """A match is one paper with its score in the raw record; none is an exception."""
    paper = s2.search_paper("attention need", match_title=True)

    assert (paper.title, paper.year, paper.citationCount) == (ATTENTION["title"], 2017, 136941)
    assert [author.name for author in paper.authors] == ATTENTION["authors"]
    assert paper.raw_data["matchScore"] > 0
    with pytest.raises(ObjectNotFoundException, match="Title match not found"):
        s2.search_paper("unheard", match_title=True)


def test_the_stock_client_looks_up_a_paper(s2: SemanticScholar) -> None:
    """One paper by any id, with the client's own long list of fields; none is an exception."""
    paper = s2.get_paper("ACL:N19-1423")

    assert (paper.title, paper.venue, paper.externalIds["ArXiv"]) == (BERT["title"], "NAACL", "1810.04805")
    assert s2.get_paper("10.1093/mind/lix.236.433", fields=["title"]).title == TURING["title"]
    with pytest.raises(ObjectNotFoundException, match="Paper with id 0 not found"):
        s2.get_paper("0")
    with pytest.raises(BadQueryParametersException, match=r"unsupported fields: \[unknown\]"):
        s2.get_paper("ACL:N19-1423", fields=["unknown"])


def test_the_stock_client_looks_up_many_papers(s2: SemanticScholar) -> None:
    """A batch gives those that are known; none known is an exception."""
    papers, missing = s2.get_papers(["ARXIV:1706.03762", "ARXIV:0000.00000", "ACL:N19-1423"], return_not_found=True)

    assert [paper.title for paper in papers] == [ATTENTION["title"], BERT["title"]]
    assert missing == ["ARXIV:0000.00000"]
    with pytest.raises(BadQueryParametersException, match="No valid paper ids given"):
        s2.get_papers(["ARXIV:0000.00000"])


def test_the_stock_client_searches(s2: SemanticScholar) -> None:
    """Results are paged until they end, and a page without `data` holds none.

    Iterating over the latter would never end: the client takes the missing key for another page to come.
    """
    assert sorted(paper.title for paper in s2.search_paper("computer")) == sorted([OLD["title"], TURING["title"]])
    assert [paper.title for paper in s2.search_paper("computer", year="1950")] == [TURING["title"]]
    found = s2.search_paper("paper", limit=100)
    assert (found.total, len({paper.paperId for paper in found})) == (300, 300)
    assert len(s2.search_paper("unheard")) == 0


def test_the_stock_client_searches_in_bulk(s2: SemanticScholar) -> None:
    """A null token ends the pages."""
    found = s2.search_paper("paper | machinery", bulk=True)

    assert (found.total, len(list(found)), found._continuation_token) == (301, 301, None)


def test_the_stock_client_finds_preprints(client: arxiv.Client) -> None:
    """Ids and phrases are found, with names, links, days and the DOI where there is one."""
    by_id = next(client.results(arxiv.Search(id_list=["1810.04805"])))
    by_title = list(client.results(arxiv.Search(query='ti:"attention is all you need"')))

    assert (by_id.title, by_id.get_short_id(), by_id.doi) == (BERT["title"], "1810.04805v1", "10.18653/V1/N19-1423")
    assert [author.name for author in by_id.authors] == BERT["authors"]
    assert by_id.pdf_url == "https://arxiv.org/pdf/1810.04805v1"
    assert by_id.published == datetime(2018, 10, 1, tzinfo=UTC)
    assert [link.title for link in by_id.links] == [None, "pdf", "doi"]
    assert [result.get_short_id() for result in by_title] == ["1706.03762v1"]


def test_the_stock_client_pages_through_preprints(client: arxiv.Client) -> None:
    """300 results come in three pages, each once."""
    results = list(client.results(arxiv.Search(query="ti:paper", max_results=None)))

    assert len({result.entry_id for result in results}) == len(results) == 300


def test_the_stock_client_takes_an_unknown_id_for_nothing(client: arxiv.Client) -> None:
    """An unknown id is absent, a malformed one an HTTP error of the client."""
    assert list(client.results(arxiv.Search(id_list=["0000.0000"]))) == []
    with pytest.raises(arxiv.HTTPError) as met:
        list(client.results(arxiv.Search(id_list=["1706.03762", "abc"])))
    assert met.value.status == 400
