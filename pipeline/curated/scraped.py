"""Scraped plain text → raw entries: bullets that end in "Paper", links and headings lost. Pure."""

from __future__ import annotations

import re

from pipeline.curated.raw import RawEntry, RawList
from pipeline.curated.words.mojibake import repair
from pipeline.model import Problem
from pipeline.titles import collapse

_BULLETS = ("-", "*", "\u2022")
_LABEL = re.compile(r"(?<=\s)(?:\[Paper\]|Paper)$", re.IGNORECASE)


def _bullet(line: str) -> str | None:
    """What stands behind a bullet; None for a line of another form."""
    bare = line.strip()
    text = bare[1:].strip()
    return text if bare.startswith(_BULLETS) and bare[1:2].isspace() and text else None


def _before_label(text: str) -> str | None:
    """What stands before the label of the lost link; None where there is none."""
    found = _LABEL.search(text, max(0, len(text) - len("[Paper] ")))
    return text[: found.start()].strip() or None if found else None


def is_scraped(text: str) -> bool:
    """Tell whether most bullets of `text` end in the label of a link that was lost."""
    bullets = [bullet for line in text.split("\n") if (bullet := _bullet(line))]
    marked = sum(1 for bullet in bullets if _before_label(bullet))
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
        if bullet := _bullet(line):
            if title := _before_label(bullet):
                entries.append(RawEntry(line=number, title=title, context=context))
            else:
                message = "bullet does not end in 'Paper' as the others do; passed over."
                problems.append(Problem(line=number, message=message))
        elif line.strip():
            context = collapse(repair(line))
    return RawList(entries=tuple(entries), problems=tuple(problems))
