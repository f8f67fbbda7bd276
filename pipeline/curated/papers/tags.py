"""What is set as code or in italics beside a title: tags before it, authors and venue behind it. Pure."""

from __future__ import annotations

import re

from pipeline.curated.markup.flow import BREAKS, Kind, Run, Style, plain
from pipeline.curated.papers.details import read_details
from pipeline.curated.words.claims import ends_in_year
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import enough

_NO_WORDS = re.compile(r"[^\w]*")


def tags_before(run: Run) -> int:
    """How many spans of a run are tags, as in `` `2023/07` | `Llama` | A title ``; 0 where none stand before it."""
    if not run or run[0].style is Style.PLAIN or Style.CODE not in run[0].style:
        return 0
    bars = False
    for at, span in enumerate(run):
        if span.kind is Kind.TEXT and Style.CODE in span.style:
            continue
        if span.kind in BREAKS or span.kind is Kind.IMAGE:
            continue
        bars = bars or (span.kind is Kind.TEXT and span.text.lstrip()[:1] == "|")
        if span.kind is not Kind.TEXT or not _NO_WORDS.fullmatch(span.text):
            return at if bars else 0
    return 0


def said_in_tags(tags: Run) -> tuple[str, ...]:
    """What the tags say of venue, date and authors; one name alone is that of a method."""
    texts = (span.text for span in tags if span.kind is Kind.TEXT and Style.CODE in span.style)
    return tuple(text for text in texts if read_details(text)[0] or "et al" in text or read_authors(text) is not None)


def without_tags(run: Run, tags: int) -> Run:
    """A run with nothing said where the tags stood, so that all else stays in its place."""
    return [*(span._replace(kind=Kind.TEXT, text="", style=Style.PLAIN) for span in run[:tags]), *run[tags:]]


_SET_APART = Style.ITALIC | Style.CODE


def before_italics(said: Run) -> tuple[Run, str]:
    """Part the title from authors and venue in italics behind it: `The title *First Author et al. Venue*`."""
    for at, span in enumerate(said):
        if span.kind is not Kind.TEXT or span.style is Style.PLAIN or not span.style & _SET_APART:
            continue
        before = plain(said[:at])
        tagged = Style.CODE in span.style and (before.rstrip().endswith((".", "?", "!")) or ends_in_year(span.text))
        if enough(before) and (tagged or read_authors(span.text, alone=True) or any(read_details(span.text))):
            return said[:at], plain(said[at:])
    return said, ""
