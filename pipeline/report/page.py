"""Tables → `report.html`: one file that opens from disk, no script, nothing loaded from elsewhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipeline.audit.finding import Severity
from pipeline.model import LinkCheck, Status
from pipeline.snapshot.manifest import LICENCES

_SHOWN_AUTHORS = 3
_SHOWN_CITED = 15

STATUS_TEXT: Mapping[Status, str] = {
    Status.MATCHED: "the right paper is known",
    Status.NEAR_MATCH: "the closest paper differs in a word",
    Status.CONFLICT: "the link leads to another paper",
    Status.AMBIGUOUS: "several papers fit equally well",
    Status.NOT_FOUND: "no source knows a paper of this title",
    Status.NOT_A_PAPER: "a product page, blog post or system card",
    Status.UNCHECKED: "a source did not answer",
}


def safe_url(url: str | None) -> str | None:
    """A URL that a page may link to: http or https with a host, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _authors(names: list[dict[str, Any]], *, complete: bool) -> str:
    shown = ", ".join(each["name"] for each in names[:_SHOWN_AUTHORS])
    return shown + (" and others" if len(names) > _SHOWN_AUTHORS or not complete else "")


def _work_url(work: Mapping[str, Any]) -> str | None:
    if work["arxiv_id"]:
        return f"https://arxiv.org/abs/{work['arxiv_id']}"
    return safe_url(f"https://doi.org/{quote(work['doi'])}") if work["doi"] else None


def _row(entry: Mapping[str, Any], works: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    work = works.get(entry["work_id"]) if entry["work_id"] else None
    suggested = works.get(entry["suggested_work_id"]) if entry["suggested_work_id"] else None
    return {
        **entry,
        "url": safe_url(entry["link"]),
        "work": work,
        "work_url": _work_url(work) if work else None,
        "authors": _authors(work["authors"], complete=work["authors_complete"]) if work else "",
        "suggested": suggested,
        "suggested_url": _work_url(suggested) if suggested else None,
    }


def _chapters(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    totals: Counter[str] = Counter()
    matched: Counter[str] = Counter()
    for entry in entries:
        chapter = entry["headings"][0] if entry["headings"] else "(no heading)"
        totals[chapter] += 1
        matched[chapter] += entry["status"] == Status.MATCHED
    return [{"name": name, "entries": total, "matched": matched[name]} for name, total in totals.items()]


def render_page(tables: Mapping[str, pa.Table], *, list_name: str, snapshot_id: str, sandbox: bool) -> str:
    """Render the report of one snapshot.

    Args:
        tables: `entries`, `works` and `findings`.
        sandbox: Whether the snapshot was made from the sandbox, which the page says at the top.
    """
    entries: list[dict[str, Any]] = tables["entries"].to_pylist()
    works = {work["work_id"]: work for work in tables["works"].to_pylist()}
    rows = [_row(entry, works) for entry in entries]
    named = {row["work_id"]: row["work"] for row in rows if row["work"]}
    cited = [work for work in named.values() if work["citation_count"] is not None]
    statuses = Counter(entry["status"] for entry in entries)
    findings = sorted(tables["findings"].to_pylist(), key=lambda each: Severity(each["severity"]).rank)
    environment = Environment(
        loader=PackageLoader("pipeline.report", "."),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        list_name=list_name,
        snapshot_id=snapshot_id,
        sandbox=sandbox,
        rows=rows,
        works=len(named),
        findings=[each for each in findings if each["severity"] != Severity.NOTE],
        notes=sum(1 for each in findings if each["severity"] == Severity.NOTE),
        chapters=_chapters(entries),
        statuses=[(status, statuses[status], STATUS_TEXT[status]) for status in Status if statuses[status]],
        links=Counter(entry["link_check"] for entry in entries),
        link_checks=list(LinkCheck),
        cited=sorted(cited, key=lambda work: (-work["citation_count"], work["work_id"]))[:_SHOWN_CITED],
        credits=[licence["credit"] for licence in LICENCES.values()],
    )
