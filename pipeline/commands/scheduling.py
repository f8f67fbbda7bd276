"""What runs every night: arguments and exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import (
    CorpusOption,
    FormatOption,
    ListArgument,
    NameOption,
    OutOption,
    SourceName,
    SourceOption,
)


def add_to(app: typer.Typer) -> None:
    """Make these functions commands of `papers`."""
    app.command()(schedule)


def schedule(
    list_source: ListArgument = None,
    cron: Annotated[str | None, typer.Option("--cron", metavar="CRON", help="Default: 17 3 * * *.")] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Default: America/New_York, arXiv's own.")
    ] = None,
    source: SourceOption = SourceName.LIVE,
    corpus: CorpusOption = None,
    out: OutOption = None,
    name: NameOption = None,
    fmt: FormatOption = None,
) -> None:
    """Refresh a list every night from this machine, in one process beside a Prefect server.

    Example: papers schedule README.md --cron "30 4 * * *" --timezone Europe/Paris
    """
    from flows.parameters import RefreshParameters  # noqa: PLC0415
    from flows.scheduling import CRON, TIMEZONE, serve_nightly  # noqa: PLC0415
    from pipeline.terminal.speech import note  # noqa: PLC0415

    parameters = RefreshParameters(
        list_source=list_source, list_name=name, list_format=fmt, source=source.value, corpus=corpus, out=out
    )
    serve_nightly(parameters, cron or CRON, timezone or TIMEZONE, note)
