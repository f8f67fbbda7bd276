"""Markdown → raw entries: bullets, numbered lines, tables and paragraphs, HTML among them. Pure."""

from __future__ import annotations

from dataclasses import replace

from pipeline.curated.markup.document import read_document
from pipeline.curated.markup.layout import to_html
from pipeline.curated.papers.select import select
from pipeline.curated.printed import is_printed, read_printed
from pipeline.curated.raw import RawList


def read_html(text: str) -> RawList:
    """Read the papers of an HTML page."""
    blocks, problems = read_document(text)
    read = select(blocks)
    return replace(read, problems=tuple(sorted([*problems, *read.problems], key=lambda problem: problem.line)))


def read_markdown(text: str) -> RawList:
    """Read the papers of a Markdown document; headings above a line are its path.

    Prose, code, contents lists, news and bullets that name people are not entries; a bullet or row that
    is passed over is told as a `Problem` with its line. A list that we printed is read as it was printed.
    """
    return read_printed(text) if is_printed(text) else read_html(to_html(text))
