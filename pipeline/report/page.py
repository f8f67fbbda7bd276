"""Tables and inputs → `report.html`: one file that opens from disk; nothing is loaded from elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from pipeline.audit.case import SAID
from pipeline.model import LinkCheck
from pipeline.report.asked import asked_of
from pipeline.report.cited import citations_of, over_time
from pipeline.report.found import findings_of
from pipeline.report.matched import authors_seen, chapters_of, coverage_of, tone_of, venues_of, works_of, years_of
from pipeline.report.rows import rows_of
from pipeline.report.template import render
from pipeline.report.text import plain
from pipeline.report.words import LINK_TEXT, SEVERITY_TEXT, STATUS_TEXT
from pipeline.snapshot.manifest import LICENCES
from pipeline.tables.growth import Growth

_TOP = 12
"""How many venues, authors, works and movers are named."""


def render_page(
    tables: Mapping[str, pa.Table],
    inputs: Mapping[str, Any],
    *,
    snapshot_id: str,
    growth: Growth | None = None,
) -> str:
    """Render the report of one snapshot: the same tables and inputs give the same bytes.

    Args:
        tables: `entries`, `works`, `findings` and `trend`.
        inputs: The snapshot's, as they stand in its manifest (`Inputs.as_json`).
        growth: How citations grew since the snapshot before; None where there is none.
    """
    entries, works = tables["entries"], tables["works"]
    chapters = chapters_of(entries)
    coverage = coverage_of(entries, chapters, [str(check) for check in LinkCheck])
    findings = findings_of(tables["findings"])
    matched = works_of(entries, works)
    rows = rows_of(
        entries,
        works,
        chapters=chapters,
        places={chapter.name: chapter.place for chapter in coverage.chapters},
        severities=findings.marks,
    )
    return render(
        "page.html.j2",
        name=plain(inputs["list"]["name"], 120),
        snapshot_id=snapshot_id,
        as_of=date.fromisoformat(inputs["as_of"]),
        source=inputs["source"],
        coverage=coverage,
        citations=citations_of(matched, _TOP),
        over=over_time(tables["trend"].to_pylist(), growth, _TOP),
        years=years_of(entries, matched, chapters),
        venues=venues_of(matched, _TOP),
        authors=authors_seen(matched, _TOP),
        findings=findings,
        rows=rows,
        shown={row.position for row in rows},
        asked=asked_of(inputs["replies"]),
        degraded=[SAID[name] for name in inputs["degraded"]],
        stale_works=sum(matched["stale"].to_pylist()),
        licences=[(SAID[name], licence) for name, licence in LICENCES.items()],
        status_text=STATUS_TEXT,
        link_text=LINK_TEXT,
        severity_text=SEVERITY_TEXT,
        tone_of=tone_of,
        plain=plain,
    )
