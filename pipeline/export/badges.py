"""Venue, year and citations beside each known paper of a list, as text that needs no server of badges. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.curated.formats import Format
from pipeline.errors import UsageError
from pipeline.export.blocks import html_lines
from pipeline.export.corrected import Change, Corrected, ListSource, settle, stretch, written
from pipeline.export.places import Edit, line_starts, title_places, url_places, with_markup
from pipeline.export.reference import Row, seen
from pipeline.model import CuratedEntry
from pipeline.plural import word_for
from pipeline.venues import is_preprint_server

_LONGEST = 100
_NOT_IN_BADGE = re.compile(r"[`|\\\[\]<>\"]+")
"""What ends a stretch of code, and what is markup where backticks mean nothing."""
_IN_CODE = re.compile(r" ?`\[(?P<told>[^`\[\]\n|]{1,160})\]`")
_CITED = re.compile(r"(?:.+, )?\d{1,3}(?:,\d{3}){0,4} citations?(?: on \d{4}-\d\d-\d\d)?")
"""What a badge from before says, which nobody writes by hand."""
_BEHIND_URL = re.compile(r"""[^\s<>()"']*>?(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?\)(?:\*{1,3}|_{1,3})?""")
"""What ends a link of Markdown behind its address."""
_BRACKETS = re.compile(r"[\])]{1,3}(?:\*{1,3}|_{1,3})?(?![\])(\[:{*_])")
"""What a person put around a link, as in `[[Paper](...)]`; what goes on as a link or a definition is none."""
_OPEN_TAG = re.compile(r"<[A-Za-z/][^<>]*$")
"""A tag of HTML that does not end before a place, which is within it."""
_LINE_END = re.compile(r"[^\r\n]*")


def with_badges(source: ListSource, corrected: Corrected, entries: Iterable[Row], works: Iterable[Row]) -> str:
    """A corrected list with a badge behind each matched entry of which venue or citations are known.

    Args:
        entries: Rows of the table `entries`.
        works: Rows of the table `works`.

    Raises:
        UsageError: The list is no Markdown.
    """
    if source.fmt is not Format.MARKDOWN:
        told = f"{source.path}: expected Markdown, where badges can stand, found {source.fmt}; leave --badges out."
        raise UsageError(told)
    by_id = {str(work["work_id"]): work for work in works}
    starts = line_starts(source.text)
    html = html_lines(source.text, starts)
    badges = (_change(source, entry, by_id, starts) for entry in entries)
    seen_as_code = (each for each in badges if each is not None and not _is_in_html(each, starts, html))
    return written(source, settle(source, tuple(seen_as_code), corrected.changes))


def _is_in_html(change: Change, starts: Sequence[int], html: frozenset[int]) -> bool:
    """Whether some way writes into a block of HTML, where backticks mean nothing."""
    return any(bisect_right(starts, edit.start) in html for way in change.ways for edit in way)


def badge_of(work: Row) -> str | None:
    """Venue and year of a work, and its citations with the day of the count; None where nothing of it is known."""
    venue, year, count, day = (work[name] for name in ("venue", "year", "citation_count", "citation_count_as_of"))
    published = (
        None
        if venue is None or is_preprint_server(venue)
        else seen(_NOT_IN_BADGE.sub(" ", venue.replace("&", " and ")))[:_LONGEST]
    )
    place = " ".join(str(part) for part in (published, year) if part)
    cited = f"{count:,} {word_for(count, 'citation')}" + (f" on {day}" if day else "") if count is not None else None
    told = ", ".join(filter(None, (place, cited)))
    return f"`[{told}]`" if told else None


def _change(source: ListSource, row: Row, works: Mapping[str, Row], starts: Sequence[int]) -> Change | None:
    position = int(row["position"])
    entry = source.entries[position - 1] if position <= len(source.entries) else None
    badge = badge_of(works[str(row["work_id"])]) if row["work_id"] is not None else None
    if entry is None or badge is None or entry.entry_id != row["entry_id"]:
        return None
    where = stretch(source, position, starts)
    places = tuple(_places(source, entry, where))
    older = tuple(_older(source.text, places, badge, works[str(row["work_id"])]["year"]))
    ways = tuple(_in_place_of(older, place, f" {badge}") for place in places)
    return Change(position=position, part=None, new=badge, ways=ways) if ways else None


def _older(text: str, places: Iterable[int], badge: str, year: int | None) -> Iterator[Edit]:
    """Badges from before right where one may stand: with citations, or saying nothing but what the new one says."""
    for place in dict.fromkeys(places):
        found = _IN_CODE.match(text, place)
        if found is None:
            continue
        told = found["told"]
        if _CITED.fullmatch(told) or told == str(year) or badge.startswith((f"`[{told}, ", f"`[{told}]")):
            yield Edit(found.start(), found.end(), "")


def _in_place_of(older: Sequence[Edit], place: int, badge: str) -> tuple[Edit, ...]:
    """Edits that write a badge at a place and take the older ones away."""
    there = next((edit for edit in older if edit.start == place), Edit(place, place, ""))
    return *(edit for edit in older if edit is not there), Edit(place, there.end, badge)


def _places(source: ListSource, entry: CuratedEntry, where: tuple[int, int]) -> Iterator[int]:
    """Behind the paper's link and brackets around it, else behind the title, else at the line's end if it is no row."""
    text = source.text
    for _, end in url_places(text, where, entry.link or "#"):
        if behind := _BEHIND_URL.match(text, end):
            if brackets := _BRACKETS.match(text, behind.end()):
                yield brackets.end()
            yield behind.end()
        break
    for letters in title_places(text, where, entry.title):
        start, end = letters[0][0], letters[-1][1]
        if not _OPEN_TAG.search(text, where[0], start):
            yield with_markup(text, start, end)[1]
        break
    line = _LINE_END.match(text, where[0])
    if line is not None and "|" not in line[0]:
        end = where[0] + len(line[0].rstrip())
        last = next((each for each in _IN_CODE.finditer(text, where[0], end) if each.end() == end), None)
        yield last.start() if last and _CITED.fullmatch(last["told"]) else end
