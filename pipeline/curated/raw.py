"""What a format's reader hands on: a line's parts, before cleaning. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.curated.words.claims import Claim
from pipeline.identifiers import Identifier
from pipeline.model import Link, Problem

URL = re.compile(r"https?://[^\s<>\"'`|]{4,2000}")
"""An address within a text; `ended` takes off what belongs to the sentence around it."""
UNPRINTABLE: dict[int, str | None] = {
    **dict.fromkeys(code for code in range(32) if not chr(code).isspace()),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    0x7F: None,
}
"""Control characters, which say nothing, and halves of characters, which no file can hold. For `str.translate`."""
UNSEEN: dict[int, str | None] = {
    **UNPRINTABLE,
    **dict.fromkeys(range(0x80, 0xA0)),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
}
"""Beside them the control characters that mojibake is made of, and those that turn the direction of writing."""
_ANY_UNPRINTABLE = re.compile(f"[{''.join(map(chr, UNPRINTABLE))}]")


def printable(text: str) -> str:
    """A text without control characters and halves of characters."""
    return text.translate(UNPRINTABLE) if _ANY_UNPRINTABLE.search(text) else text


_OPENING = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """The parts of one list line as its format separates them."""

    line: int
    title: str
    headings: tuple[str, ...] = ()
    context: str | None = None
    links: tuple[Link, ...] = ()
    papers: tuple[str, ...] = ()
    """URLs that lead to the paper, best first."""
    printed: tuple[Identifier, ...] = ()
    """Identifiers that stand as text or in fields of their own."""
    claim: Claim = field(default_factory=Claim)
    """Venue and year as the list prints them beside the title."""
    authors: str | None = None
    """Authors as the list prints them."""
    exact: bool = False
    """The title is nothing but the title: no label, number or claim is to be taken off it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawList:
    """All lines of a list that name a paper, and what was passed over and why."""

    entries: tuple[RawEntry, ...]
    problems: tuple[Problem, ...] = ()


def ended(url: str) -> str:
    """A URL without the stops and closing brackets that belong to the sentence around it."""
    while ((opening := _OPENING.get(url[-1])) and url.count(url[-1]) > url.count(opening)) or url[-1] in ".,;:":
        url = url[:-1]
    return url


def part_urls(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a text from the URLs that stand in it."""
    urls = tuple(ended(url) for url in URL.findall(text))
    return (URL.sub(" ", text) if urls else text), urls
