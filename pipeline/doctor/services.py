"""What is to be said of the services: the key, the contact, what became of one request to each. Pure.

Nothing that a service sent is repeated: a reply may echo the key that it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.doctor.check import Check, ok, problem, warning
from pipeline.errors import ReplyShapeError, SourceError
from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service, SourceRecord
from pipeline.sources.port import Answer

_LORA = Identifier(Scheme.ARXIV, "2106.09685")


@dataclass(frozen=True, slots=True, kw_only=True)
class Healthy:
    """What a service is asked for, and what it says when nothing is wrong."""

    setting: str
    """Names the base of its URLs."""
    needed: tuple[str, ...]
    """What its record of that paper has to have. A field that is renamed upstream is read as one without a value."""
    probe: Identifier = _LORA
    """A paper that it has known for years, with all that is read of a paper."""


HEALTHY: Mapping[Service, Healthy] = {
    Service.SEMANTIC_SCHOLAR: Healthy(setting="PAPERS_S2_URL", needed=("authors", "year", "venue", "citations")),
    Service.ARXIV: Healthy(
        setting="PAPERS_ARXIV_URL", needed=("authors", "publication_date", "arxiv_primary_category", "abstract")
    ),
}
_NEEDED_OF_SANDBOX = ("authors", "year")
"""The bundled catalogue knows less than the services do."""
_DENIED = frozenset({401, 403})
_TOO_MANY = 429
_FAILING = 500
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request to a service, and what became of it."""

    service: Service
    address: str
    """The base of its URLs, as it may be shown."""
    answer: Answer | None = None
    error: SourceError | None = None
    """Why there is no answer."""
    form: str = ""
    """What kind of text a reply was that is no answer."""


def form_of(body: bytes) -> str:
    """Name what kind of text a body is, in words of our own."""
    if not body.strip():
        return "nothing"
    if _HTML.match(body):
        return "an HTML page"
    first = body.lstrip()[:1]
    if first in {b"{", b"["}:
        return "JSON of another shape"
    return "XML of another shape" if first == b"<" else "something unreadable"


def judge_key(*, present: bool) -> Check:
    """Judge whether there is a key; what it is concerns nobody."""
    if present:
        return ok("key", "A key for Semantic Scholar is set.")
    found = (
        "No key for Semantic Scholar is set: requests share one pool with everybody who has none, and may wait long."
    )
    return warning("key", found, "Ask Semantic Scholar for a key and put it into PAPERS_S2_API_KEY.")


def judge_contact(contact: str | None) -> Check:
    """Judge whether the services can reach whoever runs this."""
    if contact and contact.strip():
        return ok("contact", "The User-Agent names a contact.")
    found = "The User-Agent names nobody whom a service could write to before it blocks this address."
    return warning("contact", found, "Put an address into PAPERS_CONTACT.")


def judge_exchange(exchange: Exchange, *, keyed: bool) -> Check:
    """Judge what became of a request for one well-known paper.

    Args:
        keyed: Whether a key was sent to Semantic Scholar.
    """
    if exchange.error is not None:
        return _judge_error(exchange, exchange.error, keyed=keyed and exchange.service is Service.SEMANTIC_SCHOLAR)
    healthy = HEALTHY[exchange.service]
    records = exchange.answer.found.get(str(healthy.probe), ()) if exchange.answer else ()
    if not records:
        found = f"{exchange.address} answers, and does not know {healthy.probe}, which it always did."
        return warning(exchange.service, found, f"See that {healthy.setting} is the service you mean.")
    return _judge_record(exchange, records[0])


def _judge_record(exchange: Exchange, record: SourceRecord) -> Check:
    healthy = HEALTHY[exchange.service]
    needed = _NEEDED_OF_SANDBOX if record.stand_in else healthy.needed
    lacking = [each for each in needed if getattr(record, each) in (None, "", ())]
    if lacking:
        found = f"{exchange.address} answers, and its record of {healthy.probe} has no {' and no '.join(lacking)}."
        return problem(
            exchange.service, found, "A field may have been renamed there; see whether a newer release knows."
        )
    return ok(exchange.service, f"{exchange.address} answers as expected.")


def _judge_error(exchange: Exchange, error: SourceError, *, keyed: bool) -> Check:
    name, address, setting = exchange.service, exchange.address, HEALTHY[exchange.service].setting
    if isinstance(error, ReplyShapeError):
        found = f"{address} did not send what was asked for, but {exchange.form or 'something else'}."
        return problem(name, found, f"See that {setting} is right and no proxy or login stands before it.")
    if error.status is None:
        return problem(name, f"{address} does not answer.", f"Check the network, a proxy, and {setting}.")
    if error.status == _TOO_MANY:
        found = f"{address} answers that it is asked too often (HTTP 429)."
        return warning(name, found, "A refresh waits and asks again, more slowly; see who else asks from here.")
    if error.status in _DENIED:
        return _judge_denial(exchange, error.status, keyed=keyed)
    found = f"{address} answers with HTTP {error.status}."
    advice = f"See that {setting} is the base of the service's URLs."
    if error.status >= _FAILING:
        advice = "The service fails; look again before the night: a refresh tries several times, then does without."
    return problem(name, found, advice)


def _judge_denial(exchange: Exchange, status: int, *, keyed: bool) -> Check:
    if keyed:
        found = f"{exchange.address} refuses the key (HTTP {status})."
        return problem(exchange.service, found, "Check PAPERS_S2_API_KEY, or ask for a new key.")
    found = f"{exchange.address} refuses this address (HTTP {status})."
    return problem(exchange.service, found, "Ask the service why it is blocked; PAPERS_CONTACT and a key help.")
