"""Tests of the checks that every snapshot must pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.check import check_tables

Tables = dict[str, pa.Table]


@pytest.fixture
def tables(published: Path) -> Tables:
    """The tables of a good snapshot."""
    store = SnapshotStore(published)
    return store.read_tables(store.find())


def _set(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    index = table.schema.get_field_index(column)
    return table.set_column(index, table.schema.field(index), values)


def _gap(tables: Tables) -> None:
    titles = pa.array([None, *tables["works"]["title"].to_pylist()[1:]], pa.string())
    tables["works"] = _set(tables["works"], "title", titles)


def _same_key(tables: Tables) -> None:
    tables["works"] = pa.concat_tables([tables["works"], tables["works"].slice(0, 1)])


def _stranger(tables: Tables) -> None:
    tables["authorships"] = _set(
        tables["authorships"], "work_id", pa.array(["nobody"] * tables["authorships"].num_rows)
    )


def _other_type(tables: Tables) -> None:
    index = tables["works"].schema.get_field_index("year")
    tables["works"] = tables["works"].set_column(index, "year", tables["works"]["year"].cast(pa.int32()))


def _other_status(tables: Tables) -> None:
    tables["entries"] = _set(
        tables["entries"], "status", pc.replace_substring(tables["entries"]["status"], "matched", "fine")
    )


def _missing_table(tables: Tables) -> None:
    del tables["provenance"]


def _unmatched_with_work(tables: Tables) -> None:
    tables["entries"] = _set(
        tables["entries"], "status", pc.replace_substring(tables["entries"]["status"], "matched", "conflict")
    )


def _impossible(tables: Tables) -> None:
    tables["candidates"] = _set(
        tables["candidates"], "probability", pc.add(tables["candidates"]["probability"], pa.scalar(1.5))
    )


def _uncounted(tables: Tables) -> None:
    tables["works"] = _set(tables["works"], "citation_count", pc.negate(tables["works"]["citation_count"]))


def _long_ago(tables: Tables) -> None:
    tables["works"] = _set(tables["works"], "year", pa.array([12] * tables["works"].num_rows, pa.int16()))


def _may_be_null(tables: Tables) -> None:
    schema = tables["works"].schema
    index = schema.get_field_index("title")
    tables["works"] = tables["works"].cast(schema.set(index, schema.field(index).with_nullable(nullable=True)))


def _one_more(tables: Tables) -> None:
    tables["list"] = tables["list"].append_column("more", tables["list"]["title"])


def _turned_round(tables: Tables) -> None:
    tables["list"] = tables["list"].select(tables["list"].column_names[::-1])


def test_a_good_snapshot_passes(tables: Tables) -> None:
    """Nothing is wrong with what was published."""
    assert check_tables(tables) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_gap, "works.title: 1 null"),
        (_same_key, "key work_id is not unique"),
        (_stranger, "authorships.work_id: 'nobody' is not in works.work_id"),
        (_other_type, "works.year: expected int16, found int32"),
        (_may_be_null, "works.title: expected string not null, found string"),
        (_one_more, "list: expected its columns as declared; more: missing or not declared"),
        (_turned_round, "list: expected its columns as declared; they come in another order"),
        (_other_status, "entries.status: 'fine' is none of matched, near_match"),
        (_impossible, "lies outside [0, 1], and "),
        (_uncounted, "is less than 0, and "),
        (_long_ago, "works.year: 12 lies outside [1000, 2999], and "),
        (_missing_table, "tables are missing: provenance"),
        (_unmatched_with_work, "stands beside another status"),
    ],
)
def test_harm_is_told(tables: Tables, harm: Callable[[Tables], None], told: str) -> None:
    """Each kind of damage is named."""
    harm(tables)
    assert any(told in problem for problem in check_tables(tables)), check_tables(tables)
