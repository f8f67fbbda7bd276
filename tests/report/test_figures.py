"""Tests of what is counted for a page: coverage, years, venues, authors, citations, findings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipeline.audit.finding import FindingKind
from pipeline.model import Author, LinkCheck, Status, Work
from pipeline.report.cited import citations_of, over_time
from pipeline.report.found import findings_of
from pipeline.report.matched import NO_HEADING, authors_seen, chapters_of, coverage_of, venues_of, years_of
from pipeline.report.rows import rows_of
from pipeline.report.words import KIND_TEXT, LINK_TEXT, SEVERITY_TEXT, STATUS_TEXT
from pipeline.tables.build import build_works
from pipeline.tables.growth import Growth, WorkGrowth
from tests.report.pages import hostile_tables, many_tables

MANY = many_tables(120)


def _works(*changes: dict[str, Any]) -> Any:
    return build_works(
        [Work(**{"work_id": f"w{n}", "title": f"Paper {n}", "source": "x"} | each) for n, each in enumerate(changes)]
    )


def test_closed_lists_have_words() -> None:
    """Every status, link check, kind and severity is said in words, and nothing else is."""
    for words in (STATUS_TEXT, LINK_TEXT, KIND_TEXT, SEVERITY_TEXT):
        (kind,) = {type(each) for each in words}
        assert list(words) == list(kind)


def test_coverage_adds_up() -> None:
    """Statuses, links and chapters each tell of every entry once."""
    chapters = chapters_of(MANY["entries"])
    coverage = coverage_of(MANY["entries"], chapters, [str(check) for check in LinkCheck])
    assert (coverage.entries, coverage.matched) == (120, 108)
    assert sum(count for _, count in coverage.statuses) == sum(count for _, count in coverage.links) == 120
    assert [chapter.entries for chapter in coverage.chapters] == [10] * 12
    assert {chapter.percent for chapter in coverage.chapters} == {90}


def test_many_chapters_are_not_all_shown() -> None:
    """Sixty are; of the others it is said how many there are."""
    chapters = [f"Chapter {n}" for n in range(120)]
    coverage = coverage_of(MANY["entries"], chapters, [])
    assert (len(coverage.chapters), coverage.chapters_left) == (60, 60)


def test_an_entry_without_heading_has_a_chapter() -> None:
    """It is called what it is."""
    entries = MANY["entries"].slice(0, 1)
    at = entries.column_names.index("headings")
    none = pa.array([[]], entries.schema.field(at).type)
    assert chapters_of(entries.set_column(at, entries.field(at), none)) == [NO_HEADING]


def test_years_long_ago_are_one_column() -> None:
    """Sixteen years have a column, those before together one; unknown ones are counted apart."""
    works = _works(*({"year": year} for year in (1951, 1989, 2025, 2025, 2010, None)))
    years = years_of(MANY["entries"].slice(0, 0), works, [])
    assert [column.label for column in years.columns] == ["before 2010", *map(str, range(2010, 2026))]
    assert [column.count for column in years.columns if column.count] == [2, 1, 2]
    assert years.unknown == 1
    assert years.by_chapter == ()


def test_one_year_is_no_wall() -> None:
    """Eight years have a column at least, with papers or without."""
    years = years_of(MANY["entries"].slice(0, 0), _works({"year": 2024}), [])
    assert [(column.label, column.count) for column in years.columns] == [
        *((str(y), 0) for y in range(2017, 2024)),
        ("2024", 1),
    ]


def test_each_chapter_has_its_years() -> None:
    """The same years everywhere, each chart as high as its own peak."""
    years = years_of(MANY["entries"], MANY["works"], chapters_of(MANY["entries"]))
    assert {len(chart.columns) for chart in years.by_chapter} == {len(years.columns)}
    assert sum(chart.entries for chart in years.by_chapter) == 108
    assert {chart.peak.height for chart in years.by_chapter} == {100}
    assert years.chapters_left == 0
    assert years_of(MANY["entries"], MANY["works"], [f"Chapter {n}" for n in range(120)]).chapters_left == 96


def test_venues_and_authors_are_ranked() -> None:
    """The most frequent first, then by name; what is not known is counted apart, who is seen once is not named."""
    ada, other = Author(name="Ada", s2_author_id="1"), Author(name="Ada", s2_author_id="2")
    works = _works(
        {"venue": "ICML", "authors": (ada, Author(name="Bo"))},
        {"venue": "ACL", "authors": (ada, other, ada)},
        {"venue": "ICML", "authors": (Author(name="Bo"), Author(name="Cy"))},
        {},
    )
    venues = venues_of(works, 1)
    assert [(bar.label, bar.count) for bar in venues.bars] == [("ICML", 2)]
    assert (venues.others, venues.unknown) == (1, 1)
    seen = authors_seen(works, 5)
    assert [(bar.label, bar.count) for bar in seen.bars] == [("Ada", 2), ("Bo", 2)]
    assert seen.others == 2


@pytest.mark.parametrize(
    ("counts", "total", "median", "h_index"),
    [
        ([], 0, 0, 0),
        ([None], 0, 0, 0),
        ([0], 0, 0, 0),
        ([5, 3, None, 1], 9, 3, 2),
        ([10, 10, 10, 3], 33, 10, 3),
        ([1, 2], 3, 1.5, 1),
    ],
)
def test_citations_are_summed_up(counts: list[int | None], total: int, median: float, h_index: int) -> None:
    """Of the works whose count is known; every one of them lies in one group."""
    told = citations_of(_works(*({"citation_count": count} for count in counts)), 3)
    assert (told.works, told.total, told.median, told.h_index) == (len(counts), total, median, h_index)
    assert sum(column.count for column in told.groups) == told.counted
    assert told.observed is None


def test_groups_of_counts() -> None:
    """A count at an edge belongs to the group that begins there."""
    told = citations_of(_works(*({"citation_count": count} for count in (0, 2, 3, 29, 30, 30_000, 10**6))), 2)
    assert {column.label: column.count for column in told.groups if column.count} == {
        "0": 1,
        "1 to 2": 1,
        "3 to 9": 1,
        "10 to 29": 1,
        "30 to 99": 1,
        "30,000 or more": 2,
    }
    assert [cited.bar.count for cited in told.top] == [10**6, 30_000]


def _night(day: int, **changes: Any) -> dict[str, Any]:
    return {
        "snapshot_id": f"s{day}",
        "as_of": date(2026, 4, day),
        "entries": 10,
        "matched": 9,
        "counted": 5,
        "gained": None,
    } | changes


def test_figures_over_time() -> None:
    """What was gained adds up from snapshot to snapshot; works that did not move are no movers."""
    works = [WorkGrowth(work_id="w", title="W", before=5, after=2, days=1)]
    works.append(WorkGrowth(work_id="v", title="V", before=5, after=5, days=1))
    growth = Growth(works=tuple(works), counted_by_others=2)
    over = over_time([_night(1), _night(2, gained=7), _night(3, gained=-3, entries=0)], growth, 5)
    assert (over.snapshots, over.before, over.gained) == (3, ("s2", date(2026, 4, 2)), -3)
    assert [mover.gained for mover in over.movers] == [-3]
    assert (over.traces[0].first, over.traces[0].last) == ("+0", "+4")
    assert over.traces[2].last == "0.0 %"
    assert over_time([_night(1)], None, 5).traces == ()


def test_findings_are_gathered() -> None:
    """By kind, the gravest first; an entry is marked by its gravest; beyond a thousand they are counted only."""
    found = findings_of(hostile_tables("t")["findings"])
    assert [group.kind for group in found.groups] == [FindingKind.WRONG_LINK, FindingKind.CLAIMED_YEAR]
    assert found.marks == {"e": "error"}
    many = findings_of(pa.concat_tables([MANY["findings"]] * 101))
    assert sum(len(group.shown) for group in many.groups) == 1_000
    assert (many.left, many.by_severity) == (212, {"warning": 1_212})


def test_rows() -> None:
    """A match shows the work and how it was listed; without one the listed title, why, and what is closest."""
    tables = hostile_tables("A title")
    matched, lost = rows_of(
        tables["entries"],
        tables["works"],
        chapters=["A title", "A title"],
        places={"A title": 0},
        severities={"e": "error"},
    )
    assert (matched.status, matched.listed, matched.year, matched.citations) == (Status.MATCHED, "A title", 2024, 7)
    assert (matched.bad_link, matched.reason, matched.marks) == (True, None, ("error",))
    assert (lost.url, lost.suggested, lost.reason) == (None, "A title", "A title")
    assert lost.links == (("listed", "https://a.example/"),)
    assert (lost.bad_link, lost.year, lost.chapter) == (False, None, 0)
