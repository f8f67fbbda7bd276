"""The flat table `list` → CSV that no spreadsheet takes for a program. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from pipeline.export.reference import HIDDEN

_FORMULA = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]*?[\t\r\n=+\-@'\uff1d\uff0b\uff0d\uff20]")
"""What spreadsheets take for the beginning of a formula, in full width too, and our own mark before it.

What cannot be seen may stand before it.
"""


def cell(value: object) -> str:
    """A value as a cell: nothing for null, and an apostrophe before what a spreadsheet would run.

    Whoever reads it back takes one apostrophe off the beginning of a text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    text = value.translate(HIDDEN)
    return f"'{text}" if _FORMULA.match(text) else text


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Print rows under the names of their columns; lines end as RFC 4180 says."""
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return "".join(lines)
