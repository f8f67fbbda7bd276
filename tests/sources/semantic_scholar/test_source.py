"""Requests to Semantic Scholar: batches by identifier, one match per title, halves."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from pipeline.identifiers import LOOKED_UP, Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.port import Kind, Request
from pipeline.sources.semantic_scholar.source import FIELDS, MAX_BATCH
from tests.sources.semantic_scholar.replies import S2, batch_of, match_of


def _corpus_ids(count: int) -> list[Identifier]:
    return [Identifier(Scheme.CORPUSID, str(number)) for number in range(1, count + 1)]


def _ids(request: Request) -> Sequence[str]:
    ids: Sequence[str] = json.loads(request.body or "")["ids"]
    return ids


def test_batch_speaks_each_scheme_as_the_service_spells_it() -> None:
    """Identifiers of several schemes share one batch, each with the service's own prefix."""
    sha = "a" * 40
    request = batch_of("arxiv:1706.03762", "doi:10.1234/x", "acl:P19-1001", "corpusid:7", f"s2:{sha}")

    assert list(_ids(request)) == ["ARXIV:1706.03762", "DOI:10.1234/x", "ACL:P19-1001", "CorpusId:7", sha]
    assert request.asked == ("arxiv:1706.03762", "doi:10.1234/x", "acl:P19-1001", "corpusid:7", f"s2:{sha}")
    assert (request.method, request.kind, request.service) == ("POST", Kind.IDENTIFIER, Service.SEMANTIC_SCHOLAR)


def test_fields_travel_in_the_query_not_in_the_body() -> None:
    """A batch names its fields in the query, as one comma-separated text; the body holds ids alone."""
    request = batch_of("corpusid:7")

    assert request.path == f"/graph/v1/paper/batch?fields={FIELDS}"
    assert set(json.loads(request.body or "")) == {"ids"}


def test_fields_are_those_the_parser_needs() -> None:
    """Every field that a record is made of is asked for; fields that upstream retires are not."""
    asked = set(FIELDS.split(","))

    assert {"title", "authors", "year", "venue", "publicationVenue", "publicationDate", "externalIds"} <= asked
    assert {"corpusId", "citationCount", "influentialCitationCount", "referenceCount", "tldr", "abstract"} <= asked
    assert {"isOpenAccess", "openAccessPdf", "s2FieldsOfStudy", "publicationTypes", "paperId"} <= asked
    assert not asked & {"fieldsOfStudy", "aliases", "citations", "references", "embedding"}


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (500, [500]), (501, [500, 1]), (1200, [500, 500, 200])]
)
def test_batches_hold_at_most_500(count: int, sizes: list[int]) -> None:
    """The service refuses more than 500 ids; fewer requests than these are not possible."""
    identifiers = _corpus_ids(count)

    requests = list(S2.look_up(identifiers))

    assert [len(request.asked) for request in requests] == sizes
    assert [each for request in requests for each in request.asked] == [str(each) for each in identifiers]
    assert MAX_BATCH == 500


@pytest.mark.parametrize("scheme", sorted(set(Scheme) - LOOKED_UP))
def test_foreign_identifier_is_refused(scheme: Scheme) -> None:
    """An identifier that the service does not look up never reaches it."""
    with pytest.raises(ValueError, match="Semantic Scholar looks up"):
        list(S2.look_up([Identifier(scheme, "x")]))


def test_each_title_is_a_request_of_its_own() -> None:
    """A match takes one title, and the title travels as it is: the transport quotes it."""
    titles = ["R&D of LLMs: 50% + x?", "“Why” — 注意"]

    requests = list(S2.search(titles))

    assert [request.asked for request in requests] == [(titles[0],), (titles[1],)]
    assert dict(requests[0].params) == {"query": titles[0], "fields": FIELDS}
    assert (requests[0].method, requests[0].path, requests[0].body) == ("GET", "/graph/v1/paper/search/match", None)
    assert requests[0].kind is Kind.TITLE


def test_halves_of_a_batch_ask_for_the_same() -> None:
    """Two halves ask for what the whole asked for, in the same order and spelling."""
    whole = batch_of("arxiv:1706.03762", "doi:10.1234/a:b", "corpusid:7")

    halves = S2.halve(whole)

    assert [each for half in halves for each in half.asked] == list(whole.asked)
    assert [each for half in halves for each in _ids(half)] == list(_ids(whole))
    assert [len(half.asked) for half in halves] == [1, 2]


@pytest.mark.parametrize("request_", [batch_of("corpusid:7"), match_of("A Study of Lists")], ids=["batch", "match"])
def test_single_thing_cannot_be_halved(request_: Request) -> None:
    """A batch of one and a match are as small as can be."""
    assert S2.halve(request_) == ()
