"""Tests of the gates between a new snapshot and the last one."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.snapshot.gates import GateLimits, check_gates, measure


def _tables(statuses: list[str], counts: list[int | None]) -> dict[str, pa.Table]:
    works = pa.table(
        {"work_id": [f"w{n}" for n in range(len(counts))], "citation_count": pa.array(counts, pa.int32())},
    )
    return {"entries": pa.table({"status": statuses}), "works": works}


LAST = _tables(["matched"] * 90 + ["not_found"] * 10, [100] * 100)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (_tables(["matched"] * 90 + ["not_found"] * 10, [100] * 100), None),
        (_tables(["matched"] * 72 + ["not_found"] * 8, [100] * 80), None),
        (_tables(["matched"] * 79, [100] * 79), "79 entries, the last snapshot has 100"),
        (_tables(["matched"] * 85 + ["not_found"] * 15, [100] * 100), None),
        (_tables(["matched"] * 84 + ["not_found"] * 16, [100] * 100), "fell by 6.0 points"),
        (_tables(["matched"] * 90 + ["not_found"] * 10, [49, *[100] * 99]), None),
        (_tables(["matched"] * 90 + ["not_found"] * 10, [49, 49, *[100] * 98]), "2 of 100 citation counts"),
        (_tables(["matched"] * 90 + ["not_found"] * 10, [50, 50, *[100] * 98]), None),
        (_tables(["matched"] * 90 + ["not_found"] * 10, [None, *[100] * 99]), None),
        (_tables(["matched"] * 90 + ["not_found"] * 10, [None, None, *[100] * 98]), "2 of 100 citation counts"),
    ],
)
def test_gates(new: dict[str, pa.Table], told: str | None) -> None:
    """A snapshot passes up to each limit and is refused beyond it."""
    refusals = check_gates(measure(new, LAST), GateLimits())
    assert [told in refusal for refusal in refusals if told] == ([True] if told else [])
    assert bool(refusals) == bool(told)


def test_the_first_snapshot_passes() -> None:
    """Without a last snapshot there is nothing to fall behind."""
    assert check_gates(None, GateLimits()) == []
