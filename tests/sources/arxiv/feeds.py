"""Atom feeds as arXiv prints them, and requests and replies around them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pipeline.identifiers import Identifier, Scheme
from pipeline.marks import SANDBOX_NAMESPACE
from pipeline.model import SourceRecord
from pipeline.sources.arxiv import Arxiv
from pipeline.sources.port import Reply, Request
from tests.builders import a_reply

ARXIV = Arxiv()

_NAMESPACES = (
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"'
)


def ids_of(*bases: str) -> Request:
    """The one request that looks up ids."""
    (request,) = ARXIV.look_up([Identifier(Scheme.ARXIV, base) for base in bases])
    return request


def titles_of(*titles: str) -> Request:
    """The one request that searches titles."""
    (request,) = ARXIV.search(titles)
    return request


def note(**attributes: str) -> str:
    """The sandbox's note in an entry."""
    told = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<note xmlns="{SANDBOX_NAMESPACE}" {told}/>'


def entry(arxiv_id: str = "2401.00001v1", title: str = "A Study of Lists", inside: str = "", **changes: str) -> str:
    """An entry; `inside` is put in as it stands, and a change to an empty text leaves an element out."""
    parts = {
        "id": f"http://arxiv.org/abs/{arxiv_id}",
        "title": escape(title),
        "updated": "2024-01-05T17:59:46Z",
        "published": "2024-01-05T17:59:46Z",
        "summary": "",
    }
    parts |= changes
    told = "".join(f"<{name}>{text}</{name}>" for name, text in parts.items() if text or name == "summary")
    return f"<entry>{told}<author><name>Ada Example</name></author>{inside}</entry>"


def feed(request: Request, *entries: str, total: int | str | None = None, echo: str | None = None) -> str:
    """A feed that answers `request` with `entries`, unless `echo` or `total` says otherwise."""
    sent = dict(request.params)
    asked = "&".join(f"{name}={sent[name]}" for name in ("search_query", "id_list", "start", "max_results"))
    title = f"arXiv Query: {asked}" if echo is None else echo
    number = len(entries) if total is None else total
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<feed {_NAMESPACES}>"
        f"<id>https://arxiv.org/api/x</id><title>{escape(title)}</title><updated>2026-04-12T12:00:00Z</updated>"
        f"<opensearch:itemsPerPage>{sent['max_results']}</opensearch:itemsPerPage>"
        f"<opensearch:totalResults>{number}</opensearch:totalResults>"
        f"<opensearch:startIndex>0</opensearch:startIndex>{''.join(entries)}</feed>"
    )


def atom(body: bytes | str, status: int = 200, **changes: Any) -> Reply:
    """A reply that calls itself a feed."""
    return a_reply(body, status, **({"content_type": "application/atom+xml; charset=utf-8"} | changes))


def read_entry(text: str, base: str = "2401.00001") -> SourceRecord:
    """Read an entry as the only one of a feed."""
    request = ids_of(base)
    (record,) = ARXIV.read(request, atom(feed(request, text))).found[f"arxiv:{base}"]
    return record
