"""The formats a list may come in, told from its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from pipeline.curated.lines import read_lines
from pipeline.curated.markdown import read_markdown
from pipeline.curated.raw import RawList
from pipeline.curated.scraped import is_scraped, read_scraped

_MARKDOWN_SIGN = re.compile(r"^#{1,6}\s+\S|\]\([^)\s]+\)|^\s*(?:[-*+]|\d+\.)\s+\S", re.MULTILINE)
_LINK = re.compile(r"\]\([^)\s]+\)")


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
    if not _LINK.search(text) and is_scraped(text):
        return Format.TEXT
    return Format.MARKDOWN if _MARKDOWN_SIGN.search(text) else Format.TITLES
