"""Values of a record as its maker wrote them → values of one type each; what is of another type is told. Pure.

What cannot be, such as a count below zero or a day that no calendar has, is not known, as with the services.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from pipeline.titles import collapse

_LONGEST = 5000
"""Characters beyond which a text is none of a work's details."""
_MOST = 1000
"""Things beyond which a list is none."""
_COUNTS = range(2**31)
_VERSIONS = range(1, 10_000)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_NO_WHOLE_DAY = re.compile(r"\d{4}(?:-\d\d?)?")
_SHOWN = 40


class RecordError(ValueError):
    """A record that is no work; the text says what was expected and what was found."""


def plain(value: object) -> str:
    """A value as a text; a whole number that a column with gaps made a float as the whole number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def printable(text: str) -> str:
    """A text that can be written; JSON may hold halves of characters."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def is_given(value: object) -> bool:
    """Whether there is a value; a column with gaps has None or NaN there."""
    return value is not None and value != "" and value == value  # noqa: PLR0124


def text_of(value: object, what: str) -> str | None:
    """A text on one line; None for a blank one.

    Raises:
        RecordError: It is none, or longer than any.
    """
    if not isinstance(value, str):
        raise _wrong(what, "a text", value)
    if len(value) > _LONGEST:
        raise RecordError(f"expected {what} of up to {_LONGEST} characters, found {len(value)}.")
    return printable(collapse(value)) or None


def count_of(value: object, what: str) -> int | None:
    """A number from 0; None for one that cannot be.

    Raises:
        RecordError: It is no whole number.
    """
    if not isinstance(value, bool) and isinstance(value, int | float | str):
        text = plain(value).strip()
        if re.fullmatch(r"-?[0-9]{1,18}", text):
            return number if (number := int(text)) in _COUNTS else None
    raise _wrong(what, "a whole number", value)


def version_of(value: object, what: str) -> int | None:
    """The number of a version on arXiv; None for one that no paper has.

    Raises:
        RecordError: It is no whole number.
    """
    return number if (number := count_of(value, what)) in _VERSIONS else None


def flag_of(value: object, what: str) -> bool:
    """Yes or no.

    Raises:
        RecordError: It is neither.
    """
    if not isinstance(value, bool):
        raise _wrong(what, "true or false", value)
    return value


def day_of(value: object, what: str) -> date | None:
    """A day; None for a year or a month alone, and for a day that is none.

    Raises:
        RecordError: It is no day.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if found := _DAY.fullmatch(text):
        return calendar_day(*map(int, found.groups()))
    if not _NO_WHOLE_DAY.fullmatch(text):
        raise _wrong(what, "a day such as 2023-05-29", value)
    return None


def calendar_day(year: int, month: int, day: int) -> date | None:
    """A day of the calendar; None where it has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def texts_of(value: object, what: str, key: str | None = None) -> tuple[str, ...]:
    """Texts, each once, in order.

    Args:
        value: A list of them, or of objects that hold them.
        what: What they are called.
        key: Where in an object the text is; None where there are no objects.

    Raises:
        RecordError: They are none, or more than any work has.
    """
    if not isinstance(value, list):
        raise _wrong(what, "a list", value)
    if len(value) > _MOST:
        raise RecordError(f"expected {what} as a list of up to {_MOST}, found one of {len(value)}.")
    each: Iterable[object] = (one.get(key) if key and isinstance(one, dict) else one for one in value)
    told = (text_of(one, f"each of {what}") for one in each if is_given(one))
    return tuple(dict.fromkeys(text for text in told if text))


def _wrong(what: str, expected: str, value: object) -> RecordError:
    found = repr(value[:_SHOWN]) if isinstance(value, str) else type(value).__name__
    return RecordError(f"expected {what} to be {expected}, found {found}.")
