"""What a document says, once its markup is taken off: headings, items, paragraphs and tables of spans. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Flag, IntEnum, auto
from typing import NamedTuple


class Kind(IntEnum):
    """What a span is."""

    TEXT = auto()
    LINK = auto()
    IMAGE = auto()
    LINE = auto()
    """The source goes on in its next line."""
    BREAK = auto()
    """A line break that the author asked for."""
    BORDER = auto()
    """The border of two paragraphs."""


class Style(Flag):
    """How a span is set."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    CODE = auto()


BREAKS = (Kind.LINE, Kind.BREAK, Kind.BORDER)
"""What parts two lines, the weakest first."""


class Span(NamedTuple):
    """A run of text, a link or an image, with the line it begins on."""

    kind: Kind
    line: int
    """1-based line of the source."""
    text: str = ""
    """The text, a link's label or an image's alternative text."""
    url: str = ""
    style: Style = Style.PLAIN
    images: tuple[Span, ...] = ()
    """Images within a link's label."""


Run = list[Span]
"""Spans in the order of the document."""


@dataclass(slots=True, kw_only=True)
class Heading:
    """A heading of level 1 (outermost) to 6."""

    line: int
    level: int
    text: str
    run: Run = field(default_factory=list)
    """The heading's spans, for a heading that is the title of a paper."""


@dataclass(slots=True, kw_only=True)
class Fold:
    """The line above a part that a page can fold away (`<summary>`)."""

    line: int
    text: str


@dataclass(slots=True)
class FoldEnd:
    """Where the innermost fold ends."""


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """Text outside of lists and tables."""

    line: int
    run: Run = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Item:
    """A bullet or numbered line, with the bullets below it."""

    line: int
    run: Run = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    group: int = 0
    """Number of the list it stands in; unique within a document."""
    goes_on: bool = False
    """It goes on with a bullet that a heading within it parted in two."""

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(item.items)


@dataclass(slots=True, kw_only=True)
class Cell:
    """A cell of a table."""

    run: Run = field(default_factory=list)
    header: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(slots=True, kw_only=True)
class Row:
    """A row of a table."""

    line: int
    closed: bool = False
    """Its end was seen; a cell behind it begins another."""
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Table:
    """A table, row by row."""

    line: int
    rows: list[Row] = field(default_factory=list)


Block = Heading | Fold | FoldEnd | Paragraph | Item | Table
"""A part of a document; items hold the items below them."""


_TEXT, _LINK, _IMAGE = Kind.TEXT, Kind.LINK, Kind.IMAGE
"""Read once: the words of a list are looked at several times each, and reaching a member takes longer than all else."""


def plain(run: Run) -> str:
    """The text of a run, links by their labels, breaks as blanks."""
    if not run:
        return ""
    return "".join(
        [text if kind is _TEXT or kind is _LINK else " " for kind, _, text, _, _, _ in run if kind is not _IMAGE],
    )
