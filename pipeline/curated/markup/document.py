"""HTML → what the document says, part by part, each with its line. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.curated.markup.builder import Builder
from pipeline.curated.markup.flow import Block
from pipeline.model import Problem

_LAST_KNOWN_LINE = 65_535
"""The parser counts lines up to here; from there on the line breaks within texts are counted."""


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    yield from etree.iterwalk(root, events=("start", "end", "comment"))


def read_document(html: str, *, bare_urls: bool = True) -> tuple[list[Block], list[Problem]]:
    """Read HTML, whole page or part, however broken.

    Args:
        html: The text, every line end a line feed.
        bare_urls: Take URLs within text for links.

    Returns:
        The document's parts in order, and a problem for what was nested too deep to be read.
    """
    parser = etree.HTMLParser(no_network=True, remove_pis=True, encoding="utf-8", huge_tree=True)
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
            builder.text(node.text or "")
        else:
            builder.end(node.tag)
            builder.text(node.tail or "")
    builder.close()
    if any("Excessive depth" in error.message for error in parser.error_log):
        message = "tags are nested too deep from here on; what follows was not read. Close them."
        builder.problems.append(Problem(line=builder.line, message=message))
    return builder.blocks, builder.problems
