"""Ask a service: pace, send, read, retry, archive, halve; composed here, each part made elsewhere."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from pipeline.errors import PermanentSourceError, ReplyShapeError, SourceError, TransientSourceError
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.port import Answer, CutReplyError, Reply, Request, Send, Source
from pipeline.sources.retry import Retrier

log = logging.getLogger(__name__)


_FAILURES_IN_A_ROW = 5
"""So many failing parts of a failing request, each tried again, and it is the service that fails."""
_TRIES_OF_A_PART = 2
_REFUSED_IN_A_ROW = 3
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
        self._send = send
        self._pace = pace
        self._retrier = retrier
        self._archive = archive

    def ask(self, request: Request) -> Iterator[Answer]:
        """Give the answers to `request`, in one piece or in halves; none once the service is stopped."""
        if self.stopped is not None:
            return
        try:
            reply, answer = self._retrier(lambda: self._attempt(request))
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
        self._refused = 0
        return answer

    def _isolate(self, request: Request, error: TransientSourceError) -> Iterator[Answer]:
        """Ask for the parts of what keeps failing, in ever smaller ones, until what fails stands alone.

        Larger parts go first, so that a service that fails at everything is told from a thing that
        fails by a few requests: of two halves one succeeds, or of four quarters.
        """
        parts = deque(self._parts(request, error))
        failures, answered = 1, False
        while parts and failures < _FAILURES_IN_A_ROW and self.stopped is None:
            part = parts.popleft()
            try:
                reply, answer = self._retrier(partial(self._attempt, part), attempts=_TRIES_OF_A_PART)
            except TransientSourceError as again:
                error, failures = again, failures + 1
                smaller = self._parts(part, again)
                if not smaller:
                    log.warning("%s fails at %s; left unanswered: %s", part.service, part.asked, again)
                parts.extend(smaller)
            except (CutReplyError, PermanentSourceError):
                # Another kind of failure has its own remedy.
                yield from self.ask(part)
            else:
                failures, answered = 0, True
                yield self._kept(part, reply, answer)
        if not answered or failures >= _FAILURES_IN_A_ROW:
            self._stop(error)

    def _parts(self, request: Request, error: TransientSourceError) -> tuple[Request, ...]:
        """The halves of a request that fails for what it asks, perhaps; none where the service is busy or away."""
        return () if error.status in (None, 429) else self.source.halve(request)

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
            reply = self._send(request)
        try:
            return reply, self.source.read(request, reply)
        except ReplyShapeError as error:
            self._archive.set_aside(request, reply, str(error))
            raise

    def _stop(self, error: SourceError) -> None:
        self.stopped = error
        log.warning("%s is not asked any more in this run: %s", self.source.name, error)
