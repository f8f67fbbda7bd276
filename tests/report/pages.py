"""Pages for tests: a small list whose texts are given, and a list of any length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pyarrow as pa

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.model import Author, CuratedEntry, LinkCheck, Resolution, Service, SourceRecord, Status, Work
from pipeline.report.page import render_page
from pipeline.snapshot.manifest import Inputs
from pipeline.tables.build import build_entries, build_findings, build_works
from pipeline.tables.growth import Growth, WorkGrowth
from pipeline.tables.trend import build_trend
from pipeline.titles import Relation
from tests.builders import NOON

AS_OF = date(2026, 4, 12)
VENUES = ("ACL", "ICML", "NeurIPS", "arXiv")


def inputs_of(name: str = "a-list", source: str = "sandbox", **changes: Any) -> dict[str, Any]:
    """The inputs of a snapshot, as its manifest has them."""
    inputs = Inputs(
        list_name=name,
        list_sha256="0" * 64,
        entries_sha256="0" * 64,
        list_format=None,
        source=source,
        as_of=AS_OF,
        replies=(),
        previous=None,
        limits={},
    )
    return inputs.as_json() | changes


def a_reply(**changes: Any) -> dict[str, Any]:
    """A reply as a manifest names it."""
    reply = {"service": "arxiv", "kind": "title", "asked": 3, "fetched_at": NOON.isoformat(), "stale": []}
    return reply | changes


def hostile_tables(text: str, link: str = "https://a.example/") -> dict[str, pa.Table]:
    """Tables in which a text stands wherever a list or a service can put one: a match, and a title not found."""
    entry = CuratedEntry(entry_id="e", position=1, line=1, title=text, title_listed=text, link=link, headings=(text,))
    other = replace(entry, entry_id="f", position=2, line=2)
    record = SourceRecord(
        source=Service.ARXIV, record_id="x", title=text, fetched_at=NOON, reply_sha256="x", arxiv_id="2401.00001"
    )
    matched = Resolution(
        entry_id="e",
        status=Status.MATCHED,
        link_check=LinkCheck.UNRESOLVABLE,
        relation=Relation.RETITLED,
        record=record,
        reasons=(text,),
    )
    lost = Resolution(
        entry_id="f", status=Status.CONFLICT, link_check=LinkCheck.POINTS_ELSEWHERE, suggested=record, reasons=(text,)
    )
    work = Work(
        work_id="w",
        title=text,
        source="arxiv",
        authors=(Author(name=text),),
        venue=text,
        doi=f"10.1/{text[:40]}",
        year=2024,
        citation_count=7,
        citation_count_as_of=AS_OF,
    )
    finding = Finding(
        entry_id="e",
        kind=FindingKind.WRONG_LINK,
        severity=Severity.ERROR,
        position=1,
        line=1,
        title=text,
        message=text,
        evidence=(text,),
        proposed=text,
    )
    return with_trend(
        {
            "entries": build_entries([entry, other], [matched, lost], {record: "w"}),
            "works": build_works([work]),
            "findings": build_findings([finding, replace(finding, kind=FindingKind.CLAIMED_YEAR)]),
        }
    )


def with_trend(tables: Mapping[str, pa.Table], nights: int = 1) -> dict[str, pa.Table]:
    """The same tables with a trend over some nights."""
    trend: pa.Table | None = None
    for night in range(nights):
        growth = Growth(works=(), counted_by_others=0) if night else None
        trend = build_trend(tables, trend, growth, snapshot_id=f"{AS_OF}-{night:012x}", as_of=AS_OF)
    return {**tables, "trend": trend}


def hostile_page(text: str) -> str:
    """A page on which a text stands wherever it can, in charts, options and attributes too."""
    grown = Growth(works=(WorkGrowth(work_id="w", title=text, before=1, after=7, days=1),), counted_by_others=1)
    tables = with_trend(hostile_tables(text), nights=2)
    inputs = inputs_of(text, replies=[a_reply(stale=[text])], degraded=["arxiv"])
    return render_page(tables, inputs, snapshot_id="s", growth=grown)


def many_tables(size: int) -> dict[str, pa.Table]:
    """Tables of a list of so many entries, each matched to a work of its own; every tenth is not found."""
    entries, resolutions, works, work_ids, findings = [], [], [], {}, []
    for n in range(size):
        title = f"{('Learning', 'Aligning', 'Tuning')[n % 3]} models of kind {n * 7919 % size}, part {n}"
        entry = CuratedEntry(
            entry_id=f"{n:016x}",
            position=n + 1,
            line=n + 10,
            title=title,
            title_listed=title,
            link=f"https://arxiv.org/abs/24{n // 100_000:02}.{n % 100_000:05}",
            headings=(f"Chapter {n * 12 // size}", f"Section {n // 40}"),
        )
        record = SourceRecord(source=Service.ARXIV, record_id=f"{n}", title=title, fetched_at=NOON, reply_sha256="x")
        found = n % 10 != 9
        entries.append(entry)
        resolutions.append(
            Resolution(
                entry_id=entry.entry_id,
                status=Status.MATCHED if found else Status.NOT_FOUND,
                link_check=LinkCheck.AGREES if found else LinkCheck.UNRESOLVABLE,
                relation=Relation.EXACT if found else None,
                record=record if found else None,
            )
        )
        if not found:
            findings.append(_not_found(entry))
            continue
        work_ids[record] = f"w{n:09}"
        works.append(
            Work(
                work_id=f"w{n:09}",
                title=title,
                source="arxiv",
                authors=tuple(Author(name=f"Author {each}") for each in (n % 97, n % 89 + 100, n)),
                year=2010 + n % 17,
                venue=VENUES[n % 4],
                arxiv_id=f"24{n // 100_000:02}.{n % 100_000:05}",
                citation_count=n * n % 9_973,
                citation_count_as_of=AS_OF,
            )
        )
    return with_trend(
        {
            "entries": build_entries(entries, resolutions, work_ids),
            "works": build_works(works),
            "findings": build_findings(findings),
        }
    )


def _not_found(entry: CuratedEntry) -> Finding:
    return Finding(
        entry_id=entry.entry_id,
        kind=FindingKind.NOT_FOUND,
        severity=Severity.WARNING,
        position=entry.position,
        line=entry.line,
        title=entry.title,
        message="no source knows a paper of this title",
        evidence=("both services answered",),
    )


class Parsed(HTMLParser):
    """The elements and attributes that a browser would see, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"
