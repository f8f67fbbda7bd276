"""Tests of the flat table of the list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from pipeline.model import Author, CuratedEntry, LinkCheck, Resolution, SourceRecord, Status, Work
from pipeline.tables.build import build_entries, build_works
from pipeline.tables.flat import build_list
from pipeline.tables.schema import LIST
from tests.builders import a_record, an_entry

RECORD = a_record("The Work's Own Title")


def _entries(*entries: CuratedEntry, matched: SourceRecord | None = None, stale: bool = False) -> pa.Table:
    resolutions = [
        Resolution(
            entry_id=entry.entry_id,
            status=Status.MATCHED if matched else Status.NOT_FOUND,
            link_check=LinkCheck.NONE,
            record=matched,
            stale=stale,
        )
        for entry in entries
    ]
    return build_entries(entries, resolutions, {RECORD: "w2"})


def _work(name: str, **changes: Any) -> Work:
    return Work(work_id=name, title=f"Title of {name}", source="arxiv", **changes)


def test_a_matched_entry_has_the_values_of_its_work() -> None:
    """Title, authors, year, ids and counts are the work's, whichever row it is; the list's own words stay."""
    works = build_works(
        [
            _work("w1", year=1999),
            _work(
                "w2",
                authors=(Author(name="Ada Example"), Author(name="Bo Other")),
                year=2024,
                citation_count=7,
                citation_count_as_of=date(2026, 11, 1),
                s2_corpus_id=5,
            ),
        ]
    )
    entry = an_entry("A Title", headings=("Methods", "Trees > Forests"), title_listed="- A *Title*")

    (row,) = build_list(_entries(entry, matched=RECORD), works).to_pylist()

    assert (row["title"], row["title_listed"], row["work_id"]) == ("Title of w2", "- A *Title*", "w2")
    assert (row["authors"], row["headings"]) == ("Ada Example; Bo Other", "Methods > Trees > Forests")
    assert (row["year"], row["citation_count"], row["citation_count_as_of"]) == (2024, 7, date(2026, 11, 1))
    assert (row["s2_corpus_id"], row["source"], row["stale"]) == (5, "arxiv", False)


def test_an_entry_without_a_work_keeps_its_row() -> None:
    """Nothing but the title stands in for a work that is not known, and no work need be known at all."""
    (row,) = build_list(_entries(an_entry("A Title", claimed_year=2020)), build_works([])).to_pylist()
    assert (row["title"], row["status"], row["position"]) == ("A Title", "not_found", 1)
    assert {row[name] for name in ("authors", "headings", "year", "venue", "work_id", "source")} == {None}


def test_a_row_is_stale_as_its_verdict_or_its_work_is() -> None:
    """Either makes a row stale."""
    fresh, old = build_works([_work("w2")]), build_works([_work("w2", stale=True)])
    found = [
        build_list(_entries(an_entry(), matched=RECORD, stale=stale), works)["stale"][0].as_py()
        for stale, works in ((False, fresh), (True, fresh), (False, old))
    ]
    assert found == [False, True, True]


def test_an_empty_list_has_the_declared_columns() -> None:
    """No entries, same columns."""
    assert build_list(_entries(), build_works([])).schema.equals(LIST.schema(), check_metadata=False)
