"""Tests of what is passed over: counted in full, kept in part."""

from __future__ import annotations

import pytest

from pipeline.bulk.problems import Account, OnBad, Problem, brief
from pipeline.errors import ListError


def test_all_are_counted_and_some_are_kept() -> None:
    """However many there are, a few are kept; rows that are lost and values that are left out are told apart."""
    account = Account(OnBad.SKIP, kept=3)
    for line in range(1, 1001):
        account.report(Problem("c.jsonl", line, "expected a title."))
    account.report(Problem("c.parquet", 7, "rows 7 to 16 cannot be read.", 10))
    account.report(Problem("q.csv", 2, "expected a year.", 0))
    assert [problem.line for problem in account.problems] == [1, 2, 3]
    assert (account.count, account.passed_over, account.left_out) == (1002, 1010, 1)


@pytest.mark.parametrize("on_bad", OnBad)
def test_details_are_told_and_nothing_more(on_bad: OnBad) -> None:
    """They never end a run; of each name the first is told with its place, and how many more there are."""
    account = Account(on_bad)
    for line in range(1, 6):
        account.report(Problem("c.jsonl", line, f"expected a venue {line}.", 0, "venue"))
    account.report(Problem("d.jsonl", 9, "expected a comment.", 0, "comment"))
    assert list(map(str, account.problems)) == [
        "c.jsonl:1: expected a venue 1. It is left out, with 4 more of that name.",
        "d.jsonl:9: expected a comment. It is left out.",
    ]
    assert (account.count, account.passed_over, account.left_out) == (0, 0, 0)


def test_it_stops_at_the_first() -> None:
    """With `stop` nothing is passed over."""
    with pytest.raises(ListError, match=r"q\.csv:2: expected a year; mend it, or pass it over with --on-bad skip\."):
        Account(OnBad.STOP).report(Problem("q.csv", 2, "expected a year.", 0))


def test_a_value_that_is_left_out_is_told_so() -> None:
    """The rest of its record is taken, so it is not told as if that were lost."""
    assert str(Problem("q.csv", 2, "expected a year.", 0)) == "q.csv:2: expected a year. It is left out."
    assert str(Problem("q.csv", 2, "expected a title.")) == "q.csv:2: expected a title."


def test_what_is_told_is_bounded() -> None:
    """A short text stays as it is; a long one is cut, and signs that steer a terminal are not told."""
    assert brief("expected a title") == "expected a title"
    assert brief("a" * 10_000) == f"{'a' * 300}…"
    assert brief("\x1b[2J") == "\N{REPLACEMENT CHARACTER}[2J"
