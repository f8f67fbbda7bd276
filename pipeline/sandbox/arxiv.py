"""The sandbox's arXiv: a catalogue and parameters → status and Atom feed. Pure."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TypedDict
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from pipeline.identifiers import Identifier, Scheme, parse_arxiv_id
from pipeline.marks import SANDBOX_NAMESPACE
from pipeline.sandbox.arxiv_query import BadQueryError, Term, Token, echo, evaluate, parse, repair
from pipeline.sandbox.catalogue import Catalogue, CatalogueWork
from pipeline.sandbox.search import TitleIndex, analyse

_MAX_RESULTS = 10_000
# The server checks ids by an unanchored search, so that some malformed ones pass and find nothing.
_LOOKS_LIKE_ID = re.compile(r"(?<![\d=.])\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7}", re.IGNORECASE)
_ILLEGAL_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAFE_IN_LINK = "!$'()*,/:;?@"
_NOTHING_ASKED = "Either a search_query or id_list must be specified for the classic API."

Answered = tuple[int, str]
"""HTTP status and body."""


class _Asked(TypedDict):
    """What a feed says it answers, in the order of its title."""

    search_query: str
    id_list: str
    start: int
    max_results: int


class ArxivDouble:
    """Answers like the query API over the works of a catalogue that have an arXiv id."""

    def __init__(self, catalogue: Catalogue, updated: str) -> None:
        self._catalogue = catalogue
        self._works = [work for work in catalogue.works if work.arxiv_id]
        self._titles = TitleIndex(work.arxiv_title or work.title for work in self._works)
        self._authors = TitleIndex(" ".join(work.authors) for work in self._works)
        self._updated = updated

    def query(self, params: Mapping[str, str]) -> Answered:
        """`/api/query`, by GET or POST."""
        ids = params["id_list"].split(",") if params.get("id_list") else []
        tokens = repair(params.get("search_query", ""))
        complaint = _complaint(params, ids) or (None if tokens or ids else _NOTHING_ASKED)
        if complaint:
            return 400, self._error(complaint)
        start, size = int(params.get("start", 0)), int(params.get("max_results", 10))
        if not 0 < size <= _MAX_RESULTS:
            return 500, "Internal Server Error"
        try:
            works = self._found(tokens, ids)
        except BadQueryError as error:
            return 400, self._error(str(error))
        asked = _Asked(search_query=echo(tokens), id_list=",".join(ids), start=start, max_results=size)
        return 200, self._feed(asked, works[start : start + size], total=len(works))

    def _found(self, tokens: Sequence[Token], ids: Sequence[str]) -> list[CatalogueWork]:
        listed = self._listed(ids)
        if not tokens:
            return listed
        found = self._search(tokens)
        return [work for work in found if work in listed] if ids else found

    def _listed(self, ids: Sequence[str]) -> list[CatalogueWork]:
        works: dict[CatalogueWork, None] = {}
        for each in ids:
            arxiv = parse_arxiv_id(each)
            # A prefix, a blank or a URL passes the check and finds nothing.
            if arxiv and str(arxiv) == each and arxiv.version in {None, 1}:
                work = self._catalogue.find(Identifier(Scheme.ARXIV, arxiv.base))
                if work:
                    works[work] = None
        return list(works)

    def _search(self, tokens: Sequence[Token]) -> list[CatalogueWork]:
        found = evaluate(parse(tokens), self._holding)
        rank = {number: place for place, (number, _) in enumerate(self._titles.ranked(_words(tokens)))}
        ordered = sorted(found, key=lambda number: (rank.get(number, len(rank)), number))
        return [self._works[number] for number in ordered]

    def _holding(self, term: Term) -> set[int]:
        tokens = analyse(term.text)
        match term.field:
            case "ti":
                return self._titles.holding_phrase(tokens)
            case "au":
                return self._authors.holding_phrase(tokens)
            case "all":
                return self._titles.holding_phrase(tokens) | self._authors.holding_phrase(tokens)
            case _:
                return set()

    def _feed(self, asked: _Asked, works: Sequence[CatalogueWork], *, total: int) -> str:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        name = base64.b64encode(hashlib.sha1(query.encode(), usedforsecurity=False).digest()).decode().rstrip("=")
        # Upstream's link has another order of parameters than its title, and is quoted.
        linked = {key: value for key, value in asked.items() if key != "id_list"} | {"id_list": asked["id_list"]}
        link = quoteattr(f"https://arxiv.org/api/query?{urlencode(linked, safe=_SAFE_IN_LINK)}")
        entries = "".join(_entry(work) for work in works)
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
            f"  <id>https://arxiv.org/api/{name}</id>\n"
            f"  <title>{_text(f'arXiv Query: {query}')}</title>\n"
            f"  <updated>{self._updated}</updated>\n"
            f'  <link href={link} type="application/atom+xml"/>\n'
            f"  <opensearch:itemsPerPage>{asked['max_results']}</opensearch:itemsPerPage>\n"
            f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
            f"  <opensearch:startIndex>{asked['start']}</opensearch:startIndex>\n"
            f"{entries}</feed>\n"
        )

    def _error(self, summary: str) -> str:
        summary = _ILLEGAL_IN_XML.sub(" ", summary)
        name = "https://arxiv.org/api/errors#" + summary.replace(" ", "_")
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
            "  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n"
            f"  <updated>{self._updated}</updated>\n"
            "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n"
            "  <opensearch:totalResults>1</opensearch:totalResults>\n"
            "  <opensearch:startIndex>0</opensearch:startIndex>\n"
            f"  <entry>\n    <id>{_text(name)}</id>\n    <title>Error</title>\n"
            f"    <updated>{self._updated}</updated>\n"
            f'    <link href={quoteattr(name)} rel="alternate" type="text/html"/>\n'
            f"    <summary>{_text(summary)}</summary>\n"
            "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n</feed>\n"
        )


def _entry(work: CatalogueWork) -> str:
    """A work as an entry; day and version are not in the catalogue, so they are made up and marked."""
    base = str(work.arxiv_id)
    digits = base.rpartition("/")[2]
    century = "19" if digits[:2] > "90" else "20"
    month = f"{century}{digits[:2]}-{digits[2:4]}-01T00:00:00Z"
    authors = "".join(f"    <author>\n      <name>{_text(name)}</name>\n    </author>\n" for name in work.authors)
    doi = _doi(work.doi) if work.doi else ""
    comment = f"    <arxiv:comment>{_text(work.comment)}</arxiv:comment>\n" if work.comment else ""
    incomplete = "" if work.authors_complete else ' incomplete="authors"'
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{base}v1</id>\n"
        f"    <title>{_text(work.arxiv_title or work.title)}</title>\n    <updated>{month}</updated>\n"
        f'    <link href="https://arxiv.org/abs/{base}v1" rel="alternate" type="text/html"/>\n'
        f'    <link href="https://arxiv.org/pdf/{base}v1" rel="related" type="application/pdf" title="pdf"/>\n'
        f"    <summary></summary>\n    <published>{month}</published>\n{comment}{authors}{doi}"
        f'    <note xmlns="{SANDBOX_NAMESPACE}" invented="published updated version"{incomplete}/>\n  </entry>\n'
    )


def _doi(doi: str) -> str:
    link = quoteattr(f"https://doi.org/{doi}")
    return f'    <arxiv:doi>{_text(doi)}</arxiv:doi>\n    <link rel="related" href={link} title="doi"/>\n'


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens if isinstance(token, Term) and token.field in {"ti", "all"})


def _text(text: str) -> str:
    return escape(_ILLEGAL_IN_XML.sub(" ", text))


def _complaint(params: Mapping[str, str], ids: Sequence[str]) -> str | None:
    """What is wrong with the parameters, in the server's words and order."""
    for each in ids:
        if not _LOOKS_LIKE_ID.search(each):
            return f"incorrect id format for {each}"
    for name in ("max_results", "start"):
        if not re.fullmatch(r"-?[0-9]+", params.get(name, "0")):
            return f"{name} must be an integer"
        if params.get(name, "0").startswith("-"):
            return f"{name} must be non-negative"
    return None
