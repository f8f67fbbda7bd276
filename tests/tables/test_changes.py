"""Tests of what changed from one snapshot to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Author, CuratedEntry, LinkCheck, Resolution, Status, Work
from pipeline.tables.build import build_entries, build_works
from pipeline.tables.changes import build_changes
from tests.builders import an_entry, steady


def _tables(entries: Sequence[CuratedEntry] = (), works: Sequence[Work] = ()) -> dict[str, pa.Table]:
    resolutions = [
        Resolution(entry_id=each.entry_id, status=Status.NOT_FOUND, link_check=LinkCheck.NONE) for each in entries
    ]
    return {"entries": build_entries(entries, resolutions, {}), "works": build_works(works)}


def _work(name: str, **changes: Any) -> Work:
    return Work(work_id=name, source="arxiv", **({"title": f"Title of {name}"} | changes))


def _changes(new: Mapping[str, pa.Table], last: Mapping[str, pa.Table] | None) -> list[tuple[str, ...]]:
    """Table, key, change, field, old and new of every row."""
    return [tuple(row.values())[:6] for row in build_changes(new, last).to_pylist()]


def test_a_first_snapshot_has_no_changes() -> None:
    """There is nothing that it could differ from."""
    assert _changes(_tables([an_entry()], [_work("w")]), None) == []


def test_what_came_and_what_went() -> None:
    """One row for each, with the title that it has or had."""
    last = _tables([an_entry("Gone", entry_id="e1")], [_work("w1")])
    new = _tables([an_entry("Come", entry_id="e2")], [_work("w2")])

    assert _changes(new, last) == [
        ("entries", "e1", "removed", "entry_id", "e1", None),
        ("entries", "e2", "added", "entry_id", None, "e2"),
        ("works", "w1", "removed", "work_id", "w1", None),
        ("works", "w2", "added", "work_id", None, "w2"),
    ]
    assert build_changes(new, last)["title"].to_pylist() == ["Gone", "Come", "Title of w1", "Title of w2"]


def test_a_field_that_changed() -> None:
    """Old and new value as text: numbers, dates, nulls and lists alike; the title is today's."""
    last = _tables(works=[_work("w", citation_count=7, publication_date=date(2024, 1, 2), title="Before")])
    new = _tables(works=[_work("w", citation_count=9, authors=(Author(name="Ada"),), withdrawn=True, title="Now")])

    assert _changes(new, last) == [
        ("works", "w", "changed", "authors", "[]", '[{"name": "Ada", "s2_author_id": null}]'),
        ("works", "w", "changed", "citation_count", "7", "9"),
        ("works", "w", "changed", "publication_date", "2024-01-02", None),
        ("works", "w", "changed", "title", "Before", "Now"),
        ("works", "w", "changed", "withdrawn", "false", "true"),
    ]
    assert set(build_changes(new, last)["title"].to_pylist()) == {"Now"}


def test_the_order_of_the_list_is_no_change() -> None:
    """Entries that moved are the same entries."""
    one, other = an_entry("One", entry_id="e1"), an_entry("Other", entry_id="e2", position=2, line=2)
    moved = [an_entry("Other", entry_id="e2"), an_entry("One", entry_id="e1", position=2, line=7)]

    assert _changes(_tables(moved), _tables([one, other])) == []


def test_a_column_of_a_newer_schema_is_no_change() -> None:
    """What the last snapshot did not have did not change."""
    new = _tables([an_entry()], [_work("w")])
    last = {"entries": new["entries"].drop_columns(["probability"]), "works": new["works"].drop_columns(["comment"])}

    assert _changes(new, last) == []


_WORKS = st.dictionaries(
    st.sampled_from(["w1", "w2", "w3", "w4"]),
    st.tuples(st.none() | st.integers(0, 5), st.sampled_from(["A", "B"]), st.booleans()),
)


def _of(values: Mapping[str, tuple[int | None, str, bool]]) -> dict[str, pa.Table]:
    return _tables(
        works=[
            _work(name, citation_count=count, title=title, withdrawn=withdrawn)
            for name, (count, title, withdrawn) in values.items()
        ]
    )


@given(_WORKS, _WORKS)
@steady
def test_changes_lead_from_one_to_the_other(
    before: dict[str, tuple[int | None, str, bool]], now: dict[str, tuple[int | None, str, bool]]
) -> None:
    """Whatever came, went or changed is told once, and nothing else is; told backwards, it is the mirror image."""
    forth, back = _changes(_of(now), _of(before)), _changes(_of(before), _of(now))
    assert len({row[:2] + row[3:4] for row in forth}) == len(forth)
    mirrored = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((*row[:2], mirrored[row[2]], row[3], str(row[5]), str(row[4])) for row in forth) == sorted(
        (*row[:4], str(row[4]), str(row[5])) for row in back
    )
    names = ("citation_count", "title", "withdrawn")
    differing = {
        (name, field)
        for name in before.keys() & now.keys()
        for field, old, new in zip(names, before[name], now[name], strict=True)
        if old != new
    }
    assert {(row[1], row[3]) for row in forth if row[2] == "changed"} == differing
    assert {row[1] for row in forth if row[2] == "added"} == now.keys() - before.keys()
