"""The sandbox as an ASGI application: routes to the doubles of the services, faults in between."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.model import Service
from pipeline.sandbox.arxiv import ArxivDouble
from pipeline.sandbox.catalogue import Catalogue
from pipeline.sandbox.faults import Fault, FaultRule, fault_for
from pipeline.sandbox.manners import MANNERS, Said
from pipeline.sandbox.semantic_scholar import Answered, SemanticScholarDouble

_HTML = b"<html><head><title>Sorry</title></head><body><h1>Service unavailable</h1></body></html>"
_RETRY_AFTER_S = 1
_HANG_S = 3600.0
_DRIP_S = 0.2

DROP_CONNECTION = "sandbox.drop_connection"
"""Extension of the ASGI scope, put there by `server`: a function that drops the connection without a reply."""


@dataclass(slots=True)
class Ledger:
    """When each service was asked, in seconds of the monotonic clock."""

    times: dict[Service, list[float]] = field(default_factory=lambda: defaultdict(list))


def service_of(path: str) -> Service | None:
    """Which service a path belongs to; None for the sandbox's own."""
    return next((service for service, manners in MANNERS.items() if path.startswith(manners.path)), None)


class FaultMiddleware:
    """Counts requests and makes the planned ones fail.

    Args:
        speed: Public rates are policed this many times faster (fault `rate`), and Retry-After asks for less time.
    """

    def __init__(self, app: ASGIApp, *, rules: tuple[FaultRule, ...], speed: float, ledger: Ledger) -> None:
        self._app = app
        self._rules = rules
        self._speed = speed
        self._ledger = ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or fail it."""
        service = service_of(scope["path"]) if scope["type"] == "http" else None
        if service is None:
            await self._app(scope, receive, send)
            return
        times = self._ledger.times[service]
        too_fast = bool(times) and time.monotonic() - times[-1] < 0.95 * MANNERS[service].interval_s / self._speed
        times.append(time.monotonic())
        fault = fault_for(self._rules, service, len(times))
        if fault is Fault.RATE:
            fault = Fault.TOO_MANY if too_fast else None
        await self._answer(fault, service, scope, receive, send)

    async def _answer(self, fault: Fault | None, service: Service, scope: Scope, receive: Receive, send: Send) -> None:
        match fault:
            case None:
                await self._app(scope, receive, send)
            case Fault.CUT:
                await self._app(scope, receive, _cutting(send))
            case Fault.DRIP:
                await self._app(scope, receive, _dripping(send))
            case Fault.HANG:
                await _hang(receive)
            case Fault.DOWN:
                scope["extensions"][DROP_CONNECTION]()
                await _hang(receive)
            case _:
                await _failure(fault, service, self._speed)(scope, receive, send)


def _failure(fault: Fault, service: Service, speed: float) -> Response:
    manners = MANNERS[service]
    match fault:
        case Fault.TOO_MANY:
            return _said(manners.too_many)
        case Fault.TOO_MANY_RETRY_AFTER:
            return _said(manners.too_many, {"Retry-After": str(round(_RETRY_AFTER_S / speed))})
        case Fault.FORBIDDEN:
            return _said(manners.denied)
        case Fault.HTML_200:
            return Response(_HTML, 200, media_type="text/html")
        case Fault.EMPTY:
            return _said(manners.empty)
        case _:
            return Response(_HTML, int(fault), media_type="text/html")


def _said(said: Said, headers: Mapping[str, str] | None = None) -> Response:
    return Response(said.body, said.status, headers, said.content_type)


async def _hang(receive: Receive) -> None:
    """Wait until the client goes away."""
    message: Message = {"type": ""}
    async with asyncio.timeout(_HANG_S):
        while message["type"] != "http.disconnect":
            message = await receive()


def _cutting(send: Send) -> Send:
    """Send the announced length and half of the body."""

    async def cut(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            message = {**message, "body": body[: len(body) // 2], "more_body": False}
        await send(message)

    return cut


def _dripping(send: Send) -> Send:
    """Send the body in many small pieces with pauses between."""

    async def drip(message: Message) -> None:
        body = message.get("body", b"")
        if message["type"] != "http.response.body" or not body:
            await send(message)
            return
        step = max(1, len(body) // 20)
        for start in range(0, len(body), step):
            await asyncio.sleep(_DRIP_S)
            await send({**message, "body": body[start : start + step], "more_body": start + step < len(body)})

    return drip


def build_app(
    catalogue: Catalogue,
    *,
    faults: tuple[FaultRule, ...] = (),
    speed: float = 1.0,
    ledger: Ledger | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """Build the application over a catalogue.

    Args:
        ledger: Written by the application; hand one in to read when it was asked.
    """
    s2 = SemanticScholarDouble(catalogue)
    arxiv = ArxivDouble(catalogue, f"{now():%Y-%m-%dT%H:%M:%SZ}")
    book = ledger if ledger is not None else Ledger()

    def get(answer: Callable[[Any], Answered]) -> Callable[[Request], Response]:
        return lambda request: _json(answer(dict(request.query_params)))

    async def batch(request: Request) -> Response:
        try:
            body = await request.json()
        except ValueError:
            body = None
        return _json(s2.batch(dict(request.query_params), body.get("ids") if isinstance(body, dict) else None))

    async def query(request: Request) -> Response:
        # Read whatever its content type says, as upstream does.
        form = (await request.body()).decode(errors="replace") if request.method == "POST" else ""
        params = dict(request.query_params) | dict(parse_qsl(form, keep_blank_values=True))
        status, feed = arxiv.query(params)
        return Response(feed, status, media_type="application/atom+xml" if feed.startswith("<?xml") else "text/html")

    def counts(_: Request) -> Response:
        return JSONResponse({str(service): len(times) for service, times in book.times.items()})

    graph = "/graph/v1/paper"
    routes = [
        Route(f"{graph}/search/match", get(s2.match)),
        Route(f"{graph}/search/bulk", get(s2.bulk)),
        Route(f"{graph}/search", get(s2.search)),
        Route(f"{graph}/batch", batch, methods=["POST"]),
        Route(
            f"{graph}/{{paper_id:path}}",
            lambda request: _json(s2.single(request.path_params["paper_id"], dict(request.query_params))),
        ),
        Route("/api/query", query, methods=["GET", "POST"]),
        Route("/sandbox/requests", counts),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(FaultMiddleware, rules=faults, speed=speed, ledger=book)],
    )


def _json(answered: Answered) -> Response:
    """Print as the service does: errors close together, results spaced, a line feed behind both."""
    status, body = answered
    separators = (", ", ": ") if status == HTTPStatus.OK else (",", ":")
    return Response(json.dumps(body, separators=separators) + "\n", status, media_type="application/json")
