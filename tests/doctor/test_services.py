"""Tests of what is said of the services."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.doctor.check import Level
from pipeline.doctor.services import HEALTHY, Exchange, form_of, judge_contact, judge_exchange, judge_key
from pipeline.errors import PermanentSourceError, ReplyShapeError, SourceError, TransientSourceError
from pipeline.marks import CATALOGUE
from pipeline.model import CitationFigure, Service
from tests.builders import a_record, an_answer

S2, ARXIV = Service.SEMANTIC_SCHOLAR, Service.ARXIV
WHOLE: dict[Service, dict[str, Any]] = {
    S2: {"venue": "ICLR", "citations": CitationFigure(count=9, source=S2)},
    ARXIV: {"publication_date": date(2021, 6, 17), "arxiv_primary_category": "cs.CL", "abstract": "We …"},
}


def _answered(service: Service, **changes: Any) -> Exchange:
    record = a_record(source=service, **(WHOLE[service] | changes))
    return Exchange(
        service=service, address="http://a", answer=an_answer({str(HEALTHY[service].probe): (record,)}, service)
    )


@pytest.mark.parametrize("service", list(Service))
def test_a_whole_record_is_as_expected(service: Service) -> None:
    """All that is read of the paper is there."""
    check = judge_exchange(_answered(service), keyed=True)
    assert (check.name, check.level, check.found) == (service, Level.OK, "http://a answers as expected.")


@pytest.mark.parametrize(
    ("service", "field", "gone"),
    [
        (S2, "authors", ()),
        (S2, "year", None),
        (S2, "venue", None),
        (S2, "citations", None),
        (ARXIV, "authors", ()),
        (ARXIV, "publication_date", None),
        (ARXIV, "arxiv_primary_category", None),
        (ARXIV, "abstract", None),
    ],
)
def test_a_field_that_is_gone_is_told(service: Service, field: str, gone: Any) -> None:
    """A renamed field would empty a column without any error."""
    check = judge_exchange(_answered(service, **{field: gone}), keyed=True)
    assert check.level is Level.PROBLEM
    assert f"has no {field}" in check.found


def test_the_sandbox_need_not_know_everything() -> None:
    """Its catalogue has neither abstracts nor every venue."""
    assert judge_exchange(_answered(ARXIV, abstract=None, stand_in=CATALOGUE), keyed=False).level is Level.OK
    assert judge_exchange(_answered(ARXIV, year=None, stand_in=CATALOGUE), keyed=False).level is Level.PROBLEM


@pytest.mark.parametrize("found", [{}, {str(HEALTHY[Service.ARXIV].probe): ()}])
def test_a_service_without_the_paper_is_told(found: dict[str, Any]) -> None:
    """It may be another service than is meant."""
    exchange = Exchange(service=ARXIV, address="http://a", answer=an_answer(found, ARXIV))
    assert judge_exchange(exchange, keyed=False).level is Level.WARNING


def _error(status: int | None) -> SourceError:
    return TransientSourceError("it echoed the key", S2, "/x", status)


@pytest.mark.parametrize(
    ("service", "error", "keyed", "level", "said"),
    [
        (S2, _error(None), True, Level.PROBLEM, "does not answer. Check the network"),
        (S2, _error(429), True, Level.WARNING, "HTTP 429"),
        (S2, _error(503), True, Level.PROBLEM, "HTTP 503. The service fails"),
        (S2, PermanentSourceError("x", S2, "/x", 401), True, Level.PROBLEM, "refuses the key (HTTP 401)"),
        (S2, PermanentSourceError("x", S2, "/x", 403), True, Level.PROBLEM, "Check PAPERS_S2_API_KEY"),
        (S2, PermanentSourceError("x", S2, "/x", 403), False, Level.PROBLEM, "refuses this address (HTTP 403)"),
        (ARXIV, PermanentSourceError("x", ARXIV, "/x", 403), True, Level.PROBLEM, "refuses this address (HTTP 403)"),
        (ARXIV, PermanentSourceError("x", ARXIV, "/x", 404), True, Level.PROBLEM, "PAPERS_ARXIV_URL is the base"),
        (S2, ReplyShapeError("x", S2, "/x", 200), True, Level.PROBLEM, "but an HTML page. See that PAPERS_S2_URL"),
    ],
)
def test_each_failure_has_its_line(
    service: Service,
    error: SourceError,
    keyed: bool,  # noqa: FBT001
    level: Level,
    said: str,
) -> None:
    """What was found, in words of our own, and what helps."""
    check = judge_exchange(Exchange(service=service, address="http://a", error=error, form="an HTML page"), keyed=keyed)
    assert check.level is level
    assert said in f"{check.found} {check.advice}"
    assert "echoed" not in f"{check.found} {check.advice}"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"", "nothing"),
        (b"\n <!DOCTYPE html><p>", "an HTML page"),
        (b"<html>", "an HTML page"),
        (b"<feed/>", "XML of another shape"),
        (b' {"a": 1', "JSON of another shape"),
        (b"[", "JSON of another shape"),
        (b"\x00\x01", "something unreadable"),
    ],
)
def test_a_body_is_named_and_not_repeated(body: bytes, form: str) -> None:
    """By how it begins."""
    assert form_of(body) == form


def test_key_and_contact_are_wanted() -> None:
    """A refresh goes without them, less well."""
    assert judge_key(present=True).level is Level.OK
    assert judge_key(present=False).level is Level.WARNING
    assert judge_contact("me@example.org").level is Level.OK
    assert {judge_contact(each).level for each in (None, "", " ")} == {Level.WARNING}
