"""Serve the nightly deployment from this machine: one process that waits, runs and waits again."""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping
from zoneinfo import ZoneInfo

from flows.corpora import check_corpus
from flows.engine import prefect_api
from flows.parameters import RefreshParameters
from flows.runtime import settings, which_list
from pipeline.errors import UsageError

CRON = "17 3 * * *"
TIMEZONE = "America/New_York"
"""As in `prefect.yaml`, which says why."""


def serve_nightly(
    parameters: RefreshParameters,
    cron: str,
    timezone: str,
    say: Callable[[str], None],
    environ: MutableMapping[str, str] = os.environ,
) -> None:
    """Serve until told to end; the schedule stays with Prefect's server, and goes on when this is started again.

    Args:
        cron: Minute, hour, day of month, month, day of week.
        timezone: Name of the IANA database, such as `Europe/Paris`.
        say: Takes one sentence before the waiting begins.

    Raises:
        KeyboardInterrupt: Somebody pressed Ctrl-C.
        UsageError: There is no server, a corpus is missing or not asked for, or the schedule cannot be read.
    """
    # Nothing is told to anybody by a process that runs for months.
    environ.setdefault("DO_NOT_TRACK", "1")
    check_corpus(parameters)
    try:
        ZoneInfo(timezone)
    except (LookupError, ValueError, OSError):
        told = f"--timezone: expected a name such as {TIMEZONE} or UTC, found {timezone!r}."
        raise UsageError(told) from None
    if prefect_api(environ) is None:
        told = (
            "a schedule needs a Prefect server: start one with 'prefect server start', and set PREFECT_API_URL, such "
            "as to http://127.0.0.1:4200/api."
        )
        raise UsageError(told)
    _, name = which_list(parameters, settings())
    from prefect.schedules import Cron  # noqa: PLC0415

    from flows.serving import serve  # noqa: PLC0415

    try:
        schedule = Cron(cron, timezone=timezone, slug="nightly")
    except ValueError:
        told = f"--cron: expected five fields such as '{CRON}', found {cron!r}."
        raise UsageError(told) from None
    say(f"{name} is refreshed at {cron!r} ({timezone}). Ctrl-C ends it; what is missed meanwhile is made up for once.")
    serve(f"nightly-{name}-{parameters.source}", schedule, parameters)
