"""Entries → our own Markdown list, which parses back to the same entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import CuratedEntry

_SPECIAL = re.compile(r"([\\`*_\[\]<>&!|~])")


def escape(text: str) -> str:
    """Escape what Markdown would read as markup; also what would start a heading or a list."""
    return re.sub(r"^([#+-]|\d+[.)])", r"\\\1", _SPECIAL.sub(r"\\\1", text))


def _line(entry: CuratedEntry) -> str:
    claim = " ".join(str(part) for part in (entry.claimed_venue, entry.claimed_year) if part is not None)
    title = f"[{escape(entry.title)}](<{entry.link}>)" if entry.link else escape(entry.title)
    return f"- {title} ({escape(claim)})" if claim else f"- {title}"


def render_list(entries: Iterable[CuratedEntry], name: str) -> str:
    """Print entries as a Markdown list under their headings.

    Args:
        name: Title of the document, printed as the one heading of level 1.
    """
    lines = [f"# {escape(name)}", ""]
    above: tuple[str, ...] = ()
    for entry in entries:
        if entry.headings != above:
            if lines[-1]:
                lines.append("")
            kept = 0
            while kept < min(len(above), len(entry.headings)) and above[kept] == entry.headings[kept]:
                kept += 1
            fresh = entry.headings[kept:] or entry.headings[-1:]
            start = len(entry.headings) - len(fresh)
            for depth, heading in enumerate(fresh, start=start + 2):
                lines += [f"{'#' * depth} {escape(heading)}", ""]
            above = entry.headings
        lines.append(_line(entry))
    return "\n".join(lines) + "\n"
