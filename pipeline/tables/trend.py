"""A snapshot's tables and the trend of the one before → its own trend. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Status
from pipeline.tables.build import Row, to_arrow
from pipeline.tables.growth import Growth
from pipeline.tables.schema import TREND


def build_trend(
    tables: Mapping[str, pa.Table],
    before: pa.Table | None,
    growth: Growth | None,
    *,
    snapshot_id: str,
    as_of: date,
) -> pa.Table:
    """The rows that the snapshot before handed on, and this one's own behind them.

    Args:
        tables: `entries` and `works` of this snapshot.
        before: The trend of the snapshot before; None where there is none, or where its schema had no trend.
        growth: How citations grew since the snapshot before; None where there is none.
    """
    handed_on: list[Row] = before.to_pylist() if before is not None else []
    entries, works = tables["entries"], tables["works"]
    matched = pc.drop_null(entries["work_id"]).unique()
    counts = pc.drop_null(works.filter(pc.is_in(works["work_id"], value_set=matched))["citation_count"])
    own = {
        "place": len(handed_on) + 1,
        "snapshot_id": snapshot_id,
        "as_of": as_of,
        "entries": entries.num_rows,
        "matched": pc.sum(pc.equal(entries["status"], Status.MATCHED), min_count=0).as_py(),
        "works": len(matched),
        "counted": len(counts),
        "citations": pc.sum(counts, min_count=0).as_py(),
        "compared": len(growth.works) if growth else None,
        "gained": growth.gained if growth else None,
    }
    return to_arrow(TREND, [*handed_on, own])
