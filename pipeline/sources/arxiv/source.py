"""arXiv as a `Source`: identifiers by `id_list`, titles OR-ed as quoted phrases. Pure.

Parameters are those of the `arxiv` package's `Search`; its HTTP never runs, since it takes an HTML
page for an empty result and cuts long id lists at 100.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import arxiv

from pipeline.identifiers import Identifier, Scheme, parse_arxiv_id
from pipeline.model import Service
from pipeline.sources.arxiv.parse import read_feed
from pipeline.sources.port import Answer, Kind, Reply, Request
from pipeline.titles import collapse

MAX_IDS = 300
"""Ids in one `id_list`; a URL of about 4 kB, which is as long as has been seen to work."""

MAX_TITLES = 20
"""Titles OR-ed into one query: about 1.5 kB of URL."""

RESULTS_PER_TITLE = 10
"""Results asked for per OR-ed title; when more are found the query is halved."""

RESULTS_FOR_ONE = 100
"""Results asked for a single title, the nearest first."""

_POST_OVER = 3000
"""Parameters that are longer than this once quoted travel as a form by POST."""


class Arxiv:
    """The query API."""

    name = Service.ARXIV

    def look_up(self, identifiers: Sequence[Identifier]) -> Iterator[Request]:
        """Ask for up to 300 ids per request, without versions: the current one is meant."""
        bases = []
        for identifier in identifiers:
            parsed = parse_arxiv_id(identifier.value) if identifier.scheme is Scheme.ARXIV else None
            # One malformed member fails a whole id_list, and some pass validation and find nothing.
            if parsed is None or str(parsed) != identifier.value or parsed.version:
                told = f"arXiv looks up its own ids without version, not {identifier}"
                raise ValueError(told)
            bases.append(parsed.base)
        for chunk in _chunks(bases, MAX_IDS):
            yield self._by_id(chunk)

    def search(self, titles: Sequence[str]) -> Iterator[Request]:
        """Ask for up to 20 titles per request; a title that is empty once cleaned is left out.

        An empty phrase would make the whole query match everything.
        """
        for chunk in _chunks([title for title in titles if phrase(title)], MAX_TITLES):
            yield self._by_title(chunk)

    def halve(self, request: Request) -> tuple[Request, ...]:
        """Split a request in two; one that asks for a single thing cannot be split."""
        middle = len(request.asked) // 2
        if not middle:
            return ()
        parts = (request.asked[:middle], request.asked[middle:])
        if request.kind is Kind.TITLE:
            return tuple(self._by_title(part) for part in parts)
        return tuple(self._by_id([each.removeprefix("arxiv:") for each in part]) for part in parts)

    def read(self, request: Request, reply: Reply) -> Answer:
        """Read a feed."""
        return read_feed(request, reply)

    def _by_id(self, bases: Sequence[str]) -> Request:
        search = arxiv.Search(id_list=list(bases), max_results=len(bases))
        return self._request(search, Kind.IDENTIFIER, tuple(f"arxiv:{base}" for base in bases))

    def _by_title(self, titles: Sequence[str]) -> Request:
        query = " OR ".join(f'ti:"{phrase(title)}"' for title in titles)
        wanted = RESULTS_FOR_ONE if len(titles) == 1 else RESULTS_PER_TITLE * len(titles)
        return self._request(arxiv.Search(query=query, max_results=wanted), Kind.TITLE, tuple(titles))

    def _request(self, search: arxiv.Search, kind: Kind, asked: tuple[str, ...]) -> Request:
        params = (
            ("search_query", search.query),
            ("id_list", ",".join(search.id_list)),
            ("sortBy", search.sort_by.value),
            ("sortOrder", search.sort_order.value),
            ("start", "0"),
            ("max_results", str(search.max_results)),
        )
        method = "POST" if len(urlencode(params)) > _POST_OVER else "GET"
        return Request(service=self.name, kind=kind, asked=asked, method=method, path="/api/query", params=params)


def phrase(title: str) -> str:
    """A title as it can stand between the quotes of a query: nothing that ends them, no TeX, nothing XML lacks."""
    text = title.translate({0x2018: "'", 0x2019: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-"})
    text = re.sub(r"[\"\\$\u201c\u201d{}\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", " ", text)
    return collapse(text) if re.search(r"\w", text) else ""


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
