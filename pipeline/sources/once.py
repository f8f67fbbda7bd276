"""A source that reads each reply once, however many stages of a run look at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pipeline.identifiers import Identifier
from pipeline.model import Service
from pipeline.sources.port import Answer, Reply, Request, Source


class ReadOnce:
    """A source that keeps the answers it has read; every stage begins with all that is archived.

    Args:
        source: Whose reading is pure, so that the same request and reply give the same answer.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._answers: dict[tuple[Request, str, int, str, datetime], Answer] = {}

    @property
    def name(self) -> Service:
        """Which service this is."""
        return self._source.name

    def look_up(self, identifiers: Sequence[Identifier]) -> Iterable[Request]:
        """Make the requests that the source makes."""
        return self._source.look_up(identifiers)

    def search(self, titles: Sequence[str]) -> Iterable[Request]:
        """Make the requests that the source makes."""
        return self._source.search(titles)

    def halve(self, request: Request) -> tuple[Request, ...]:
        """Split a request as the source does."""
        return self._source.halve(request)

    def read(self, request: Request, reply: Reply) -> Answer:
        """Read a reply, or give what was read of it before; what cannot be read raises each time."""
        # The body stands in by its digest, so that no body is kept.
        key = (request, reply.sha256, reply.status, reply.content_type, reply.fetched_at)
        if key not in self._answers:
            self._answers[key] = self._source.read(request, reply)
        return self._answers[key]
