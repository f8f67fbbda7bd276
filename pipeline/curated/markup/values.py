"""What elements, attributes and captions of HTML say, hostile ones too. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from pipeline.curated.markup.flow import Kind, Run, Style, plain
from pipeline.titles import collapse

_SKIPPED = """
    script style pre template noscript svg math head nav footer aside form select textarea iframe object
    video
"""
UNREAD = frozenset(_SKIPPED.split())
"""Elements that hold no part of a list."""
_INLINE = """
    a span font sub sup u s del ins strike small big mark abbr q label time wbr bdi
"""
WITHIN_LINES = frozenset(_INLINE.split())
"""Elements that stand within a line."""
STYLES = {
    **dict.fromkeys(("b", "strong"), Style.BOLD),
    **dict.fromkeys(("i", "em", "cite", "var"), Style.ITALIC),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), Style.CODE),
}
ITEMS = frozenset({"li", "dt", "dd"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NOT_IN_CAPTION = ITEMS | HEADINGS | {"ul", "ol", "dl", "table", "details", "blockquote"}
"""What no heading and no summary holds: one that is still open was never closed."""
IN_CELL = ITEMS | {"ul", "ol", "dl", "blockquote", "summary"}
"""What within a cell parts lines and no more."""
_MOST_CELLS = 500
_FEW_DIGITS = re.compile(r"\d{1,6}", re.ASCII)
LONGEST_CAPTION = 500
"""Characters of a heading that are kept."""
_EMPTY = re.compile(r"\(\s{0,9}\)|\[\s{0,9}\]")
"""Brackets whose link was left out."""
_URL_MARKS = "%/:=&?~#+!$,;'@()*[]"
_SCRIPTS = frozenset({"javascript", "vbscript", "data"})
_BACK = re.compile(r"\W*(?:back(?: to)?(?: the)?(?: top| content| toc)?.*|top|toc|link|permalink)?\W*", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def usable_url(url: str) -> str:
    """A link's address with what no address may hold escaped; empty for a script."""
    scheme = url.partition(":")[0].strip().lower()
    return "" if scheme in _SCRIPTS else quote(url.strip(), safe=_URL_MARKS)


def cells_taken(value: str | None) -> int:
    """Rows or columns that a cell takes by its `rowspan` or `colspan`, from 1 to 500."""
    return min(max(int(value), 1), _MOST_CELLS) if value and _FEW_DIGITS.fullmatch(value) else 1


def _leads_back(label: str) -> bool:
    return len(label) <= _LONGEST_BACK and _BACK.fullmatch(label) is not None


_LONGEST_BACK = 60


def caption(run: Run) -> str:
    """A heading's text without the links that lead back to the top, at most 500 characters."""
    kept = [
        span for span in run if not (span.kind is Kind.LINK and span.url.startswith("#") and _leads_back(span.text))
    ]
    return collapse(_EMPTY.sub("", plain(kept)))[:LONGEST_CAPTION].strip()
