"""Where in a list's text an entry's title and links stand, and what may be written there. Pure.

The readers of lists keep lines, not letters: what stands here are places that may be meant, the likeliest first.
Whether one is, is told by reading the list again (`corrected.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice, pairwise
from urllib.parse import quote

from pipeline.curated.formats import Format
from pipeline.export.blocks import hidden, label_of, uses_of

_LINE = re.compile(r"\r\n|\r|\n")
_MARKUP = frozenset("\\*_`~")
"""What Markdown may have between the letters of a title."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});", re.ASCII)
MOST_PLACES = 3
"""Places of a title or a link that are tried."""
_URL_MARKS = "%/:=?~#+!$,;@."

Span = tuple[int, int]
"""A stretch of a text, by character, from and up to."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a text, by character, and what takes its place."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits made, which must not overlap."""
    parts, end = [], 0
    for edit in sorted(edits):
        parts += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*parts, text[end:]])


def overlap(edits: Sequence[Edit]) -> bool:
    """Whether edits touch the same letters."""
    ordered = sorted(edits)
    return any(before.end > after.start for before, after in pairwise(ordered))


def line_starts(text: str) -> list[int]:
    """Where each line begins, as the readers of lists count lines."""
    return [0, *(found.end() for found in _LINE.finditer(text))]


def title_places(text: str, stretch: tuple[int, int], title: str) -> Iterator[tuple[Span, ...]]:
    """Where a title stands: the stretch of each of its letters, between which markup may be."""
    start, last = stretch
    for at in range(start, last):
        if text[at] == title[:1] or text[at] == "&":
            letters = _letters(text, at, last, title)
            if letters:
                yield letters


def _letters(text: str, at: int, last: int, title: str) -> tuple[Span, ...] | None:
    """Each letter of a title that begins at a place; None where another text stands there. Takes linear time."""
    spans: list[Span] = []
    behind_blank = False
    for number, letter in enumerate(title):
        blank = letter.isspace()
        while at < last and text[at] in _MARKUP and text[at] != letter:
            at += 1
            # A line may be broken by a backslash, and a blank stand on both sides of a mark.
            while behind_blank and at < last and text[at].isspace():
                at += 1
        end = _behind_blanks(text, at, last) if blank else _behind_letter(text, at, title, number)
        if end == at or end > last:
            return None
        spans.append((at, end))
        at, behind_blank = end, blank
    return tuple(spans)


def _behind_letter(text: str, at: int, title: str, number: int) -> int:
    """The end of a letter of a title, as it is or as an entity; where it begins if it does not stand there."""
    entity = _ENTITY.match(text, at)
    # A title may be of entities, too: what is written as `&amp;amp;` says `&amp;`.
    if entity and unescape(entity[0]) == title[number]:
        told = entity[0]
        if not title.startswith(told, number) or text.startswith(told[1:], entity.end()):
            return entity.end()
    return at + 1 if text.startswith(title[number], at) else at


def _behind_blanks(text: str, at: int, last: int) -> int:
    while at < last and text[at].isspace():
        at += 1
    return at


def with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the marks of emphasis and code that touch it."""
    while start and text[start - 1] in _MARKUP:
        start -= 1
    while end < len(text) and text[end] in _MARKUP:
        end += 1
    return start, end


def link_places(text: str, stretch: tuple[int, int], url: str, fmt: Format) -> list[tuple[int, int]]:
    """Where an entry's address stands: beside it, else in definitions that it alone uses, else where it stands once.

    What is commented out or code is no link; a definition that is used beyond the entry is not the entry's.
    """
    near = list(islice(_told(text, stretch, url, fmt), MOST_PLACES))
    near = [place for place in near if label_of(text, place[0]) is None or _is_own(text, stretch, place)]
    if near:
        return near
    everywhere = list(_told(text, (0, len(text)), url, fmt))
    defined = [place for place in everywhere if label_of(text, place[0]) is not None]
    own = [place for place in defined if _is_own(text, stretch, place)]
    return own or (everywhere if len(everywhere) == 1 and not defined else [])


def _told(text: str, stretch: tuple[int, int], url: str, fmt: Format) -> Iterator[tuple[int, int]]:
    unseen = hidden(text, stretch, fmt)
    for start, end in url_places(text, stretch, url):
        if not any(first <= start < last for first, last in unseen):
            yield start, end


def _is_own(text: str, stretch: tuple[int, int], place: tuple[int, int]) -> bool:
    """Whether a definition is used in the stretch alone."""
    uses = list(uses_of(text, label_of(text, place[0]) or ""))
    return bool(uses) and all(stretch[0] <= use < stretch[1] for use in uses)


def as_address(url: str) -> str:
    """An address as it can stand in any list."""
    return quote(url, safe=_URL_MARKS)


def url_places(text: str, stretch: tuple[int, int], url: str) -> Iterator[tuple[int, int]]:
    """Where an address stands as a whole."""
    spelled = dict.fromkeys([url, url.replace("&", "&amp;")])
    pattern = re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, spelled))})(?![\w/%~-])")
    yield from (found.span() for found in pattern.finditer(text, *stretch))
