"""Entries → our own Markdown list, which parses back to the same entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.curated.printed import MARK, papers_of
from pipeline.identifiers import identifier_in_url
from pipeline.model import CuratedEntry
from pipeline.titles import collapse

_SPECIAL = re.compile(r"([\\`*_\[\]<>&!|~])")
_START = re.compile(r"^\d+(?=[.)])|^(?=[#+=-])")
_SPECIAL_IN_LINK = re.compile(r"([\\<>]|&(?=#?\w+;))")
_PLAIN_LINK = re.compile(r"[\w:/.?=%#~+,;@-]+", re.ASCII)
_DEEPEST = 6


def escape(text: str) -> str:
    """Escape what Markdown would read as markup; also what would start a heading or a list."""
    return _START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\1", text))


def _link(label: str, url: str) -> str:
    target = url if _PLAIN_LINK.fullmatch(url) else "<" + _SPECIAL_IN_LINK.sub(r"\\\1", url) + ">"
    return f"[{escape(label)}]({target})"


def _marked(text: str, mark: str) -> str:
    return f"{mark}{text}{mark}"


def _claim(entry: CuratedEntry) -> str:
    """The claim in brackets; a venue that ends like a year is parted from the year that is not there."""
    parts = [str(part) for part in (entry.claimed_venue, entry.claimed_year) if part is not None]
    if entry.claimed_year is None and re.search(r"(?:^| )\d{4}$|-$", entry.claimed_venue or "", re.ASCII):
        parts.append("-")
    return f" *({escape(' '.join(parts))})*" if parts else ""


def _line(entry: CuratedEntry) -> Iterator[str]:
    """A bullet: the title, linked if the list linked it, and its links.

    The paper's own link is in bold unless it is the first; where none leads to the paper, all are in italics.
    Identifiers that no link says stand as code.
    """
    links = [(link.label, link.url) for link in entry.links]
    if entry.link is not None and entry.link not in {url for _, url in links}:
        links.insert(0, (entry.title, entry.link))
    head = escape(entry.title)
    titled = bool(links) and bool(entry.link) and links[0][0] == entry.title
    first = next((number for number, (_, url) in enumerate(links) if url == entry.link), 0)
    others = "" if entry.link else "*"
    printed = [
        _marked(_link(label, url), "**" if number == first and first else others)
        for number, (label, url) in enumerate(links)
    ]
    if titled:
        head = printed.pop(0)
    said = set(map(identifier_in_url, papers_of(entry.links, entry.link)))
    codes = [f"`{identifier}`" for identifier in entry.identifiers if identifier not in said]
    yield " ".join([f"- {head}{_claim(entry)}", *printed, *codes])
    if entry.authors:
        yield f"  - {escape(collapse(entry.authors))}"


def _heading(depth: int, text: str) -> str:
    return "#" * depth + " " + re.sub(r"(?<!\\)#(?=#*$)", r"\\#", escape(collapse(text)))


def _headings(above: tuple[str, ...], path: tuple[str, ...]) -> Iterator[str]:
    """The headings that lead from one path to the next; an empty one leaves all of them."""
    if not path:
        yield "##"
    kept = 0
    while kept < min(len(above), len(path)) and above[kept] == path[kept]:
        kept += 1
    start = min(kept, len(path) - 1)
    for depth, text in enumerate(path[max(start, 0) :], start=start + 2):
        yield _heading(min(depth, _DEEPEST), text)


def render_list(entries: Iterable[CuratedEntry], name: str) -> str:
    """Print entries as a Markdown list under their headings, of which Markdown takes five beneath the name.

    Titles, headings, links, claims and authors come back as they are when the list is parsed again.

    Args:
        name: Title of the document, printed as the one heading of level 1.
    """
    lines = [_heading(1, name), "", MARK, ""]
    above: tuple[str, ...] | None = None
    for entry in entries:
        if entry.headings != above:
            if lines[-1]:
                lines.append("")
            for heading in _headings(above or (), entry.headings):
                lines += [heading, ""]
            above = entry.headings
        lines += _line(entry)
    return "\n".join(lines) + "\n"
