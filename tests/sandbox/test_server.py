"""The server begins and ends with its block, on an address of this machine alone."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from typing import cast

import pytest
import requests
from starlette.applications import Starlette

from pipeline.errors import UsageError
from pipeline.sandbox.app import build_app
from pipeline.sandbox.faults import parse_faults
from pipeline.sandbox.server import listen, serving
from tests.sandbox import a_library

_COUNTS = "/sandbox/requests"


def _app(plan: str = "") -> Starlette:
    return build_app(a_library(), faults=parse_faults(plan))


def _port(base: str) -> int:
    return int(base.rpartition(":")[2])


def _settled(before: set[threading.Thread]) -> set[threading.Thread]:
    """Threads that are there beside `before`, once those that are ending have ended."""
    deadline = time.monotonic() + 5
    while (new := set(threading.enumerate()) - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    return new


def test_a_free_port_is_taken() -> None:
    """Without a port each server takes one that nobody has, on 127.0.0.1."""
    with serving(_app()) as first, serving(_app()) as second:
        assert first.startswith("http://127.0.0.1:")
        assert first != second
        assert [requests.get(base + _COUNTS, timeout=5).status_code for base in (first, second)] == [200, 200]


def test_a_named_port_is_taken() -> None:
    """A port that is named is the port that is served."""
    with listen() as bound:
        port = bound.getsockname()[1]

    with serving(_app(), port) as base:
        assert _port(base) == port


def test_a_port_that_is_taken_is_a_usage_error() -> None:
    """The message names the port and the way out."""
    with serving(_app()) as base:
        told = rf"cannot listen on 127\.0\.0\.1:{_port(base)} .*--port"
        with pytest.raises(UsageError, match=told), serving(_app(), _port(base)):
            pytest.fail("two servers on one port")
        with pytest.raises(UsageError, match=told):
            listen(_port(base))


def test_the_server_ends_with_its_block() -> None:
    """Behind the block nobody listens, no thread is left, and the port is free again."""
    before = set(threading.enumerate())

    with serving(_app()) as base:
        requests.get(base + "/graph/v1/paper/search/match?query=attention", timeout=5)

    assert not _settled(before)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(base + _COUNTS, timeout=5)
    with serving(_app(), _port(base)) as again:
        assert again == base


def test_the_server_ends_when_the_block_fails() -> None:
    """An error inside the block passes through, and the server ends all the same."""
    before = set(threading.enumerate())

    with pytest.raises(ZeroDivisionError), serving(_app()):
        _ = 1 / 0

    assert not _settled(before)


def test_an_open_request_does_not_keep_the_server() -> None:
    """A request that hangs is dropped when the block ends, within seconds."""
    before = set(threading.enumerate())

    with serving(_app("s2:hang")) as base, socket.create_connection(("127.0.0.1", _port(base))) as client:
        client.sendall(b"GET /graph/v1/paper/0 HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        client.settimeout(0.1)
        with pytest.raises(TimeoutError):
            client.recv(1)
        ending = time.monotonic()

    assert time.monotonic() - ending < 4
    assert not _settled(before)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_server_that_cannot_start_is_a_usage_error() -> None:
    """When the server's thread ends before it serves, the caller is told rather than left waiting."""
    not_an_app = cast("Starlette", "no.such.module:app")

    with pytest.raises(UsageError, match="did not start"), serving(not_an_app):
        pytest.fail("served nothing")


_ALONE = """
import json
from pipeline.sandbox.app import build_app
from pipeline.sandbox.catalogue import read_catalogue
from pipeline.sandbox.server import listen, serve_forever
with listen() as bound:
    print(bound.getsockname()[1], flush=True)
    serve_forever(build_app(read_catalogue('{"title": "A", "authors": []}', "here")), bound)
"""


def test_a_server_alone_ends_when_interrupted() -> None:
    """In the foreground it serves until the interrupt, then leaves at once."""
    with subprocess.Popen([sys.executable, "-c", _ALONE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        status = _first_status(f"http://127.0.0.1:{port}{_COUNTS}")
        server.send_signal(signal.SIGINT)
        ended = server.wait(timeout=10)

    assert (status, ended != 0) == (200, True)


def _first_status(url: str) -> int:
    deadline = time.monotonic() + 10
    while True:
        try:
            return requests.get(url, timeout=5).status_code
        except requests.exceptions.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
