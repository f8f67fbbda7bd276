"""Requests for identifiers and titles, answered from the index of a corpus part by part, without any network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path

import pyarrow as pa

from pipeline.bulk.fold import folded
from pipeline.bulk.manifest import IndexManifest, Part
from pipeline.bulk.match import Candidates, FoundBy, Query, weigh
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.search import Find, candidates_in, equal_works, near_works, nearest_of_all, prepare, unsettled
from pipeline.bulk.steps import SLICE
from pipeline.bulk.store import load_details, load_named_manifest, load_part
from pipeline.bulk.works import CorpusWork
from pipeline.errors import StorageError
from pipeline.identifiers import Scheme
from pipeline.model import Service
from pipeline.sources.corpus import Described, Found, identifiers_of, path_of, write_reply
from pipeline.sources.details import Details
from pipeline.sources.port import Kind, Reply, Request


@dataclass(frozen=True, slots=True)
class _Meant:
    """The works that may be meant by one thing that was asked."""

    works: tuple[CorpusWork, ...]
    crowded: bool = False
    """More works bear the title than are looked at."""


class Asking:
    """Answers requests from an index; one part of it is in memory at a time.

    Args:
        index: Its folder.
        now: UTC.
        limits: How much is looked at.
    """

    def __init__(self, index: Path, now: Callable[[], datetime], limits: Limits = USUAL) -> None:
        self._index = index
        self._now = now
        self._limits = limits

    def __call__(self, request: Request) -> Reply:
        """Answer a request as a `port.Send`.

        Raises:
            StorageError: A file of the index is missing or damaged, or it is not the one that is asked.
        """
        self._check(request)
        find = self._by_identifier if request.kind is Kind.IDENTIFIER else self._by_title
        meant = [replace(each, works=_of(request, each.works)) for each in find(request.asked)]
        details = self._details({work.work_id for each in meant for work in each.works})
        body = write_reply([_found(each, details) for each in meant])
        return Reply(
            status=200,
            content_type="application/json",
            body=body,
            fetched_at=self._now(),
            sha256=hashlib.sha256(body).hexdigest(),
        )

    def _check(self, request: Request) -> None:
        """See that an update in the meantime does not answer under the name of the index that it replaced."""
        _, found = self._manifest
        if request.path != path_of(found):
            told = (
                f"{self._index}: expected the index that this run began with ({request.path}), found another "
                f"({path_of(found)}): it was updated or built again meanwhile; start the run again."
            )
            raise StorageError(told)

    def _by_identifier(self, asked: Sequence[str]) -> list[_Meant]:
        queries = [Query(query_id=each, title=each, identifier=each) for each in asked]
        prepared = prepare(queries, 0)
        candidates = candidates_in(nearest_of_all(prepared, self._bearing(prepared), self._limits))
        return [_identified(query, candidates.get(number, {})) for number, query in enumerate(queries)]

    def _by_title(self, asked: Sequence[str]) -> list[_Meant]:
        queries = [Query(query_id=each, title=each) for each in asked]
        candidates = self._candidates(prepare(queries, 0))
        return [_entitled(query, candidates.get(number, {})) for number, query in enumerate(queries)]

    def _details(self, work_ids: set[str]) -> Mapping[str, Details]:
        return {name: told for part in self._parts for name, told in load_details(self._index, part, work_ids)}

    def _candidates(self, asked: pa.Table) -> Mapping[int, Candidates]:
        bearing = self._bearing(asked)
        left = unsettled(asked, bearing, self._limits)
        near = self._in_parts(near_works, left, lookup_alone=False)
        found = folded(asked, chain([bearing], near), self._limits)
        return candidates_in(nearest_of_all(asked, found, self._limits))

    def _bearing(self, asked: pa.Table) -> pa.Table:
        return folded(asked, self._in_parts(equal_works, asked, lookup_alone=True), self._limits)

    def _in_parts(self, find: Find, asked: pa.Table, *, lookup_alone: bool) -> Iterator[pa.Table]:
        """What each part holds for some of the queries at a time: with authors of many works it is much for all."""
        for part in self._parts:
            works = load_part(self._index, part, lookup_alone=lookup_alone)
            yield from (find(works, asked.slice(at, SLICE), self._limits) for at in range(0, len(asked), SLICE))

    @property
    def _parts(self) -> Sequence[Part]:
        return self._manifest[0].parts

    @cached_property
    def _manifest(self) -> tuple[IndexManifest, str]:
        # Once: an update in the meantime leaves these parts as they are, so that all passes see the same works.
        return load_named_manifest(self._index)


def _entitled(query: Query, candidates: Candidates) -> _Meant:
    """The works that may be meant by a title, by their ids."""
    works = tuple(each.key for each in weigh(query, candidates) if each.key.title.strip())
    return _Meant(works, crowded=_is_crowded(candidates))


def _identified(query: Query, candidates: Candidates) -> _Meant:
    """The works that bear an identifier, by their ids; what they are found by is its digest alone.

    One that more works bear than are looked at, as the DOI of a whole volume may be, tells none of them.
    """
    if _is_crowded(candidates):
        return _Meant(())
    bearing = (
        work
        for work, found_by in candidates.items()
        if FoundBy.IDENTIFIER in found_by and query.identifier in (work.work_id, *work.identifiers)
    )
    return _Meant(tuple(sorted((work for work in bearing if work.title.strip()), key=str)))


def _is_crowded(candidates: Candidates) -> bool:
    return any(FoundBy.CROWDED in found_by for found_by in candidates.values())


def _of(request: Request, works: Sequence[CorpusWork]) -> tuple[CorpusWork, ...]:
    """The works that a service might have; arXiv has none but its own."""
    return tuple(work for work in works if request.service is not Service.ARXIV or _is_on_arxiv(work))


def _is_on_arxiv(work: CorpusWork) -> bool:
    return any(each.scheme is Scheme.ARXIV for each in identifiers_of(work.work_id, work.identifiers))


def _found(meant: _Meant, details: Mapping[str, Details]) -> Found:
    works = tuple(_described(work, details[work.work_id]) for work in meant.works)
    return Found(works=works, crowded=meant.crowded)


def _described(work: CorpusWork, details: Details) -> Described:
    return Described(
        work_id=work.work_id,
        title=work.title,
        authors=work.names,
        authors_complete=work.complete,
        year=work.year,
        identifiers=work.identifiers,
        details=details,
    )
