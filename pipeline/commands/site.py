"""`papers site`: arguments."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import OutOption, SourceName, SourceOption
from pipeline.plural import counted, word_for

_DEFAULT = Path("site")


def site(
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Folder of the site; made where it is missing.")
    ] = _DEFAULT,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
) -> None:
    """Put the newest report, the history of snapshots and the data dictionary into a folder for any static host.

    Example: papers site --to public --source sandbox
    """
    from flows.runtime import open_store  # noqa: PLC0415
    from pipeline.site import build_site  # noqa: PLC0415

    built = build_site(open_store(out, source.value), to)
    for told in built.left_out:
        sys.stderr.write(f"{told}\n")
    written = f"{built.written} of {counted(built.files, 'file')} {word_for(built.written, 'was', 'were')} written"
    sys.stdout.write(
        f"{built.index}: snapshots: {built.snapshots}, the newest {built.newest}; "
        f"{written}, the others are as they were.\n"
    )
