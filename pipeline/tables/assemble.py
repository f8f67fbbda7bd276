"""Entries and knowledge → all tables of a snapshot: decide, group, merge, build. Pure.

What a run and a rebuild share: the same entries, replies and last snapshot make the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

import pyarrow as pa

from pipeline.audit.audit import audit
from pipeline.audit.case import cases_of
from pipeline.audit.finding import Finding, FindingKind
from pipeline.enrich.merge import merge, new_work_id, work_id_of
from pipeline.identifiers import Identifier
from pipeline.matching.compare import compare_all, lookups_of, owned, records_of
from pipeline.matching.decide import decide
from pipeline.matching.identity import Group, group_records
from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, Resolution, SourceRecord, Status, Work
from pipeline.tables.build import (
    build_authorships,
    build_entries,
    build_findings,
    build_provenance,
    build_works,
    duplicates_of,
)
from pipeline.tables.candidates import build_candidates
from pipeline.tables.carry import carry
from pipeline.tables.changes import build_changes
from pipeline.tables.flat import build_list
from pipeline.tables.schema import IDENTIFYING


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The tables of a snapshot by name, and the values they were built from."""

    tables: Mapping[str, pa.Table]
    works: tuple[Work, ...]
    findings: tuple[Finding, ...]


def _all_records(resolutions: Sequence[Resolution], knowledge: Knowledge) -> list[SourceRecord]:
    """The records that resolutions name, and whatever else is known under their identifiers."""
    named = [record for each in resolutions for record in (each.record, each.suggested) if record is not None]
    related = [
        record
        for first in named
        for identifier in first.identifiers
        for service in lookups_of(identifier)
        if (known := knowledge.of_identifier(service, identifier)) is not None
        for record in known.records
    ]
    return named + [owned(record, knowledge) for record in related]


def _works(groups: Sequence[Group], given: Mapping[Identifier, str]) -> tuple[list[Work], dict[SourceRecord, str]]:
    by_id: dict[str, Group] = {}
    # Of two works that find the same given name, as when a DOI has moved, the one that bears it keeps it.
    for group in sorted(groups, key=lambda each: not _bears(each, work_id_of(each, given))):
        names = chain((work_id_of(group, given), new_work_id(group)), (f"{new_work_id(group)}#{n}" for n in count(2)))
        by_id[next(name for name in names if name not in by_id)] = group
    work_ids = {record: work_id for work_id, records in by_id.items() for record in records}
    return [merge(records, work_id) for work_id, records in sorted(by_id.items())], work_ids


def _bears(group: Group, work_id: str) -> bool:
    return any(work_id == str(identifier) for record in group for identifier in record.identifiers)


def _given(last: Mapping[str, pa.Table] | None, groups: Sequence[Group], knowledge: Knowledge) -> dict[Identifier, str]:
    """Names that the last snapshot gave to works, by identifier.

    Where a service has merged a work into another record, no work bears its identifiers any more, but they lead there;
    the name goes along, unless the work there has one.
    """
    named = last["works"].select(["work_id", *IDENTIFYING]).to_pylist() if last else ()
    given = {
        Identifier(scheme, str(work[column])): work["work_id"]
        for work in named
        for column, scheme in IDENTIFYING.items()
        if work[column] is not None
    }
    borne = {identifier for group in groups for record in group for identifier in record.identifiers}
    left = [(identifier, name) for identifier, name in given.items() if identifier not in borne]
    inherited = {
        identifier: name
        for left_behind, name in sorted(left, key=lambda pair: pair[1], reverse=True)
        for record in records_of(left_behind, knowledge)
        for identifier in record.identifiers
    }
    return {**inherited, **given}


def assemble(
    entries: Sequence[CuratedEntry],
    knowledge: Knowledge,
    last: Mapping[str, pa.Table] | None = None,
    *,
    degraded: bool = False,
) -> Assembled:
    """Make all tables.

    Args:
        last: `CARRIED_FROM` of the last snapshot, of this schema or an older one; None before there is one. Works keep
            the names that they have there, `changes` are against it, and it stands in for what could not be asked.
        degraded: Whether a service stopped answering.
    """
    compared = [compare_all(entry, knowledge) for entry in entries]
    resolutions = tuple(
        decide(entry, knowledge, comparisons) for entry, comparisons in zip(entries, compared, strict=True)
    )
    groups = group_records(_all_records(resolutions, knowledge))
    named = {record for each in resolutions for record in (each.record, each.suggested) if record is not None}
    # A record that bears a work's identifier and describes another paper makes no work by itself.
    groups = [group for group in groups if named & set(group)]
    works, work_ids = _works(groups, _given(last, groups, knowledge))
    findings = _findings(entries, resolutions, knowledge, {each.work_id: each for each in works}, work_ids)
    built = {
        "entries": build_entries(entries, resolutions, work_ids),
        "works": build_works(works),
        "authorships": build_authorships(works),
        "provenance": build_provenance(works),
    }
    tables = carry(built, last, degraded=degraded)
    findings = _still_found(findings, tables["entries"])
    tables |= {
        "candidates": build_candidates(resolutions, compared, work_ids),
        "findings": build_findings(findings),
        "list": build_list(tables["entries"], tables["works"]),
        "changes": build_changes(tables, last),
    }
    return Assembled(tables=tables, works=tuple(works), findings=findings)


def _still_found(findings: Sequence[Finding], entries: pa.Table) -> tuple[Finding, ...]:
    """Findings without those that an entry is unchecked whose last verdict stands."""
    statuses = dict(zip(entries["entry_id"].to_pylist(), entries["status"].to_pylist(), strict=True))
    return tuple(
        each
        for each in findings
        if each.kind is not FindingKind.UNCHECKED or statuses[each.entry_id] == Status.UNCHECKED
    )


def _findings(
    entries: Sequence[CuratedEntry],
    resolutions: Sequence[Resolution],
    knowledge: Knowledge,
    works: Mapping[str, Work],
    work_ids: Mapping[SourceRecord, str],
) -> tuple[Finding, ...]:
    matched = {each.entry_id: work_ids[each.record] for each in resolutions if each.record is not None}
    work_of = {record: works[work_id] for record, work_id in work_ids.items()}
    repeats = duplicates_of(entries, matched)
    return audit(cases_of(entries, resolutions, knowledge, works=work_of, repeats=repeats))
