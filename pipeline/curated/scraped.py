"""Scraped plain text → raw entries: bullets that end in "Paper", links and headings lost. Pure."""

from __future__ import annotations

import re

from pipeline.curated.raw import RawEntry, RawList
from pipeline.curated.words.mojibake import repair
from pipeline.model import Problem
from pipeline.titles import collapse

_BULLET = re.compile(r"\s*[-*\u2022]\s+(?P<title>.*\S)\s*")
_MARKED = re.compile(r"(?P<title>.*\S)\s+(?:\[Paper\]|Paper)", re.IGNORECASE)


def is_scraped(text: str) -> bool:
    """Tell whether most bullets of `text` end in the label of a link that was lost."""
    bullets = [found["title"] for line in text.split("\n") if (found := _BULLET.fullmatch(line))]
    marked = sum(1 for title in bullets if _MARKED.fullmatch(title))
    return marked > len(bullets) / 2


def read_scraped(text: str) -> RawList:
    """Read every bullet that ends in "Paper" or "[Paper]" as an entry.

    The paragraph that opens a chapter is kept as `context` of the entries below it, not as a
    heading. A bullet without the label is told as a `Problem` with its line.
    """
    entries: list[RawEntry] = []
    problems: list[Problem] = []
    context: str | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _BULLET.fullmatch(line):
            if marked := _MARKED.fullmatch(found["title"]):
                entries.append(RawEntry(line=number, title=marked["title"], context=context))
            else:
                message = "bullet does not end in 'Paper' as the others do; passed over."
                problems.append(Problem(line=number, message=message))
        elif line.strip():
            context = collapse(repair(line))
    return RawList(entries=tuple(entries), problems=tuple(problems))
