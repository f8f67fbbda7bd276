"""Semantic Scholar replies → records. Pure; the only place that knows where S2 hides what.

Every status, content type and shape is checked: a reply that is not what was asked for raises, it
is never an absence. The models are the `semanticscholar` package's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from semanticscholar.Paper import Paper

from pipeline.errors import ReplyShapeError
from pipeline.identifiers import Scheme, parse_arxiv_id, parse_identifier
from pipeline.marks import SANDBOX_KEY
from pipeline.model import Author, CitationFigure, Service, SourceRecord
from pipeline.sources.port import Answer, Reply, Request
from pipeline.sources.status import excerpt, raise_for_status

_NONE_VALID = "No valid paper ids given"
_NO_MATCH = "Title match not found"


def read_batch(request: Request, reply: Reply) -> Answer:
    """Read `/paper/batch`: an array of the ids' length and order, null for an unknown id.

    That none of the ids is known is said by HTTP 400. A record may bear another id than the one
    asked (merged papers), so positions count, not ids.
    """
    if reply.status == 400 and _error(reply) == _NONE_VALID:  # noqa: PLR2004
        return _answer(request, reply, dict.fromkeys(request.asked, ()))
    raise_for_status(request, reply)
    papers = _json(request, reply)
    if not isinstance(papers, list) or len(papers) != len(request.asked):
        size = len(papers) if isinstance(papers, list) else type(papers).__name__
        raise _shape(request, reply, f"expected a list of {len(request.asked)} papers, found {size}")
    found = {
        asked: () if paper is None else (_record(request, reply, paper),)
        for asked, paper in zip(request.asked, papers, strict=True)
    }
    return _answer(request, reply, found)


def read_match(request: Request, reply: Reply) -> Answer:
    """Read `/paper/search/match`: one best hit, right or wrong; HTTP 404 when there is none."""
    (title,) = request.asked
    if reply.status == 404 and _error(reply) == _NO_MATCH:  # noqa: PLR2004
        return _answer(request, reply, {title: ()})
    raise_for_status(request, reply)
    body = _json(request, reply)
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        raise _shape(request, reply, "expected an object with a list 'data'")
    return _answer(request, reply, {title: tuple(_record(request, reply, paper) for paper in body["data"])})


def _answer(request: Request, reply: Reply, found: Mapping[str, tuple[SourceRecord, ...]]) -> Answer:
    return Answer(
        service=request.service,
        kind=request.kind,
        found=found,
        fetched_at=reply.fetched_at,
        reply_sha256=reply.sha256,
    )


def _shape(request: Request, reply: Reply, told: str) -> ReplyShapeError:
    text = f"semantic_scholar replied to {request.path.partition('?')[0]} with {excerpt(reply.body)!r}: {told}."
    return ReplyShapeError(text, request.service, request.path, reply.status)


def _json(request: Request, reply: Reply) -> Any:
    if "json" not in reply.content_type:
        raise _shape(request, reply, f"expected JSON, found {reply.content_type or 'no content type'}")
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        raise _shape(request, reply, "expected JSON, found something unreadable") from None


def _error(reply: Reply) -> str | None:
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return body.get("error") if isinstance(body, dict) else None


def _record(request: Request, reply: Reply, raw: Any) -> SourceRecord:
    if not isinstance(raw, dict) or not isinstance(raw.get("paperId"), str) or not isinstance(raw.get("title"), str):
        raise _shape(request, reply, "expected a paper with a paperId and a title")
    sandbox = raw.get(SANDBOX_KEY) or {}
    invented = set(sandbox.get("invented", ()))
    known = {key: value for key, value in raw.items() if key not in invented}
    if "corpusId" in invented and isinstance(known.get("externalIds"), dict):
        known["externalIds"] = {key: value for key, value in known["externalIds"].items() if key != "CorpusId"}
    try:
        return _from_paper(reply, _record_id(raw["paperId"], invented), known, sandbox)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise _shape(request, reply, f"a paper has a field of an unexpected type ({error})") from error


def _record_id(paper_id: str, invented: set[str]) -> str:
    return f"sandbox:{paper_id}" if "paperId" in invented else paper_id


def _from_paper(reply: Reply, record_id: str, known: dict[str, Any], sandbox: dict[str, Any]) -> SourceRecord:
    day = known.get("publicationDate") or ""
    whole_day = re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    paper = Paper(known | {"publicationDate": day if whole_day else None})
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
        authors_complete="authors" not in sandbox.get("incomplete", ()),
        year=_integer(paper.year),
        publication_date=date.fromisoformat(day) if whole_day else None,
        venue=(venue.name if venue else None) or paper.venue or None,
        venue_type=venue.type if venue else None,
        arxiv_id=arxiv.base if arxiv else None,
        doi=doi.value if doi and doi.scheme is Scheme.DOI else None,
        s2_paper_id=paper.paperId,
        s2_corpus_id=_integer(corpus_id),
        acl_id=external.get("ACL"),
        dblp_key=external.get("DBLP"),
        citations=_citations(paper.citationCount, sandbox.get("citation")),
        influential_citation_count=_integer(paper.influentialCitationCount),
        reference_count=_integer(paper.referenceCount),
        is_open_access=paper.isOpenAccess,
        open_access_pdf_url=(paper.openAccessPdf or {}).get("url") or None,
        fields_of_study=tuple(dict.fromkeys(each["category"] for each in paper.s2FieldsOfStudy or ())),
        publication_types=tuple(paper.publicationTypes or ()),
        abstract=paper.abstract or None,
        tldr=(paper.tldr.text or None) if paper.tldr else None,
        from_catalogue=bool(sandbox),
    )


def _citations(count: Any, figure: dict[str, str] | None) -> CitationFigure | None:
    number = _integer(count)
    if number is None:
        return None
    if figure:
        return CitationFigure(count=number, source=figure["source"], as_of=date.fromisoformat(figure["date"]))
    return CitationFigure(count=number, source=Service.SEMANTIC_SCHOLAR)


def _integer(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        told = f"expected an integer, found {value!r}"
        raise TypeError(told)
    return int(value)
