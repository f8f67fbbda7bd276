"""`papers doctor`: arguments and exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.options import JsonOption, ListArgument, NameOption, OutOption, SourceName, SourceOption


def doctor(
    list_source: ListArgument = None,
    max_age: Annotated[
        str | None,
        typer.Option(
            "--max-age", metavar="SPAN", help="How old the newest snapshot may be: 36h, 2d, 90m; default: any."
        ),
    ] = None,
    out: OutOption = None,
    source: SourceOption = SourceName.LIVE,
    name: NameOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for what would make tonight's refresh fail; exit code 1 when there is a problem. Each service is asked once.

    Example: papers doctor --max-age 36h
    """
    from flows.examining import examine  # noqa: PLC0415
    from flows.parameters import RefreshParameters  # noqa: PLC0415
    from pipeline.doctor.check import is_wanting  # noqa: PLC0415
    from pipeline.doctor.span import read_span  # noqa: PLC0415
    from pipeline.terminal.doctor import show_checks, write_checks  # noqa: PLC0415

    limit = read_span(max_age) if max_age is not None else None
    parameters = RefreshParameters(list_source=list_source, list_name=name, source=source.value, out=out)
    checks = examine(parameters, limit)
    (write_checks if as_json else show_checks)(checks)
    if is_wanting(checks):
        raise typer.Exit(1)
