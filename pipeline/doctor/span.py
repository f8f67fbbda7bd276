"""Spans of time as people write and read them: `36h`, "2 days". Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.errors import UsageError

_SPAN = re.compile(r"(?P<number>\d{1,6}(?:\.\d{1,3})?)(?P<unit>[mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_SAID = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
_TWICE = 2


def read_span(text: str) -> timedelta:
    """Read a span of minutes, hours or days: `90m`, `36h`, `2d`, `1.5d`.

    Raises:
        UsageError: It is of another form, or no time at all.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    span = float(found["number"]) * _UNITS[found["unit"]] if found else timedelta()
    if span <= timedelta():
        told = f"expected a span of time such as 90m, 36h or 2d, found {text!r}."
        raise UsageError(told)
    return span


def say_span(span: timedelta) -> str:
    """Say about how long a span is, in the largest unit of which there are two: `47 hours`, `2 days`."""
    for unit, name in _SAID:
        if span >= _TWICE * unit:
            return f"{span // unit} {name}s"
    return "a minute" if span >= _SAID[-1][0] else "less than a minute"
