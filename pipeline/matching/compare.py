"""Gather what is known for an entry and hold each candidate against it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.identifiers import LOOKED_UP, Identifier, Scheme
from pipeline.matching.knowledge import Knowledge, Known
from pipeline.model import Candidate, Comparison, CuratedEntry, FoundBy, Service
from pipeline.titles import SAME, relation, similarity


def lookups_of(identifier: Identifier) -> tuple[Service, ...]:
    """The services that resolve an identifier, by its scheme."""
    if identifier.scheme not in LOOKED_UP:
        return ()
    both = (Service.SEMANTIC_SCHOLAR, Service.ARXIV)
    return both if identifier.scheme is Scheme.ARXIV else (Service.SEMANTIC_SCHOLAR,)


def answers_to(entry: CuratedEntry, knowledge: Knowledge) -> Iterator[tuple[FoundBy, Known]]:
    """Every answer that bears on an entry, by its identifiers and by its title."""
    for identifier in entry.identifiers:
        for service in lookups_of(identifier):
            if known := knowledge.of_identifier(service, identifier):
                yield FoundBy.IDENTIFIER, known
    for service in Service:
        if known := knowledge.of_title(service, entry.title):
            yield FoundBy.TITLE, known


def compare(entry: CuratedEntry, candidate: Candidate) -> Comparison:
    """Hold one candidate against an entry."""
    return Comparison(
        candidate=candidate,
        relation=relation(entry.title, candidate.record.title),
        similarity=similarity(entry.title, candidate.record.title),
    )


def compare_all(entry: CuratedEntry, knowledge: Knowledge) -> tuple[Comparison, ...]:
    """Hold everything known against an entry, nearest first; the order is the same whatever came first."""
    candidates = {
        (found_by, record.source, record.record_id): Candidate(record=record, found_by=found_by)
        for found_by, known in answers_to(entry, knowledge)
        for record in known.records
    }
    compared = [compare(entry, candidate) for candidate in candidates.values()]
    return tuple(sorted(compared, key=_nearest_first))


def _nearest_first(comparison: Comparison) -> tuple[bool, float, str, str, str]:
    record = comparison.candidate.record
    same = comparison.relation in SAME
    return (not same, -comparison.similarity, comparison.candidate.found_by, record.source, record.record_id)


def same_title(comparisons: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Those whose record bears the entry's title."""
    return tuple(each for each in comparisons if each.relation in SAME)
