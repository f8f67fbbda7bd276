"""What a format's reader hands on: a line's parts, before cleaning. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import Link, Problem

PAPER_LABEL = re.compile(r"[\[(]*\s*(?:paper|pdf|arxiv|link|paper link|preprint)s?\s*[\])]*", re.IGNORECASE)
"""A link label that says "here is the paper" and is no part of the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """The parts of one list line as its format separates them."""

    line: int
    title: str
    headings: tuple[str, ...] = ()
    context: str | None = None
    links: tuple[Link, ...] = ()
    link: str | None = None
    claim: str | None = None
    """Venue and year as the list prints them beside the title (`ACL 2022`), or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawList:
    """All lines of a list that name a paper, and what was passed over and why."""

    entries: tuple[RawEntry, ...]
    problems: tuple[Problem, ...] = ()
