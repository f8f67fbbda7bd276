"""HTTP statuses → errors: which are worth another try. Pure."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from pipeline.errors import PermanentSourceError, TransientSourceError
from pipeline.sources.port import Reply, Request

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHOWN = 200


def retry_after_s(reply: Reply) -> float | None:
    """Seconds the service asks to wait, from either form of Retry-After; None when absent or unreadable."""
    text = (reply.retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - reply.fetched_at).total_seconds())
    except (TypeError, ValueError):
        return None


def excerpt(body: bytes) -> str:
    """The first characters of a body, for a message; control characters shown as escapes."""
    return body[:_SHOWN].decode("utf-8", "replace").strip().encode("unicode_escape").decode()


def raise_for_status(request: Request, reply: Reply) -> None:
    """Raise for every status but 200.

    Raises:
        TransientSourceError: 408, 425, 429, 500, 502, 503 and 504.
        PermanentSourceError: Every other status; 401 and 403 name the key and the address as causes.
    """
    if reply.status == 200:  # noqa: PLR2004
        return
    told = f"{request.service} answered HTTP {reply.status} to {request.path}: {excerpt(reply.body)!r}"
    if reply.status in _TRANSIENT:
        raise TransientSourceError(told, request.service, request.path, reply.status, retry_after_s(reply))
    if reply.status in {401, 403}:
        told += ". Check the key (PAPERS_S2_API_KEY) and whether this address is blocked."
    raise PermanentSourceError(told, request.service, request.path, reply.status)
