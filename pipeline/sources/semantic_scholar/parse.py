"""Semantic Scholar replies → records. Pure; the only place that knows where S2 hides what.

Every status, content type and shape is checked: a reply that is not what was asked for raises, it
is never an absence. The models are the `semanticscholar` package's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from semanticscholar.Paper import Paper

from pipeline.errors import ReplyShapeError
from pipeline.identifiers import Scheme, parse_arxiv_id, parse_identifier
from pipeline.marks import CATALOGUE, SANDBOX_KEY
from pipeline.model import Author, CitationFigure, Service, SourceRecord
from pipeline.plural import counted
from pipeline.sources.port import YEARS, Answer, Reply, Request, answer_to
from pipeline.sources.status import excerpt, raise_for_status

_NONE_VALID = "No valid paper ids given"
_NO_MATCH = "Title match not found"
_COUNTS = range(2**31)
_CORPUS_IDS = range(2**63)
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can name and no file can hold."""

_SHAPE: Mapping[str, Any] = {
    "abstract": str,
    "authors": [{"authorId": str, "name": str}],
    "externalIds": {"ACL": str, "ArXiv": str, "DBLP": str, "DOI": str},
    "isOpenAccess": bool,
    "openAccessPdf": {"url": str},
    "publicationDate": str,
    "publicationTypes": [str],
    "publicationVenue": {"name": str, "type": str},
    "s2FieldsOfStudy": [{"category": str}],
    "tldr": {"text": str},
    "venue": str,
    SANDBOX_KEY: {"citation": {"date": str, "source": str}, "incomplete": [str], "invented": [str]},
}
"""Types of what is read; each may be null or missing. The package's models take whatever comes."""


def read_batch(request: Request, reply: Reply) -> Answer:
    """Read `/paper/batch`: an array of the ids' length and order, null for an unknown id.

    That none of the ids is known is said by HTTP 400. A record may bear another id than the one
    asked (merged papers), so positions count, not ids.
    """
    if reply.status == 400 and _error(reply) == _NONE_VALID:  # noqa: PLR2004
        return answer_to(request, reply, dict.fromkeys(request.asked, ()))
    raise_for_status(request, reply)
    papers = _json(request, reply)
    if not isinstance(papers, list) or len(papers) != len(request.asked):
        size = len(papers) if isinstance(papers, list) else type(papers).__name__
        raise _shape(request, reply, f"expected a list of {counted(len(request.asked), 'paper')}, found {size}")
    found = {
        asked: () if paper is None else (_record(request, reply, paper),)
        for asked, paper in zip(request.asked, papers, strict=True)
    }
    return answer_to(request, reply, found)


def read_match(request: Request, reply: Reply) -> Answer:
    """Read `/paper/search/match`: one best hit, right or wrong; HTTP 404 when there is none."""
    (title,) = request.asked
    if reply.status == 404 and _error(reply) == _NO_MATCH:  # noqa: PLR2004
        return answer_to(request, reply, {title: ()})
    raise_for_status(request, reply)
    body = _json(request, reply)
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        raise _shape(request, reply, "expected an object with a list 'data'")
    return answer_to(request, reply, {title: tuple(_record(request, reply, paper) for paper in body["data"])})


def _shape(request: Request, reply: Reply, told: str) -> ReplyShapeError:
    text = f"semantic_scholar replied to {request.path.partition('?')[0]} with {excerpt(reply.body)!r}: {told}."
    return ReplyShapeError(text, request.service, request.path, reply.status)


def _json(request: Request, reply: Reply) -> Any:
    if "json" not in reply.content_type:
        raise _shape(request, reply, f"expected JSON, found {reply.content_type or 'no content type'}")
    try:
        return _whole(json.loads(reply.body))
    except (ValueError, RecursionError):
        raise _shape(request, reply, "expected JSON, found something unreadable") from None


def _whole(value: Any) -> Any:
    """JSON without halves of characters."""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return {key: _whole(each) for key, each in value.items()} if isinstance(value, dict) else value


def _error(reply: Reply) -> str | None:
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return body.get("error") if isinstance(body, dict) else None


def _record(request: Request, reply: Reply, raw: Any) -> SourceRecord:
    if not isinstance(raw, dict) or not isinstance(raw.get("paperId"), str) or not isinstance(raw.get("title"), str):
        raise _shape(request, reply, "expected a paper with a paperId and a title")
    try:
        _check(raw, _SHAPE, "paper")
        sandbox = raw.get(SANDBOX_KEY) or {}
        invented = set(sandbox.get("invented") or ())
        return _from_paper(reply, _record_id(raw["paperId"], invented), _without(raw, invented), sandbox)
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError) as error:
        raise _shape(request, reply, f"a paper has a field of an unexpected type ({error})") from error


def _check(value: Any, shape: Any, place: str) -> None:
    """See that a value is of a shape; null is of every shape."""
    expected: Any = shape if isinstance(shape, type) else type(shape)
    if value is None:
        return
    if not isinstance(value, expected):
        told = f"{place}: expected {expected.__name__}, found {type(value).__name__}"
        raise TypeError(told)
    if isinstance(shape, Mapping):
        for key, inner in shape.items():
            _check(value.get(key), inner, f"{place}.{key}")
    elif isinstance(shape, list):
        for each in value:
            _check(each, shape[0], f"{place}[]")


def _without(raw: dict[str, Any], invented: set[str]) -> dict[str, Any]:
    """A paper without what the sandbox made up; a corpus id stands in two places."""
    known = {key: value for key, value in raw.items() if key not in invented}
    external = known.get("externalIds")
    if "corpusId" in invented and external:
        known["externalIds"] = {key: value for key, value in external.items() if key != "CorpusId"}
    return known


def _record_id(paper_id: str, invented: set[str]) -> str:
    return f"sandbox:{paper_id}" if "paperId" in invented else paper_id


def _from_paper(reply: Reply, record_id: str, known: dict[str, Any], sandbox: dict[str, Any]) -> SourceRecord:
    # The package's model raises at a month or a year alone, and at a day that no calendar has.
    paper = Paper(known | {"publicationDate": None})
    external: dict[str, Any] = paper.externalIds or {}
    venue = paper.publicationVenue
    corpus_id = paper.corpusId if paper.corpusId is not None else external.get("CorpusId")
    arxiv = parse_arxiv_id(str(external.get("ArXiv") or ""))
    doi = parse_identifier(f"doi:{external.get('DOI') or ''}")
    return SourceRecord(
        source=Service.SEMANTIC_SCHOLAR,
        record_id=record_id,
        title=paper.title,
        fetched_at=reply.fetched_at,
        reply_sha256=reply.sha256,
        authors=tuple(Author(name=each.name, s2_author_id=each.authorId) for each in paper.authors or () if each.name),
        authors_complete="authors" not in (sandbox.get("incomplete") or ()),
        year=_integer(paper.year, YEARS),
        publication_date=_day(known.get("publicationDate")),
        venue=(venue.name if venue else None) or paper.venue or None,
        venue_type=(venue.type or None) if venue else None,
        arxiv_id=arxiv.base if arxiv else None,
        doi=doi.value if doi and doi.scheme is Scheme.DOI else None,
        s2_paper_id=paper.paperId,
        s2_corpus_id=_integer(corpus_id, _CORPUS_IDS),
        acl_id=external.get("ACL") or None,
        dblp_key=external.get("DBLP") or None,
        citations=_citations(paper.citationCount, sandbox.get("citation")),
        influential_citation_count=_integer(paper.influentialCitationCount, _COUNTS),
        reference_count=_integer(paper.referenceCount, _COUNTS),
        is_open_access=paper.isOpenAccess,
        open_access_pdf_url=(paper.openAccessPdf or {}).get("url") or None,
        fields_of_study=tuple(dict.fromkeys(_told(each.get("category") for each in paper.s2FieldsOfStudy or ()))),
        publication_types=_told(paper.publicationTypes or ()),
        abstract=paper.abstract or None,
        tldr=(paper.tldr.text or None) if paper.tldr else None,
        stand_in=CATALOGUE if sandbox else None,
    )


def _told(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _day(text: str | None) -> date | None:
    """A whole day; None for a year or a month alone, and for a day that is none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text or ""):
        return None
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _citations(count: Any, figure: dict[str, str] | None) -> CitationFigure | None:
    number = _integer(count, _COUNTS)
    if number is None:
        return None
    if figure:
        return CitationFigure(count=number, source=figure["source"], as_of=date.fromisoformat(figure["date"]))
    return CitationFigure(count=number, source=Service.SEMANTIC_SCHOLAR)


def _integer(value: Any, possible: range) -> int | None:
    """A number; None for one that cannot be, such as a count below zero."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        told = f"expected an integer, found {value!r}"
        raise TypeError(told)
    return number if (number := int(value)) in possible else None
