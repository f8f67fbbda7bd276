"""HTML → what the document says, part by part, each with its line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.curated.markup.builder import Builder
from pipeline.curated.markup.flow import Block
from pipeline.model import Problem

_LAST_KNOWN_LINE = 65_535
"""The parser counts lines up to here; from there on the line breaks within texts are counted."""


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    yield from etree.iterwalk(root, events=("start", "end", "comment"))


_LONG_TAG = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})(?=\s)[^<>]{2000,}>")
_MOST_ATTRIBUTES = 100


def _without_attributes(found: re.Match[str]) -> str:
    """A tag with more attributes than any has, without them: the parser compares each with all the others."""
    many = found[0].count("=") > _MOST_ATTRIBUTES or len(found[0].split()) > _MOST_ATTRIBUTES
    return f"<{found['name']}{chr(10) * found[0].count(chr(10))}>" if many else found[0]


def read_document(html: str, *, bare_urls: bool = True) -> tuple[list[Block], list[Problem]]:
    """Read HTML, whole page or part, however broken.

    Args:
        html: The text, every line end a line feed.
        bare_urls: Take URLs within text for links.

    Returns:
        The document's parts in order, and a problem for what was nested too deep to be read.
    """
    parser = etree.HTMLParser(no_network=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    html = _LONG_TAG.sub(_without_attributes, html)
    root = etree.fromstring(html.encode("utf-8", "replace"), parser) if html.strip() else None
    builder = Builder(bare_urls=bare_urls)
    if root is None:
        return [], []
    for event, node in _events(root):
        if event == "comment":
            builder.line += (node.text or "").count("\n")
            builder.text(node.tail or "")
            continue
        if event == "start":
            if node.sourceline and node.sourceline < _LAST_KNOWN_LINE:
                builder.line = max(builder.line, node.sourceline)
            builder.start(node, node.tag)
            text = node.text
        else:
            builder.end(node.tag)
            text = node.tail
        if text:
            builder.text(text)
    builder.close()
    if any("Excessive depth" in error.message for error in parser.error_log):
        message = "tags are nested too deep from here on; what follows was not read. Close them."
        builder.problems.append(Problem(line=builder.line, message=message))
    return builder.blocks, builder.problems
