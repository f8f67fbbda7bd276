"""Tests of spans of time as people write and read them."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.doctor.span import read_span, say_span
from pipeline.errors import UsageError
from tests.builders import steady


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("36h", timedelta(hours=36)),
        ("2d", timedelta(days=2)),
        ("90m", timedelta(minutes=90)),
        (" 1.5D ", timedelta(hours=36)),
    ],
)
def test_spans_are_read(text: str, span: timedelta) -> None:
    """Minutes, hours and days, in either case."""
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "36", "h", "0h", "0.0d", "-1h", "36 h", "1w", "1h30m", "nan", "1e9d", "1" * 7 + "d", "²h"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    """A span without a unit, of another unit, or of no length says what was expected."""
    with pytest.raises(UsageError, match=r"expected a span of time such as 90m, 36h or 2d, found"):
        read_span(text)


@steady
@given(st.text())
def test_any_text_is_a_span_or_refused(text: str) -> None:
    """Whatever is typed gives a span longer than nothing, or one error."""
    with contextlib.suppress(UsageError):
        assert read_span(text) > timedelta()


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=119), "a minute"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_spans_are_said_in_the_largest_unit_that_there_are_two_of(span: timedelta, said: str) -> None:
    """So that 36 hours are not called a day."""
    assert say_span(span) == said
