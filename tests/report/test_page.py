"""Tests of the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.model import Author, CuratedEntry, LinkCheck, Resolution, Service, SourceRecord, Status, Work
from pipeline.report.page import render_page, safe_url
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.build import build_entries, build_findings, build_works

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "{{ 7*7 }}",
    "</bdi></td></tr></table><h1>",
    "\u202egnp.exe",
    "=cmd|' /C calc'!A0",
)


def _tables(title: str, link: str) -> dict[str, pa.Table]:
    entry = CuratedEntry(
        entry_id="e", position=1, line=1, title=title, title_listed=title, link=link, headings=(title,)
    )
    record = SourceRecord(
        source=Service.ARXIV,
        record_id="x",
        title=title,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        reply_sha256="x",
    )
    resolution = Resolution(
        entry_id="e", status=Status.MATCHED, link_check=LinkCheck.AGREES, record=record, reasons=(title,)
    )
    work = Work(
        work_id="w", title=title, source="arxiv", authors=(Author(name=title),), venue=title, doi=f"10.1/{title}"
    )
    finding = Finding(
        entry_id="e",
        kind=FindingKind.WRONG_LINK,
        severity=Severity.ERROR,
        position=1,
        line=1,
        title=title,
        message=title,
        evidence=(title,),
        proposed=title,
    )
    return {
        "entries": build_entries([entry], [resolution], {record: "w"}),
        "works": build_works([work]),
        "findings": build_findings([finding, replace(finding, kind=FindingKind.CLAIMED_YEAR, severity=Severity.NOTE)]),
    }


class _Parsed(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    """Whatever a list or a service sends is shown, never run."""
    page = render_page(_tables(hostile, "https://a.example/"), list_name=hostile, snapshot_id="s", sandbox=False)
    parsed = _Parsed()
    parsed.feed(page)
    assert "script" not in parsed.tags
    assert parsed.tags.count("h1") == 1
    assert not [name for name in parsed.attributes if name.startswith("on")]
    assert "<td>49" not in page


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://arxiv.org/abs/1", True),
        ("http://a.example/x?y=1", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//a.example/x", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_links_are_linked(url: str | None, kept: bool) -> None:  # noqa: FBT001
    """A link that is no http address is not made clickable."""
    assert safe_url(url) == (url if kept else None)


def test_the_page_loads_nothing(published: Path) -> None:
    """The page is one file: no script, no style sheet, no image from elsewhere, and it stays small."""
    page = (SnapshotStore(published).find() / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(", page)
    assert len(page) < 3_000_000


def test_the_page_says_that_it_is_a_sandbox(published: Path) -> None:
    """Nobody takes catalogue records for live ones."""
    page = (SnapshotStore(published).find() / "report.html").read_text(encoding="utf-8")
    assert "Sandbox." in page
    assert page.count('id="entry-') == 372


def test_the_page_shows_findings_and_counts_notes(published: Path) -> None:
    """Errors and warnings stand on the page, the gravest first, each with its line; of notes it says how many."""
    page = (SnapshotStore(published).find() / "report.html").read_text(encoding="utf-8")
    kinds = re.findall(r'class="status (error|warning|note)">', page)
    assert kinds == sorted(kinds)
    assert set(kinds) == {"error", "warning"}
    assert re.search(r"And \d+ notes", page)
