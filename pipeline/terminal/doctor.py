"""What people and programs see of what would make a refresh fail."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table

from pipeline.doctor.check import Check, Level
from pipeline.plural import counted
from pipeline.terminal.console import new_console, plain, write

_COLOUR = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}


def write_checks(checks: Sequence[Check]) -> None:
    """Print one JSON object a line: `check`, `level`, `found`, `advice` (empty when nothing is to be done)."""
    write(
        json.dumps({"check": each.name, "level": each.level, "found": each.found, "advice": each.advice})
        for each in checks
    )


def show_checks(checks: Sequence[Check]) -> None:
    """Print a line a check, and what they come to; a terminal folds what is longer than it is wide."""
    console = new_console()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for each in checks:
        said = f"{each.found} {each.advice}".strip()
        table.add_row(plain(each.level, style=_COLOUR[each.level]), plain(each.name), plain(" ".join(said.split())))
    with console.capture() as printed:
        console.print(table)
        console.print(plain(_summary(checks)))
    write(line.rstrip() for line in printed.get().splitlines())


def _summary(checks: Sequence[Check]) -> str:
    counts = {level: sum(1 for each in checks if each.level is level) for level in (Level.PROBLEM, Level.WARNING)}
    told = ", ".join(counted(count, level) for level, count in counts.items() if count)
    return f"{counted(len(checks), 'check')}: {told or 'nothing is found wanting'}."
