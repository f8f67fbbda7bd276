"""How often the works of a list are cited, and how that grew. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.charts import Bar, Column, Line, bars_of, columns_of, in_words, line_of
from pipeline.report.text import clip, links_of
from pipeline.tables.growth import Growth

_EDGES = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000)
"""Where one group of counts ends and the next begins: each about three times as far as the one before."""
_TITLE = 160
"""Characters of a title beside a bar."""
_OF_WORK = ("title", "year", "arxiv_id", "doi", "acl_id", "s2_corpus_id", "citation_count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A work of the list, and how often it is cited."""

    bar: Bar
    url: str | None
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """The citation counts of the works of a list."""

    works: int
    counted: int
    """Works whose count is known; all else is of these."""
    total: int
    median: float
    h_index: int
    """The greatest n for which n works have n citations or more."""
    groups: tuple[Column, ...]
    """Works by how often they are cited, in steps of about three times."""
    top: tuple[Cited, ...]
    observed: tuple[date, date] | None
    """Days of the oldest and of the newest count."""

    @property
    def told(self) -> str:
        """The groups in words."""
        return in_words(self.groups)


def citations_of(works: pa.Table, shown: int) -> Citations:
    """Sum up the counts of works.

    Args:
        works: Those of the list, with their counts where these are known.
        shown: How many of the most cited are named.
    """
    counted = works.filter(works["citation_count"].is_valid())
    counts = sorted(counted["citation_count"].to_pylist())
    groups = [0] * (len(_EDGES) + 1)
    for count in counts:
        groups[bisect_right(_EDGES, count)] += 1
    days = pc.min_max(counted["citation_count_as_of"]).as_py()
    return Citations(
        works=works.num_rows,
        counted=len(counts),
        total=sum(counts),
        median=_median(counts),
        h_index=max((n for n, count in enumerate(reversed(counts), 1) if count >= n), default=0),
        groups=columns_of(list(zip(_labels(), groups, strict=True))),
        top=_top(counted, shown),
        observed=(days["min"], days["max"]) if days["min"] else None,
    )


def _median(counts: Sequence[int]) -> float:
    """The middle of counts, or what lies between two of them; 0 where there is none."""
    middle = median(counts) if counts else 0
    return middle if middle % 1 else int(middle)


def _labels() -> list[str]:
    """What each group is called; begins with its least count."""
    steps = (f"{low:,}" if low + 1 == high else f"{low:,} to {high - 1:,}" for low, high in pairwise(_EDGES))
    return ["0", *steps, f"{_EDGES[-1]:,} or more"]


def _top(counted: pa.Table, shown: int) -> tuple[Cited, ...]:
    order = pc.sort_indices(counted, sort_keys=[("citation_count", "descending"), ("work_id", "ascending")])
    rows: list[dict[str, Any]] = counted.select(list(_OF_WORK)).take(order[:shown]).to_pylist()
    bars = bars_of([(clip(row["title"], _TITLE), row["citation_count"]) for row in rows])
    links = [links_of(row) for row in rows]
    return tuple(
        Cited(bar=bar, url=found[0][1] if found else None, year=row["year"])
        for bar, found, row in zip(bars, links, rows, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A work whose count moved since the snapshot before."""

    title: str
    gained: int
    before: int
    after: int
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One figure over the snapshots."""

    name: str
    first: str
    last: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """How a list and its citations went over the snapshots."""

    snapshots: int
    first: date
    """Of the oldest snapshot that is told of."""
    before: tuple[str, date] | None
    """The snapshot before: its name and date."""
    gained: int | None
    """Citations since then, of the works that the same one counted in both; None where there is none before."""
    compared: int
    counted_by_others: int
    movers: tuple[Moved, ...]
    traces: tuple[Trace, ...]


def over_time(trend: Sequence[Mapping[str, Any]], growth: Growth | None, shown: int) -> Over:
    """Tell how figures went from snapshot to snapshot.

    Args:
        trend: Rows of the table, this snapshot's own last.
        growth: How counts grew since the snapshot before; None where there is none.
        shown: How many of the farthest movers are named.
    """
    before = trend[-2] if len(trend) > 1 else None
    movers = [work for work in growth.works[:shown] if work.gained] if growth else []
    return Over(
        snapshots=len(trend),
        first=trend[0]["as_of"],
        before=(before["snapshot_id"], before["as_of"]) if before else None,
        gained=growth.gained if growth else None,
        compared=len(growth.works) if growth else 0,
        counted_by_others=growth.counted_by_others if growth else 0,
        movers=tuple(
            Moved(title=clip(work.title), gained=work.gained, before=work.before, after=work.after, days=work.days)
            for work in movers
        ),
        traces=traces_of(trend) if before else (),
    )


def traces_of(trend: Sequence[Mapping[str, Any]]) -> tuple[Trace, ...]:
    """What is drawn of two snapshots or more.

    Args:
        trend: Rows of the table, the oldest first.
    """
    gained = list(accumulate(row["gained"] or 0 for row in trend))
    shares = [100 * row["matched"] / row["entries"] if row["entries"] else 0.0 for row in trend]
    return (
        _trace("Citations gained since the first", gained, "{:+,}"),
        _trace("Entries", [row["entries"] for row in trend], "{:,}"),
        _trace("Entries matched", shares, "{:.1f} %"),
        _trace("Works whose count is known", [row["counted"] for row in trend], "{:,}"),
    )


def _trace(name: str, values: Sequence[float], form: str) -> Trace:
    return Trace(name=name, first=form.format(values[0]), last=form.format(values[-1]), line=line_of(values))
