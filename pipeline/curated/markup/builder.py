"""Puts a document together from the elements and texts of its HTML, in their order. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.curated.markup import values
from pipeline.curated.markup.flow import (
    BREAKS,
    Block,
    Cell,
    Fold,
    FoldEnd,
    Heading,
    Item,
    Kind,
    Paragraph,
    Row,
    Run,
    Span,
    Style,
    Table,
)
from pipeline.curated.raw import ended
from pipeline.model import Problem
from pipeline.titles import collapse

_MAX_ITEMS_DEEP = 50
"""Levels of bullets that are kept apart; deeper ones are taken for bullets of the last level."""
_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^\[\]]{4,2000}")


@dataclass(slots=True)
class _Link:
    url: str
    line: int
    style: Style
    label: list[str] = field(default_factory=list)
    images: list[Span] = field(default_factory=list)


def _is_too_deep(node: etree._Element) -> bool:
    """Whether Markdown's parser left out what stands in an element."""
    return node.get("data-deep") is not None and not len(node)


class Builder:
    """Takes the tree's events in order and puts the parts together."""

    def __init__(self, *, bare_urls: bool) -> None:
        self.bare_urls = bare_urls
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.line = 1
        self.styles = [Style.PLAIN]
        """The style that holds within each element of style that is open, the innermost last."""
        self.items: list[Item] = []
        self.lists: list[int] = []
        self.groups = 0
        self.tables: list[Table] = []
        self.cells: list[Cell] = []
        self.heading: Heading | None = None
        self.fold: Fold | None = None
        self.captured: Run = []
        self.paragraph: Run = []
        self.link: _Link | None = None
        self.quotes: list[bool] = []
        """For each quotation that is open, whether it stands within an item."""
        self.unread = 0

    @property
    def run(self) -> Run:
        """Where spans go now."""
        if self.heading or self.fold:
            return self.captured
        if self.cells:
            return self.cells[-1].run
        return self.items[-1].run if self.items else self.paragraph

    def text(self, text: str) -> None:
        """Take up a text, line by line."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.line += 1
                self._break(Kind.LINE)
            if not piece or self.unread or (self.quotes and any(self.quotes) and not self.cells):
                continue
            if self.link is not None:
                self.link.label.append(piece)
            else:
                self._spans(piece)

    def _spans(self, text: str) -> None:
        """Text with the URLs in it as links."""
        start = 0
        for found in _URL.finditer(text) if self.bare_urls and "://" in text else ():
            url = ended(found[0].rstrip("!?"))
            if found.start() > start:
                self._put(Kind.TEXT, text[start : found.start()])
            self._put(Kind.LINK, url, url=url)
            start = found.start() + len(url)
        if start < len(text):
            self._put(Kind.TEXT, text[start:] if start else text)

    def _put(self, kind: Kind, text: str = "", url: str = "") -> None:
        self.run.append(Span(kind, self.line, text, url, self.styles[-1]))

    def _break(self, kind: Kind) -> None:
        if self.unread:
            return
        if self.link is not None:
            self.link.label.append(" ")
        elif run := self.run:
            if run[-1].kind not in BREAKS:
                self._put(kind)
            elif kind > run[-1].kind:
                run.pop()
                self._put(kind)

    def start(self, node: etree._Element, tag: str) -> None:
        """Take up the beginning of an element."""
        if tag in values.UNREAD or self.unread:
            self.unread += 1
            return
        if tag in values.STYLES:
            self.styles.append(self.styles[-1] | values.STYLES[tag])
        elif tag == "a":
            self._open_link(node.get("href") or "")
        elif tag == "img":
            self._image(node)
        elif tag == "br":
            self._break(Kind.BREAK)
        elif tag not in values.WITHIN_LINES:
            self._open_block(node, tag)

    def end(self, tag: str) -> None:
        """Take up the end of an element."""
        if self.unread:
            self.unread -= 1
        elif tag in values.STYLES:
            self.styles.pop()
        elif tag == "a":
            self._close_link()
        elif tag not in values.WITHIN_LINES and tag not in {"img", "br"}:
            self._close_block(tag)

    def _open_link(self, url: str) -> None:
        self._close_link()
        self.link = _Link(values.usable_url(url.strip()), self.line, self.styles[-1])

    def _close_link(self) -> None:
        if (link := self.link) is None:
            return
        self.link = None
        label = collapse("".join(link.label))
        if link.url or label or link.images:
            self.run.append(
                Span(
                    kind=Kind.LINK,
                    line=link.line,
                    text=label,
                    url=link.url,
                    style=link.style if link.style is self.styles[-1] else link.style | self.styles[-1],
                    images=tuple(link.images),
                ),
            )

    def _image(self, node: etree._Element) -> None:
        image = Span(kind=Kind.IMAGE, line=self.line, text=node.get("alt") or "", url=node.get("src") or "")
        if self.link is not None:
            self.link.images.append(image)
        else:
            self.run.append(image)

    def _open_block(self, node: etree._Element, tag: str) -> None:
        self._close_link()
        if _is_too_deep(node):
            self.problems.append(Problem(line=self.line, message="bullets are nested too deep here; passed over."))
        if tag in values.NOT_IN_CAPTION:
            self._close_caption()
        if self.cells and tag in values.IN_CELL:
            self._border()
        elif tag in {"ul", "ol", "dl"}:
            self._flush()
            self.groups += 1
            self.lists.append(self.groups)
        elif tag in values.ITEMS:
            self._open_item(node)
        elif tag in {"table", "tr", "td", "th"}:
            self._open_table(node, tag)
        elif tag in values.HEADINGS:
            self._flush()
            # No table has headings in it: one that is open was never closed.
            self.cells, self.tables = [], []
            self.heading, self.captured = Heading(line=self.line, level=int(tag[1]), text=""), []
        elif tag == "summary":
            self._flush()
            self.fold, self.captured = Fold(line=self.line, text=""), []
        elif tag == "blockquote":
            self._flush()
            self.quotes.append(bool(self.items))
        else:
            self._border()

    def _open_table(self, node: etree._Element, tag: str) -> None:
        if tag == "table":
            self._flush()
            self.tables.append(Table(line=self.line))
            self.blocks.append(self.tables[-1])
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append(Row(line=self.line))
        elif tag != "tr" and self.tables and self.tables[-1].rows:
            if self.tables[-1].rows[-1].closed:
                self.tables[-1].rows.append(Row(line=self.line))
            rows, columns = values.cells_taken(node.get("rowspan")), values.cells_taken(node.get("colspan"))
            self.cells.append(Cell(header=tag == "th", rows=rows, columns=columns))
            self.tables[-1].rows[-1].cells.append(self.cells[-1])
        else:
            self._border()

    def _open_item(self, node: etree._Element) -> None:
        self._flush()
        item = Item(line=self.line, group=self.lists[-1] if self.lists else 0)
        if _is_too_deep(node):
            self.items.append(item)
            return
        if self.items and not self.cells:
            self.items[min(len(self.items), _MAX_ITEMS_DEEP) - 1].items.append(item)
        else:
            self.blocks.append(item)
        self.items.append(item)

    def _close_block(self, tag: str) -> None:
        self._close_link()
        if self.cells and tag in values.IN_CELL:
            self._border()
        elif tag in {"ul", "ol", "dl"}:
            self._flush()
            self.lists = self.lists[:-1]
        elif tag in values.ITEMS:
            self.items = self.items[:-1]
        elif tag == "table":
            self.tables = self.tables[:-1]
        elif tag in {"td", "th"}:
            self.cells = self.cells[:-1]
        elif tag == "tr" and self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1].closed = True
        elif tag in values.HEADINGS or tag == "summary":
            self._close_caption()
        elif tag == "details":
            self._flush()
            self.blocks.append(FoldEnd())
        elif tag == "blockquote":
            self._flush()
            self.quotes = self.quotes[:-1]
        else:
            self._border()

    def _close_caption(self) -> None:
        """Close the heading or summary that is open, at its end or where its end is missing."""
        if self.heading:
            self.heading.text, self.heading.run = values.caption(self.captured), self.captured
            self.blocks.append(self.heading)
            self._part_items(self.heading.line)
        if self.fold:
            self.fold.text = values.caption(self.captured)
            self.blocks.append(self.fold)
        self.heading = self.fold = None

    def _part_items(self, line: int) -> None:
        """Go on behind a heading within bullets (`+ #### Surveys`) with bullets of their own."""
        within: list[Item] | list[Block] = self.blocks
        for at, item in enumerate(self.items):
            item.goes_on = item.goes_on or not item.run
            self.items[at] = Item(line=line, group=item.group, goes_on=True)
            within.append(self.items[at])
            within = self.items[at].items

    def _border(self) -> None:
        """The border of two paragraphs."""
        if self.items or self.cells or self.heading or self.fold:
            self._break(Kind.BORDER)
        else:
            self._flush()

    def close(self) -> None:
        """Close what is open at the document's end."""
        self._close_link()
        self._close_caption()
        self._flush()

    def _flush(self) -> None:
        """Close the paragraph outside of items, if there is one."""
        if any(span.kind not in BREAKS and (span.url or span.text.strip()) for span in self.paragraph):
            first = next(span for span in self.paragraph if span.kind not in BREAKS)
            self.blocks.append(Paragraph(line=first.line, run=self.paragraph))
        self.paragraph = []
