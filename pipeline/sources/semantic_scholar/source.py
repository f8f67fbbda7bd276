"""Semantic Scholar as a `Source`: batches by identifier, single matches by title. Pure.

Field lists and models are those of the `semanticscholar` package; its HTTP never runs, since it
drops nulls of a batch and takes unlisted statuses for empty successes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from semanticscholar.Paper import Paper

from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.port import Answer, Kind, Reply, Request
from pipeline.sources.semantic_scholar.parse import read_batch, read_match

MAX_BATCH = 500
"""Identifiers in one `/paper/batch` call, the service's own limit."""

FIELDS = ",".join(sorted({*Paper.SEARCH_FIELDS, "tldr"} - {"citationStyles", "fieldsOfStudy", "url"}))
"""What is asked of every paper. `fieldsOfStudy` is to be retired upstream; `s2FieldsOfStudy` stays."""

_PREFIX = {Scheme.ARXIV: "ARXIV:", Scheme.DOI: "DOI:", Scheme.ACL: "ACL:", Scheme.CORPUSID: "CorpusId:", Scheme.S2: ""}


class SemanticScholar:
    """The Academic Graph API."""

    name = Service.SEMANTIC_SCHOLAR

    def look_up(self, identifiers: Sequence[Identifier]) -> Iterator[Request]:
        """Ask for up to 500 identifiers of mixed schemes per request."""
        for start in range(0, len(identifiers), MAX_BATCH):
            yield self._batch(identifiers[start : start + MAX_BATCH])

    def search(self, titles: Sequence[str]) -> Iterator[Request]:
        """Ask `/paper/search/match`, one title a request: it gives the best hit whatever it is."""
        for title in titles:
            yield Request(
                service=self.name,
                kind=Kind.TITLE,
                asked=(title,),
                method="GET",
                path="/graph/v1/paper/search/match",
                params=(("query", title), ("fields", FIELDS)),
            )

    def halve(self, request: Request) -> tuple[Request, ...]:
        """Split a batch; a match is one title and cannot be split."""
        middle = len(request.asked) // 2
        if request.kind is Kind.TITLE or not middle:
            return ()
        parts = (request.asked[:middle], request.asked[middle:])
        return tuple(self._batch([_identifier(text) for text in part]) for part in parts)

    def read(self, request: Request, reply: Reply) -> Answer:
        """Read a reply of either endpoint."""
        return (read_batch if request.kind is Kind.IDENTIFIER else read_match)(request, reply)

    def _batch(self, identifiers: Sequence[Identifier]) -> Request:
        if foreign := [str(each) for each in identifiers if each.scheme not in _PREFIX]:
            told = f"Semantic Scholar looks up {sorted(_PREFIX)}, not {foreign[:3]}"
            raise ValueError(told)
        return Request(
            service=self.name,
            kind=Kind.IDENTIFIER,
            asked=tuple(str(each) for each in identifiers),
            method="POST",
            path=f"/graph/v1/paper/batch?fields={FIELDS}",
            body=json.dumps({"ids": [_PREFIX[each.scheme] + each.value for each in identifiers]}),
        )


def _identifier(text: str) -> Identifier:
    scheme, _, value = text.partition(":")
    return Identifier(Scheme(scheme), value)
