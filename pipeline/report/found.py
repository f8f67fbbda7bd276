"""Findings, gathered by what they are, the gravest first, each short enough for a page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.audit.finding import FindingKind, Severity
from pipeline.report.text import clip
from pipeline.report.words import KIND_TEXT

_MOST = 1_000
"""Findings that a page shows; the table holds all."""
_FACTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding."""

    position: int
    line: int
    title: str
    message: str
    evidence: tuple[str, ...]
    proposed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGroup:
    """All findings of one kind and severity."""

    kind: str
    severity: str
    heading: str
    count: int
    shown: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All findings of a snapshot."""

    by_severity: Mapping[str, int]
    groups: tuple[FoundGroup, ...]
    left: int
    """How many are not shown."""
    marks: Mapping[str, str]
    """The gravest severity by entry."""


def findings_of(findings: pa.Table) -> Findings:
    """Gather findings by severity and kind, the gravest first, in the list's order."""
    severities: list[str] = findings["severity"].to_pylist()
    pairs = list(zip(severities, findings["kind"].to_pylist(), strict=True))
    counts = Counter(pairs)
    order = sorted(counts, key=lambda pair: (Severity(pair[0]).rank, list(FindingKind).index(FindingKind(pair[1]))))
    ranks = pa.array([order.index(pair) for pair in pairs], pa.int32())
    first = pc.sort_indices(
        pa.table({"rank": ranks, "place": pa.array(range(len(pairs)))}), [("rank", "ascending"), ("place", "ascending")]
    )
    shown: dict[tuple[str, str], list[Found]] = {}
    for row in findings.take(first[:_MOST]).to_pylist():
        shown.setdefault((row["severity"], row["kind"]), []).append(_found(row))
    marks: dict[str, str] = {}
    for entry_id, severity in zip(findings["entry_id"].to_pylist(), severities, strict=True):
        marks[entry_id] = min(marks.get(entry_id, severity), severity, key=lambda each: Severity(each).rank)
    by_severity = Counter(severities)
    return Findings(
        by_severity={str(severity): by_severity[severity] for severity in Severity if by_severity[severity]},
        groups=tuple(
            FoundGroup(
                kind=pair[1],
                severity=pair[0],
                heading=KIND_TEXT[FindingKind(pair[1])],
                count=counts[pair],
                shown=tuple(shown.get(pair, ())),
            )
            for pair in order
        ),
        left=max(0, len(pairs) - _MOST),
        marks=marks,
    )


def _found(row: Mapping[str, Any]) -> Found:
    return Found(
        position=row["position"],
        line=row["line"],
        title=clip(row["title"]),
        message=clip(row["message"]),
        evidence=tuple(clip(fact) for fact in row["evidence"][:_FACTS]),
        proposed=clip(row["proposed"]) if row["proposed"] else None,
    )
