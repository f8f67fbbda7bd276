"""What gives a snapshot on: arguments and exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import IdArgument, OutOption, SourceName, SourceOption
from pipeline.export.wish import Form, Wish


def export(
    form: Annotated[Form, typer.Option("--format", help="Citations, a table, or the list itself, corrected.")],
    snapshot_id: IdArgument = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Default, and -: standard output.")] = None,
    list_file: Annotated[
        str | None,
        typer.Option("--list", metavar="FILE", help="The list's file; default: what was archived when it was read."),
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="A patch for 'git apply --allow-empty' in this folder.")] = False,
    badges: Annotated[bool, typer.Option("--badges", help="Add venue, year and citations to the list.")] = False,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
) -> None:
    """Print the papers as citations or as a table, or the list with its titles and links corrected.

    Example: papers export --format bibtex --source sandbox --to papers.bib
    """
    from flows.exporting import export_snapshot, write_file  # noqa: PLC0415
    from pipeline.terminal import console, speech  # noqa: PLC0415

    wish = Wish(form=form, snapshot_id=snapshot_id, list_file=list_file, diff=diff, badges=badges)
    made = export_snapshot(wish, out, source.value)
    if to is None or str(to) == "-":
        console.write_body(made.body)
    else:
        write_file(to, made.body)
    for said in made.said:
        speech.note(said)
    for left in made.left:
        speech.warn(left)
