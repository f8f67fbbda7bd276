"""The flat table `list` → CSV that no spreadsheet takes for a program. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from pipeline.curated.raw import UNSEEN

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, in full width too, and our own mark before it."""


def cell(value: object) -> str:
    """A value as a cell: nothing for null, and an apostrophe before what a spreadsheet would run.

    Whoever reads it back takes one apostrophe off the beginning of a text (`text_of`).
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    text = value.translate(UNSEEN)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def text_of(written: str) -> str:
    """The text that `cell` wrote."""
    return written.removeprefix("'")


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Print rows under the names of their columns; lines end as RFC 4180 says."""
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return "".join(lines)
