"""Fields one by one: which may be missing, null or empty, and what each becomes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import ReplyShapeError
from pipeline.identifiers import parse_identifier
from pipeline.model import Author, CitationFigure, Service
from tests.builders import a_reply, reply_body
from tests.sources.semantic_scholar.replies import S2, a_paper, batch_of, json_reply, read_paper


def test_whole_record() -> None:
    """Every field of a full paper finds its place."""
    reply = a_reply(reply_body("semantic_scholar/batch_with_null.json"))
    request = batch_of("arxiv:2401.00001", "corpusid:1002", "corpusid:1003")

    (record,) = S2.read(request, reply).found["arxiv:2401.00001"]

    assert record.record_id == record.s2_paper_id == "1" * 40
    assert record.authors == (Author(name="Ada Example", s2_author_id="7001"), Author(name="Bo Sample"))
    assert (record.year, record.publication_date) == (2024, date(2024, 1, 5))
    assert (record.venue, record.venue_type) == ("Conference on Lists", "conference")
    assert (record.arxiv_id, record.arxiv_version) == ("2401.00001", None)
    assert (record.doi, record.s2_corpus_id) == ("10.1234/lists.1", 1001)
    assert (record.dblp_key, record.acl_id) == ("conf/lists/ExampleS24", None)
    assert record.citations == CitationFigure(count=34, source=Service.SEMANTIC_SCHOLAR)
    assert (record.influential_citation_count, record.reference_count) == (5, 12)
    assert (record.is_open_access, record.open_access_pdf_url) == (True, "https://lists.example/1.pdf")
    assert record.fields_of_study == ("Computer Science",)
    assert record.publication_types == ("JournalArticle", "Conference")
    assert (record.abstract, record.tldr) == (None, "Lists are short.")
    assert (record.authors_complete, record.stand_in) == (True, None)


def test_barest_record() -> None:
    """A paper of which only id and title are told says nothing of the rest, rather than zero or empty text."""
    record = read_paper(a_paper())

    told = {name for name in type(record).__slots__ if getattr(record, name) not in (None, ())}
    always = {
        "source",
        "record_id",
        "title",
        "fetched_at",
        "reply_sha256",
        "authors_complete",
        "stale",
    }
    assert told == always | {"s2_paper_id", "identifiers"}


@pytest.mark.parametrize(
    ("told", "field", "expected"),
    [
        ({"venue": ""}, "venue", None),
        ({"venue": None}, "venue", None),
        ({"venue": "NeurIPS", "publicationVenue": None}, "venue", "NeurIPS"),
        ({"venue": "NeurIPS", "publicationVenue": None}, "venue_type", None),
        (
            {"venue": "NIPS", "publicationVenue": {"id": "x", "name": "NeurIPS", "type": "conference"}},
            "venue",
            "NeurIPS",
        ),
        ({"venue": "NIPS", "publicationVenue": {"id": "x"}}, "venue", "NIPS"),
        ({"venue": "NIPS", "publicationVenue": {"name": "", "type": ""}}, "venue_type", None),
        ({"openAccessPdf": None}, "open_access_pdf_url", None),
        ({"openAccessPdf": {"url": "", "status": None, "license": None}}, "open_access_pdf_url", None),
        ({"openAccessPdf": {"url": "", "status": "CLOSED", "disclaimer": "..."}}, "open_access_pdf_url", None),
        ({"openAccessPdf": {"url": "https://x.example/1.pdf"}}, "open_access_pdf_url", "https://x.example/1.pdf"),
        ({"isOpenAccess": False}, "is_open_access", False),
        ({"isOpenAccess": None}, "is_open_access", None),
        ({"publicationDate": "2017-06-12"}, "publication_date", date(2017, 6, 12)),
        ({"publicationDate": "2017-06"}, "publication_date", None),
        ({"publicationDate": "2017"}, "publication_date", None),
        ({"publicationDate": "2017-02-30"}, "publication_date", None),
        ({"publicationDate": "2017-00-00"}, "publication_date", None),
        ({"publicationDate": ""}, "publication_date", None),
        ({"publicationDate": None}, "publication_date", None),
        ({"year": None}, "year", None),
        ({"year": 2017.0}, "year", 2017),
        ({"year": 20170612}, "year", None),
        ({"year": 0}, "year", None),
        ({"citationCount": -1}, "citations", None),
        ({"citationCount": 2**31}, "citations", None),
        ({"referenceCount": -1}, "reference_count", None),
        ({"influentialCitationCount": 10**30}, "influential_citation_count", None),
        ({"corpusId": 2**63}, "s2_corpus_id", None),
        ({"title": "A \ud800Study"}, "title", "A \ufffdStudy"),
        ({"authors": [{"name": "Ad\udfffa"}]}, "authors", (Author(name="Ad\ufffda"),)),
        ({"authors": []}, "authors", ()),
        ({"authors": None}, "authors", ()),
        ({"authors": [{"authorId": None, "name": "Ada Example"}]}, "authors", (Author(name="Ada Example"),)),
        ({"authors": [{"name": "Ada Example"}]}, "authors", (Author(name="Ada Example"),)),
        ({"authors": [{"authorId": "7", "name": None}, {"authorId": "8", "name": ""}]}, "authors", ()),
        ({"publicationTypes": None}, "publication_types", ()),
        ({"publicationTypes": ["Review"]}, "publication_types", ("Review",)),
        ({"s2FieldsOfStudy": None}, "fields_of_study", ()),
        ({"s2FieldsOfStudy": [{"category": None}, {"source": "external"}]}, "fields_of_study", ()),
        ({"publicationTypes": [None, "Review"]}, "publication_types", ("Review",)),
        ({"citationCount": None}, "citations", None),
        ({"citationCount": 0}, "citations", CitationFigure(count=0, source=Service.SEMANTIC_SCHOLAR)),
        ({"influentialCitationCount": 0}, "influential_citation_count", 0),
        ({"referenceCount": None}, "reference_count", None),
        ({"abstract": ""}, "abstract", None),
        ({"tldr": None}, "tldr", None),
        ({"tldr": {"model": "tldr@v2.0.0", "text": None}}, "tldr", None),
        ({"journal": {"name": "", "volume": "6"}}, "venue", None),
        ({"journal": None, "citationStyles": {"bibtex": "@Article{None,"}}, "venue", None),
        ({"matchScore": 133.32033}, "title", "A Study of Lists"),
        ({"externalIds": None}, "doi", None),
        ({"externalIds": {}}, "arxiv_id", None),
        ({"externalIds": {"ArXiv": "1706.03762"}}, "arxiv_id", "1706.03762"),
        ({"externalIds": {"ArXiv": "1706.03762v5"}}, "arxiv_id", "1706.03762"),
        ({"externalIds": {"ArXiv": "hep-th/9901001"}}, "arxiv_id", "hep-th/9901001"),
        ({"externalIds": {"ArXiv": None}}, "arxiv_id", None),
        ({"externalIds": {"DOI": "10.1038/S42256-024-00832-8"}}, "doi", "10.1038/s42256-024-00832-8"),
        ({"externalIds": {"DOI": "10.48550/arXiv.2312.07559"}}, "doi", None),
        ({"externalIds": {"DOI": None}}, "doi", None),
        ({"externalIds": {"CorpusId": 13756489}}, "s2_corpus_id", 13756489),
        ({"corpusId": 1, "externalIds": {"CorpusId": 2}}, "s2_corpus_id", 1),
        ({"externalIds": {"ACL": "2020.acl-main.1"}}, "acl_id", "2020.acl-main.1"),
        ({"externalIds": {"DBLP": "journals/corr/VaswaniSPUJGKP17"}}, "dblp_key", "journals/corr/VaswaniSPUJGKP17"),
    ],
)
def test_field(told: dict[str, Any], field: str, expected: object) -> None:
    """What the service leaves out, nulls or empties, or what cannot be, is None or empty; a zero and a false stay."""
    assert getattr(read_paper(a_paper(**told)), field) == expected


@pytest.mark.parametrize(
    "told",
    [
        {"citationCount": "many"},
        {"citationCount": True},
        {"citationCount": [1]},
        {"citationCount": float("inf")},
        {"year": float("nan")},
        {"authors": "Ada Example"},
        {"authors": [None]},
        {"authors": ["Ada Example"]},
        {"authors": [{"authorId": "1", "name": 7}]},
        {"externalIds": ["1706.03762"]},
        {"openAccessPdf": "https://x.example/1.pdf"},
        {"openAccessPdf": {"url": 7}},
        {"publicationVenue": "NeurIPS"},
        {"publicationVenue": {"name": ["NeurIPS"]}},
        {"venue": {"name": "NeurIPS"}},
        {"abstract": ["Lists"]},
        {"tldr": "Lists are short."},
        {"tldr": {"text": 1}},
        {"s2FieldsOfStudy": ["Computer Science"]},
        {"publicationTypes": [7]},
        {"publicationTypes": 7},
        {"publicationTypes": "Review"},
        {"publicationDate": 2017},
        {"isOpenAccess": "yes"},
        {"externalIds": {"DBLP": ["conf/x"]}},
    ],
    ids=str,
)
def test_field_of_another_type_is_refused(told: dict[str, Any]) -> None:
    """A field of a type that the service never sends makes the reply one that was not asked for."""
    with pytest.raises(ReplyShapeError):
        S2.read(batch_of("corpusid:1"), json_reply([a_paper(**told)]))


def test_identifiers_can_be_asked_for_again() -> None:
    """Each identifier of a record is in the form in which an entry would carry it."""
    told = {
        "ArXiv": "1706.03762v5",
        "DOI": "10.1234/LISTS.1",
        "CorpusId": 13756489,
        "ACL": "2020.acl-main.1",
    }
    record = read_paper(a_paper(externalIds=told))

    assert {each.scheme for each in record.identifiers} == {"arxiv", "doi", "corpusid", "s2", "acl"}
    assert [parse_identifier(str(each)) for each in record.identifiers] == list(record.identifiers)
