"""A corpus of works in the place of a service: everything asked at once, one JSON reply for it. Pure.

Who finds the works is `pipeline.bulk.asking`. A reply says of each work what the corpus says of it, and nothing is made
up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import ReplyShapeError
from pipeline.identifiers import LOOKED_UP, Identifier, Scheme, parse_identifier
from pipeline.marks import CORPUS
from pipeline.model import Author, CitationFigure, Service, SourceRecord
from pipeline.plural import counted
from pipeline.sources.details import NO_DETAILS, Details
from pipeline.sources.port import YEARS, Answer, Kind, Reply, Request, answer_to

MOST = 8192
"""Things in one request: the parts of a corpus are read once for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A work as a reply describes it."""

    work_id: str
    title: str
    authors: tuple[str, ...]
    authors_complete: bool
    year: int | None
    identifiers: tuple[str, ...]
    """As `scheme:value`."""
    details: Details = NO_DETAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a corpus has for one thing that was asked."""

    works: tuple[Described, ...] = ()
    """The works that may be meant."""
    crowded: bool = False
    """More works bear the title than were looked at: another one may be meant."""


_FOUND = TypeAdapter(list[Found])
_COUNTED = {"citation_count", "citation_source", "citation_count_as_of"}
_TAKEN_OVER = tuple(field.name for field in fields(Details) if field.name not in _COUNTED)
"""Details that a record takes over under the same names."""


def write_reply(found: Sequence[Found]) -> bytes:
    """The body of a reply: for each thing asked, in order, what was found."""
    return _FOUND.dump_json(list(found), exclude_defaults=True)


def path_of(corpus: str) -> str:
    """The path of every request to a corpus, named by the digest of its index: another corpus is asked anew."""
    return f"/corpus/{corpus}"


class Corpus:
    """A corpus in the place of a service; of arXiv, the works that have an arXiv identifier.

    Args:
        name: The service.
        corpus: Digest of the corpus's index.
    """

    def __init__(self, name: Service, corpus: str) -> None:
        self.name = name
        self._path = path_of(corpus)

    def look_up(self, identifiers: Sequence[Identifier]) -> Iterator[Request]:
        """Ask for identifiers, thousands a request."""
        known = {Scheme.ARXIV} if self.name is Service.ARXIV else LOOKED_UP
        if foreign := next((each for each in identifiers if each.scheme not in known), None):
            told = f"in the place of {self.name} a corpus does not look up {foreign}"
            raise ValueError(told)
        yield from self._requests(Kind.IDENTIFIER, tuple(map(str, identifiers)))

    def search(self, titles: Sequence[str]) -> Iterator[Request]:
        """Ask for titles, thousands a request."""
        yield from self._requests(Kind.TITLE, tuple(titles))

    def halve(self, request: Request) -> tuple[Request, ...]:
        """Split a request in two; one that asks for a single thing cannot be split."""
        middle = len(request.asked) // 2
        parts = (request.asked[:middle], request.asked[middle:])
        return tuple(self._request(request.kind, part) for part in parts) if middle else ()

    def read(self, request: Request, reply: Reply) -> Answer:
        """Read a reply."""
        try:
            found = _FOUND.validate_json(reply.body)
        except ValidationError as error:
            told = f"expected the works of a corpus, found something else ({counted(error.error_count(), 'fault')})."
            raise ReplyShapeError(told, self.name, request.path, reply.status) from None
        if len(found) != len(request.asked):
            told = f"expected works for each of {counted(len(request.asked), 'thing')}, found them for {len(found)}."
            raise ReplyShapeError(told, self.name, request.path, reply.status)
        records = (tuple(self._record(work, reply) for work in each.works) for each in found)
        answer = answer_to(request, reply, dict(zip(request.asked, records, strict=True)))
        crowded = (asked for asked, each in zip(request.asked, found, strict=True) if each.crowded)
        return replace(answer, crowded=frozenset(crowded))

    def _requests(self, kind: Kind, asked: tuple[str, ...]) -> Iterator[Request]:
        for start in range(0, len(asked), MOST):
            yield self._request(kind, asked[start : start + MOST])

    def _request(self, kind: Kind, asked: tuple[str, ...]) -> Request:
        return Request(service=self.name, kind=kind, asked=asked, method="GET", path=self._path)

    def _record(self, work: Described, reply: Reply) -> SourceRecord:
        borne = _borne(work)
        corpus_id = borne.get(Scheme.CORPUSID)
        return SourceRecord(
            source=self.name,
            record_id=work.work_id,
            title=work.title,
            fetched_at=reply.fetched_at,
            reply_sha256=reply.sha256,
            authors=tuple(Author(name=name) for name in work.authors),
            authors_complete=work.authors_complete,
            year=work.year if work.year in YEARS else None,
            arxiv_id=borne.get(Scheme.ARXIV),
            doi=borne.get(Scheme.DOI),
            s2_paper_id=borne.get(Scheme.S2),
            s2_corpus_id=int(corpus_id) if corpus_id else None,
            acl_id=borne.get(Scheme.ACL),
            citations=_figure(work.details),
            stand_in=CORPUS,
            **{name: getattr(work.details, name) for name in _TAKEN_OVER},
        )


def _figure(details: Details) -> CitationFigure | None:
    """A work's count; where the corpus does not say whose it is, it is the corpus's."""
    if details.citation_count is None:
        return None
    source = details.citation_source or CORPUS
    return CitationFigure(count=details.citation_count, source=source, as_of=details.citation_count_as_of)


def identifiers_of(work_id: str, identifiers: Sequence[str]) -> tuple[Identifier, ...]:
    """The identifiers that a work bears; a corpus may name its works by them."""
    return tuple(known for each in (*identifiers, work_id) if (known := parse_identifier(each)) and str(known) == each)


def _borne(work: Described) -> dict[Scheme, str]:
    """The first identifier of each scheme."""
    borne: dict[Scheme, str] = {}
    for each in identifiers_of(work.work_id, work.identifiers):
        borne.setdefault(each.scheme, each.value)
    return borne
