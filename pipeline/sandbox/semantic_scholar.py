"""The sandbox's Semantic Scholar: a catalogue and parameters → status and JSON. Pure.

Shapes are those of the recorded replies: `data` is left out of an empty search, a batch of which no
id resolves is HTTP 400, a match gives the best hit even when it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from semanticscholar.Paper import Paper

from pipeline.identifiers import Identifier, Scheme, parse_arxiv_id, parse_identifier
from pipeline.marks import SANDBOX_KEY
from pipeline.sandbox.catalogue import Catalogue, CatalogueWork
from pipeline.sandbox.search import TitleIndex, analyse

_MAX_BATCH = 500
_BULK_PAGE = 1000
_DEFAULT_FIELDS = ("title",)
_TOP_FIELDS = frozenset({*Paper.FIELDS, "textAvailability"})

Answered = tuple[int, Any]
"""HTTP status and JSON body."""


class SemanticScholarDouble:
    """Answers like the Academic Graph API over a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index = TitleIndex(work.title for work in catalogue.works)
        self._by_paper_id = sorted(range(len(catalogue.works)), key=lambda number: catalogue.works[number].paper_id)

    def match(self, query: Mapping[str, str]) -> Answered:
        """`GET /paper/search/match`: the one best hit, whatever it is."""
        fields, problem = _fields(query)
        if problem:
            return problem
        if not query.get("query", "").strip():
            return 400, {"error": "Missing required parameter: 'query'"}
        ranked = self._index.ranked(query["query"])
        if not ranked:
            return 404, {"error": "Title match not found"}
        number, score = ranked[0]
        found = paper(self._catalogue.works[number], fields) | {"matchScore": round(score, 5)}
        return 200, {"data": [found]}

    def batch(self, query: Mapping[str, str], ids: Any) -> Answered:
        """`POST /paper/batch`: as many as asked, in order, null for an unknown id."""
        fields, problem = _fields(query)
        if problem:
            return problem
        if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
            return 400, {"error": "Body must be a JSON object with a list 'ids'"}
        if len(ids) > _MAX_BATCH:
            return 400, {"error": f"Too many paper ids: {len(ids)} > {_MAX_BATCH}"}
        works = [self._find(each) for each in ids]
        if not any(works):
            return 400, {"error": "No valid paper ids given"}
        return 200, [paper(work, fields) if work else None for work in works]

    def single(self, paper_id: str, query: Mapping[str, str]) -> Answered:
        """`GET /paper/{id}`."""
        work = self._find(paper_id)
        if work is None:
            return 404, {"error": f"Paper with id {paper_id} not found"}
        fields, problem = _fields(query)
        return problem or (200, paper(work, fields))

    def search(self, query: Mapping[str, str]) -> Answered:
        """`GET /paper/search`: relevance order, 100 a page; `data` is absent when nothing is found."""
        fields, problem = _fields(query)
        if problem:
            return problem
        offset, limit = _number(query, "offset", 0), _number(query, "limit", 100)
        if limit is None or offset is None or not 1 <= limit <= 100 or offset + limit > 1000:  # noqa: PLR2004
            return 400, {"error": "Unacceptable query params: [offset, limit]"}
        wanted = self._index.holding_all(analyse(query.get("query", "")))
        ranked = [number for number, _ in self._index.ranked(query.get("query", "")) if number in wanted]
        page = ranked[offset : offset + limit]
        body: dict[str, Any] = {"total": len(ranked), "offset": offset}
        if offset + limit < len(ranked):
            body["next"] = offset + limit
        if page:
            body["data"] = [paper(self._catalogue.works[number], fields) for number in page]
        return 200, body

    def bulk(self, query: Mapping[str, str]) -> Answered:
        """`GET /paper/search/bulk`: words and "phrases" all required, `|` between alternatives, by paperId."""
        fields, problem = _fields(query)
        if problem:
            return problem
        wanted: set[int] = set()
        for alternative in _alternatives(query.get("query", "")):
            wanted |= self._holding(alternative)
        ordered = [number for number in self._by_paper_id if number in wanted]
        start = _number(query, "token", 0) or 0
        page = ordered[start : start + _BULK_PAGE]
        token = str(start + _BULK_PAGE) if start + _BULK_PAGE < len(ordered) else None
        works = [paper(self._catalogue.works[number], fields) for number in page]
        return 200, {"total": len(ordered), "token": token, "data": works}

    def _holding(self, alternative: str) -> set[int]:
        phrases = re.findall(r'"([^"]*)"', alternative)
        words = re.sub(r'"[^"]*"', " ", alternative)
        sets = [self._index.holding_phrase(analyse(phrase)) for phrase in phrases if phrase.strip()]
        if any(analyse(words)):
            sets.append(self._index.holding_all(analyse(words)))
        return set.intersection(*sets) if sets else set()

    def _find(self, text: str) -> CatalogueWork | None:
        identifier = read_paper_id(text)
        return self._catalogue.find(identifier) if identifier else None


def read_paper_id(text: str) -> Identifier | None:
    """Read an id as the API spells it: `ARXIV:`, `DOI:`, `ACL:`, `CorpusId:`, a bare DOI, a sha.

    An arXiv id with a version is unknown to the real service, and so it is here.
    """
    head, colon, tail = text.partition(":")
    if not colon:
        return parse_identifier(f"s2:{text}") or parse_identifier(f"doi:{text}")
    if head.upper() == "ARXIV":
        arxiv = parse_arxiv_id(tail)
        return Identifier(Scheme.ARXIV, arxiv.base) if arxiv and arxiv.version is None else None
    if head.lower() in {"doi", "acl", "corpusid"}:
        return parse_identifier(f"{head.lower()}:{tail}")
    return parse_identifier(f"doi:{text}")


def paper(work: CatalogueWork, fields: Sequence[str]) -> dict[str, Any]:
    """A work as the API prints it, cut to `fields`; a count that nobody published is left out."""
    external = {"ArXiv": work.arxiv_id, "DBLP": work.dblp_key, "DOI": work.doi, "ACL": work.acl_id}
    invented = [key for key, real in (("paperId", work.s2_paper_id), ("corpusId", work.s2_corpus_id)) if not real]
    whole: dict[str, Any] = {
        "paperId": work.paper_id,
        "externalIds": {key: value for key, value in external.items() if value} | {"CorpusId": work.corpus_id},
        "corpusId": work.corpus_id,
        "publicationVenue": None,
        "url": f"https://www.semanticscholar.org/paper/{work.paper_id}",
        "title": work.title,
        "abstract": None,
        "venue": work.venue or "",
        "year": work.year_published or work.year,
        "s2FieldsOfStudy": [],
        "publicationTypes": None,
        "publicationDate": None,
        "journal": None,
        "authors": [{"authorId": None, "name": name} for name in work.authors],
        "tldr": None,
    }
    mark: dict[str, Any] = {"invented": invented}
    if not work.authors_complete:
        mark["incomplete"] = ["authors"]
    if work.figure:
        whole["citationCount"] = work.figure.count
        mark["citation"] = {"source": work.figure.source, "date": work.figure.date}
    tops = {field.partition(".")[0] for field in fields} | {"paperId"}
    return {key: value for key, value in whole.items() if key in tops} | {SANDBOX_KEY: mark}


def _fields(query: Mapping[str, str]) -> tuple[tuple[str, ...], Answered | None]:
    fields = tuple(query.get("fields", "").split(",")) if query.get("fields") else _DEFAULT_FIELDS
    unknown = [field for field in fields if field not in _TOP_FIELDS and field.partition(".")[0] not in _TOP_FIELDS]
    if unknown:
        return (), (400, {"error": f"Unrecognized or unsupported fields: [{', '.join(unknown)}]"})
    return fields, None


def _number(query: Mapping[str, str], name: str, default: int) -> int | None:
    text = query.get(name, str(default))
    return int(text) if text.isascii() and text.isdigit() else None


def _alternatives(query: str) -> list[str]:
    return [part for part in re.split(r'\|(?=(?:[^"]*"[^"]*")*[^"]*$)', query) if part.strip()]
