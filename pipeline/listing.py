"""What a person at a terminal sees of snapshots that are there: the list of them, and what was found wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from pipeline import terminal
from pipeline.snapshot.verify import Verdict


def show_snapshots(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print the catalogue of snapshots."""
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row) + "\n")
        return
    table = Table("snapshot", "as of", "entries", "works", "status", "path", box=None)
    for row in rows:
        counts = row["rows"]
        table.add_row(
            *(str(row[key]) for key in ("snapshot_id", "as_of")),
            *(str(counts[key]) for key in ("entries", "works")),
            *(str(row[key]) for key in ("status", "path")),
        )
    terminal.new_console().print(table if rows else "No snapshot yet; 'papers refresh' makes one.")


def show_verdicts(verdicts: Sequence[Verdict]) -> bool:
    """Print what was found wrong with snapshots and with what names them; tells whether nothing was.

    Args:
        verdicts: First that on what names the snapshots.
    """
    for verdict in verdicts:
        for problem in verdict.problems:
            sys.stdout.write(f"{verdict.name}: {problem}\n")
    for verdict in verdicts[1:]:
        if not verdict.problems:
            sys.stdout.write(f"{verdict.name}: as published; checksums, schema and references hold.\n")
    return not any(verdict.problems for verdict in verdicts)
