"""The sandbox's Semantic Scholar: a catalogue and parameters → status and JSON. Pure.

Shapes are those of the recorded replies: `data` is left out of an empty search, a batch of which no
id resolves is HTTP 400, a match gives the best hit even when it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from semanticscholar.Paper import Paper

from pipeline.identifiers import Identifier, Scheme, identifier_in_url, parse_arxiv_id, parse_identifier
from pipeline.marks import SANDBOX_KEY
from pipeline.sandbox.catalogue import Catalogue, CatalogueWork
from pipeline.sandbox.search import TitleIndex, analyse

_MAX_BATCH = 500
_BULK_PAGE = 1000
_DEFAULT_FIELDS = ("title",)
_FULL = frozenset({*Paper.FIELDS, "textAvailability"})
_BASE = frozenset(Paper.SEARCH_FIELDS)
"""What `/paper/search/bulk` knows: no tldr, no embedding, nothing about authors but id and name."""
_LOOK_UP = frozenset({"fields"})
_SEARCH = frozenset({"query", "fields", "year", "offset", "limit"})
_BULK = _SEARCH | {"token"}
_YEARS = re.compile(r"[0-9]{4}(?:-(?:[0-9]{4})?)?|-[0-9]{4}")

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
        fields, problem = _checked(query, _SEARCH, _FULL)
        if problem:
            return problem
        if not query.get("query", "").strip():
            return 400, {"error": "Missing required parameter: 'query'"}
        ranked = ((self._catalogue.works[number], score) for number, score in self._index.ranked(query["query"]))
        work, score = next((pair for pair in ranked if _within(pair[0], query)), (None, 0.0))
        if work is None:
            return 404, {"error": "Title match not found"}
        found = paper(work, fields) | {"matchScore": round(score, 5)}
        return 200, {"data": [found]}

    def batch(self, query: Mapping[str, str], ids: Any) -> Answered:
        """`POST /paper/batch`: as many as asked, in order, null for an unknown id."""
        fields, problem = _checked(query, _LOOK_UP, _FULL)
        if problem:
            return problem
        if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
            return 400, {"error": "Body must be a JSON object with a list 'ids'"}
        if len(ids) > _MAX_BATCH:
            return 400, {"error": f"Too many paper ids: {len(ids)} > {_MAX_BATCH}"}
        works = [self._find(each) for each in ids]
        # One empty member fails the whole batch with the same words.
        if not any(works) or not all(each.strip() for each in ids):
            return 400, {"error": "No valid paper ids given"}
        return 200, [paper(work, fields) if work else None for work in works]

    def single(self, paper_id: str, query: Mapping[str, str]) -> Answered:
        """`GET /paper/{id}`."""
        work = self._find(paper_id)
        if work is None:
            return 404, {"error": f"Paper with id {paper_id} not found"}
        fields, problem = _checked(query, _LOOK_UP, _FULL)
        return problem or (200, paper(work, fields))

    def search(self, query: Mapping[str, str]) -> Answered:
        """`GET /paper/search`: relevance order, 100 a page; `data` is absent when nothing is found."""
        fields, problem = _checked(query, _SEARCH, _FULL)
        if problem:
            return problem
        offset, limit = _number(query, "offset", 0), _number(query, "limit", 100)
        if limit is None or offset is None or not 1 <= limit <= 100 or offset + limit > 1000:  # noqa: PLR2004
            return _unacceptable(query, ("offset", "limit"))
        text = query.get("query", "")
        wanted = self._index.holding_all(analyse(text))
        ranked = [self._catalogue.works[number] for number, _ in self._index.ranked(text) if number in wanted]
        found = [work for work in ranked if _within(work, query)]
        page = found[offset : offset + limit]
        body: dict[str, Any] = {"total": len(found), "offset": offset}
        if offset + limit < len(found):
            body["next"] = offset + limit
        if page:
            body["data"] = [paper(work, fields) for work in page]
        return 200, body

    def bulk(self, query: Mapping[str, str]) -> Answered:
        """`GET /paper/search/bulk`: words and "phrases" all required, `|` between alternatives, by paperId."""
        fields, problem = _checked(query, _BULK, _BASE)
        if problem:
            return problem
        wanted: set[int] = set()
        for alternative in _alternatives(query.get("query", "")):
            wanted |= self._holding(alternative)
        works = [self._catalogue.works[number] for number in self._by_paper_id if number in wanted]
        ordered = [work for work in works if _within(work, query)]
        start = _number(query, "token", 0) or 0
        page = ordered[start : start + _BULK_PAGE]
        token = str(start + _BULK_PAGE) if start + _BULK_PAGE < len(ordered) else None
        return 200, {"total": len(ordered), "token": token, "data": [paper(work, fields) for work in page]}

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
    """Read an id as the API spells it: `ARXIV:`, `DOI:`, `ACL:`, `CorpusId:`, `URL:`, a bare DOI, a sha.

    An arXiv id with a version is unknown to the real service, and so it is here; in a URL it is not.
    """
    head, colon, tail = text.partition(":")
    if not colon:
        return parse_identifier(f"s2:{text}") or parse_identifier(f"doi:{text}")
    if head.upper() == "ARXIV":
        arxiv = parse_arxiv_id(tail)
        return Identifier(Scheme.ARXIV, tail) if arxiv and arxiv.base == tail else None
    if head.upper() == "URL":
        return identifier_in_url(tail)
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
        "year": _year(work),
        **({"citationCount": work.figure.count} if work.figure else {}),
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
        mark["citation"] = {"source": work.figure.source, "date": work.figure.date}
    tops = {field.partition(".")[0] for field in fields} | {"paperId"}
    return {key: value for key, value in whole.items() if key in tops} | {SANDBOX_KEY: mark}


def _year(work: CatalogueWork) -> int | None:
    return work.year_published or work.year


def _within(work: CatalogueWork, query: Mapping[str, str]) -> bool:
    """Whether a work passes the filter `year`: `2019`, `2016-2020`, `2010-` or `-2015`."""
    if not query.get("year"):
        return True
    first, to, last = query["year"].partition("-")
    year = _year(work)
    return year is not None and int(first or 0) <= year <= int(last or (9999 if to else first))


def _checked(
    query: Mapping[str, str],
    known: frozenset[str],
    available: frozenset[str],
) -> tuple[tuple[str, ...], Answered | None]:
    """The fields asked for, or what is wrong with the parameters.

    The other filters of the real service are refused, since a reply that ignores them would mislead.
    """
    strange = sorted(query.keys() - known)
    if strange:
        return (), _unacceptable(query, strange)
    if query.get("year") and not _YEARS.fullmatch(query["year"]):
        return (), _unacceptable(query, ("year",))
    fields = tuple(query.get("fields", "").split(",")) if query.get("fields") else _DEFAULT_FIELDS
    unknown = [field for field in fields if not _is_field(field, available)]
    if unknown:
        return (), (400, {"error": f"Unrecognized or unsupported fields: [{', '.join(unknown)}]"})
    return fields, None


def _is_field(field: str, available: frozenset[str]) -> bool:
    head, dot, _ = field.partition(".")
    return field in available or (bool(dot) and head in available and head != "authors")


def _unacceptable(query: Mapping[str, str], names: Iterable[str]) -> Answered:
    told = ", ".join(f"{name}={query[name]}" for name in names if name in query)
    return 400, {"error": f"Unacceptable query params: [{told}]"}


def _number(query: Mapping[str, str], name: str, default: int) -> int | None:
    text = query.get(name, str(default))
    return int(text) if text.isascii() and text.isdigit() else None


def _alternatives(query: str) -> list[str]:
    return [part for part in re.split(r'\|(?=(?:[^"]*"[^"]*")*[^"]*$)', query) if part.strip()]
