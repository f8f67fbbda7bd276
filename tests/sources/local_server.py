"""A tiny server on 127.0.0.1 whose behaviour a test writes down, and which keeps what it heard."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One request as it arrived; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class LocalServer:
    """Where a server listens, and what it heard."""

    url: str
    heard: list[Heard] = field(default_factory=list)


Answering = Callable[[BaseHTTPRequestHandler], None]
"""Answers one request, as well or as badly as the test wants."""


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Answering:
    """Answer every request alike; underscores in names of headers become hyphens."""

    def answering(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answering


@contextlib.contextmanager
def serving(answering: Answering) -> Iterator[LocalServer]:
    """Serve on a free port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(size)
            local.heard.append(Heard(method=self.command, path=self.path, headers=headers, body=body))
            # A client that leaves in the middle is what some tests are about.
            with contextlib.suppress(OSError):
                answering(self)

        do_GET = do_POST = _handle  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    local = LocalServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield local
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
