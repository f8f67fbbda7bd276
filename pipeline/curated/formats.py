"""The formats a list may come in, told from its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from pipeline.curated.lines import read_lines
from pipeline.curated.markdown import read_markdown
from pipeline.curated.raw import RawList
from pipeline.curated.scraped import is_scraped, read_scraped

# Every repetition is bounded or stays on its line, so that no text takes more than linear time.
_LINK_OR_HEADING = re.compile(r"\]\([^)\s]{1,2000}\)|^#{1,6}[ \t]+\S", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}\.)\s{1,80}\S", re.MULTILINE)


class Format(StrEnum):
    """A format a list may come in (closed list)."""

    MARKDOWN = "markdown"
    TEXT = "text"
    TITLES = "titles"


READERS: dict[Format, Callable[[str], RawList]] = {
    Format.MARKDOWN: read_markdown,
    Format.TEXT: read_scraped,
    Format.TITLES: read_lines,
}


def detect(text: str) -> Format:
    """Tell the format of a list by its content; a text without any sign is one title a line."""
    if _LINK_OR_HEADING.search(text):
        return Format.MARKDOWN
    if is_scraped(text):
        return Format.TEXT
    return Format.MARKDOWN if _BULLET.search(text) else Format.TITLES
