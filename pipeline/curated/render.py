"""Entries → our own Markdown list, which parses back to the same entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pipeline.curated.formats import Format
from pipeline.curated.parse import parse_list
from pipeline.errors import ListError
from pipeline.model import CuratedEntry
from pipeline.titles import collapse

_SPECIAL = re.compile(r"([\\`*_\[\]<>&!|~])")
_START = re.compile(r"^\d+(?=[.)])|^(?=[#+-])")
_SPECIAL_IN_LINK = re.compile(r"([\\<>]|&(?=#?\w+;))")
_DEEPEST = 6


def escape(text: str) -> str:
    """Escape what Markdown would read as markup; also what would start a heading or a list."""
    return _START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\1", text))


def _badge(claim: str) -> str:
    return "https://img.shields.io/badge/" + quote(claim.replace("-", "--").replace("_", "__")) + "-blue"


def _spellings(entry: CuratedEntry) -> Iterator[str]:
    """The ways to print an entry, the plainest first."""
    title = escape(entry.title)
    link = "(<" + _SPECIAL_IN_LINK.sub(r"\\\1", entry.link) + ">)" if entry.link else ""
    claim = " ".join(str(part) for part in (entry.claimed_venue, entry.claimed_year) if part is not None)
    badge = f" ![{escape(claim)}]({_badge(claim)})" if claim else ""
    linked = f"- [{title}]{link}" if link else f"- {title}"
    yield f"{linked} ({escape(claim)})" if claim else linked
    # For claims such as `2022` or `Proc. (ACL)`, then for titles such as `Code`.
    yield linked + badge
    yield f"- {title} [Paper]{link}{badge}"


def _reads_back(line: str, entry: CuratedEntry) -> bool:
    try:
        read = parse_list(line, "", Format.MARKDOWN).entries
    except ListError:
        return False
    facts = [(each.title, each.link, each.claimed_venue, each.claimed_year) for each in read]
    return facts == [(entry.title, entry.link, entry.claimed_venue, entry.claimed_year)]


def _line(entry: CuratedEntry) -> str:
    spellings = list(_spellings(entry))
    return next((line for line in spellings if _reads_back(line, entry)), spellings[0])


def _heading(depth: int, text: str) -> str:
    return "#" * depth + " " + re.sub(r"#(?=#*$)", r"\\#", escape(collapse(text)))


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

    Args:
        name: Title of the document, printed as the one heading of level 1.
    """
    lines = [_heading(1, name), ""]
    above: tuple[str, ...] | None = None
    for entry in entries:
        if entry.headings != above:
            if lines[-1]:
                lines.append("")
            for heading in _headings(above or (), entry.headings):
                lines += [heading, ""]
            above = entry.headings
        lines.append(_line(entry))
    return "\n".join(lines) + "\n"
