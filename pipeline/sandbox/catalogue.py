"""The works the sandbox knows: `catalogue.jsonl`, one work a line, found by identifier. Pure."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.errors import ListError
from pipeline.identifiers import Identifier, Scheme, parse_identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A dated public citation count and the one who counted."""

    count: int
    source: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueWork:
    """One work of the catalogue; None means the catalogue does not know."""

    title: str
    authors: tuple[str, ...]
    authors_complete: bool = True
    year: int | None = None
    year_published: int | None = None
    venue: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    acl_id: str | None = None
    dblp_key: str | None = None
    s2_corpus_id: int | None = None
    s2_paper_id: str | None = None
    citations: tuple[Figure, ...] = ()
    arxiv_title: str | None = None
    """Its title on arXiv where that is another one."""
    comment: str | None = None
    """What arXiv's comment says, such as that the paper was withdrawn."""
    merged_ids: tuple[str, ...] = ()
    """Printed identifiers of records that were merged into this one; it answers to them and does not bear them."""

    @property
    def identity(self) -> str:
        """What the made-up ids are made from."""
        known = self.arxiv_id or self.doi or self.acl_id or self.s2_corpus_id
        return str(known or f"{self.title}|{self.authors[:1]}|{self.year}")

    @property
    def paper_id(self) -> str:
        """The real paperId, else a made-up one of the same form."""
        return self.s2_paper_id or hashlib.sha1(self.identity.encode(), usedforsecurity=False).hexdigest()

    @property
    def corpus_id(self) -> int:
        """The real CorpusId, else a made-up one above all real ones."""
        return self.s2_corpus_id or 10_000_000_000 + zlib.crc32(self.identity.encode())

    @property
    def figure(self) -> Figure | None:
        """The newest count; of two of one day the larger."""
        return max(self.citations, key=lambda each: (each.date, each.count), default=None)

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Every identifier this work bears, made-up ones included."""
        pairs: Iterable[tuple[Scheme, str | None]] = (
            (Scheme.ARXIV, self.arxiv_id),
            (Scheme.DOI, self.doi.lower() if self.doi else None),
            (Scheme.ACL, self.acl_id),
            (Scheme.CORPUSID, str(self.corpus_id)),
            (Scheme.S2, self.paper_id),
        )
        return tuple(Identifier(scheme, value) for scheme, value in pairs if value)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All works, in file order, and the way from identifier to work."""

    works: tuple[CatalogueWork, ...]
    by_identifier: Mapping[Identifier, int] = field(repr=False)
    """Index into `works`."""

    def find(self, identifier: Identifier) -> CatalogueWork | None:
        """The work that bears `identifier`, or None."""
        index = self.by_identifier.get(identifier)
        return None if index is None else self.works[index]


def read_catalogue(text: str, path: str) -> Catalogue:
    """Read a catalogue.

    Raises:
        ListError: A line is no JSON object with a title; names the line.
    """
    works = tuple(_work(line, path, number) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    index: dict[Identifier, int] = {}
    for number, work in enumerate(works):
        for identifier in work.identifiers:
            index.setdefault(identifier, number)
    for number, work in enumerate(works):
        for merged in filter(None, map(parse_identifier, work.merged_ids)):
            index.setdefault(merged, number)
    return Catalogue(works, index)


_KEYS = frozenset(CatalogueWork.__slots__) - {"title", "authors", "citations", "merged_ids"}


def _work(line: str, path: str, number: int) -> CatalogueWork:
    try:
        facts = json.loads(line)
        known = {key: value for key, value in facts.items() if key in _KEYS}
        return CatalogueWork(
            **known,
            title=facts["title"].strip(),
            authors=tuple(facts.get("authors", ())),
            citations=tuple(Figure(**each) for each in facts.get("citations", ())),
            merged_ids=tuple(facts.get("merged_ids", ())),
        )
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        told = f"expected a work as a JSON object with at least a title, found {line[:60]!r} ({error})."
        raise ListError(told, path, number) from error
