"""Entries with the works that they were matched to: what the figures of a page are taken from. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Status
from pipeline.report.charts import Bar, Column, Part, bars_of, columns_of, in_words, parts_of
from pipeline.report.text import clip

NO_HEADING = "(no heading)"
_SHOWN_CHAPTERS = 60
_SHOWN_YEARS = 16
_LEAST_YEARS = 8
"""Years that have a column even where no paper is of them: one year alone would be a wall."""
_SMALL_MULTIPLES = 12

SOUND, OPEN, WRONG = "sound", "open", "wrong"
_BUCKET_OF: Mapping[str, str] = {
    Status.MATCHED: SOUND,
    Status.NEAR_MATCH: OPEN,
    Status.AMBIGUOUS: OPEN,
    Status.NOT_A_PAPER: OPEN,
    Status.UNCHECKED: OPEN,
    Status.CONFLICT: WRONG,
    Status.NOT_FOUND: WRONG,
}
"""How a status is coloured: all is well, a look is needed, something is wrong."""


def tone_of(status: str) -> str:
    """How a status is coloured."""
    return _BUCKET_OF[status]


def chapter_of(headings: Sequence[str]) -> str:
    """The outermost heading above an entry."""
    return clip(headings[0], 120) if headings else NO_HEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What became of the entries of one chapter."""

    name: str
    place: int
    """From 0, in list order; names the chapter in filters."""
    entries: int
    matched: int
    parts: tuple[Part, ...]

    @property
    def percent(self) -> int:
        """Matched entries of 100; 100 only where all are."""
        return 100 * self.matched // self.entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of the entries, all and by chapter."""

    entries: int
    matched: int
    statuses: tuple[tuple[str, int], ...]
    """In the order of the closed list, those that occur."""
    parts: tuple[Part, ...]
    links: tuple[tuple[str, int], ...]
    chapters: tuple[Chapter, ...]
    chapters_left: int
    """How many chapters are not shown."""
    stale: int


def chapters_of(entries: pa.Table) -> list[str]:
    """The chapter of each entry."""
    return [chapter_of(headings) for headings in entries["headings"].to_pylist()]


def coverage_of(entries: pa.Table, chapters: Sequence[str], link_checks: Sequence[str]) -> Coverage:
    """Count entries by status, by what became of the link, and by chapter.

    Args:
        link_checks: The closed list of what may become of a link, in the order in which it is told.
    """
    statuses: list[str] = entries["status"].to_pylist()
    counts, links = Counter(statuses), Counter(entries["link_check"].to_pylist())
    by_chapter: dict[str, Counter[str]] = {}
    for chapter, status in zip(chapters, statuses, strict=True):
        by_chapter.setdefault(chapter, Counter())[status] += 1
    told = [(str(status), counts[status]) for status in Status if counts[status]]
    return Coverage(
        entries=entries.num_rows,
        matched=counts[Status.MATCHED],
        statuses=tuple(told),
        parts=parts_of(told),
        links=tuple((check, links[check]) for check in link_checks if links[check]),
        chapters=tuple(
            _chapter(name, place, by_chapter[name]) for place, name in enumerate(list(by_chapter)[:_SHOWN_CHAPTERS])
        ),
        chapters_left=max(0, len(by_chapter) - _SHOWN_CHAPTERS),
        stale=pc.sum(entries["stale"], min_count=0).as_py(),
    )


def _chapter(name: str, place: int, counts: Counter[str]) -> Chapter:
    return Chapter(
        name=name,
        place=place,
        entries=counts.total(),
        matched=counts[Status.MATCHED],
        parts=parts_of([(str(status), counts[status]) for status in Status]),
    )


def works_of(entries: pa.Table, works: pa.Table) -> pa.Table:
    """The works that an entry was matched to, each once, in the order of their names."""
    return works.filter(pc.is_in(works["work_id"], value_set=pc.drop_null(entries["work_id"]).unique()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterYears:
    """Entries of one chapter by year."""

    chapter: str
    entries: int
    """Those whose year is known; at least one."""
    columns: tuple[Column, ...]

    @property
    def peak(self) -> Column:
        """The year of most entries, the first of several."""
        return max(self.columns, key=lambda column: column.count)

    @property
    def told(self) -> str:
        """The columns in words."""
        return in_words(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """Papers by year of publication, all and by chapter, the same years everywhere."""

    columns: tuple[Column, ...]
    unknown: int
    by_chapter: tuple[ChapterYears, ...]
    chapters_left: int
    """How many chapters with a known year are not drawn."""

    @property
    def told(self) -> str:
        """The columns in words."""
        return in_words(self.columns)


def years_of(entries: pa.Table, works: pa.Table, chapters: Sequence[str]) -> Years:
    """Count works by year, those of long ago together, and matched entries by chapter and year."""
    known = pc.drop_null(works["year"])
    counts = Counter(known.to_pylist())
    steps = _steps(counts)
    of_entries = works["year"].take(pc.index_in(entries["work_id"], value_set=works["work_id"].combine_chunks()))
    by_chapter: dict[str, Counter[int]] = {}
    for chapter, year in zip(chapters, of_entries.to_pylist(), strict=True):
        if year is not None:
            by_chapter.setdefault(chapter, Counter())[year] += 1
    return Years(
        columns=columns_of(_in_steps(counts, steps)),
        unknown=works.num_rows - len(known),
        by_chapter=tuple(
            ChapterYears(chapter=name, entries=each.total(), columns=columns_of(_in_steps(each, steps)))
            for name, each in list(by_chapter.items())[:_SMALL_MULTIPLES]
        ),
        chapters_left=max(0, len(by_chapter) - _SMALL_MULTIPLES),
    )


def _steps(counts: Mapping[int, int]) -> list[tuple[str, range]]:
    """What each column of a chart is called, and its years: the last ones one each, those before together."""
    if not counts:
        return []
    first, last = min(counts), max(counts)
    start = min(max(first, last - _SHOWN_YEARS + 1), last - _LEAST_YEARS + 1)
    before = [(f"before {start}", range(first, start))] if first < start else []
    return before + [(str(year), range(year, year + 1)) for year in range(start, last + 1)]


def _in_steps(counts: Mapping[int, int], steps: Sequence[tuple[str, range]]) -> list[tuple[str, int]]:
    return [(label, sum(counts.get(year, 0) for year in years)) for label, years in steps]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The most frequent of something."""

    bars: tuple[Bar, ...]
    others: int
    """How many more there are that are not shown."""
    unknown: int = 0
    """Papers of which it is not known."""


def _ranked(counts: Mapping[str, int], shown: int, *, least: int = 1, unknown: int = 0) -> Ranked:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    chosen = [(clip(name, 80), count) for name, count in ordered[:shown] if count >= least]
    return Ranked(bars=bars_of(chosen), others=len(ordered) - len(chosen), unknown=unknown)


def venues_of(works: pa.Table, shown: int) -> Ranked:
    """The venues of most works."""
    venues = pc.drop_null(works["venue"])
    return _ranked(Counter(venues.to_pylist()), shown, unknown=works.num_rows - len(venues))


def authors_seen(works: pa.Table, shown: int) -> Ranked:
    """The authors of most works: by the service's id where it gives one, else by name; none with one work only."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for authors in works["authors"].to_pylist():
        for key, name in {_key(author): author["name"] for author in authors}.items():
            counts[key] += 1
            names.setdefault(key, name)
    # Two people of one name who are told apart by their ids stand on the page as two.
    seen = sorted(counts.items(), key=lambda each: (-each[1], names[each[0]], each[0]))
    chosen = [(clip(names[key], 80), count) for key, count in seen[:shown] if count > 1]
    return Ranked(bars=bars_of(chosen), others=len(seen) - len(chosen))


def _key(author: Mapping[str, Any]) -> str:
    identifier = author["s2_author_id"]
    return f"id:{identifier}" if identifier else f"name:{author['name']}"
