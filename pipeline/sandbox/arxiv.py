"""The sandbox's arXiv: a catalogue and parameters → status and Atom feed. Pure."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.identifiers import Identifier, Scheme, parse_arxiv_id
from pipeline.marks import SANDBOX_NAMESPACE
from pipeline.sandbox.arxiv_query import BadQueryError, Term, evaluate, parse
from pipeline.sandbox.catalogue import Catalogue, CatalogueWork
from pipeline.sandbox.search import TitleIndex, analyse

_MAX_RESULTS = 10_000
# The server checks ids by an unanchored search, so that some malformed ones pass and find nothing.
_LOOKS_LIKE_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
_ILLEGAL_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Answered = tuple[int, str]
"""HTTP status and body."""


class ArxivDouble:
    """Answers like the query API over the works of a catalogue that have an arXiv id."""

    def __init__(self, catalogue: Catalogue, updated: str) -> None:
        self._catalogue = catalogue
        self._works = [work for work in catalogue.works if work.arxiv_id]
        self._titles = TitleIndex(work.title for work in self._works)
        self._authors = TitleIndex(" ".join(work.authors) for work in self._works)
        self._updated = updated

    def query(self, params: Mapping[str, str]) -> Answered:
        """`/api/query`, by GET or POST."""
        start, size = (_number(params.get(name, default)) for name, default in (("start", "0"), ("max_results", "10")))
        if start is None or size is None:
            return 400, self._error("start and max_results must be integers")
        if not 0 < size <= _MAX_RESULTS:
            return 500, "Internal Server Error"
        ids = params.get("id_list", "").split(",") if params.get("id_list") else []
        for each in ids:
            if not _LOOKS_LIKE_ID.search(each):
                return 400, self._error(f"incorrect id format for {each}")
        search_query = params.get("search_query", "").strip()
        try:
            echoed, found = self._search(search_query) if search_query else ("", None)
        except BadQueryError as error:
            return 400, self._error(str(error))
        if ids:
            listed = self._listed(ids)
            found = listed if found is None else [work for work in found if work in listed]
        works = found or []
        echo = f"search_query={echoed}&id_list={','.join(ids)}&start={start}&max_results={size}"
        return 200, self._feed(echo, works[start : start + size], total=len(works), start=start, size=size)

    def _listed(self, ids: Sequence[str]) -> list[CatalogueWork]:
        works = []
        for each in dict.fromkeys(ids):
            arxiv = parse_arxiv_id(each)
            # A prefix, a blank or a URL passes the check and finds nothing.
            if arxiv and str(arxiv) == each and arxiv.version in {None, 1}:
                work = self._catalogue.find(Identifier(Scheme.ARXIV, arxiv.base))
                if work:
                    works.append(work)
        return works

    def _search(self, text: str) -> tuple[str, list[CatalogueWork]]:
        query = parse(text)
        found = evaluate(query, self._holding)
        rank = {number: place for place, (number, _) in enumerate(self._titles.ranked(text))}
        ordered = sorted(found, key=lambda number: (rank.get(number, len(rank)), number))
        return str(query), [self._works[number] for number in ordered]

    def _holding(self, term: Term) -> set[int]:
        tokens = analyse(term.text)
        match term.field:
            case "ti" | "title":
                return self._titles.holding_phrase(tokens)
            case "au":
                return self._authors.holding_phrase(tokens)
            case "all":
                return self._titles.holding_phrase(tokens) | self._authors.holding_phrase(tokens)
            case _:
                return set()

    def _feed(self, echo: str, works: Sequence[CatalogueWork], *, total: int, start: int, size: int) -> str:
        name = base64.b64encode(hashlib.sha1(echo.encode(), usedforsecurity=False).digest()).decode().rstrip("=")
        link = quoteattr(f"https://arxiv.org/api/query?{echo}")
        entries = "".join(_entry(work) for work in works)
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
            f"  <id>https://arxiv.org/api/{name}</id>\n"
            f"  <title>{_text(f'arXiv Query: {echo}')}</title>\n"
            f"  <updated>{self._updated}</updated>\n"
            f'  <link href={link} type="application/atom+xml"/>\n'
            f"  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>\n"
            f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
            f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
            f"{entries}</feed>\n"
        )

    def _error(self, summary: str) -> str:
        name = "https://arxiv.org/api/errors#" + re.sub(r"\W+", "_", summary)
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
    doi = f"    <arxiv:doi>{_text(work.doi)}</arxiv:doi>\n" if work.doi else ""
    incomplete = "" if work.authors_complete else ' incomplete="authors"'
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{base}v1</id>\n"
        f"    <title>{_text(work.title)}</title>\n    <updated>{month}</updated>\n"
        f'    <link href="https://arxiv.org/abs/{base}v1" rel="alternate" type="text/html"/>\n'
        f'    <link href="https://arxiv.org/pdf/{base}v1" rel="related" type="application/pdf" title="pdf"/>\n'
        f"    <summary></summary>\n    <published>{month}</published>\n{doi}{authors}"
        f'    <note xmlns="{SANDBOX_NAMESPACE}" invented="published updated version"{incomplete}/>\n  </entry>\n'
    )


def _text(text: str) -> str:
    return escape(_ILLEGAL_IN_XML.sub(" ", text))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
