"""Tests of building Arrow tables."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Author, CuratedEntry, LinkCheck, Resolution, Status, Work
from pipeline.tables.build import Row, build_authorships, build_entries, build_works, duplicates_of, to_arrow, with_rows
from pipeline.tables.schema import AUTHORSHIPS, WORKS


def _entry(position: int, title: str) -> CuratedEntry:
    return CuratedEntry(entry_id=f"e{position}", position=position, line=position, title=title, title_listed=title)


def _work(work_id: str, year: int | None = None) -> Work:
    return Work(work_id=work_id, title=work_id, source="arxiv", year=year, authors=(Author(name="A"), Author(name="B")))


def test_integers_with_gaps_stay_integers_in_pandas() -> None:
    """A missing year makes no float of the others, as a default read by pandas shows."""
    sink = io.BytesIO()
    pq.write_table(build_works([_work("a", 2020), _work("b")]), sink)

    years = pd.read_parquet(io.BytesIO(sink.getvalue()))["year"]

    assert years.dtype == pd.Int16Dtype()
    assert years[0] == 2020
    assert years.isna()[1]


def test_rows_come_sorted_whatever_their_order() -> None:
    """The order in which works are handed in leaves no trace."""
    works = [_work("b"), _work("a"), _work("c")]
    assert build_works(works).equals(build_works(works[::-1]))
    assert build_works(works)["work_id"].to_pylist() == ["a", "b", "c"]


_ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "é", "\U0001f600"]), st.integers(1, 3)), st.text(max_size=3)
)


def _authorships(named: Mapping[tuple[str, int], str]) -> list[Row]:
    return [{"work_id": work, "author_position": place, "name": name} for (work, place), name in named.items()]


@settings(derandomize=True, deadline=None)
@given(_ROWS, _ROWS)
def test_rows_put_in_are_as_if_they_had_been_there(
    there: Mapping[tuple[str, int], str], put: Mapping[Any, str]
) -> None:
    """Replacing rows by their key gives the very table that building from the rows gives."""
    replaced = with_rows(AUTHORSHIPS, to_arrow(AUTHORSHIPS, _authorships(there)), _authorships(put))
    built = to_arrow(AUTHORSHIPS, _authorships({**there, **put}))
    assert replaced.equals(built, check_metadata=True)


def test_authors_are_counted_from_one() -> None:
    """Authorships keep the order of the authors."""
    rows = build_authorships([_work("a")]).to_pylist()
    assert [(row["author_position"], row["name"]) for row in rows] == [(1, "A"), (2, "B")]


def test_a_value_of_another_type_is_refused() -> None:
    """A table never takes what was not declared."""
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        to_arrow(AUTHORSHIPS, [{"work_id": "a", "author_position": "first", "name": "A"}])


def test_an_empty_table_has_the_declared_schema() -> None:
    """No rows, same columns."""
    assert to_arrow(AUTHORSHIPS, []).schema.equals(AUTHORSHIPS.schema(), check_metadata=False)


def test_notes_for_pandas_do_not_hang_on_the_rows() -> None:
    """An empty table says as much of its columns as a full one; a list of nothing is still one of texts."""
    full, empty = build_works([_work("a", 2020)]), to_arrow(WORKS, [])
    assert full.schema.metadata == empty.schema.metadata
    noted = {each["name"]: each["pandas_type"] for each in json.loads(full.schema.metadata[b"pandas"])["columns"]}
    assert (noted["arxiv_categories"], noted["publication_date"], noted["year"]) == ("list[unicode]", "date", "int16")


def test_repeats_point_to_the_first() -> None:
    """The same title, or the same work under another title, is a repeat of the first entry."""
    entries = [_entry(1, "Deep Nets"), _entry(2, "deep nets"), _entry(3, "Nets, Deep"), _entry(4, "Other")]
    assert duplicates_of(entries, {"e1": "w", "e3": "w", "e4": "v"}) == {"e2": "e1", "e3": "e1"}


def test_every_entry_has_its_row() -> None:
    """An entry without a match keeps its row, its status and its reason."""
    resolution = Resolution(
        entry_id="e1",
        status=Status.NOT_FOUND,
        link_check=LinkCheck.NONE,
        reasons=("nobody has it",),
    )

    (row,) = build_entries([_entry(1, "T")], [resolution], {}).to_pylist()

    assert (row["status"], row["work_id"], row["reason"]) == ("not_found", None, "nobody has it")
