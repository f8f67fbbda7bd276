"""One title a line → raw entries. Pure."""

from __future__ import annotations

import re

from pipeline.curated.raw import RawEntry, RawList

_NUMBERING = re.compile(r"^\s*(?:[-*\u2022]|\d{1,5}[.)]|\[\d{1,5}\])\s+")


def read_lines(text: str) -> RawList:
    """Read every line that is not blank and does not begin with `#` as a title; numbering is dropped."""
    numbered = enumerate(text.split("\n"), start=1)
    entries = tuple(
        RawEntry(line=number, title=_NUMBERING.sub("", line))
        for number, line in numbered
        if line.strip() and not line.lstrip().startswith("#") and re.search(r"\w", line)
    )
    return RawList(entries=entries)
