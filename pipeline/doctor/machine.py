"""What is to be said of the machine: room, write access, the clock, who else works there. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipeline.doctor.check import Check, ok, problem, warning
from pipeline.doctor.span import say_span
from pipeline.plural import counted

LITTLE_BYTES = 1_000_000_000
"""Free bytes below which room is short."""
TOO_LITTLE_BYTES = 100_000_000
"""Free bytes below which a refresh may not find room for a large list's snapshot and replies."""
CLOCK_OFF = timedelta(minutes=5)
"""The most that a clock may be off before times in snapshots say something else than they mean."""
TESTS_ONLY = frozenset({"PAPERS_EVAL_DATA"})
"""Variables that only tests read."""


def judge_settings(variables: Iterable[str], known: Collection[str]) -> Check:
    """Judge the names of the variables that are set; what they hold was read before.

    Args:
        variables: Those of the environment that begin with `PAPERS_`.
        known: The names of all settings there are.
    """
    unknown = sorted(set(variables) - set(known) - TESTS_ONLY)
    if not unknown:
        return ok("settings", "All can be read.")
    near = difflib.get_close_matches(unknown[0], sorted(known), 1)
    advice = f"Did you mean {near[0]}?" if near else "Take it out, or see the README for the names there are."
    return warning("settings", f"Nothing reads {', '.join(unknown[:3])}.", advice)


def judge_access(refused: Mapping[str, str]) -> Check:
    """Judge where nothing can be written.

    Args:
        refused: Why, by place; empty when all can be written to.
    """
    if not refused:
        return ok("write access", "The places of snapshots, replies and temporary files can be written to.")
    told = "; ".join(f"{place} ({reason})" for place, reason in refused.items())
    return problem(
        "write access",
        f"Cannot write to {told}.",
        "Make it writable, or name another with --out, PAPERS_RAW or TMPDIR.",
    )


def judge_room(free: Mapping[str, int]) -> Check:
    """Judge the room that is left.

    Args:
        free: Free bytes by place; at least one.
    """
    place, left = min(free.items(), key=lambda item: item[1])
    found = f"{_size(left)} are free at {place}."
    advice = "Free space there; 'papers snapshots prune' removes old snapshots and replies."
    if left < TOO_LITTLE_BYTES:
        return problem("disk", found, advice)
    return warning("disk", found, advice) if left < LITTLE_BYTES else ok("disk", found)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= LITTLE_BYTES else f"{count // 1_000_000} MB"


def judge_lock(held: Collection[str]) -> Check:
    """Judge whether somebody works there now.

    Args:
        held: The places whose lock another run holds.
    """
    if held:
        found = f"Another run holds the lock of {', '.join(held)}."
        return warning("lock", found, "Wait for it to end; a refresh that begins meanwhile ends with exit code 5.")
    return ok("lock", "No other run works there.")


def clock_offset(sent: str | None, received_at: datetime) -> timedelta | None:
    """How far the clock is ahead of a service's, by the Date header of its reply; None when it says no time."""
    try:
        at = parsedate_to_datetime(sent or "")
    except (TypeError, ValueError):
        return None
    # A date in "-0000" is read without a zone, and is UTC all the same.
    return received_at - (at if at.tzinfo else at.replace(tzinfo=UTC))


def judge_clock(offsets: Iterable[timedelta]) -> Check:
    """Judge the clock by those of the services; the nearest counts, since one of theirs may be wrong too.

    Args:
        offsets: How far this machine's is ahead of each that is known.
    """
    known = sorted(offsets, key=abs)
    if not known:
        return warning(
            "clock", "No service said what time it is, so it was not compared.", "See that time is synchronised."
        )
    if abs(known[0]) > CLOCK_OFF:
        side = "ahead of" if known[0] > timedelta() else "behind"
        found = f"It is {say_span(abs(known[0]))} {side} the services' clocks."
        return warning("clock", found, "Synchronise it (NTP): dates of snapshots and ages of replies follow it.")
    return ok("clock", "It agrees with the services' clocks.")


def judge_archive(replies: int, damage: str | None) -> Check:
    """Judge the archive of replies.

    Args:
        replies: How many its index names.
        damage: Why its index or its newest reply cannot be read, or None.
    """
    if damage:
        return problem("archive", f"The archive cannot be read: {damage}", "Restore it from a backup, or move it away.")
    return ok(
        "archive", f"It can be read; its index names {counted(replies, 'reply')}." if replies else "It is empty as yet."
    )


def judge_engine(engine: str, server: str | None, refused: str | None) -> Check:
    """Judge what runs the stages.

    Args:
        engine: `auto`, `prefect` or `local`.
        server: The address of the Prefect server that is configured, or None.
        refused: Why that server cannot be reached, or None.
    """
    if engine == "local" or server is None:
        with_own = engine == "prefect"
        return ok(
            "engine", "Prefect runs the stages, with a server of its own." if with_own else "No Prefect is needed."
        )
    if refused:
        found = f"The Prefect server at {server} cannot be reached ({refused})."
        return problem("engine", found, "Start it, mend PREFECT_API_URL, or set PAPERS_ENGINE=local.")
    return ok("engine", f"The Prefect server at {server} can be reached.")
