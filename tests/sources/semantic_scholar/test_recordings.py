"""Bodies that Semantic Scholar really sent, each read as the kind of reply it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import PermanentSourceError, ReplyShapeError, SourceError, TransientSourceError
from pipeline.model import CitationFigure, Service
from tests.builders import a_reply
from tests.recordings import needs_recordings, recorded, recorded_names
from tests.sources.semantic_scholar.replies import S2, batch_of, match_of

pytestmark = needs_recordings


def _count(number: int) -> CitationFigure:
    return CitationFigure(count=number, source=Service.SEMANTIC_SCHOLAR)


MATCHES: dict[str, dict[str, Any]] = {
    "s2/match_success_full.json": {
        "title": "Attention is All you Need",
        "s2_paper_id": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        "s2_corpus_id": 13756489,
        "arxiv_id": "1706.03762",
        "doi": None,
        "dblp_key": "journals/corr/VaswaniSPUJGKP17",
        "venue": "Neural Information Processing Systems",
        "venue_type": None,
        "year": 2017,
        "publication_date": date(2017, 6, 12),
        "publication_types": ("JournalArticle", "Conference"),
        "citations": _count(136941),
        "influential_citation_count": 17456,
        "reference_count": None,
        "is_open_access": False,
        "open_access_pdf_url": None,
    },
    "s2/match_success_title_only.json": {
        "title": "Mining association rules between sets of items in large databases",
        "year": None,
        "authors": (),
        "citations": None,
    },
    "s2/match_partial_title.json": {"doi": "10.1063/1.4938384", "venue": None, "year": 2015, "arxiv_id": None},
    "s2/match_wrong_paper_1.json": {
        "title": "Explanation of Gravity Hill of Mainpat by using digital Elevation Modeling",
        "doi": "10.52228/jrub.2025-38-1-6",
    },
    "s2/match_wrong_paper_2.json": {
        "title": "16. Marketing the Maple Leaf: The Curious Case of National Flag of Canada Day",
        "citations": _count(0),
        "venue": None,
    },
    "s2/match_authors_empty.json": {
        "authors": (),
        "publication_types": (),
        "venue": "Reactions weekly",
        "open_access_pdf_url": None,
        "publication_date": date(2023, 2, 1),
    },
    "s2/match_arxiv_preprint.json": {
        "arxiv_id": "2312.07559",
        "doi": None,
        "venue": "arXiv.org",
        "citations": _count(111),
        "influential_citation_count": 2,
    },
    "s2/match_published_arxiv.json": {
        "arxiv_id": "2304.05376",
        "doi": "10.1038/s42256-024-00832-8",
        "venue": "Nat. Mac. Intell.",
        "is_open_access": True,
        "open_access_pdf_url": "https://www.nature.com/articles/s42256-024-00832-8.pdf",
    },
}
"""Facts of each recorded match, as the record must have them."""

SINGLES: dict[str, dict[str, Any]] = {
    "s2/paper_by_id_title_only.json": {"title": "Computing Machinery and Intelligence"},
    "s2/paper_by_doi_full.json": {"arxiv_id": "2312.07559", "doi": None, "year": 2023},
}
"""Papers recorded one by one; a batch prints them in the same way."""

ERRORS: dict[str, tuple[int, type[SourceError]]] = {
    "s2/bad_fields_400.json": (400, PermanentSourceError),
    "s2/recommend_400.json": (400, PermanentSourceError),
    "s2/forbidden_403_bad_key.json": (403, PermanentSourceError),
    "s2/paper_by_id_404.json": (404, PermanentSourceError),
    "s2/paper_by_doi_404.json": (404, PermanentSourceError),
    "transcribed/s2_429.json": (429, TransientSourceError),
}
"""Recorded failures: status, and what they are to a match and to a batch."""

OTHERS = {
    "s2/author_batch_with_null.json": "authors are not asked for one by one",
    "s2/batch_ok_authors.json": "a batch that left the title out",
    "s2/batch_with_null.json": "has a test of its own",
    "s2/bulk_last_page_truncated.json": "the bulk search is not asked",
    "s2/bulk_page_truncated.json": "the bulk search is not asked",
    "s2/datasets_diff_papers.json": "the datasets are not asked",
    "s2/datasets_papers_links.json": "the datasets are not asked",
    "s2/datasets_release_detail.json": "the datasets are not asked",
    "s2/datasets_releases.json": "the datasets are not asked",
    "s2/match_404.json": "has a test of its own",
    "s2/paper_authors_full.json": "authors are not asked for one by one",
    "s2/search_empty.json": "the relevance search is not asked",
    "s2/search_page.json": "the relevance search is not asked",
    "s2/search_year_page.json": "the relevance search is not asked",
}
"""What is recorded and read nowhere above, with the reason."""


def test_every_recording_has_its_place() -> None:
    """A new recording is read by a test, or its reason not to be is written down."""
    placed = {*MATCHES, *SINGLES, *ERRORS, *OTHERS}

    assert recorded_names("s2") == {name for name in placed if name.startswith("s2/")}


@pytest.mark.parametrize("name", MATCHES)
def test_match(name: str) -> None:
    """A recorded hit becomes the record that its facts say."""
    answer = S2.read(match_of("Attention"), a_reply(recorded(name)))

    (record,) = answer.found["Attention"]
    assert {field: getattr(record, field) for field in MATCHES[name]} == MATCHES[name]


def test_authors_keep_their_order_and_ids() -> None:
    """Eight authors stay eight, in order, each with the service's id."""
    answer = S2.read(match_of("Attention"), a_reply(recorded("s2/match_success_full.json")))

    (record,) = answer.found["Attention"]
    assert len(record.authors) == 8
    assert (record.authors[0].name, record.authors[0].s2_author_id) == ("Ashish Vaswani", "40348417")
    assert record.authors[-1].name == "I. Polosukhin"


@pytest.mark.parametrize("name", SINGLES)
def test_paper_in_a_batch(name: str) -> None:
    """A recorded paper becomes the record that its facts say."""
    answer = S2.read(batch_of("corpusid:1"), a_reply(b"[" + recorded(name) + b"]"))

    (record,) = answer.found["corpusid:1"]
    assert {field: getattr(record, field) for field in SINGLES[name]} == SINGLES[name]


def test_batch_with_null() -> None:
    """The recorded batch knows three of four ids; the null in front does not move the others."""
    sha = "0f40b1f08821e22e859c6050916cec3667778613"
    request = batch_of("corpusid:211530585", "corpusid:470667", "doi:10.2139/ssrn.2250500", f"s2:{sha}")

    found = S2.read(request, a_reply(recorded("s2/batch_with_null.json"))).found

    assert found["corpusid:211530585"] == ()
    (by_corpus_id,), (by_doi,), (by_sha,) = (found[asked] for asked in request.asked[1:])
    assert (by_corpus_id.s2_corpus_id, by_corpus_id.doi) == (470667, "10.2139/ssrn.288970")
    assert by_corpus_id.fields_of_study == ("Psychology", "Economics", "Mathematics")
    assert (by_doi.doi, by_doi.publication_types) == ("10.2139/ssrn.2250500", ())
    assert (by_sha.s2_paper_id, by_sha.publication_date, by_sha.open_access_pdf_url) == (sha, None, None)
    assert (by_sha.citations, by_sha.venue) == (_count(0), None)


def test_match_that_is_not_found() -> None:
    """The recorded 404 of a match is an absence."""
    assert S2.read(match_of("Nothing"), a_reply(recorded("s2/match_404.json"), 404)).found == {"Nothing": ()}


def test_batch_of_which_nothing_is_known() -> None:
    """The 400 that several observers report of a batch is an absence of all its members."""
    reply = a_reply(recorded("transcribed/s2_batch_none_valid_400.json"), 400)

    assert S2.read(batch_of("corpusid:1"), reply).found == {"corpusid:1": ()}


@pytest.mark.parametrize("name", ERRORS)
def test_failure(name: str) -> None:
    """A recorded failure is a failure, to a match as to a batch."""
    status, error = ERRORS[name]
    for request in (match_of("Attention"), batch_of("corpusid:1")):
        with pytest.raises(error) as caught:
            S2.read(request, a_reply(recorded(name), status))
        assert caught.value.status == status


@pytest.mark.parametrize("name", ["s2/batch_ok_authors.json", "s2/author_batch_with_null.json"])
def test_reply_to_another_question_is_refused(name: str) -> None:
    """Papers without titles, and authors, are not what was asked for, though the lengths agree."""
    body = recorded(name)
    size = body.count(b'"authors"') or body.count(b'"name"') + 1
    with pytest.raises(ReplyShapeError):
        S2.read(batch_of(*(f"corpusid:{number}" for number in range(1, size + 1))), a_reply(body))


def test_empty_search_is_no_answer_to_a_match() -> None:
    """The relevance search says nothing of a title when it is not what was asked."""
    with pytest.raises(ReplyShapeError):
        S2.read(match_of("Attention"), a_reply(recorded("s2/search_empty.json")))
