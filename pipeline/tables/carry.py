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
from pipeline.tables.build import Row, finding_of, with_rows
from pipeline.tables.schema import AUTHORSHIPS, ENTRIES, PROVENANCE, WORKS

CARRIED_FROM = ("entries", "works", "authorships", "provenance")
"""Tables of the last snapshot whose rows may be carried."""
LOOKED_AT = (*CARRIED_FROM, "findings", "identifiers", "trend")
"""All tables of the last snapshot that a new one is made and judged with, where it has them."""

_VERDICT = (
    *("status", "work_id", "suggested_work_id", "matched_by", "relation", "probability", "link_check"),
    *("last_checked_at", "reason"),
)
_LEFT_OPEN = ("status", "link_check")
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
    open_ = [pc.equal(new["entries"][name], Status.UNCHECKED) for name in _LEFT_OPEN]
    unchecked = pc.any(pc.or_(*open_), min_count=0).as_py()
    if last is None or not (unchecked or silent) or any(_columns(last[name]) != _columns(new[name]) for name in new):
        return new
    entries = _carried_entries(new["entries"], last["entries"])
    named = {name for column in ("work_id", "suggested_work_id") for name in pc.unique(entries[column]).to_pylist()}
    return {"entries": entries} | _carried_works(new, last, named - {None}, silent)


def _columns(table: pa.Table) -> list[str]:
    names: list[str] = table.schema.names
    return names


def _carried_entries(entries: pa.Table, last: pa.Table) -> pa.Table:
    open_ = entries.filter(pc.or_(*(pc.equal(entries[name], Status.UNCHECKED) for name in _LEFT_OPEN)))
    rows = open_.to_pylist()
    checked = last.filter(pc.not_equal(last["status"], Status.UNCHECKED))
    before = {row["entry_id"]: row for row in _of(checked, "entry_id", [row["entry_id"] for row in rows]).to_pylist()}
    return with_rows(ENTRIES, entries, [_carried_entry(row, before.get(row["entry_id"])) for row in rows])


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
    known = set(new["works"]["work_id"].to_pylist())
    lost = named - known
    lent = _lent(new["provenance"], last["provenance"], known, lost, silent)
    touched = {origin["work_id"] for origin in lent}
    before: dict[str, Row] = {row["work_id"]: row for row in _of(last["works"], "work_id", touched | lost).to_pylist()}
    works: dict[str, Row] = {row["work_id"]: row for row in _of(new["works"], "work_id", touched).to_pylist()}
    works |= {name: before[name] | {"stale": True} for name in lost & before.keys()}
    for origin in lent:
        name, field = origin["work_id"], origin["field"]
        if name in known:
            works[name] |= {column: before[name][column] for column in _COLUMNS.get(field, (field,))}
            works[name] |= {"stale": True, "source": _together(works[name]["source"], before[name]["source"])}
    authored = {origin["work_id"] for origin in lent if origin["field"] == "authors"}
    others = new["authorships"].filter(pc.invert(_is_of(new["authorships"], "work_id", authored)))
    return {
        "works": with_rows(WORKS, new["works"], works.values()),
        "authorships": with_rows(AUTHORSHIPS, others, _of(last["authorships"], "work_id", authored).to_pylist()),
        "provenance": with_rows(PROVENANCE, new["provenance"], lent),
    }


def _lent(
    new: pa.Table, last: pa.Table, known: Collection[str], lost: Collection[str], silent: Collection[Service]
) -> list[Row]:
    """The rows of the last `provenance` whose values stand: all of a lost work, of a known one what is silent now."""
    hushed = [source for source in pc.unique(last["source"]).to_pylist() if _service_of(source) in silent]
    rows = last.filter(pc.or_(_is_of(last, "work_id", lost), _is_of(last, "source", hushed))).to_pylist()
    columns = [new[name].to_pylist() for name in ("work_id", "field", "source")] if hushed else [[], [], []]
    told = {(name, field): source for name, field, source in zip(*columns, strict=True)}
    # Another service's value, taken as long as the one that goes first is silent, is no better than the last.
    return [
        row
        for row in rows
        if row["work_id"] in lost
        or (row["work_id"] in known and told.get((row["work_id"], row["field"])) != row["source"])
    ]


def _of(table: pa.Table, column: str, values: Collection[str]) -> pa.Table:
    return table.filter(_is_of(table, column, values))


def _is_of(table: pa.Table, column: str, values: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(table[column], value_set=pa.array(values, pa.string()))


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
    columns = ["entry_id", "position", "line", "status", "link_check"]
    before, after = ({row["entry_id"]: row for row in table.select(columns).to_pylist()} for table in (built, carried))
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
