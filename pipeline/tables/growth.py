"""Two snapshots' works → how their citation counts grew from one to the other. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

GROWTH_TABLES = ("works", "provenance")
"""Tables of a snapshot that growth is told from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGrowth:
    """The citation counts of one work in two snapshots, by the same one who counts."""

    work_id: str
    title: str
    """The later snapshot's."""
    before: int
    after: int
    days: int | None
    """Days from the one observation to the other: 0 where the count is the same observation, below 0 where the
    snapshots are compared backwards, None where a day is not known."""

    @property
    def gained(self) -> int:
        """Citations gained; below 0 where the count fell."""
        return self.after - self.before

    @property
    def per_day(self) -> float | None:
        """Citations gained a day; None where both counts are of one day or a day is not known."""
        return self.gained / self.days if self.days else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How the counts of the works that two snapshots share grew."""

    works: tuple[WorkGrowth, ...]
    """Those that the same one counted in both, the farthest from where it was first, then by name."""
    counted_by_others: int
    """Works whose two counts come from different ones who count: what lies between these is no growth."""

    @property
    def before(self) -> int:
        """All their citations before."""
        return sum(work.before for work in self.works)

    @property
    def after(self) -> int:
        """All their citations after."""
        return sum(work.after for work in self.works)

    @property
    def gained(self) -> int:
        """Citations gained by all of them together."""
        return self.after - self.before

    @property
    def observed_anew(self) -> int:
        """How many of them were counted on two different days; `per_day` rests on these."""
        return sum(1 for work in self.works if work.per_day is not None)

    @property
    def per_day(self) -> float | None:
        """Citations gained a day by those that were counted on two days, each by its own days; None where none was."""
        rates = [work.per_day for work in self.works if work.per_day is not None]
        return sum(rates) if rates else None


def citation_growth(new: Mapping[str, pa.Table], last: Mapping[str, pa.Table]) -> Growth:
    """Tell how the citation counts of the works that are in both grew.

    Args:
        new: `works` and `provenance` of the later snapshot.
        last: Those of the earlier one; it may be of an older schema.
    """
    now, then = _counts(new), _counts(last)
    both = [(work_id, now[work_id], then[work_id]) for work_id in now if work_id in then]
    grown = [
        WorkGrowth(
            work_id=work_id,
            title=current.title,
            before=old.count,
            after=current.count,
            days=(current.day - old.day).days if current.day and old.day else None,
        )
        for work_id, current, old in both
        if current.counter == old.counter
    ]
    grown.sort(key=lambda work: (-abs(work.gained), work.work_id))
    return Growth(works=tuple(grown), counted_by_others=len(both) - len(grown))


@dataclass(frozen=True, slots=True)
class _Count:
    """A citation count: the title of what was counted, who counted, and when."""

    title: str
    count: int
    day: date | None
    counter: str | None


def _counts(tables: Mapping[str, pa.Table]) -> dict[str, _Count]:
    """The counts of a snapshot by work; a work that nobody counted has none."""
    origins = tables["provenance"].select(["work_id", "field", "source"]).to_pylist()
    counters = {row["work_id"]: row["source"] for row in origins if row["field"] == "citation_count"}
    works = tables["works"].select(["work_id", "title", "citation_count", "citation_count_as_of"]).to_pylist()
    return {
        row["work_id"]: _Count(
            row["title"], row["citation_count"], row["citation_count_as_of"], counters.get(row["work_id"])
        )
        for row in works
        if row["citation_count"] is not None
    }
