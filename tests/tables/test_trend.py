"""Tests of how a list and its citations are told over the snapshots."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from pipeline.model import LinkCheck, Resolution, Status, Work
from pipeline.tables.build import build_entries, build_works, to_arrow
from pipeline.tables.growth import Growth, WorkGrowth, citation_growth
from pipeline.tables.schema import PROVENANCE
from pipeline.tables.trend import build_trend
from tests.builders import NOON, a_record, an_entry

FIRST, SECOND = date(2026, 4, 1), date(2026, 4, 2)


def _tables(*counts: int | None, matched: int) -> dict[str, pa.Table]:
    """Works with these counts; entries of the first are matched to them, a last one is not found."""
    records = [a_record(f"Paper {n}", arxiv_id=f"2401.0000{n}") for n in range(matched)]
    entries = [an_entry(f"Paper {n}", entry_id=f"e{n}", position=n + 1) for n in range(matched + 1)]
    resolutions = [
        Resolution(entry_id=f"e{n}", status=Status.MATCHED, link_check=LinkCheck.AGREES, record=record)
        for n, record in enumerate(records)
    ]
    resolutions.append(Resolution(entry_id=f"e{matched}", status=Status.NOT_FOUND, link_check=LinkCheck.NONE))
    works = [
        Work(work_id=f"w{n}", title=f"Paper {n}", source="arxiv", citation_count=count, citation_count_as_of=FIRST)
        for n, count in enumerate(counts)
    ]
    origin = {"field": "citation_count", "source": "s2", "source_record": "1", "fetched_at": NOON}
    return {
        "entries": build_entries(entries, resolutions, {record: f"w{n}" for n, record in enumerate(records)}),
        "works": build_works(works),
        "provenance": to_arrow(PROVENANCE, [{"work_id": each.work_id, **origin} for each in works]),
    }


def test_a_first_snapshot_has_one_row() -> None:
    """It counts what the list names; a work that is merely suggested does not count, and nothing was gained."""
    trend = build_trend(_tables(3, None, 40, matched=2), None, None, snapshot_id="a", as_of=FIRST)
    assert trend.to_pylist() == [
        {
            "place": 1,
            "snapshot_id": "a",
            "as_of": FIRST,
            "entries": 3,
            "matched": 2,
            "works": 2,
            "counted": 1,
            "citations": 3,
            "compared": None,
            "gained": None,
        }
    ]


def test_rows_are_handed_on_as_they_were() -> None:
    """A later snapshot has the earlier rows unchanged, and its own behind them, with what was gained since."""
    first, second = _tables(3, 7, matched=2), _tables(5, 6, 1, matched=3)
    before = build_trend(first, None, None, snapshot_id="a", as_of=FIRST)
    growth = citation_growth(second, first)
    trend = build_trend(second, before, growth, snapshot_id="b", as_of=SECOND)
    assert trend.slice(0, 1).to_pylist() == before.to_pylist()
    own = trend.to_pylist()[-1]
    assert (own["place"], own["snapshot_id"], own["citations"]) == (2, "b", 12)
    assert (own["compared"], own["gained"]) == (2, 1)


def test_behind_a_snapshot_without_trend_it_begins() -> None:
    """Where the snapshot before was of an older schema the first row tells what was gained since that one."""
    growth = Growth(works=(WorkGrowth(work_id="w0", title="Paper 0", before=1, after=5, days=1),), counted_by_others=0)
    (row,) = build_trend(_tables(5, matched=1), None, growth, snapshot_id="b", as_of=SECOND).to_pylist()
    assert (row["place"], row["compared"], row["gained"]) == (1, 1, 4)


def test_a_list_without_entries_has_a_row() -> None:
    """Nothing is counted, and nothing fails."""
    tables = _tables(matched=0)
    tables["entries"] = tables["entries"].slice(0, 0)
    (row,) = build_trend(tables, None, None, snapshot_id="a", as_of=FIRST).to_pylist()
    assert {row[name] for name in ("entries", "matched", "works", "counted", "citations")} == {0}
