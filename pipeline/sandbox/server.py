"""The sandbox as a server on 127.0.0.1: in a thread beside its caller, or alone in the foreground."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.errors import UsageError
from pipeline.sandbox.app import DROP_CONNECTION

_START_S = 20.0


def listen(port: int = 0) -> socket.socket:
    """Bind 127.0.0.1; port 0 takes a free one.

    Raises:
        UsageError: The port is taken.
    """
    # Named, since asyncio turns off the delay of small packets only for sockets that say they are TCP.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError as error:
        bound.close()
        told = f"cannot listen on 127.0.0.1:{port} ({error.strerror}); name another with --port, or 0 for a free one."
        raise UsageError(told) from error
    return bound


class _Protocol(H11Protocol):
    """HTTP with a way for the application to drop the connection, for which ASGI has no word."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app = self.app

        async def dropping(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "extensions": {DROP_CONNECTION: transport.abort}}, receive, send)

        self.app = dropping


def _server(app: Starlette) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        http=_Protocol,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


@contextlib.contextmanager
def serving(app: Starlette, port: int = 0) -> Iterator[str]:
    """Serve `app` from a thread while the block runs; gives the base URL.

    Raises:
        UsageError: The port is taken, or the server does not start within 20 s.
    """
    with listen(port) as bound:
        server = _server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, name="sandbox", daemon=True)
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=5)


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_S
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            told = f"the sandbox did not start within {_START_S:.0f} s."
            raise UsageError(told)
        time.sleep(0.005)


def serve_forever(app: Starlette, bound: socket.socket) -> None:
    """Serve `app` in the foreground until interrupted."""
    _server(app).run(sockets=[bound])
