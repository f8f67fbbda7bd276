"""What people and programs see of what lies between two snapshots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from pipeline.plural import counted, word_for
from pipeline.snapshot.diff import Diff, RowChange
from pipeline.tables.growth import Growth, WorkGrowth
from pipeline.tables.schema.changes import Change, Compared
from pipeline.terminal.console import new_console, plain, write

_COLOUR = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow"}
_COUNTS = {"citation_count", "influential_citation_count", "reference_count"}
"""Fields of works that change every night; people see them as growth."""
_LONGEST_VALUE = 80


def diff_as_json(diff: Diff, top: int) -> dict[str, Any]:
    """What `papers diff --json` prints: all changes with the values as text, and the citations.

    Args:
        top: How many works the citations name.
    """
    growth = diff.growth
    return {
        "before": asdict(diff.before),
        "after": asdict(diff.after),
        **{table: {change: _rows_as_json(diff.of(table, change)) for change in Change} for table in Compared},
        "citations": {
            "works": len(growth.works),
            "before": growth.before,
            "after": growth.after,
            "gained": growth.gained,
            "per_day": growth.per_day,
            "observed_anew": growth.observed_anew,
            "counted_by_others": growth.counted_by_others,
            "top": [_mover_as_json(work) for work in _movers(growth, top)],
        },
        "passed_over": list(diff.passed_over),
    }


def _rows_as_json(rows: Sequence[RowChange]) -> list[dict[str, Any]]:
    return [
        {"key": row.key, "title": row.title}
        | ({"fields": {each.field: {"old": each.old, "new": each.new} for each in row.fields}} if row.fields else {})
        for row in rows
    ]


def _mover_as_json(work: WorkGrowth) -> dict[str, Any]:
    return {**asdict(work), "gained": work.gained, "per_day": work.per_day}


def _movers(growth: Growth, top: int) -> list[WorkGrowth]:
    return [work for work in growth.works[:top] if work.gained]


def write_diff(diff: Diff, top: int) -> None:
    """Print one JSON object, in ASCII, so that no title steers the terminal it is shown in."""
    write([json.dumps(diff_as_json(diff, top))])


def show_diff(diff: Diff, top: int) -> None:
    """Print what came, went and changed, then how citations grew.

    Args:
        top: How many works are named of those whose counts moved.
    """
    console = new_console()
    with console.capture() as printed:
        console.print(Text("\n").join(plain(line, style=style) for line, style in _lines(diff)), soft_wrap=True)
        if movers := _movers(diff.growth, top):
            console.print(_movers_table(movers))
    write(line.rstrip() for line in printed.get().splitlines())


def _lines(diff: Diff) -> Iterator[tuple[str, str]]:
    """Each line with its style."""
    yield f"{diff.before.snapshot_id} -> {diff.after.snapshot_id}", "bold"
    if diff.passed_over:
        versions = f"{diff.before.schema_version} and {diff.after.schema_version}"
        yield f"Not compared, since one of the schemas {versions} lacks them: {', '.join(diff.passed_over)}.", "yellow"
    for table in Compared:
        counts = ", ".join(f"{len(diff.of(table, change))} {change}" for change in Change)
        yield f"{table}: {counts}.", "bold"
        for change in Change:
            for row in diff.of(table, change):
                yield from _row_lines(row)
    for line in _growth_lines(diff.growth):
        yield line, ""


def _row_lines(row: RowChange) -> Iterator[tuple[str, str]]:
    fields = [each for each in row.fields if row.table is not Compared.WORKS or each.field not in _COUNTS]
    if row.change is Change.CHANGED and not fields:
        return
    yield f"  {row.change} {row.title} ({row.key})", _COLOUR[row.change]
    for each in fields:
        yield f"    {each.field}: {_short(each.old)} -> {_short(each.new)}", ""


def _short(value: str | None) -> str:
    if value is None:
        return "nothing"
    return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "\N{HORIZONTAL ELLIPSIS}"


def _growth_lines(growth: Growth) -> Iterator[str]:
    rate = "" if growth.per_day is None else f", {growth.per_day:+.1f} a day by the {growth.observed_anew} counted anew"
    told = (
        f"citations of works in both ({len(growth.works)}): {growth.before} -> {growth.after} ({growth.gained:+}{rate})"
    )
    yield f"{told}."
    if growth.counted_by_others:
        others = f"{counted(growth.counted_by_others, 'more work')} {word_for(growth.counted_by_others, 'was', 'were')}"
        yield f"{others} counted by another than before, which tells no growth."


def _movers_table(movers: Sequence[WorkGrowth]) -> Table:
    table = Table(box=None)
    for name in ("gained", "a day", "before", "after"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("work", overflow="fold")
    for work in movers:
        rate = "" if work.per_day is None else f"{work.per_day:+.1f}"
        cells = (f"{work.gained:+}", rate, str(work.before), str(work.after), work.title)
        table.add_row(*(plain(cell) for cell in cells))
    return table
