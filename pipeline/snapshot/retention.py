"""Which snapshots are kept, and why. Pure; what it decides is done by `upkeep.remove`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.snapshot.pointers import PUBLISHED, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long snapshots are kept; the last of each month stays for ever, and what each kept one followed too."""

    keep_days: int = 35
    """Everything as of the last so many days is kept: five weeks, so that the same night of last month is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a snapshot."""

    snapshot_id: str
    as_of: date
    kept: bool
    reason: str


def decide_fates(rows: Sequence[Row], *, latest: str, today: date, policy: Policy) -> list[Fate]:
    """Decide which snapshots stay.

    Args:
        rows: Rows of the catalogue, in the order of publishing.
        latest: Id of the snapshot that `latest.json` names; it always stays.
        today: Ages are counted from this day.

    Returns:
        One fate a row, in the order of the rows.
    """
    last_of_month: dict[str, str] = {}
    # Sorted by date alone: of two of one day the one that was published later is the last.
    for row in sorted(rows, key=lambda each: str(each["as_of"])):
        if row["status"] == PUBLISHED:
            last_of_month[_month(row)] = str(row["snapshot_id"])
    since = today - timedelta(days=policy.keep_days)
    fates = [_fate(row, last_of_month, latest=latest, since=since) for row in rows]
    # One step only: what a kept one followed is there to be rested on, and need not be made again itself.
    rested_on = {
        previous: fate.snapshot_id
        for fate, previous in zip(fates, _previous(rows), strict=True)
        if fate.kept and previous is not None
    }
    return [
        replace(fate, kept=True, reason=f"the night before {rested_on[fate.snapshot_id]}, which rests on it")
        if not fate.kept and fate.snapshot_id in rested_on
        else fate
        for fate in fates
    ]


def _previous(rows: Sequence[Row]) -> list[str | None]:
    """The snapshot that each row's followed, or None.

    A row that was written before rows said so followed what was published last before it.
    """
    previous: list[str | None] = []
    last: str | None = None
    for row in rows:
        previous.append(row.get("previous", last))
        if row["status"] == PUBLISHED:
            last = str(row["snapshot_id"])
    return previous


def _fate(row: Row, last_of_month: dict[str, str], *, latest: str, since: date) -> Fate:
    name, as_of, month = str(row["snapshot_id"]), date.fromisoformat(row["as_of"]), _month(row)
    last = last_of_month.get(month)
    if name == latest:
        kept, reason = True, "the latest"
    elif as_of >= since:
        kept, reason = True, f"not older than {since}"
    elif name == last:
        kept, reason = True, f"the last of {month}"
    elif row["status"] != PUBLISHED:
        kept, reason = False, f"older than {since}, and never published"
    else:
        kept, reason = False, f"older than {since}, and {last} is the last of {month}"
    return Fate(snapshot_id=name, as_of=as_of, kept=kept, reason=reason)


def _month(row: Row) -> str:
    """The month of a snapshot, such as `2026-11`."""
    return str(row["as_of"])[:7]
