"""What was published over time → the first page of a site; the declarations → its data dictionary. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from pipeline.audit.case import SAID
from pipeline.model import Status
from pipeline.report.cited import Trace, traces_of
from pipeline.report.template import render
from pipeline.report.text import plain
from pipeline.tables.dictionary import render_dictionary
from pipeline.tables.schema import CITATION_HISTORY, TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A snapshot as a history tells of it."""

    snapshot_id: str
    as_of: date
    entries: int
    matched: int
    works: int
    findings: int
    without: tuple[str, ...]
    """Services that stopped answering."""
    url: str
    """Its page, relative to the history."""

    @classmethod
    def of(cls, row: Mapping[str, Any], manifest: Mapping[str, Any], url: str) -> Dated:
        """Gather it from a row of the catalogue and the snapshot's manifest; an older one may lack some of it."""
        return cls(
            snapshot_id=row["snapshot_id"],
            as_of=date.fromisoformat(row["as_of"]),
            entries=row["rows"]["entries"],
            matched=manifest["by_status"].get(Status.MATCHED, 0),
            works=row["rows"]["works"],
            findings=sum(manifest.get("findings", {}).values()),
            without=tuple(SAID[name] for name in manifest["degraded"]),
            url=url,
        )


def render_history(
    list_name: str, *, source: str, snapshots: Sequence[Dated], trend: Sequence[Mapping[str, Any]]
) -> str:
    """Render the page that leads to all others: the newest report, every snapshot, the data dictionary.

    Args:
        snapshots: The newest first; at least one.
        trend: Rows of the newest one's table; empty where its schema had none.
    """
    traces: Sequence[Trace] = traces_of(trend) if len(trend) > 1 else ()
    return render(
        "history.html.j2",
        name=plain(list_name, 120),
        source=source,
        newest=snapshots[0],
        snapshots=snapshots,
        traces=traces,
        since=trend[0]["as_of"] if trend else None,
    )


def render_dictionary_page(list_name: str, *, source: str) -> str:
    """Render the data dictionary, the same as the generated document."""
    parser = MarkdownIt("commonmark").enable("table")
    _, _, _, *tokens = parser.parse(render_dictionary())
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", text.content)
    html: str = parser.renderer.render(tokens, parser.options, {})
    # A wide table is moved within its frame, by the keyboard too.
    frame = '<div class="frame" tabindex="0" role="group" aria-label="Columns"><table class="plain-table dictionary">'
    framed = html.replace("<table>", frame).replace("</table>", "</table></div>")
    return render(
        "dictionary.html.j2",
        name=plain(list_name, 120),
        source=source,
        names=[table.name for table in (*TABLES, CITATION_HISTORY)],
        # Made from our own declarations alone.
        dictionary=Markup(framed),  # noqa: S704
    )
