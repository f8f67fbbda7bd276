"""Tests of the catalogue of snapshots and the pointer, and of bringing them to agree."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.snapshot.pointers import PUBLISHED, WITHDRAWN, Row, settle

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)


def _rows(names: Sequence[str], status: str = PUBLISHED) -> list[Row]:
    return [
        {"snapshot_id": name, "status": status, "path": f"snapshots/{name}", "rows": {"works": 1}}
        | {"files": [f"snapshots/{name}/works.parquet"]}
        for name in names
    ]


@given(NAMES, st.data())
def test_what_the_pointer_names_is_published_and_what_follows_it_is_not(names: list[str], data: st.DataObject) -> None:
    """The latest snapshot's row is published, those before it stay as they are, those behind it are withdrawn."""
    at = data.draw(st.integers(0, len(names)))
    rows = _rows(names, data.draw(st.sampled_from([PUBLISHED, WITHDRAWN])))
    latest = [*_rows(names), *_rows(["new"])][at]

    settled = settle(rows, latest)
    if latest["snapshot_id"] == "new":
        assert settled == [*rows, latest]
    else:
        assert settled == [*rows[:at], *_rows([names[at]]), *_rows(names[at + 1 :], WITHDRAWN)]
    assert settle(settled, latest) == settled


@given(NAMES)
def test_before_the_first_pointer_nothing_is_published(names: list[str]) -> None:
    """A row without any pointer is that of a first run that was killed."""
    assert settle(_rows(names), None) == _rows(names, WITHDRAWN)


def test_a_row_of_an_older_release_gets_its_files() -> None:
    """The catalogue of a folder that was begun before rows named files names those of every snapshot."""
    rows = [{key: value for key, value in row.items() if key != "files"} for row in _rows("ab")]
    assert settle(rows, _rows("b")[0]) == _rows("ab")
