"""The transport against a real socket on 127.0.0.1: what it sends, what it gives, what it refuses."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from pipeline.errors import ReplyShapeError, TransientSourceError
from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.arxiv import Arxiv
from pipeline.sources.http import MAX_BYTES, Endpoint, HttpSender, _cause
from pipeline.sources.port import Reply, Request
from pipeline.sources.semantic_scholar import SemanticScholar
from tests.builders import NOON, sha256
from tests.sources.local_server import LocalServer, answer, serving

KEY = "a-secret-key"
(MATCH,) = SemanticScholar().search(["R&D of LLMs: 50% + x? “注意”"])
(BATCH,) = SemanticScholar().look_up([Identifier(Scheme.ARXIV, "2401.00001")])
(FEW_IDS,) = Arxiv().look_up([Identifier(Scheme.ARXIV, "2401.00001")])
(MANY_IDS,) = Arxiv().look_up([Identifier(Scheme.ARXIV, f"2401.{number:05}") for number in range(300)])


@contextlib.contextmanager
def _sending(
    urls: Mapping[Service, str] | str,
    *,
    timeout_s: float = 5.0,
    now: Callable[[], datetime] = lambda: NOON,
) -> Iterator[HttpSender]:
    if isinstance(urls, str):
        urls = dict.fromkeys(Service, urls)
    headers = {Service.SEMANTIC_SCHOLAR: {"x-api-key": KEY}, Service.ARXIV: {"Accept": "application/atom+xml"}}
    endpoints = {
        service: Endpoint(base_url=url, headers={"User-Agent": "lists/1 (a@b.example)"} | headers.get(service, {}))
        for service, url in urls.items()
    }
    sender = HttpSender(endpoints, timeout_s=timeout_s, now=now)
    try:
        yield sender
    finally:
        sender._session.close()


def _exchange(request: Request, status: int = 200, body: bytes = b"{}", **headers: str) -> tuple[Reply, LocalServer]:
    with serving(answer(status, body, **headers)) as server, _sending(server.url) as send:
        return send(request), server


def test_reply_is_as_received() -> None:
    """A reply holds status, type, body, digest, time, Retry-After and Date, whatever they say."""
    body = "ä{".encode()

    reply, _ = _exchange(MATCH, 429, body, Content_Type="text/plain; charset=x", Retry_After="7")

    assert reply == Reply(
        status=429,
        content_type="text/plain; charset=x",
        body=body,
        fetched_at=NOON,
        sha256=sha256(body),
        retry_after="7",
        date=reply.date,
    )
    assert parsedate_to_datetime(reply.date or "").year > 2000


def test_missing_headers_are_told_as_missing() -> None:
    """A reply without a type has an empty one, and one without Retry-After has none."""
    reply, _ = _exchange(MATCH)

    assert (reply.content_type, reply.retry_after) == ("", None)


@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 418, 429, 500, 503])
def test_every_status_is_a_reply(status: int) -> None:
    """What a status means is for others to say; the transport gives it as it is."""
    reply, server = _exchange(MATCH, status)

    assert (reply.status, len(server.heard)) == (status, 1)


def test_compressed_body_is_read_plain() -> None:
    """A compressed body is given, and digested, as it was before it was compressed."""
    body = b"[" + b"null, " * 5000 + b"null]"

    reply, server = _exchange(BATCH, 200, gzip.compress(body), Content_Encoding="gzip")

    assert (reply.body, reply.sha256) == (body, sha256(body))
    assert "gzip" in server.heard[0].headers["accept-encoding"]


def test_title_arrives_as_it_was_sent() -> None:
    """A title with signs that mean something in a URL arrives unharmed, and adds no parameter."""
    _, server = _exchange(MATCH)

    url = urlsplit(server.heard[0].path)
    assert url.path == "/graph/v1/paper/search/match"
    assert dict(parse_qsl(url.query)) == dict(MATCH.params)
    assert (server.heard[0].method, server.heard[0].body) == ("GET", b"")


def test_batch_is_posted_as_json() -> None:
    """A batch travels as a JSON body, its fields in the query."""
    _, server = _exchange(BATCH)

    (heard,) = server.heard
    assert (heard.method, heard.path) == ("POST", BATCH.path)
    assert json.loads(heard.body) == {"ids": ["ARXIV:2401.00001"]}
    assert heard.headers["content-type"] == "application/json"


def test_few_ids_travel_in_the_url() -> None:
    """Short parameters make a GET."""
    _, server = _exchange(FEW_IDS)

    (heard,) = server.heard
    assert heard.method == "GET"
    assert dict(parse_qsl(urlsplit(heard.path).query, keep_blank_values=True)) == dict(FEW_IDS.params)


def test_many_ids_travel_as_a_form() -> None:
    """Long parameters are posted as a form, and none of them stands in the URL."""
    _, server = _exchange(MANY_IDS)

    (heard,) = server.heard
    assert (heard.method, heard.path) == ("POST", "/api/query")
    assert dict(parse_qsl(heard.body.decode(), keep_blank_values=True)) == dict(MANY_IDS.params)
    assert heard.headers["content-type"] == "application/x-www-form-urlencoded"


def test_base_url_may_end_in_a_slash() -> None:
    """A base with a slash at its end and one without are the same."""
    with serving(answer()) as server, _sending(server.url + "/") as send:
        send(MATCH)

    assert server.heard[0].path.startswith("/graph/v1/")


def test_key_goes_to_its_service_alone() -> None:
    """The key of Semantic Scholar never reaches arXiv; both see who is asking."""
    with serving(answer()) as s2, serving(answer()) as arxiv:
        urls = {Service.SEMANTIC_SCHOLAR: s2.url, Service.ARXIV: arxiv.url}
        with _sending(urls) as send:
            send(BATCH)
            send(FEW_IDS)

    assert s2.heard[0].headers["x-api-key"] == KEY
    assert KEY not in str(arxiv.heard)
    assert arxiv.heard[0].headers["accept"] == "application/atom+xml"
    assert {server.heard[0].headers["user-agent"] for server in (s2, arxiv)} == {"lists/1 (a@b.example)"}


def test_endpoint_shows_no_header() -> None:
    """An endpoint that is printed or logged shows its URL and no key."""
    endpoint = Endpoint(base_url="https://s2.example", headers={"x-api-key": KEY})

    assert f"{endpoint!r} {endpoint}" == "Endpoint('https://s2.example') Endpoint('https://s2.example')"


def test_redirect_is_not_followed() -> None:
    """A redirect is a reply like any other: nobody is led elsewhere, least of all with a key."""
    with serving(answer()) as elsewhere:
        reply, server = _exchange(MATCH, 301, b"", Location=elsewhere.url)

    assert (reply.status, len(server.heard), elsewhere.heard) == (301, 1, [])


def test_credentials_of_the_environment_stay_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy named in the environment is not asked: requests go where the settings say."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    reply, _ = _exchange(MATCH)

    assert reply.status == 200


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_refused_connection_is_worth_another_try() -> None:
    """Nobody listening is a passing failure without a status; the message says where, and no key."""
    url = f"http://127.0.0.1:{_closed_port()}"

    with _sending(url) as send, pytest.raises(TransientSourceError, match=f"did not answer at {url}") as caught:
        send(MATCH)

    assert (caught.value.status, caught.value.source, caught.value.url) == (None, MATCH.service, MATCH.path)
    assert KEY not in f"{caught.value!r}{caught.value}"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (requests.ConnectTimeout("x"), "no connection within the time limit"),
        (requests.ReadTimeout("x"), "no reply within the time limit"),
        (requests.ConnectionError("x"), "ConnectionError"),
        (requests.TooManyRedirects(), "TooManyRedirects"),
        (OSError(), "OSError"),
    ],
)
def test_cause_is_told_in_few_words(error: Exception, told: str) -> None:
    """An operator reads what happened, not the nest of errors around it."""
    assert _cause(error) == told


def _hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _promise_more(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"[null")


def _break_a_chunk(handler: BaseHTTPRequestHandler) -> None:
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"ff\r\n[null")


def _claim_compression(handler: BaseHTTPRequestHandler) -> None:
    answer(200, b"not compressed", Content_Encoding="gzip")(handler)


@pytest.mark.parametrize("answering", [_hang_up, _promise_more, _break_a_chunk, _claim_compression])
def test_broken_reply_is_worth_another_try(answering: Callable[[BaseHTTPRequestHandler], None]) -> None:
    """A reply that is cut short or cannot be decoded is none: half a body is never given."""
    with serving(answering) as server, _sending(server.url) as send, pytest.raises(TransientSourceError) as caught:
        send(MATCH)

    assert caught.value.status is None


def test_silent_server_is_given_up() -> None:
    """A server that accepts and says nothing is left after the time limit."""
    done = threading.Event()
    with serving(lambda _: _wait(done)) as server, _sending(server.url, timeout_s=0.1) as send:
        with pytest.raises(TransientSourceError, match="no reply within the time limit") as caught:
            send(MATCH)
        done.set()

    assert caught.value.status is None


def test_server_that_stops_in_the_middle_is_given_up() -> None:
    """A server that falls silent within a reply is left after the time limit."""
    done = threading.Event()

    def answering(handler: BaseHTTPRequestHandler) -> None:
        _promise_more(handler)
        _wait(done)

    with serving(answering) as server, _sending(server.url, timeout_s=0.1) as send:
        with pytest.raises(TransientSourceError, match="no reply within the time limit"):
            send(MATCH)
        done.set()


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n", b"X-Wait: 1\r\n", id="headers without end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Wait: ", b"1", id="a header without end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" ", id="a body"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n", b" ", id="a body without length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0", id="the size of a chunk"),
    ],
)
def test_dripping_reply_is_given_up(head: bytes, drop: bytes) -> None:
    """A reply that keeps coming in drops is left when its whole takes too long, not when its end has come."""
    done = threading.Event()

    def answering(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not done.wait(timeout=0.03):
            handler.wfile.write(drop)

    with serving(answering) as server, _sending(server.url, timeout_s=0.3) as send:
        with pytest.raises(TransientSourceError, match=r"too slowly \(over 1 s\)") as caught:
            send(MATCH)
        done.set()

    assert not isinstance(caught.value, ReplyShapeError)


def test_time_that_was_up_once_is_counted_anew() -> None:
    """After a reply that came too slowly the next one is read as ever, on a new connection."""
    slow = threading.Event()

    def answering(handler: BaseHTTPRequestHandler) -> None:
        if not slow.is_set():
            slow.set()
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                handler.wfile.write(b"X-Wait: 1\r\n")
                threading.Event().wait(0.03)
        answer(200, b"{}")(handler)

    with serving(answering) as server, _sending(server.url, timeout_s=0.3) as send:
        with pytest.raises(TransientSourceError, match="too slowly"):
            send(MATCH)
        assert send(MATCH).body == b"{}"


def _wait(event: threading.Event) -> None:
    event.wait(timeout=10)


def test_size_is_capped() -> None:
    """A body that unpacks to more than the cap is refused while it comes, and is no absence."""
    bomb = gzip.compress(b"\0" * (MAX_BYTES + 1), 1)

    refused = pytest.raises(ReplyShapeError, match=f"more than {MAX_BYTES} bytes")

    with serving(answer(200, bomb, Content_Encoding="gzip")) as server, _sending(server.url) as send, refused as caught:
        send(MATCH)

    assert caught.value.status == 200


def test_cap_is_above_what_the_services_promise() -> None:
    """Semantic Scholar promises at most 10 MB, and arXiv's largest feeds stay below 20."""
    assert MAX_BYTES > 20_000_000


def test_each_reply_has_its_own_time() -> None:
    """The time of a reply is that at which it had come, by the clock that was handed in."""
    times = iter([datetime(2026, 4, 12, 3, 0, second, tzinfo=UTC) for second in (1, 2)])
    with serving(answer()) as server, _sending(server.url, now=lambda: next(times)) as send:
        assert [send(MATCH).fetched_at.second for _ in range(2)] == [1, 2]
