"""Values with defaults, so that a test names only what it is about; and the hand-written replies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings

from pipeline.identifiers import Identifier, parse_identifier
from pipeline.model import Author, CuratedEntry, Link, Service, SourceRecord
from pipeline.sources.port import Answer, Kind, Reply, Request

REPLIES = Path(__file__).resolve().parent / "data" / "replies"
"""Hand-written replies in the shapes that the real services send; README.md there tells which is which."""

steady = settings(deadline=None, derandomize=True)
"""Makes a property try the same examples in every run, on a busy machine as on an idle one."""

NOON = datetime(2026, 4, 12, 12, 0, tzinfo=UTC)
"""The time at which everything here was fetched, unless a test says otherwise."""


def minutes(number: float) -> timedelta:
    """A stretch of time, to be added to `NOON`."""
    return timedelta(minutes=number)


def sha256(body: bytes) -> str:
    """Digest of a body, as replies carry it."""
    return hashlib.sha256(body).hexdigest()


def reply_body(name: str) -> bytes:
    """Read a hand-written reply of `tests/data/replies/`."""
    return (REPLIES / name).read_bytes()


def an_identifier(text: str) -> Identifier:
    """Read an identifier that a test spells out, such as `arxiv:2401.00001`."""
    identifier = parse_identifier(text)
    assert identifier is not None, text
    return identifier


def an_entry(title: str = "A Study of Lists", **changes: Any) -> CuratedEntry:
    """An entry; `link` makes its own label, `identifiers` are given in printed form."""
    url = changes.get("link")
    if url is not None:
        changes.setdefault("links", (Link(url=url, label="Paper"),))
    changes["identifiers"] = tuple(map(an_identifier, changes.get("identifiers", ())))
    entry = CuratedEntry(entry_id="e1", position=1, line=1, title=title, title_listed=title)
    return replace(entry, **changes)


def linked_to(arxiv_id: str) -> dict[str, Any]:
    """The link and identifiers of an entry that links to an arXiv paper, to be given to `an_entry`."""
    return {"link": f"https://arxiv.org/abs/{arxiv_id}", "identifiers": (f"arxiv:{arxiv_id}",)}


def a_record(
    title: str = "A Study of Lists",
    source: Service = Service.SEMANTIC_SCHOLAR,
    **changes: Any,
) -> SourceRecord:
    """A record; its own key is made from its identifiers, authors may be given as names."""
    authors = changes.get("authors", ("Ada Example",))
    changes["authors"] = tuple(Author(name=each) if isinstance(each, str) else each for each in authors)
    named = [str(changes[name]) for name in ("arxiv_id", "doi", "s2_paper_id", "s2_corpus_id") if changes.get(name)]
    record = SourceRecord(
        source=source,
        record_id="/".join(named) or "r1",
        title=title,
        fetched_at=NOON,
        reply_sha256="0" * 64,
        year=2024,
    )
    return replace(record, **changes)


def an_answer(
    found: Mapping[str, tuple[SourceRecord, ...]],
    service: Service = Service.SEMANTIC_SCHOLAR,
    kind: Kind = Kind.IDENTIFIER,
    *,
    fetched_at: datetime = NOON,
    reply_sha256: str = "0" * 64,
) -> Answer:
    """An answer of a service to whatever `found` names."""
    return Answer(service=service, kind=kind, found=found, fetched_at=fetched_at, reply_sha256=reply_sha256)


def a_request(*asked: str, **changes: Any) -> Request:
    """A request that asks for `asked`; its method and path are those of a Semantic Scholar match."""
    request = Request(
        service=Service.SEMANTIC_SCHOLAR,
        kind=Kind.TITLE,
        asked=asked or ("A Study of Lists",),
        method="GET",
        path="/graph/v1/paper/search/match",
        params=(("query", "A Study of Lists"), ("fields", "title")),
    )
    return replace(request, **changes)


def a_reply(body: bytes | str = b"{}", status: int = 200, **changes: Any) -> Reply:
    """A reply of JSON, with the digest of its own body."""
    received = body.encode() if isinstance(body, str) else body
    reply = Reply(
        status=status,
        content_type="application/json",
        body=received,
        fetched_at=NOON,
        sha256=sha256(received),
    )
    return replace(reply, **changes)
