"""Where in a list's text an entry's title and links stand, and what may be written there. Pure.

The readers of lists keep lines, not letters: what stands here are places that may be meant, the likeliest first.
Whether one is, is told by reading the list again (`corrected.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape as as_html
from itertools import islice, pairwise
from urllib.parse import quote

from pipeline.curated.formats import Format
from pipeline.curated.render import escape as as_markdown
from pipeline.export.blocks import hidden, label_of, uses_of

_LINE = re.compile(r"\r\n|\r|\n")
_MARKUP = frozenset("\\*_`~")
"""What Markdown may have between the letters of a title."""
_ENTITIES = {"&": ("&amp;",), "<": ("&lt;",), ">": ("&gt;",), '"': ("&quot;",), "'": ("&#39;", "&apos;")}
_MOST_PLACES = 3
"""Places of a title or a link that are tried."""
_MARKS = re.compile(r"[*_`~\[\]|\\!$]")
_PLAIN = re.compile(r"[\w \-.,:;?/+='\u2019\"()@%{}\u0080-\U0010ffff]*")
"""Texts that mean themselves in Markdown, HTML and tables."""
_URL_MARKS = "%/:=?~#+!$,;@."


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


def title_edits(text: str, stretch: tuple[int, int], old: str, new: str, fmt: Format) -> Iterator[Edit]:
    """Ways to write one title in place of another."""
    for start, end in islice(title_places(text, stretch, old), _MOST_PLACES):
        for first, last in dict.fromkeys([(start, end), with_markup(text, start, end)]):
            for written in _written(new, fmt):
                yield Edit(first, last, written)


def _written(title: str, fmt: Format) -> tuple[str, ...]:
    """How a title may be spelled, the plainest first; within HTML in Markdown a backslash is a letter."""
    if fmt in {Format.TEXT, Format.TITLES}:
        return (title,)
    entities = _MARKS.sub(lambda found: f"&#{ord(found[0])};", as_html(title))
    escaped = (entities,) if fmt is Format.HTML else (as_markdown(title).replace("$", r"\$"), entities)
    return tuple(dict.fromkeys((title, *escaped))) if _PLAIN.fullmatch(title) else escaped


def title_places(text: str, stretch: tuple[int, int], title: str) -> Iterator[tuple[int, int]]:
    """Where a title stands, with the markup that is within it."""
    start, last = stretch
    for at in range(start, last):
        if text[at] == title[:1] or text[at] == "&":
            end = _end_of(text, at, last, title)
            if end is not None:
                yield at, end


def _end_of(text: str, at: int, last: int, title: str) -> int | None:
    """Where a title ends that begins at a place; None where another text stands there. Takes linear time."""
    for letter in title:
        if letter.isspace():
            start, at = at, _behind(text, at, last)
            if at == start:
                return None
            continue
        while at < last and text[at] != letter and text[at] in _MARKUP:
            at += 1
        entity = next((each for each in _ENTITIES.get(letter, ()) if text.startswith(each, at)), letter)
        if not text.startswith(entity, at):
            return None
        at += len(entity)
    return at if at <= last else None


def _behind(text: str, at: int, last: int) -> int:
    while at < last and (text[at].isspace() or text[at] in _MARKUP):
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
    near = list(islice(_told(text, stretch, url, fmt), _MOST_PLACES))
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
