"""Tests of what is asked again, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.memory import Freshness, Memory, needless
from pipeline.model import Service, SourceRecord
from pipeline.sources.archive import Archived
from pipeline.sources.port import Answer, Kind, Request
from pipeline.titles import title_key
from tests.builders import a_record, an_answer, steady

NIGHT = datetime(2026, 11, 26, 3, tzinfo=UTC)
DAY = timedelta(days=1)
TITLE = "A Study of Lists"


def _row(asked: str | tuple[str, ...], days_ago: float, kind: Kind = Kind.TITLE) -> Archived:
    things = (asked,) if isinstance(asked, str) else asked
    request = Request(service=Service.ARXIV, kind=kind, asked=things, method="GET", path="/api/query")
    moment = NIGHT - days_ago * DAY
    return Archived(request=request, status=200, content_type="", fetched_at=moment, sha256=f"{days_ago}{things}")


def _answer(found: dict[str, tuple[SourceRecord, ...]], kind: Kind = Kind.TITLE) -> Answer:
    return an_answer(found, Service.ARXIV, kind)


def _is_kept(*rows: Archived, records: tuple[SourceRecord, ...] = ()) -> bool:
    """Whether the newest row's answer to its only thing is kept."""
    memory = Memory(rows, NIGHT, Freshness())
    newest = memory.rows()[-1]
    return bool(memory.kept(newest, _answer({newest.request.asked[0]: records}, newest.request.kind)).found)


def test_services_that_say_the_same_at_the_same_time_have_both_said_it() -> None:
    """Equal replies to equal questions, such as a corpus gives in the place of each service, are of each of them."""
    row = _row(TITLE, 0)
    rows = [replace(row, request=replace(row.request, service=service)) for service in Service]
    memory = Memory(rows, NIGHT, Freshness())
    assert {each.request.service for each in memory.rows()} == set(Service)
    assert all(memory.kept(each, _answer({TITLE: ()})).found for each in memory.rows())


@pytest.mark.parametrize(("days_ago", "kept"), [(0.0, True), (0.8, True), (0.9, False), (400.0, False)])
def test_identifiers_are_looked_up_every_night(days_ago: float, kept: bool) -> None:  # noqa: FBT001
    """Counts change, so that a reply to an identifier is fresh for less than a day."""
    assert _is_kept(_row("arxiv:2401.00001", days_ago, Kind.IDENTIFIER)) is kept


def test_a_title_that_was_found_is_never_searched_again() -> None:
    """What was found is refreshed by its identifiers; a hit of another title finds nothing."""
    assert _is_kept(_row(TITLE, 300), records=(a_record("a study of lists"),))
    assert not _is_kept(_row(TITLE, 300), records=(a_record("A Study of Trees"),))


def test_a_title_that_settled_nothing_is_searched_again() -> None:
    """A paper that was found and is not the one meant leaves the title absent; a reply from the future is none."""
    row, records = _row("a study of lists", 40), (a_record(TITLE),)
    memory = Memory([row], NIGHT, Freshness())
    answer = _answer({"a study of lists": records})
    assert memory.kept(row, answer).found
    assert not memory.kept(row, answer, {title_key(TITLE)}).found
    assert not _is_kept(_row(TITLE, -30), records=records)


@pytest.mark.parametrize(
    ("asked_days_ago", "kept"),
    [
        ([0.5], True),
        ([1.0], False),
        ([2.0, 1.0], True),
        ([3.0, 2.0], False),
        ([5.0, 3.0], True),
        ([7.0, 4.0], True),
        ([90.0, 29.0], True),
        ([90.0, 30.0], False),
    ],
)
def test_an_absent_title_is_searched_at_ever_longer_intervals(asked_days_ago: list[float], kept: bool) -> None:  # noqa: FBT001
    """After a day, then after twice as long as the last time, after thirty days at the latest."""
    assert _is_kept(*(_row(TITLE, each) for each in asked_days_ago)) is kept


def test_a_night_of_another_minute_counts() -> None:
    """A run that begins a few minutes early finds due what falls due that night."""
    assert not _is_kept(_row(TITLE, 0.99))


def test_what_a_newer_reply_says_is_not_said_by_an_older_one() -> None:
    """Of two replies the newer counts for what both were asked, and the older for the rest."""
    older, newer = _row((TITLE, "Trees"), 0.3), _row(("a study of LISTS",), 0.1)
    memory = Memory([older, newer], NIGHT, Freshness())
    assert memory.rows() == (older, newer)
    assert set(memory.kept(older, _answer({TITLE: (), "Trees": ()})).found) == {"Trees"}
    assert set(memory.kept(newer, _answer({"a study of LISTS": ()})).found) == {"a study of LISTS"}


_ROWS = st.lists(st.builds(_row, st.sampled_from([TITLE, "Trees", ("Trees", "Lists")]), st.floats(0, 90)), max_size=8)


@steady
@given(_ROWS, st.randoms())
def test_the_order_of_replies_does_not_matter(rows: list[Archived], chance: Random) -> None:
    """The same replies in any order are remembered alike."""
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = Memory(rows, NIGHT, Freshness()), Memory(shuffled, NIGHT, Freshness())
    assert [(row.fetched_at, row.sha256) for row in one.rows()] == [
        (row.fetched_at, row.sha256) for row in other.rows()
    ]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 60))),
    st.sets(st.integers(0, 60)),
    st.integers(0, 60),
)
def test_what_is_needless_is_old_superseded_and_named_by_nobody(
    asked: list[tuple[str, int]], named_days: set[int], days: int
) -> None:
    """Whatever is forgotten, the newest replies, named ones and recent ones stay; and nothing else does."""
    rows = [_row(title, float(age)) for title, age in asked]
    named = {row.sha256 for row in rows if (NIGHT - row.fetched_at).days in named_days}
    gone = set(needless(rows, named, NIGHT - days * DAY))

    newest = {row.sha256 for row in Memory(rows, NIGHT, Freshness()).rows()}
    recent = {row.sha256 for row in rows if row.fetched_at >= NIGHT - days * DAY}
    assert gone == {row.sha256 for row in rows} - newest - recent - named
    left = [row for row in rows if row.sha256 not in gone]
    assert Memory(left, NIGHT, Freshness()).rows() == Memory(rows, NIGHT, Freshness()).rows()
