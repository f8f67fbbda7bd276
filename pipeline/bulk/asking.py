"""Requests for identifiers and titles, answered from the index of a corpus part by part, without any network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from pipeline.bulk.manifest import Part
from pipeline.bulk.match import Candidates, FoundBy, Query, weigh
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.search import candidates_in, equal_works, near_works, nearest_of_all, prepare, unsettled
from pipeline.bulk.store import load_manifest, load_part
from pipeline.bulk.works import CorpusWork
from pipeline.identifiers import Scheme
from pipeline.model import Service
from pipeline.sources.corpus import Described, identifiers_of, write_reply
from pipeline.sources.port import Kind, Reply, Request


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
            StorageError: A file of the index is missing or damaged.
        """
        find = self._by_identifier if request.kind is Kind.IDENTIFIER else self._by_title
        found = find(request.asked)
        body = write_reply([[_described(work) for work in works if _is_of(work, request)] for works in found])
        return Reply(
            status=200,
            content_type="application/json",
            body=body,
            fetched_at=self._now(),
            sha256=hashlib.sha256(body).hexdigest(),
        )

    def _by_identifier(self, asked: Sequence[str]) -> list[list[CorpusWork]]:
        queries = [Query(query_id=each, title=each, identifier=each) for each in asked]
        candidates = candidates_in(self._bearing(prepare(queries, 0)))
        return [_identified(query, candidates.get(number, {})) for number, query in enumerate(queries)]

    def _by_title(self, asked: Sequence[str]) -> list[list[CorpusWork]]:
        queries = [Query(query_id=each, title=each) for each in asked]
        candidates = self._candidates(prepare(queries, 0))
        weighed = (weigh(query, candidates.get(number, {})) for number, query in enumerate(queries))
        return [[each.key for each in some if each.key.title.strip()] for some in weighed]

    def _candidates(self, asked: pa.Table) -> Mapping[int, Candidates]:
        bearing = self._bearing(asked)
        left = unsettled(asked, bearing, self._limits)
        near = [near_works(load_part(self._index, part), left, self._limits) for part in self._parts]
        return candidates_in(nearest_of_all(asked, pa.concat_tables([bearing, *near]), self._limits))

    def _bearing(self, asked: pa.Table) -> pa.Table:
        parts = (load_part(self._index, part, lookup_alone=True) for part in self._parts)
        return pa.concat_tables([equal_works(part, asked, self._limits) for part in parts])

    @property
    def _parts(self) -> Sequence[Part]:
        return load_manifest(self._index).parts


def _identified(query: Query, candidates: Candidates) -> list[CorpusWork]:
    """The works that bear an identifier, by their ids; what they are found by is its digest alone."""
    bearing = (
        work
        for work, found_by in candidates.items()
        if FoundBy.IDENTIFIER in found_by and query.identifier in (work.work_id, *work.identifiers)
    )
    return sorted((work for work in bearing if work.title.strip()), key=str)


def _is_of(work: CorpusWork, request: Request) -> bool:
    """Whether a service might have a work; arXiv has none but its own."""
    known = identifiers_of(work.work_id, work.identifiers)
    return request.service is not Service.ARXIV or any(each.scheme is Scheme.ARXIV for each in known)


def _described(work: CorpusWork) -> Described:
    return Described(
        work_id=work.work_id,
        title=work.title,
        authors=work.names,
        authors_complete=work.complete,
        year=work.year,
        identifiers=work.identifiers,
    )
