"""Gates: what a new snapshot must not do to the last one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Status
from pipeline.plural import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLimits:
    """How far a snapshot may fall behind the last one; shares in [0, 1]."""

    entries: float = 0.80
    """Least share of the last snapshot's entries."""
    matched: float = 0.05
    """Most by which the share of matched entries may drop."""
    citations: float = 0.01
    """Most of the citation counts that may fall by more than half."""


_ROUNDING = 1e-9
"""Shares are fractions of floats; what lies on a limit passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a new snapshot is judged by, beside the last one."""

    entries_before: int
    entries: int
    matched_before: float
    """Share in [0, 1] of the last snapshot's entries that are matched."""
    matched: float
    counts_compared: int
    """Works of both snapshots that had a citation count."""
    counts_fallen: int
    """Those of them whose count fell by more than half, or is gone."""


def measure(new: Mapping[str, pa.Table], last: Mapping[str, pa.Table]) -> Measures:
    """Measure a new snapshot against the last one."""
    compared, fallen = _fallen(new["works"], last["works"])
    return Measures(
        entries_before=last["entries"].num_rows,
        entries=new["entries"].num_rows,
        matched_before=_matched_share(last["entries"]),
        matched=_matched_share(new["entries"]),
        counts_compared=compared,
        counts_fallen=fallen,
    )


def check_gates(measured: Measures | None, limits: GateLimits) -> list[str]:
    """Say what refuses a new snapshot; an empty list lets it pass, as do no measures: there is no last one."""
    return [] if measured is None else list(_refusals(measured, limits))


def _refusals(measured: Measures, limits: GateLimits) -> Iterator[str]:
    before, now = measured.entries_before, measured.entries
    if now < limits.entries * before:
        yield f"{counted(now, 'entry')}, the last snapshot has {before}; expected at least {limits.entries:.0%} of them"
    drop = measured.matched_before - measured.matched
    if drop > limits.matched + _ROUNDING:
        yield f"the matched share fell by {100 * drop:.1f} points; expected at most {100 * limits.matched:.0f}"
    compared, fallen = measured.counts_compared, measured.counts_fallen
    if compared and fallen > limits.citations * compared:
        yield (
            f"{fallen} of {counted(compared, 'citation count')} fell by more than half; "
            f"expected at most {limits.citations:.0%} of them"
        )


def _matched_share(entries: pa.Table) -> float:
    matched = pc.sum(pc.equal(entries["status"], Status.MATCHED)).as_py() or 0
    return matched / entries.num_rows if entries.num_rows else 0.0


def _fallen(new: pa.Table, last: pa.Table) -> tuple[int, int]:
    counts = dict(zip(last["work_id"].to_pylist(), last["citation_count"].to_pylist(), strict=True))
    pairs = [
        (counts[work_id], count)
        for work_id, count in zip(new["work_id"].to_pylist(), new["citation_count"].to_pylist(), strict=True)
        if counts.get(work_id) is not None
    ]
    # A count that is gone has fallen too: a night without its source must not wipe what was known.
    return len(pairs), sum(1 for before, now in pairs if now is None or now < before / 2)
