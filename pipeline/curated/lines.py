"""One title a line → raw entries. Pure."""

from __future__ import annotations

import re

from pipeline.curated.raw import RawEntry, RawList, part_urls
from pipeline.curated.words.clean import clean_heading
from pipeline.model import Link

_NUMBERING = re.compile(r"^\s*(?:[-*\u2022]|\d{1,5}[.)]|\[\d{1,5}\])\s+")
_HEADING = re.compile(r"\s*(?P<level>#{2,6})\s+(?P<text>\S.*)")


def _title_and_urls(line: str) -> tuple[str, tuple[str, ...]]:
    title, urls = part_urls(line)
    return _NUMBERING.sub("", title), urls


def read_lines(text: str) -> RawList:
    """Read every line that is not blank as a title; numbering is dropped, URLs beside a title are its links.

    A line that begins with one `#` is a comment, one that begins with two or more is a heading.
    """
    entries: list[RawEntry] = []
    headings: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if heading := _HEADING.fullmatch(line):
            level = len(heading["level"])
            headings = [pair for pair in headings if pair[0] < level]
            headings.append((level, clean_heading(heading["text"])))
        elif not line.lstrip().startswith("#") and re.search(r"\w", line):
            title, urls = _title_and_urls(line)
            names = tuple(name for _, name in headings if name)
            entries.append(
                RawEntry(
                    line=number,
                    title=title,
                    headings=names,
                    links=tuple(Link(url=url, label="") for url in urls),
                    papers=urls,
                ),
            )
    return RawList(entries=tuple(entries))
