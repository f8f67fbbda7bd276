"""Tests of which snapshots are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.snapshot.pointers import PUBLISHED, WITHDRAWN, Row
from pipeline.snapshot.retention import Fate, Policy, decide_fates

TODAY = date(2026, 11, 26)
DAYS = st.integers(-3, 400).map(lambda age: TODAY - timedelta(days=age))
ROWS = st.lists(st.tuples(DAYS, st.sampled_from([PUBLISHED, PUBLISHED, WITHDRAWN])), min_size=1, max_size=30).map(
    lambda rows: [
        _row(f"{day}-{number}", day, status) for number, (day, status) in enumerate([*rows, (TODAY, PUBLISHED)])
    ]
)


def _row(name: str, day: date, status: str = PUBLISHED, **more: str | None) -> Row:
    return {"snapshot_id": name, "as_of": day.isoformat(), "status": status, **more}


def _fates(rows: Sequence[Row], keep_days: int = 35, latest: str | None = None) -> list[Fate]:
    policy = Policy(keep_days=keep_days)
    return decide_fates(rows, latest=latest or str(rows[-1]["snapshot_id"]), today=TODAY, policy=policy)


def _kept(fates: Sequence[Fate]) -> set[str]:
    return {fate.snapshot_id for fate in fates if fate.kept}


def test_nights_of_a_quarter() -> None:
    """Of 100 nights the last 36 days stay, of the months before the last night each, and the night before each."""
    rows = [_row(f"night-{age}", TODAY - timedelta(days=age)) for age in range(99, -1, -1)]
    fates = {fate.snapshot_id: fate for fate in _fates(rows)}
    assert [age for age in range(99, 35, -1) if fates[f"night-{age}"].kept] == [88, 87, 58, 57, 36]
    assert all(fates[f"night-{age}"].kept for age in range(36))
    assert fates["night-57"].reason == "the last of 2026-09"
    assert fates["night-58"].reason == "the night before night-57, which rests on it"
    assert fates["night-36"].reason == "the night before night-35, which rests on it"
    assert fates["night-59"].reason == "older than 2026-10-22, and night-57 is the last of 2026-09"


def test_of_two_snapshots_of_a_day_the_later_is_the_last() -> None:
    """The one that was published later takes the other's place, and what was never published is no month's last."""
    day = date(2026, 1, 31)
    rows = [_row("a", day), _row("b", day), _row("c", day, WITHDRAWN), _row("new", TODAY)]
    fates = _fates(rows)
    assert _kept(fates) == {"a", "b", "new"}
    assert fates[2].reason == "older than 2026-10-22, and never published"


def test_what_a_kept_one_rests_on_is_what_its_row_says() -> None:
    """The night before is the one that was followed, also where another lies between; if that is gone, none."""
    before, day = date(2026, 1, 30), date(2026, 1, 31)
    rows = [
        *(_row("a", before, previous=None), _row("b", before, previous="a"), _row("c", day, previous="a")),
        *(_row("d", date(2026, 2, 1), previous="gone"), _row("new", TODAY, previous="e")),
    ]
    fates = _fates(rows)
    assert _kept(fates) == {"a", "c", "d", "new"}
    assert fates[0].reason == "the night before c, which rests on it"


@given(ROWS, st.integers(0, 400))
def test_what_stays_for_its_own_sake_can_be_made_again(rows: list[Row], keep_days: int) -> None:
    """Whatever is kept for another reason than being rested on has what it followed beside it, where it is listed."""
    fates = _fates(rows, keep_days)
    followed: dict[str, str] = {}
    last = None
    for row in rows:
        if last:
            followed[row["snapshot_id"]] = last
        last = row["snapshot_id"] if row["status"] == PUBLISHED else last
    own = {fate.snapshot_id for fate in fates if fate.kept and "which rests on it" not in fate.reason}
    assert {followed[name] for name in own if name in followed} <= _kept(fates)


@given(ROWS, st.integers(0, 400), st.data())
def test_laws_of_retention(rows: list[Row], keep_days: int, data: st.DataObject) -> None:
    """The latest stays, each month keeps its last, recent days keep all, and nothing more goes the second time."""
    latest = str(data.draw(st.sampled_from(rows))["snapshot_id"])
    fates = _fates(rows, keep_days, latest)
    kept = [row for row, fate in zip(rows, fates, strict=True) if fate.kept]

    assert [fate.snapshot_id for fate in fates] == [row["snapshot_id"] for row in rows]
    assert latest in _kept(fates)
    published = [row for row in rows if row["status"] == PUBLISHED]
    assert {row["as_of"][:7] for row in published} == {row["as_of"][:7] for row in kept if row["status"] == PUBLISHED}
    assert max(str(row["as_of"]) for row in published) == max(
        str(row["as_of"]) for row in kept if row["status"] == PUBLISHED
    )
    since = (TODAY - timedelta(days=keep_days)).isoformat()
    assert all(row in kept for row in rows if row["as_of"] >= since)
    assert all(fate.kept for fate in _fates(kept, keep_days, latest))


@given(ROWS, st.integers(0, 400), st.integers(0, 400))
def test_more_days_keep_no_less(rows: list[Row], some: int, more: int) -> None:
    """Who keeps more days keeps every snapshot that fewer days keep."""
    assert _kept(_fates(rows, min(some, more))) <= _kept(_fates(rows, max(some, more)))
