"""Tests of fetching a list: conditions, redirects, limits, passwords, failures."""

from __future__ import annotations

import base64
import contextlib
import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.curated.copies import Copy
from pipeline.curated.fetch import MAX_BYTES, MAX_REDIRECTS, ListFetcher, redirected
from pipeline.errors import ListError
from tests.builders import NOON, minutes
from tests.sources.local_server import Answering, LocalServer, answer, serving

LIST = b"- LoRA\n"


def _fetcher(timeout_s: float = 5.0, places: Callable[[str], Sequence[str]] | None = None) -> ListFetcher:
    more = {} if places is None else {"places": places}
    return ListFetcher(timeout_s=timeout_s, user_agent="lists/1 (a@b.example)", now=lambda: NOON, **more)


def _routes(**answers: Answering) -> Answering:
    """Answer by the path's first part; 404 for all others."""

    def answering(handler: BaseHTTPRequestHandler) -> None:
        answers.get(handler.path.split("?")[0].strip("/"), answer(404, b"404: Not Found"))(handler)

    return answering


def _refused(url: str, timeout_s: float = 5.0) -> ListError:
    with pytest.raises(ListError) as caught:
        _fetcher(timeout_s)(url)
    return caught.value


@contextlib.contextmanager
def _dripping(before: bytes, drop: bytes) -> Iterator[LocalServer]:
    """A server that never ends what it sends, until the block does."""
    ended = threading.Event()

    def answering(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(before)
        while not ended.wait(0.05):
            handler.wfile.write(drop)

    with serving(answering) as server:
        try:
            yield server
        finally:
            ended.set()


def test_a_list_is_fetched_with_what_asks_again() -> None:
    """The copy has body, type, validators, address and time; the server sees who asks."""
    sent = answer(body=LIST, ETag='"1"', Last_Modified="Sun, 12 Apr 2026 10:00:00 GMT", Content_Type="text/plain")
    with serving(sent) as server:
        copy = _fetcher()(f"{server.url}/README.md")
    assert copy == Copy(
        url=f"{server.url}/README.md",
        body=LIST,
        content_type="text/plain",
        etag='"1"',
        last_modified="Sun, 12 Apr 2026 10:00:00 GMT",
        fetched_at=NOON,
    )
    assert [heard.path for heard in server.heard] == ["/README.md"]
    assert server.heard[0].headers["user-agent"] == "lists/1 (a@b.example)"
    assert not {"if-none-match", "if-modified-since", "authorization"} & server.heard[0].headers.keys()


def test_an_unchanged_list_is_not_sent_again() -> None:
    """The validators go along, and 304 gives the copy that is known, with a newer time."""

    def answering(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == '"1"'
        (answer(304) if known else answer(body=LIST, ETag='"1"', Last_Modified="Sun"))(handler)

    with serving(answering) as server:
        first = replace(_fetcher()(server.url), fetched_at=NOON - minutes(60))
        assert _fetcher()(server.url, first) == replace(first, fetched_at=NOON)
        assert server.heard[1].headers["if-modified-since"] == "Sun"


def test_a_changed_list_is_sent_whole() -> None:
    """200 gives the new list, whatever was known."""
    with serving(answer(body=b"- QLoRA\n", ETag='"2"')) as server:
        known = replace(_known(f"{server.url}/"), url=f"{server.url}/")
        copy = _fetcher()(f"{server.url}/", known)
    assert (copy.body, copy.etag) == (b"- QLoRA\n", '"2"')


def _known(url: str) -> Copy:
    return Copy(url=url, body=LIST, content_type="", etag='"1"', last_modified="Sun", fetched_at=NOON)


def test_validators_go_to_their_own_place_only() -> None:
    """A copy from another place is no reason for a server to send nothing; a 304 that was not asked for is refused."""
    with serving(answer(304)) as server, pytest.raises(ListError, match="HTTP 304 Not Modified"):
        _fetcher()(f"{server.url}/new", _known(f"{server.url}/old"))
    assert "if-none-match" not in server.heard[0].headers


def test_behind_a_redirect_the_last_place_is_asked_conditionally() -> None:
    """Validators are those of the place that the list came from in the end."""

    def moved(handler: BaseHTTPRequestHandler) -> None:
        answer(302, Location="/there")(handler)

    def there(handler: BaseHTTPRequestHandler) -> None:
        (answer(304) if "If-None-Match" in handler.headers else answer(body=LIST, ETag='"1"'))(handler)

    with serving(_routes(here=moved, there=there)) as server:
        first = _fetcher()(f"{server.url}/here")
        assert first.url == f"{server.url}/there"
        assert _fetcher()(f"{server.url}/here", first) == first
    assert ["if-none-match" in heard.headers for heard in server.heard] == [False, False, False, True]


def test_the_next_place_is_asked_where_there_is_nothing() -> None:
    """READMEs are looked for in order; only 404 leads to the next one."""
    with serving(_routes(two=answer(body=LIST), three=answer(body=b"no"))) as server:
        copy = _fetcher(places=lambda url: [f"{url}/one", f"{url}/two", f"{url}/three"])(server.url)
    assert copy.body == LIST
    assert [heard.path for heard in server.heard] == ["/one", "/two"]

    with serving(_routes(one=answer(503), two=answer(body=LIST))) as server:
        error = _refused_at(server, ["one", "two"])
    assert "HTTP 503 Service Unavailable" in error.message

    with serving(_routes()) as server:
        error = _refused_at(server, ["one", "two"])
    assert "HTTP 404 Not Found (looked for README.md, readme.md" in error.message


def _refused_at(server: LocalServer, names: Sequence[str]) -> ListError:
    with pytest.raises(ListError) as caught:
        _fetcher(places=lambda url: [f"{url}/{name}" for name in names])(server.url)
    return caught.value


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "HTTP 401 Unauthorized; check the address; it has to be public"),
        (403, "HTTP 403 Forbidden; check the address; it has to be public"),
        (404, "HTTP 404 Not Found; check the address, and that it is public"),
        (410, "HTTP 410 Gone; check the address."),
        (429, "HTTP 429 Too Many Requests; check the address; try again later"),
        (500, "HTTP 500 Internal Server Error"),
        (599, "HTTP 599; check"),
        (204, "HTTP 204 No Content"),
        (302, "HTTP 302 Found"),
    ],
)
def test_a_status_that_is_no_success_is_told(status: int, told: str) -> None:
    """A status that brings no list is told with its number and what to do."""
    with serving(answer(status)) as server:
        error = _refused(server.url)
    assert told in error.message
    assert (error.path, error.exit_code) == (server.url, 2)


def test_redirects_are_followed_five_times() -> None:
    """Five redirects lead to the list, a sixth is refused."""

    def answering(handler: BaseHTTPRequestHandler) -> None:
        left = int(handler.path.strip("/"))
        (answer(301 + left % 2, Location=f"/{left - 1}") if left else answer(body=LIST))(handler)

    with serving(answering) as server:
        assert _fetcher()(f"{server.url}/{MAX_REDIRECTS}").body == LIST
        assert "redirected more than 5 times" in _refused(f"{server.url}/{MAX_REDIRECTS + 1}").message
        assert len(server.heard) == 2 * (MAX_REDIRECTS + 1)


@pytest.mark.parametrize(
    ("url", "target", "following"),
    [
        ("http://a.example/x/y", "z?q=\u00e9", "http://a.example/x/z?q=%C3%A9"),
        ("http://a.example/x", "//b.example/z", "http://b.example/z"),
        ("http://a.example/x", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/x", "https://b.example/x", "https://b.example/x"),
    ],
)
def test_where_a_redirect_leads(url: str, target: str, following: str) -> None:
    """A redirect may be relative, leave the host, and go from http to https."""
    assert redirected(url, target) == following


@pytest.mark.parametrize(
    ("url", "target", "told"),
    [
        ("https://a.example/x", "http://a.example/x", "from https to http, which is refused"),
        ("HTTPS://a.example/x", "http://a.example/x", "from https to http, which is refused"),
        ("http://a.example/x", "file:///etc/passwd", "'file:///etc/passwd'; expected an http"),
        ("http://a.example/x", "ftp://me:secret@b.example/", "'ftp://\\*\\*\\*@b.example/'"),
        ("http://a.example/x", "javascript:alert(1)", "expected an http"),
    ],
)
def test_some_redirects_are_refused(url: str, target: str, told: str) -> None:
    """Nothing but http and https is followed, and https is not left."""
    with pytest.raises(ListError, match=told):
        redirected(url, target)


def test_a_refused_redirect_is_told_of_the_list() -> None:
    """The message names the address that the user gave."""
    with serving(answer(302, Location="ftp://a.example/x")) as server:
        assert _refused(f"{server.url}/list").path == f"{server.url}/list"


def test_a_password_goes_to_its_own_server_only() -> None:
    """Credentials of the address are sent to it, after a redirect too, and to nobody else."""
    expected = "Basic " + base64.b64encode(b"me:p@ss").decode()
    with serving(answer(body=LIST)) as other:
        routes = _routes(
            list=answer(302, Location="/near"), near=answer(302, Location=f"{other.url}/far"), far=answer(404)
        )
        with serving(routes) as server:
            copy = _fetcher()(server.url.replace("//", "//me:p%40ss@") + "/list")
    assert [heard.headers.get("authorization") for heard in server.heard] == [expected, expected]
    assert "authorization" not in other.heard[0].headers
    assert copy.url == f"{other.url}/far"


def test_no_password_is_told_or_kept() -> None:
    """Neither errors nor copies show user, password or token."""
    with serving(_routes(list=answer(body=LIST))) as server:
        address = server.url.replace("//", "//me:secret@")
        copy = _fetcher()(f"{address}/list?token=secret")
        errors = [_refused(f"{address}/{path}") for path in ("none", "none?token=secret")]
    errors += [_refused(f"http://me:secret@{host}/") for host in ("127.0.0.1:1", "a b", "127.0.0.1:99999")]
    assert copy.url == f"{server.url.replace('//', '//***@')}/list?token=***"
    assert not [error for error in errors if "secret" in str(error)]


def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other hosts are reached through the proxy that the environment names, this machine without it."""
    with serving(answer(body=LIST)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        assert _fetcher()("http://lists.example/a.md").body == LIST
        with serving(answer(body=b"direct")) as server:
            assert _fetcher()(server.url).body == b"direct"
    assert [heard.path for heard in proxy.heard] == ["http://lists.example/a.md"]


def test_compressed_lists_are_decompressed() -> None:
    """The copy holds what was compressed for the way."""
    with serving(answer(body=gzip.compress(LIST), Content_Encoding="gzip")) as server:
        assert _fetcher()(server.url).body == LIST


def test_a_list_of_the_limit_is_read() -> None:
    """Exactly the limit is read."""
    with serving(answer(body=b"x" * MAX_BYTES)) as server:
        assert len(_fetcher()(server.url).body) == MAX_BYTES


def test_a_list_too_large_is_refused_before_it_comes() -> None:
    """A size above the limit is told with both; nothing is waited for."""

    def answering(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 52428800\r\n\r\n")

    with serving(answering) as server:
        error = _refused(server.url)
    assert f"has 52428800 bytes, expected at most {MAX_BYTES} (16 MiB)" in error.message


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_a_list_too_large_is_not_read_to_its_end(encoding: str) -> None:
    """The limit holds for what comes unannounced and for what grows when it is decompressed."""
    body = b"x" * (MAX_BYTES + 1)
    packed = {"": body, "gzip": gzip.compress(body), "deflate": zlib.compress(body)}[encoding]

    def answering(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(f"HTTP/1.0 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + packed)

    with serving(answering) as server:
        assert f"more than {MAX_BYTES} bytes" in _refused(server.url).message


def test_a_reply_cut_short_is_no_list() -> None:
    """Half a list, and one that cannot be decompressed, are not taken for the list."""

    def halved(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\n- Lo")

    def chunk(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n- LoRA\n\r\n7\r\n- ")

    for answering in (halved, chunk, lambda handler: handler.wfile.write(b"")):
        with serving(answering) as server:
            assert "could not be fetched: the reply was cut short" in _refused(server.url).message
    with serving(answer(body=b"not gzip", Content_Encoding="gzip")) as server:
        assert "the reply was damaged" in _refused(server.url).message


@pytest.mark.parametrize(
    ("before", "drop"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
        (b"HTTP/1.0 200 OK\r\nX-Slow: ", b"x"),
        (b"HTTP/1.0 302 Found\r\nLocation: /\r\nX-Slow: ", b"x"),
    ],
    ids=["body", "gzip", "headers", "redirect"],
)
def test_the_whole_fetch_has_a_time_limit(before: bytes, drop: bytes) -> None:
    """A server that sends drop by drop, each in time, is not waited for without end."""
    with _dripping(before, drop) as server:
        begun = time.monotonic()
        error = _refused(server.url, timeout_s=0.6)
        assert time.monotonic() - begun < 3
    assert "did not come within 1.2 s" in error.message


def test_redirects_share_the_time_limit() -> None:
    """Redirects that each come in time end with the limit of the whole."""

    def answering(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.5)
        answer(302, Location="/again")(handler)

    with serving(answering) as server:
        assert "did not come within 1.2 s" in _refused(server.url, timeout_s=0.6).message
    assert len(server.heard) <= 4


def test_a_silent_server_is_given_up() -> None:
    """No reply within the limit for a part of it is told as such."""
    with _dripping(b"", b"") as server:
        assert "no reply within the time limit" in _refused(server.url, timeout_s=0.2).message


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("http://127.0.0.1:1/list.md", "no connection"),
        ("http://no-such-host.invalid/list.md", "no such host, or no network"),
        ("http://", "not a valid address"),
        ("https://" + "a" * 70 + ".example/", "not a valid address"),
        ("http://127.0.0.1:99999/", "not a valid address"),
        ("http://[::1", "not a valid URL"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(source: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed port, a host that is not there and an invalid address are told apart."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    error = _refused(source)
    assert told in error.message
    assert error.path == source


def test_a_server_without_tls_is_told() -> None:
    """An https address that answers in plain text gives no list."""
    with serving(answer(body=LIST)) as server:
        assert "no secure connection (TLS)" in _refused(server.url.replace("http:", "https:")).message


def test_a_fault_of_the_program_is_not_hidden() -> None:
    """What is no failure of the network comes to the caller as it is."""

    def places(_: str) -> Sequence[str]:
        raise KeyError("places")

    with pytest.raises(KeyError, match="places"):
        _fetcher(places=places)("http://a.example/")


def test_a_compressed_reply_cut_short_is_no_list() -> None:
    """Compressed bodies are read to their own end, member by member; half of one is not taken for the list."""
    packed = gzip.compress(LIST)
    with serving(answer(body=packed[:-12], Content_Encoding="gzip")) as server:
        assert "the reply was cut short" in _refused(server.url).message
    with serving(answer(body=packed + packed, Content_Encoding="gzip")) as server:
        assert _fetcher()(server.url).body == LIST * 2
    with serving(answer(body=packed, Content_Encoding="identity, x-gzip")) as server:
        assert _fetcher()(server.url).body == LIST


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    """Only what was asked for is undone; anything else is told."""
    with serving(answer(body=b"x", Content_Encoding="br")) as server:
        assert "encoded as 'br', expected gzip, deflate or none" in _refused(server.url).message
