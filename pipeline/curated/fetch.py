"""Fetch a list from its URL: conditionally, within limits of size and time, redirects followed with care."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from queue import Empty, SimpleQueue
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase
from requests.utils import get_auth_from_url, requote_uri
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from pipeline.curated.address import README_NAMES, addresses, is_url, redact
from pipeline.curated.copies import Copy
from pipeline.errors import ListError

MAX_BYTES = 16 * 1024 * 1024
"""Largest list read, decompressed; the longest known ones stay below 1 MB."""
MAX_REDIRECTS = 5

_CHUNK = 64 * 1024
_CONNECT_TIMEOUT_S = 5.0
_WHOLE = 2
"""How many times the limit for a part of a reply all of it may take, redirects and further places included."""

_TOLD: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "; it has to be public",
    HTTPStatus.FORBIDDEN: "; it has to be public",
    HTTPStatus.TOO_MANY_REQUESTS: "; try again later",
}

_CAUSES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((requests.exceptions.SSLError,), "no secure connection (TLS)"),
    ((requests.exceptions.ProxyError,), "the proxy did not connect"),
    ((requests.ConnectTimeout,), "no connection within the time limit"),
    ((requests.Timeout, ReadTimeoutError), "no reply within the time limit"),
    ((requests.exceptions.InvalidURL, LocationValueError, UnicodeError), "not a valid address"),
    ((NameResolutionError,), "no such host, or no network"),
    ((NewConnectionError,), "no connection"),
    ((DecodeError, zlib.error), "the reply was damaged"),
    ((requests.exceptions.InvalidHeader,), "its headers are none of HTTP"),
    ((ProtocolError, requests.ConnectionError), "the reply was cut short"),
    ((ValueError,), "not a valid address"),
)
"""What failed, in words; requests and urllib3 wrap it several times."""


class Fetch(Protocol):
    """Gives what lies at a URL now."""

    def __call__(self, source: str, known: Copy | None = None) -> Copy:
        """Fetch; `known` itself, with a newer time, when the server says that nothing has changed.

        Raises:
            ListError: It did not come, or is not to be taken.
        """
        ...


class ListFetcher:
    """Fetches lists with `requests`; proxies and certificates are those of the environment.

    Args:
        timeout_s: Seconds to wait for each part of a reply; all of it may take twice that.
        now: UTC clock for `Copy.fetched_at`.
        places: Where the text of a URL lies.
    """

    def __init__(
        self,
        *,
        timeout_s: float,
        user_agent: str,
        now: Callable[[], datetime],
        places: Callable[[str], Sequence[str]] = addresses,
    ) -> None:
        self._timeout_s = timeout_s
        self._user_agent = user_agent
        self._now = now
        self._places = places

    def __call__(self, source: str, known: Copy | None = None) -> Copy:
        """Fetch a list, in a thread of its own: looking up a name and waiting for headers know no time limit."""
        answers: SimpleQueue[Copy | Exception] = SimpleQueue()
        deadline = time.monotonic() + self._whole_s

        def work() -> None:
            try:
                answers.put(self._fetch(source, known, deadline))
            except Exception as error:  # noqa: BLE001  handed to the thread that waits
                answers.put(error)

        threading.Thread(target=work, name="list", daemon=True).start()
        try:
            answer = answers.get(timeout=self._whole_s)
        except Empty:
            raise self._too_slow(source) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def _whole_s(self) -> float:
        return _WHOLE * self._timeout_s

    def _too_slow(self, source: str) -> ListError:
        told = f"the list did not come within {self._whole_s:g} s; try again later, or raise PAPERS_TIMEOUT."
        return ListError(told, redact(source))

    def _fetch(self, source: str, known: Copy | None, deadline: float) -> Copy:
        places = self._places(source)
        try:
            with requests.Session() as session:
                for place in places:
                    copy = self._follow(session, place, known, deadline)
                    if copy is not None:
                        return copy
        except ListError as error:
            raise ListError(error.message, redact(source)) from None
        except (requests.RequestException, HTTPError, OSError, ValueError, zlib.error) as error:
            told = f"the list could not be fetched: {_cause(error)}; check the address and the network."
            raise ListError(told, redact(source)) from None
        looked_for = f" (looked for {', '.join(README_NAMES)})" if len(places) > 1 else ""
        told = f"the server answered HTTP 404 Not Found{looked_for}; check the address, and that it is public."
        raise ListError(told, redact(source))

    def _follow(self, session: requests.Session, place: str, known: Copy | None, deadline: float) -> Copy | None:
        """Follow redirects from a place to a list; None when there is nothing."""
        credentials = get_auth_from_url(place)
        url = place
        for _ in range(MAX_REDIRECTS + 1):
            conditions = _conditions(url, known)
            # A proxy of the environment is taken, but not for this machine.
            session.trust_env = not _is_here(url)
            # To another host no password goes on, and a .netrc's credentials never go.
            stays = any(credentials) and not session.should_strip_auth(place, url)  # type: ignore[no-untyped-call]
            with session.get(
                url,
                headers={"User-Agent": self._user_agent, "Accept-Encoding": ENCODINGS} | conditions,
                auth=credentials if stays else _NoCredentials(),
                timeout=(min(_CONNECT_TIMEOUT_S, self._timeout_s), self._timeout_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                target = session.get_redirect_target(response)
                if target is None:
                    return self._take(response, url, known if conditions else None, deadline)
            url = redirected(url, target)
            if time.monotonic() > deadline:
                raise self._too_slow(place)
        told = f"the server redirected more than {MAX_REDIRECTS} times; name the address the list lies at."
        raise ListError(told, place)

    def _take(self, response: requests.Response, url: str, known: Copy | None, deadline: float) -> Copy | None:
        status = response.status_code
        if status == HTTPStatus.NOT_FOUND:
            return None
        if status == HTTPStatus.NOT_MODIFIED and known is not None:
            return replace(known, fetched_at=self._now())
        if status not in {HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION}:
            reason = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
            told = f"the server answered HTTP {f'{status} {reason}'.strip()}; check the address{_TOLD.get(status, '')}."
            raise ListError(told, url)
        return Copy(
            url=redact(url),
            body=self._read(response, url, deadline),
            content_type=response.headers.get("Content-Type", ""),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            fetched_at=self._now(),
        )

    def _read(self, response: requests.Response, url: str, deadline: float) -> bytes:
        announced = response.raw.length_remaining or 0
        body = bytearray()
        if announced > MAX_BYTES:
            raise ListError(too_large(announced), url)
        # Whatever has come, not a full chunk: of a reply in drops, that would be waited for without end.
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > MAX_BYTES:
                raise ListError(too_large(None), url)
            if time.monotonic() > deadline:
                raise self._too_slow(url)
        return _decoded(bytes(body), response.headers.get("Content-Encoding", ""), url)


def _decoded(body: bytes, encoding: str, url: str) -> bytes:
    """Undo what a reply's header says was done to its body; one that ends too early is no reply."""
    for name in reversed([name.strip().lower() for name in encoding.split(",") if name.strip()]):
        if name == "identity":
            continue
        if name not in _WINDOW_BITS:
            told = f"the reply is encoded as {name[:20]!r}, expected {ENCODINGS} or none; name the list's own address."
            raise ListError(told, url)
        body = _inflated(body, _WINDOW_BITS[name], url)
    return body


def _inflated(body: bytes, window_bits: int, url: str) -> bytes:
    plain = bytearray()
    while body or not plain:
        decoder = zlib.decompressobj(window_bits)
        plain += decoder.decompress(body, MAX_BYTES + 1 - len(plain))
        if len(plain) > MAX_BYTES:
            raise ListError(too_large(None), url)
        if not decoder.eof:
            raise ListError("the list could not be fetched: the reply was cut short; try again later.", url)
        # A file of gzip may have several members.
        body = decoder.unused_data if decoder.unused_data.startswith(_GZIP) else b""
        if not plain and not body:
            break
    return bytes(plain)


ENCODINGS = "gzip, deflate"
_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_GZIP = b"\x1f\x8b"


class _NoCredentials(AuthBase):
    """Sends a request as it is."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def too_large(size: int | None) -> str:
    """Say that a list is too large.

    Args:
        size: Bytes, or None when it is only known that they are too many.
    """
    found = f"has {size} bytes" if size is not None else f"has more than {MAX_BYTES} bytes"
    return f"the list {found}, expected at most {MAX_BYTES} ({MAX_BYTES >> 20} MiB); split it, or name the list itself."


def _conditions(url: str, known: Copy | None) -> dict[str, str]:
    """Ask only for what has changed, of the very place that the copy came from."""
    if known is None or known.url != redact(url):
        return {}
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value}


def redirected(url: str, target: str) -> str:
    """The address that a redirect leads to.

    Raises:
        ListError: It is no web address, or leaves https.
    """
    following = urljoin(url, requote_uri(target))
    if not is_url(following):
        told = f"the server redirected to {redact(following)!r}; expected an http(s) address. Name the list's own."
        raise ListError(told, url)
    if urlsplit(url).scheme.lower() == "https" and urlsplit(following).scheme == "http":
        told = "the server redirected from https to http, which is refused; name the address the list lies at."
        raise ListError(told, url)
    return following


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "::1", "localhost"}


def _cause(error: BaseException) -> str:
    """The innermost cause in a few words, never the address: it may hold a password."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    for kinds, told in _CAUSES:
        if isinstance(error, kinds) or isinstance(reason, kinds):
            return told
    return type(reason or error).__name__
