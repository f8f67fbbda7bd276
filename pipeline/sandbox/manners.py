"""What tells one service of the sandbox from another, apart from its answers: a line for each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A reply that does not depend on what was asked."""

    status: int
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a service is addressed, how often it may be asked, and how it says that it does not answer."""

    short: str
    """Its name in a plan of faults."""
    path: str
    """What all its paths begin with, and nobody else's."""
    interval_s: float
    """Seconds between requests at its public rate."""
    too_many: Said
    denied: Said
    empty: Said
    """A well-formed reply that holds nothing and does not say what it answers."""


_JSON = "application/json"

MANNERS: Mapping[Service, Manners] = {
    Service.SEMANTIC_SCHOLAR: Manners(
        short="s2",
        path="/graph/",
        interval_s=1.0,
        too_many=Said(
            status=429,
            body=(
                b'{"message": "Too Many Requests. Please wait and try again or apply for a key for higher rate limits. '
                b'https://www.semanticscholar.org/product/api#api-key-form", "code": "429"}'
            ),
            content_type=_JSON,
        ),
        denied=Said(status=403, body=b'{"message":"Forbidden"}', content_type=_JSON),
        empty=Said(status=200, body=b"{}", content_type=_JSON),
    ),
    Service.ARXIV: Manners(
        short="arxiv",
        path="/api/",
        interval_s=3.0,
        too_many=Said(status=429, body=b"Rate exceeded.", content_type="text/plain"),
        denied=Said(
            status=403,
            body=b"<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1></body></html>",
            content_type="text/html",
        ),
        empty=Said(
            status=200,
            body=(
                b'<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>'
                b'<totalResults xmlns="http://a9.com/-/spec/opensearch/1.1/">0</totalResults></feed>'
            ),
            content_type="application/atom+xml",
        ),
    ),
}
