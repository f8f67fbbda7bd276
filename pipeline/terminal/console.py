"""What a person at a terminal sees on stdout: tables, and plain lines where it is no terminal."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from pipeline.errors import UsageError
from pipeline.job import asked_text
from pipeline.model import CuratedEntry, Service, Status
from pipeline.plural import counted

if TYPE_CHECKING:
    from flows.resolving import Resolved
    from pipeline.job import Outcome

STATUS_COLOUR = {Status.MATCHED: "green", Status.CONFLICT: "red", Status.NOT_FOUND: "red"}
_LONGEST_TABLE_TITLE = 90


def prepare_streams() -> None:
    """Make ready for any terminal: what its character set lacks is escaped, and a closed stream takes what is written.

    The parser of BibTeX logs what we tell in our own words.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  as long as the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def new_console() -> Console:
    """The terminal, or lines of any length where there is none."""
    console = Console()
    # A pipe has no width; lines are for other programs there and must not be folded.
    return console if console.is_terminal else Console(width=1000)


def plain(text: str, style: str = "") -> Text:
    """A text of a list or a service as it stands, without what would steer the terminal."""
    return Text(
        "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text), style=style
    )


def show_outcome(outcome: Outcome, *, corpus: bool = False) -> None:
    """Say at the end what was found, where the snapshot lies and how to open it.

    Args:
        outcome: What was published.
        corpus: Whether it was a corpus that was asked, in the place of the services.
    """
    console = new_console()
    console.print()
    table = Table(
        title=f"{counted(outcome.entries, 'entry')}, {counted(outcome.works, 'work')}", title_justify="left", box=None
    )
    table.add_column("status")
    table.add_column("entries", justify="right")
    for status in Status:
        if count := outcome.by_status.get(status, 0):
            table.add_row(Text(status, style=STATUS_COLOUR.get(status, "yellow")), str(count))
    console.print(table)
    asked = asked_text(outcome.requests, corpus=corpus)
    kept = counted(outcome.from_archive, "reply")
    console.print(f"\n{asked}; {kept} from earlier runs; {outcome.seconds:.1f} s.")
    if found := sum(outcome.findings.values()):
        console.print(f"Findings about the list: {found}; 'papers audit' shows them.")
    for each in outcome.degraded:
        told = f"{each} stopped answering: what depends on it is marked."
        if each not in set(Service):
            told = "The list did not come from its address; its last good copy was used."
        console.print(Text(told, style="yellow"))
    if outcome.new:
        console.print(f"Snapshot {outcome.snapshot_id} is published.")
    else:
        console.print(f"Nothing new: the same inputs made snapshot {outcome.snapshot_id} before.")
    folder = outcome.path
    place = folder.partition("/snapshots/snapshot_date=")[0]
    for name, told in (
        ("page", f"{folder}/report.html"),
        ("pandas", f"pipeline.read_snapshot({place!r})"),
        ("DuckDB", f"FROM '{folder}/works.parquet'"),
    ):
        console.print(f"  {name + ':':<8}{told}", soft_wrap=True, highlight=False, markup=False)


def entry_as_json(entry: CuratedEntry) -> dict[str, Any]:
    """An entry as `papers parse --json` prints it."""
    return {
        "position": entry.position,
        "line": entry.line,
        "headings": list(entry.headings),
        "context": entry.context,
        "title": entry.title,
        "title_listed": entry.title_listed,
        "links": [{"url": link.url, "label": link.label} for link in entry.links],
        "identifiers": [str(identifier) for identifier in entry.identifiers],
        "claimed_venue": entry.claimed_venue,
        "claimed_year": entry.claimed_year,
        "authors": entry.authors,
        "link": entry.link,
        "entry_id": entry.entry_id,
        "duplicate_of": entry.duplicate_of,
    }


def write(lines: Iterable[str]) -> None:
    """Write lines to stdout at once.

    Raises:
        UsageError: They cannot be written. A reader that has closed its pipe has seen enough and is no error.
    """
    with _writing():
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()


def write_body(body: bytes) -> None:
    """Write bytes to stdout as they are, whatever the terminal's character set.

    Raises:
        UsageError: As for `write`.
    """
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # What is still in the buffer goes nowhere, without a word at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        told = f"the output cannot be written ({error.strerror}); free space, or name another place for it."
        raise UsageError(told) from None


def show_entries(entries: Sequence[CuratedEntry]) -> None:
    """Print entries as a table, line by line, its titles cut to the width of a terminal."""
    rows = [("no.", "line", "title", "identifiers", "claims"), *map(_row, entries)]
    console = new_console()
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    others = sum(widths) - widths[_TITLE_COLUMN] + 2 * len(widths)
    widths[_TITLE_COLUMN] = min(widths[_TITLE_COLUMN], max(console.width - others, _SHORTEST_TABLE_TITLE))
    write("  ".join(map(_fitted, row, widths)).rstrip() for row in rows)


_TITLE_COLUMN = 2
_SHORTEST_TABLE_TITLE = 30


def _row(entry: CuratedEntry) -> tuple[str, ...]:
    claim = " ".join(str(part) for part in (entry.claimed_venue, entry.claimed_year) if part is not None)
    identifiers = " ".join(str(identifier) for identifier in entry.identifiers)
    title = entry.title if len(entry.title) <= _LONGEST_TABLE_TITLE else entry.title[:_LONGEST_TABLE_TITLE] + "\u2026"
    return str(entry.position), str(entry.line), title, identifiers, claim


def _fitted(text: str, width: int) -> str:
    length = cell_len(text)
    return text + " " * (width - length) if length <= width else set_cell_size(text, width - 1) + "\u2026"


def show_resolutions(resolved: Sequence[Resolved], *, as_json: bool) -> None:
    """Print verdicts with their evidence."""
    console = new_console()
    for each in resolved:
        if as_json:
            sys.stdout.write(json.dumps(each.as_json(), ensure_ascii=False) + "\n")
            continue
        resolution = each.resolution
        console.print()
        console.print(plain(each.entry.title, style="bold"))
        told = f"{resolution.status}: {'; '.join(resolution.reasons)}"
        console.print(plain(told, style=STATUS_COLOUR.get(resolution.status, "yellow")))
        kept = [Column(name, no_wrap=True) for name in ("relation", "likely", "source")]
        table = Table(
            *kept, Column("record", overflow="fold"), "year", "for", "against", "title", "differs in", box=None
        )
        for comparison in each.comparisons:
            record = comparison.candidate.record
            year = "" if record.year is None else str(record.year)
            evidence = comparison.evidence
            said = (", ".join(evidence.for_it), ", ".join(evidence.against_it))
            cells = (comparison.relation, f"{comparison.probability:.1%}", record.source, record.record_id, year, *said)
            told = "; ".join(each.differences(comparison))
            table.add_row(*(plain(str(cell)) for cell in (*cells, record.title, told)))
        if each.comparisons:
            console.print(table)
