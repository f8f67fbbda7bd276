"""Ask a service: pace, send, read, retry, archive, halve; composed here, each part made elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import PermanentSourceError, ReplyShapeError, SourceError, TransientSourceError
from pipeline.plural import counted
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.port import Answer, CutReplyError, Reply, Request, Send, Source
from pipeline.sources.retry import Retrier

log = logging.getLogger(__name__)


_FAILURES_IN_A_ROW = 4
"""So many things that fail alone with nothing answered between them, and it is the service that fails."""
_TRIES_WHEN_FAILING = 2
"""Tries of a request while nothing was answered since the last failure that lasted."""
_REFUSED_IN_A_ROW = 5
"""So many refused requests that ask for one thing each, and the fault is not theirs (a retired field, say)."""


class Pace(Protocol):
    """Whoever says when the next request may go out."""

    def turn(self) -> AbstractContextManager[None]:
        """Enter when it is the caller's turn; leave when the reply is there."""
        ...

    def back_off(self, seconds: float) -> None:
        """Hold all callers back, and let them pass more slowly from now on."""
        ...

    def went_well(self) -> None:
        """Let callers pass a little faster again, up to the pace."""
        ...


@dataclass(slots=True)
class Account:
    """What asking a service cost in this run."""

    requests: int = 0
    retries: int = 0
    waited_s: float = 0.0


class Desk:
    """Asks one service; after a failure that lasts it asks no more in this run.

    Args:
        source: Makes the requests and reads the replies.
        send: The transport.
        pace: Waited for before every attempt.
        retrier: The one retry layer.
        archive: Keeps each good reply, and sets the others aside.
    """

    def __init__(self, source: Source, *, send: Send, pace: Pace, retrier: Retrier, archive: ReplyArchive) -> None:
        self.source = source
        self.stopped: SourceError | None = None
        self.account = Account()
        self._refused = 0
        self._failed = 0
        self._failing = False
        self._send = send
        self._pace = pace
        self._retrier = retrier
        self._archive = archive

    def ask(self, request: Request) -> Iterator[Answer]:
        """Give the answers to `request`, in one piece or in halves; none once the service is stopped."""
        if self.stopped is not None:
            return
        try:
            attempts = _TRIES_WHEN_FAILING if self._failing else None
            reply, answer = self._retrier(lambda: self._attempt(request), attempts=attempts)
        except CutReplyError as error:
            yield from self._ask_halves(request, error)
        except PermanentSourceError as error:
            # One malformed member fails a whole batch; alone it is its own fault, not the service's.
            if error.status == 400:  # noqa: PLR2004
                yield from self._ask_halves(request, error)
            else:
                self._stop(error)
        except TransientSourceError as error:
            yield from self._isolate(request, error)
        else:
            yield self._kept(request, reply, answer)
        finally:
            self.account.retries = self._retrier.retries
            self.account.waited_s = self._retrier.waited_s

    def _kept(self, request: Request, reply: Reply, answer: Answer) -> Answer:
        self._archive.put(request, reply)
        self._pace.went_well()
        self._refused = self._failed = 0
        self._failing = False
        return answer

    def _isolate(self, request: Request, error: TransientSourceError) -> Iterator[Answer]:
        """Ask for the halves of what keeps failing, until what fails stands alone; then it is left unanswered."""
        if error.status in (None, 429):
            # The service is away or busy, whatever it is asked.
            self._stop(error)
            return
        halves = self.source.halve(request)
        self._failing = True
        if not halves:
            self._failed += 1
            log.warning("%s fails at %s; left unanswered: %s", request.service, request.asked, error)
            if self._failed >= _FAILURES_IN_A_ROW:
                self._stop(error)
        for half in halves:
            yield from self.ask(half)

    def _ask_halves(self, request: Request, error: Exception) -> Iterator[Answer]:
        halves = self.source.halve(request)
        if not halves:
            self._refused += 1
            log.warning("%s refused %s; left unanswered", request.service, request.asked)
            if self._refused >= _REFUSED_IN_A_ROW:
                told = f"{request.service} refuses whatever it is asked: {error}"
                self._stop(PermanentSourceError(told, request.service, request.path, 400))
        for half in halves:
            yield from self.ask(half)

    def _attempt(self, request: Request) -> tuple[Reply, Answer]:
        with self._pace.turn():
            self.account.requests += 1
            asked = counted(len(request.asked), request.kind)
            log.debug("%s is asked by %s for %s", request.service, request.path, asked)
            reply = self._send(request)
        try:
            return reply, self.source.read(request, reply)
        except ReplyShapeError as error:
            self._archive.set_aside(request, reply, str(error))
            raise

    def _stop(self, error: SourceError) -> None:
        self.stopped = error
        log.warning("%s is not asked any more in this run: %s", self.source.name, error)
