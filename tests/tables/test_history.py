"""Tests of observations of citation counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Origin, Work
from pipeline.tables.build import build_provenance, build_works
from pipeline.tables.history import build_history, observation_of, observations
from pipeline.tables.schema import CITATION_HISTORY
from tests.builders import NOON, minutes, steady


def _tables(*works: Work) -> dict[str, pa.Table]:
    return {"works": build_works(works), "provenance": build_provenance(works)}


def _counted(name: str, count: int | None, by: str = "semantic_scholar", **changes: Any) -> Work:
    origin = Origin(field="citation_count", source=by, source_record="r", fetched_at=NOON)
    origins = (origin,) if count is not None else ()
    return Work(work_id=name, title="T", source="arxiv", citation_count=count, origins=origins, **changes)


def test_each_count_is_an_observation() -> None:
    """Of every work with a count: how much, who counted, and when the reply came; the others have none."""
    rows = observations(_tables(_counted("w1", 7, influential_citation_count=2), _counted("w2", None)))

    assert rows == [
        {
            "work_id": "w1",
            "citation_count": 7,
            "influential_citation_count": 2,
            "source": "semantic_scholar",
            "observed_at": NOON,
        }
    ]


def test_what_somebody_else_counted_was_observed_on_the_day_of_the_count() -> None:
    """A service that hands on another's count did not count when it replied, not even on that day."""
    for day in (date(2025, 1, 2), NOON.date()):
        (row,) = observations(_tables(_counted("w1", 7, by="A Counter", citation_count_as_of=day)))
        assert row["observed_at"] == datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_a_count_of_an_unknown_day_was_observed_when_it_was_read() -> None:
    """A corpus does not say when it was counted; that it says it is what was observed."""
    (row,) = observations(_tables(_counted("w1", 7, by="corpus")))
    assert (row["source"], row["observed_at"]) == ("corpus", NOON)


def test_what_is_known_is_no_new_observation() -> None:
    """A count that was carried is told once; a count of the same size at another time is a new one."""
    old = observations(_tables(_counted("w1", 7)))
    later = [{**old[0], "observed_at": NOON + minutes(1)}]

    table = build_history([*old, *later], known=map(observation_of, old))

    assert table.to_pylist() == later


_ROWS = st.lists(
    st.builds(
        lambda name, count, at: {
            "work_id": name,
            "citation_count": count,
            "influential_citation_count": None,
            "source": "s",
            "observed_at": NOON + minutes(at),
        },
        st.sampled_from(["w1", "w2"]),
        st.integers(0, 3),
        st.integers(0, 3),
    )
)


@given(_ROWS, _ROWS)
@steady
def test_observations_are_unique_and_none_is_lost(rows: list[dict[str, Any]], known: list[dict[str, Any]]) -> None:
    """Every observation that was not known is there, once, in order."""
    told = [observation_of(row) for row in build_history(rows, map(observation_of, known)).to_pylist()]

    assert told == sorted({observation_of(row) for row in rows} - {observation_of(row) for row in known})


def test_the_columns_of_the_history_stay() -> None:
    """Engines read its files as one folder by the columns of the first: change these only with files of all dates."""
    assert [(field.name, str(field.type)) for field in CITATION_HISTORY.schema()] == [
        ("work_id", "string"),
        ("citation_count", "int32"),
        ("influential_citation_count", "int32"),
        ("source", "string"),
        ("observed_at", "timestamp[us, tz=UTC]"),
    ]


def test_an_older_snapshot_without_influential_citations_is_observed() -> None:
    """What it did not tell is null, and its citations count."""
    tables = _tables(_counted("w1", 7, influential_citation_count=2))
    tables["works"] = tables["works"].drop_columns(["influential_citation_count"])
    (row,) = observations(tables)
    assert (row["citation_count"], row["influential_citation_count"]) == (7, None)
