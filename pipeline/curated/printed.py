"""Our own Markdown list → raw entries, exactly as they were printed. Pure.

A list that we printed says so in a comment, and is read by the form it was printed in, without any
guess: whatever its titles and headings are, they come back. `render` prints it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.curated.markup.document import read_document
from pipeline.curated.markup.flow import BREAKS, Heading, Item, Kind, Run, Span, Style, plain
from pipeline.curated.markup.layout import to_html
from pipeline.curated.raw import RawEntry, RawList
from pipeline.curated.words.claims import Claim
from pipeline.curated.words.labels import Label, read_label
from pipeline.hosts import Place, place_of
from pipeline.identifiers import parse_identifier
from pipeline.model import Link, Problem
from pipeline.titles import collapse

MARK = "<!-- curated-papers: every bullet is an entry -->"
"""The comment by which a list of our own is known."""
_WITHIN = 2000
"""Characters from the beginning in which the mark is looked for."""
_YEAR_DIGITS = 4


def is_printed(text: str) -> bool:
    """Tell whether a list is one that we printed."""
    return MARK in text[:_WITHIN]


def _claim(text: str) -> Claim:
    """Read `(ICLR 2022)`, `(ICLR)` or `(2022)` as printed: the year is the last word, if it is one."""
    inside = collapse(text)[1:-1]
    head, _, last = inside.rpartition(" ")
    if len(last) == _YEAR_DIGITS and last.isascii() and last.isdigit():
        return Claim(venue=head or None, year=int(last))
    return Claim(venue=inside.removesuffix(" -") or None)


def papers_of(links: Sequence[Link], first: str | None) -> tuple[str, ...]:
    """URLs that lead to the paper: the one that is marked so, then those whose label or address says so."""
    if first is None:
        return ()
    more = [
        link.url
        for link in links
        if read_label(link.label) is Label.PAPER
        or (place_of(link.url) is Place.PAPER and read_label(link.label) in (Label.POINTER, Label.CLAIM))
    ]
    return tuple(dict.fromkeys([first, *more]))


def _first(links: list[Span]) -> str | None:
    """The link in bold, or the first of those that are not in italics."""
    leading = [span for span in links if Style.ITALIC not in span.style]
    bold = next((span.url for span in leading if Style.BOLD in span.style), None)
    return bold or (leading[0].url if leading else None)


def _entry(item: Item, headings: tuple[str, ...]) -> RawEntry | None:
    # `- 2023. A title` is to Markdown a numbered line within a bullet.
    within = item.items[0] if not plain(item.run).strip() and item.items else item
    item = within if within.line == item.line else item
    run: Run = [span for span in item.run if span.kind not in BREAKS]
    links = [span for span in run if span.kind is Kind.LINK]
    words = [span for span in run if span.kind is Kind.TEXT and not span.style & (Style.ITALIC | Style.CODE)]
    codes = [parse_identifier(span.text) for span in run if span.kind is Kind.TEXT and Style.CODE in span.style]
    claims = [span for span in run if span.kind is Kind.TEXT and Style.ITALIC in span.style]
    titled = bool(run) and run[0].kind is Kind.LINK
    title = links[0].text if titled else collapse(plain(words))
    if not title:
        return None
    listed = tuple(Link(url=span.url, label=span.text) for span in links)
    return RawEntry(
        line=run[0].line,
        title=title,
        headings=headings,
        links=listed,
        papers=papers_of(listed, _first(links)),
        printed=tuple(identifier for identifier in codes if identifier),
        claim=_claim("".join(span.text for span in claims)) if claims else Claim(),
        authors=collapse(plain(item.items[0].run)) or None if item.items else None,
        exact=True,
    )


def read_printed(text: str) -> RawList:
    """Read a list that we printed, and what its curator has added to it in the same form."""
    blocks, problems = read_document(to_html(text), bare_urls=False)
    levels: list[tuple[int, str]] = []
    entries: list[RawEntry] = []
    for block in blocks:
        if isinstance(block, Heading):
            levels = [pair for pair in levels if pair[0] < block.level]
            levels.append((block.level, collapse(plain(block.run))))
        elif isinstance(block, Item):
            headings = tuple(name for level, name in levels if name and level > 1)
            if entry := _entry(block, headings):
                entries.append(entry)
            else:
                problems.append(Problem(line=block.line, message="bullet has no title; give it one or delete it."))
    return RawList(entries=tuple(entries), problems=tuple(problems))
