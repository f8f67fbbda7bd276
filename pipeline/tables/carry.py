"""What the last snapshot knew and this run could not ask → rows of the new one, marked as stale. Pure.

As long as the reply archive is there, it says what was known. This is for the run without one: a new machine, an
archive that was lost, a scheduler that keeps nothing but the snapshots.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.audit.finding import Finding, FindingKind
from pipeline.model import LinkCheck, MatchedBy, Service, Status
from pipeline.tables.build import Row, finding_of, to_arrow
from pipeline.tables.schema import AUTHORSHIPS, ENTRIES, PROVENANCE, WORKS

CARRIED_FROM = ("entries", "works", "authorships", "provenance")
"""Tables of the last snapshot whose rows may be carried."""
LOOKED_AT = (*CARRIED_FROM, "findings", "identifiers", "trend")
"""All tables of the last snapshot that a new one is made and judged with, where it has them."""

_VERDICT = (
    *("status", "work_id", "suggested_work_id", "matched_by", "relation", "probability", "link_check"),
    *("last_checked_at", "reason"),
)
_OF_ENTRY = ("link", "identifiers")
"""What must be the same for a verdict to be carried: what was judged. The title is, since the entry is named by it."""
_COLUMNS = {
    "authors": ("authors", "authors_complete"),
    "citation_count": ("citation_count", "citation_count_as_of"),
    "venue": ("venue", "venue_raw"),
}
"""Columns of works that one origin speaks for, where it is not the one of its name."""


def carry(
    tables: Mapping[str, pa.Table], last: Mapping[str, pa.Table] | None, silent: Collection[Service]
) -> dict[str, pa.Table]:
    """Let the last verdict and values stand where this run could not ask.

    Args:
        tables: The new `entries`, `works`, `authorships` and `provenance`.
        last: Those of the last snapshot; nothing is carried from one of another schema.
        silent: Services that stopped answering, so that a work may be known and not all that they say of it.

    Returns:
        The same four tables. An entry that is `unchecked` and was not takes its last verdict, a link its last
        check; a work that is only known from then comes along; a value whose service is silent stays what it was.
    """
    new = {name: tables[name] for name in CARRIED_FROM}
    open_ = [pc.equal(new["entries"][name], Status.UNCHECKED) for name in ("status", "link_check")]
    unchecked = pc.any(pc.or_(*open_), min_count=0).as_py()
    if last is None or not (unchecked or silent) or any(_columns(last[name]) != _columns(new[name]) for name in new):
        return new
    entries = _carried_entries(new["entries"].to_pylist(), last["entries"].to_pylist())
    named = {row[name] for row in entries for name in ("work_id", "suggested_work_id")} - {None}
    return {"entries": to_arrow(ENTRIES, entries)} | _carried_works(new, last, named, silent)


def _columns(table: pa.Table) -> list[str]:
    names: list[str] = table.schema.names
    return names


def _carried_entries(rows: list[Row], last: list[Row]) -> list[Row]:
    before = {row["entry_id"]: row for row in last if row["status"] != Status.UNCHECKED}
    return [_carried_entry(row, before.get(row["entry_id"])) for row in rows]


def _carried_entry(row: Row, before: Row | None) -> Row:
    if before is None or any(row[name] != before[name] for name in _OF_ENTRY):
        return row
    if row["status"] != Status.UNCHECKED:
        link_alone = row["link_check"] == LinkCheck.UNCHECKED != before["link_check"]
        return row | {"link_check": before["link_check"], "stale": True} if link_alone else row
    carried = {name: before[name] for name in _VERDICT} | {"stale": True}
    if carried["status"] == Status.MATCHED:
        carried["matched_by"] = MatchedBy.CARRIED
    return row | carried


def _carried_works(
    new: Mapping[str, pa.Table], last: Mapping[str, pa.Table], named: set[str], silent: Collection[Service]
) -> dict[str, pa.Table]:
    works: dict[str, Row] = {row["work_id"]: row for row in new["works"].to_pylist()}
    before: dict[str, Row] = {row["work_id"]: row for row in last["works"].to_pylist()}
    origins = {(row["work_id"], row["field"]): row for row in new["provenance"].to_pylist()}
    known, authored = set(works), set()
    works |= {name: before[name] | {"stale": True} for name in before.keys() & named - known}
    for origin in last["provenance"].to_pylist():
        name, field = origin["work_id"], origin["field"]
        if name in known:
            # Another service's value, taken as long as the one that goes first is silent, is no better than the last.
            told = origins.get((name, field), {}).get("source")
            if _service_of(origin["source"]) not in silent or origin["source"] == told:
                continue
            works[name] |= {column: before[name][column] for column in _COLUMNS.get(field, (field,))}
            works[name] |= {"stale": True, "source": _together(works[name]["source"], before[name]["source"])}
        if name in works:
            origins[name, field] = origin
            authored |= {name} if field == "authors" else set()
    authorships = [
        *(row for row in new["authorships"].to_pylist() if row["work_id"] not in authored),
        *(row for row in last["authorships"].to_pylist() if row["work_id"] in authored),
    ]
    return {
        "works": to_arrow(WORKS, works.values()),
        "authorships": to_arrow(AUTHORSHIPS, authorships),
        "provenance": to_arrow(PROVENANCE, origins.values()),
    }


def carry_findings(
    findings: Sequence[Finding], built: pa.Table, carried: pa.Table, last: Mapping[str, pa.Table] | None
) -> tuple[Finding, ...]:
    """Let what was found of entries stand whose verdict or link check was carried.

    Args:
        findings: What was found of the new `entries` before anything was carried.
        built: The new `entries` before that.
        carried: The same after it.
        last: Tables of the last snapshot.
    """
    before, after = ({row["entry_id"]: row for row in table.to_pylist()} for table in (built, carried))
    unmade = {name for name, row in after.items() if row["status"] != before[name]["status"]}
    touched = {name for name, row in after.items() if row["link_check"] != before[name]["link_check"]} | unmade
    made = [each for each in findings if each.entry_id not in unmade and _is_told(each, touched)]
    told = {(each.entry_id, each.kind) for each in made}
    rows = last["findings"].to_pylist() if last and "findings" in last else ()
    lent = (
        replace(finding_of(row), position=after[row["entry_id"]]["position"], line=after[row["entry_id"]]["line"])
        for row in rows
        if row["entry_id"] in touched
    )
    return (*made, *(each for each in lent if (each.entry_id, each.kind) not in told))


def _is_told(finding: Finding, touched: Collection[str]) -> bool:
    return finding.kind is not FindingKind.UNCHECKED or finding.entry_id not in touched


def _service_of(source: str) -> Service:
    """The service that a value came by: itself, what the sandbox says it stands in for, or who hands on counts."""
    return next((service for service in Service if service in source), Service.SEMANTIC_SCHOLAR)


def _together(source: str, other: str) -> str:
    return "+".join(sorted({*source.split("+"), *other.split("+")}))
