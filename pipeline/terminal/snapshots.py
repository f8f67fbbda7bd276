"""What a person at a terminal sees of snapshots that are there: the list of them, and what was found wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from pipeline.plural import counted
from pipeline.rebuilding import Rebuilt
from pipeline.snapshot.verify import Verdict
from pipeline.terminal.console import new_console
from pipeline.terminal.speech import note

if TYPE_CHECKING:
    from flows.keeping import Pruned


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
    new_console().print(table if rows else "No snapshot yet; 'papers refresh' makes one.")


def show_pruned(pruned: Pruned, *, dry_run: bool, as_json: bool) -> None:
    """Print what became of each snapshot, or would; where people read, only of those that go."""
    for fate in pruned.fates:
        if as_json:
            told = {"snapshot_id": fate.snapshot_id, "as_of": fate.as_of.isoformat(), "kept": fate.kept}
            sys.stdout.write(json.dumps(told | {"reason": fate.reason}) + "\n")
        elif not fate.kept:
            sys.stdout.write(f"{fate.snapshot_id}: {'would go' if dry_run else 'removed'}: {fate.reason}.\n")
    if not as_json:
        gone = sum(not fate.kept for fate in pruned.fates)
        said = "would be removed" if dry_run else "removed"
        of_all = f"{gone} of {counted(len(pruned.fates), 'snapshot')}"
        sys.stdout.write(f"{of_all} and {counted(pruned.replies, 'archived reply')} {said}.\n")
    if pruned.all_stay:
        note(f"All archived replies stay: {pruned.all_stay}")


def show_verdicts(verdicts: Sequence[Verdict]) -> bool:
    """Print what was found of snapshots and of what names them; tells whether nothing is wrong.

    Args:
        verdicts: First that on what names the snapshots.
    """
    for verdict in verdicts:
        for problem in verdict.problems:
            sys.stdout.write(f"{verdict.name}: {problem}\n")
        for noted in verdict.notes:
            sys.stdout.write(f"{verdict.name}: {noted}.\n")
    for verdict in verdicts[1:]:
        if not verdict.problems and not verdict.notes:
            sys.stdout.write(f"{verdict.name}: as published; checksums, schema and references hold.\n")
    return not any(verdict.problems for verdict in verdicts)


def show_rebuilt(rebuilt: Rebuilt) -> bool:
    """Print how a snapshot that was made again compares with the published one; tells whether it is the same."""
    for difference in rebuilt.differing:
        sys.stdout.write(f"{rebuilt.snapshot_id}: {difference}\n")
    if not rebuilt.differing:
        sys.stdout.write(
            f"{rebuilt.snapshot_id}: made again from archived replies; "
            f"all {counted(rebuilt.files, 'file')} are the same.\n"
        )
    return not rebuilt.differing
