"""Runs, items and tables from the Markdown that people write: for the tests of what is read out of them."""

from __future__ import annotations

from pipeline.curated.markup.document import read_document
from pipeline.curated.markup.flow import Item, Paragraph, Run, Table
from pipeline.curated.markup.layout import to_html

A, B, C = (f"https://arxiv.org/abs/2301.0000{number}" for number in (1, 2, 3))
CODE = "https://github.com/a/b"
PAGE = "https://ada.example/page"


def run_of(text: str) -> Run:
    """The run of a Markdown paragraph; none for a text without words."""
    blocks = read_document(to_html(text))[0]
    if not blocks:
        return []
    (paragraph,) = blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph.run


def item_of(text: str) -> Item:
    """The item of a Markdown list of one bullet, with the bullets below it."""
    (item,) = read_document(to_html(text))[0]
    assert isinstance(item, Item)
    return item


def table_of(text: str) -> Table:
    """The table of a Markdown or HTML text that is nothing but one."""
    (table,) = read_document(to_html(text))[0]
    assert isinstance(table, Table)
    return table
