"""What a service looks like to the rest: requests as values, replies as values, answers typed.

`Source.look_up` and `Source.search` make requests, `Source.read` reads a reply; all three are pure.
Who sends, paces, retries and archives is `ask.Desk`, composed of plain functions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pipeline.identifiers import Identifier
from pipeline.model import Service, SourceRecord

YEARS = range(1000, 3000)
"""Years that a paper may be of; whatever else a service says says nothing."""


class Kind(StrEnum):
    """What a request asks by."""

    IDENTIFIER = "identifier"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request as a value, without host, key or any other secret."""

    service: Service
    kind: Kind
    asked: tuple[str, ...]
    """The identifiers (`scheme:value`) or titles this request asks for, in order."""
    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    """Query parameters, or the form of a POST."""
    body: str | None = None
    """JSON body, or None."""

    @property
    def sha256(self) -> str:
        """Digest of all that makes the request."""
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply as received."""

    status: int
    content_type: str
    body: bytes = field(repr=False)
    fetched_at: datetime
    """UTC time at which the reply was received."""
    sha256: str
    """Digest of `body`."""
    retry_after: str | None = None
    """The Retry-After header as received, or None."""
    date: str | None = None
    """The Date header as received, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reply says of each thing asked; an empty tuple is a confirmed absence."""

    service: Service
    kind: Kind
    found: Mapping[str, tuple[SourceRecord, ...]]
    fetched_at: datetime
    reply_sha256: str
    stale: frozenset[str] = frozenset()
    """What was asked of which it stands in for a newer answer that could not be had."""
    crowded: frozenset[str] = frozenset()
    """Titles that more works bear than were looked at, so that another one than was found may be meant."""


def answer_to(request: Request, reply: Reply, found: Mapping[str, tuple[SourceRecord, ...]]) -> Answer:
    """The answer that a reply gives to a request."""
    return Answer(
        service=request.service,
        kind=request.kind,
        found=found,
        fetched_at=reply.fetched_at,
        reply_sha256=reply.sha256,
    )


Send = Callable[[Request], Reply]
"""Sends one request and gives what came back, whatever its status; raises TransientSourceError
when nothing came back."""


class CutReplyError(Exception):
    """More was found than one reply may hold; ask for fewer things at once."""


class Source(Protocol):
    """A service that knows papers."""

    @property
    def name(self) -> Service:
        """Which service this is."""
        ...

    def look_up(self, identifiers: Sequence[Identifier]) -> Iterable[Request]:
        """Make the fewest requests that ask for all `identifiers`; foreign schemes raise ValueError."""
        ...

    def search(self, titles: Sequence[str]) -> Iterable[Request]:
        """Make the fewest requests that search all `titles`; titles that cannot be searched are left out."""
        ...

    def halve(self, request: Request) -> tuple[Request, ...]:
        """Split a request in two; an unsplittable one gives an empty tuple."""
        ...

    def read(self, request: Request, reply: Reply) -> Answer:
        """Read a reply.

        Raises:
            TransientSourceError: Try again (429, 5xx).
            ReplyShapeError: Not what was asked for; try again, never an absence.
            PermanentSourceError: The service refuses this request.
            CutReplyError: Halve the request.
        """
        ...
