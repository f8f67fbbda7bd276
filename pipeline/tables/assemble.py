"""Entries and knowledge → all tables of a snapshot: decide, group, merge, build. Pure.

What a run and a rebuild share: the same entries, replies and last snapshot make the same tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import pyarrow as pa

from pipeline.audit.audit import audit
from pipeline.audit.case import asked_of_corpus, cases_of
from pipeline.audit.finding import Finding
from pipeline.enrich.merge import merge, new_work_id, work_id_of
from pipeline.identifiers import Identifier
from pipeline.matching.compare import compare_all, lookups_of, owned
from pipeline.matching.decide import decide
from pipeline.matching.identity import Group, group_records
from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, LinkCheck, Resolution, Service, SourceRecord, Work
from pipeline.tables.build import (
    build_authorships,
    build_entries,
    build_findings,
    build_provenance,
    build_works,
    with_repeats,
)
from pipeline.tables.candidates import build_candidates
from pipeline.tables.carry import carry, carry_findings
from pipeline.tables.changes import build_changes
from pipeline.tables.flat import build_list
from pipeline.tables.naming import build_identifiers, given_names


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


def assemble(
    entries: Sequence[CuratedEntry],
    knowledge: Knowledge,
    last: Mapping[str, pa.Table] | None = None,
    *,
    silent: Collection[Service] = (),
    corpus: bool = False,
) -> Assembled:
    """Make all tables.

    Args:
        entries: In any order.
        last: `LOOKED_AT` of the last snapshot, of this schema or as far as an older one has them; None before there is
            one. Works keep the names that they have there, `changes` are against it, and it stands in for what could
            not be asked.
        silent: Services that stopped answering.
        corpus: Whether it was a corpus that answered, which leaves open where a link leads that it does not know.
    """
    entries = sorted(entries, key=lambda each: each.position)
    compared = [compare_all(entry, knowledge) for entry in entries]
    resolutions = tuple(
        decide(entry, knowledge, comparisons) for entry, comparisons in zip(entries, compared, strict=True)
    )
    if corpus:
        resolutions = tuple(map(_leaving_links_open, resolutions))
    groups = group_records(_all_records(resolutions, knowledge))
    named = {record for each in resolutions for record in (each.record, each.suggested) if record is not None}
    # A record that bears a work's identifier and describes another paper makes no work by itself.
    groups = [group for group in groups if named & set(group)]
    works, work_ids = _works(groups, given_names(last, groups, knowledge))
    built = {
        "entries": build_entries(entries, resolutions, work_ids),
        "works": build_works(works),
        "authorships": build_authorships(works),
        "provenance": build_provenance(works),
    }
    tables = carry(built, last, silent)
    of_records = _by_record(works, work_ids)
    repeats = _repeats(built["entries"])
    cases = cases_of(entries, resolutions, knowledge, works=of_records, repeats=repeats)
    findings = audit(list(map(asked_of_corpus, cases)) if corpus else cases)
    if tables["entries"] is not built["entries"]:
        tables["entries"] = with_repeats(tables["entries"], entries)
        findings = carry_findings(findings, built["entries"], tables["entries"], last)
    tables |= {
        "candidates": build_candidates(resolutions, compared, work_ids),
        "findings": build_findings(findings),
        "list": build_list(tables["entries"], tables["works"]),
        "changes": build_changes(tables, last),
        "identifiers": build_identifiers(work_ids, last),
    }
    return Assembled(tables=tables, works=tuple(works), findings=findings)


def _leaving_links_open(resolution: Resolution) -> Resolution:
    """A verdict that does not call a link dead: only a service says which identifiers there are."""
    unknown = resolution.link_check is LinkCheck.UNRESOLVABLE
    return replace(resolution, link_check=LinkCheck.UNCHECKED) if unknown else resolution


def _by_record(works: Sequence[Work], work_ids: Mapping[SourceRecord, str]) -> dict[SourceRecord, Work]:
    named = {work.work_id: work for work in works}
    return {record: named[work_id] for record, work_id in work_ids.items()}


def _repeats(entries: pa.Table) -> dict[str, str]:
    """The entry that each repeats, of those that repeat one."""
    pairs = zip(*(entries[name].to_pylist() for name in ("entry_id", "duplicate_of")), strict=True)
    return {entry_id: original for entry_id, original in pairs if original is not None}
