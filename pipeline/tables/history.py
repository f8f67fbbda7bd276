"""Works and where their counts came from → observations of citation counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Service
from pipeline.tables.build import Row, to_arrow
from pipeline.tables.schema import CITATION_HISTORY

_COUNTS = ["work_id", "citation_count", "influential_citation_count", "citation_count_as_of"]

Observation = tuple[str, str, datetime]
"""The work, who counted, and when."""


def observations(tables: Mapping[str, pa.Table]) -> list[Row]:
    """Every citation count of a snapshot as it was observed.

    Args:
        tables: `works` and `provenance` of a snapshot; it may be of an older schema, in which nobody told
            influential citations.
    """
    there = [name for name in _COUNTS if name in tables["works"].schema.names]
    counted = tables["provenance"].filter(pc.field("field") == "citation_count")
    origins = {row["work_id"]: row for row in counted.to_pylist()}
    return [
        {
            "work_id": work["work_id"],
            "citation_count": work["citation_count"],
            "influential_citation_count": work.get("influential_citation_count"),
            "source": origins[work["work_id"]]["source"],
            "observed_at": _observed_at(work, origins[work["work_id"]]),
        }
        for work in tables["works"].select(there).to_pylist()
        if work["citation_count"] is not None
    ]


def _observed_at(work: Mapping[str, Any], origin: Mapping[str, Any]) -> datetime:
    """The moment of the reply where a service counted; the day of the count where it hands on somebody else's.

    Of a count of an unknown day, as a corpus has them, the moment at which it was read.
    """
    fetched_at: datetime = origin["fetched_at"]
    day: date | None = work["citation_count_as_of"]
    return fetched_at if origin["source"] in set(Service) or day is None else datetime.combine(day, time.min, UTC)


def observation_of(row: Mapping[str, Any]) -> Observation:
    """What tells an observation from others."""
    return row["work_id"], row["source"], row["observed_at"]


def build_history(rows: Iterable[Row], known: Iterable[Observation] = ()) -> pa.Table:
    """The observations that are not known from before, each once, as `CITATION_HISTORY` declares them."""
    told = set(known)
    new = {observation_of(row): row for row in rows if observation_of(row) not in told}
    return to_arrow(CITATION_HISTORY, new.values())
