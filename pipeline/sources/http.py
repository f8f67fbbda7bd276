"""The one transport: a `requests` session that sends a `Request` and gives a `Reply`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from pipeline.errors import ReplyShapeError, TransientSourceError
from pipeline.model import Service
from pipeline.sources.deadline import Deadline, DeadlineAdapter
from pipeline.sources.port import Reply, Request

MAX_BYTES = 64 * 1024 * 1024
"""Largest decoded body read; S2 promises at most 10 MB, arXiv's largest feeds stay below 20 MB."""

_CHUNK = 64 * 1024
_CONNECT_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a service is and what to send along."""

    base_url: str
    headers: Mapping[str, str]

    def __repr__(self) -> str:
        """The URL alone: headers may hold a key."""
        return f"Endpoint({self.base_url!r})"


class HttpSender:
    """Sends requests to their service's endpoint.

    Args:
        endpoints: One per service.
        timeout_s: Seconds to wait for each part of a reply; the whole reply may take four times that.
        now: UTC clock for `Reply.fetched_at`.
    """

    def __init__(
        self,
        endpoints: Mapping[Service, Endpoint],
        *,
        timeout_s: float,
        now: Callable[[], datetime],
    ) -> None:
        self._endpoints = endpoints
        self._timeout_s = timeout_s
        self._now = now
        self._deadline = Deadline()
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, DeadlineAdapter(self._deadline))
        # A proxy of the environment is taken, but not for this machine; a .netrc's credentials never.
        self._session.trust_env = not all(_is_here(endpoint.base_url) for endpoint in endpoints.values())
        self._session.auth = _no_credentials

    def __call__(self, request: Request) -> Reply:
        """Send `request` once.

        Raises:
            TransientSourceError: No reply, a reply cut short, too large or too slow.
        """
        endpoint = self._endpoints[request.service]
        longest_s = 4 * self._timeout_s
        try:
            with self._deadline.within(longest_s):
                reply = self._exchange(request, endpoint)
        except (requests.RequestException, HTTPError, OSError) as error:
            if not self._deadline.passed:
                raise TransientSourceError(
                    f"{request.service} did not answer at {endpoint.base_url}: {_cause(error)}",
                    request.service,
                    request.path,
                ) from None
        if self._deadline.passed:
            # As if it had not answered: that it sends something is no sign that it will ever be done.
            told = f"{request.service} sent its reply too slowly (over {longest_s:.0f} s)."
            raise TransientSourceError(told, request.service, request.path)
        return reply

    def _exchange(self, request: Request, endpoint: Endpoint) -> Reply:
        posting = request.method == "POST" and request.body is None
        with self._session.request(
            request.method,
            endpoint.base_url.rstrip("/") + request.path,
            params=None if posting else request.params,
            data=request.body.encode() if request.body is not None else (request.params if posting else None),
            headers=dict(endpoint.headers) | ({"Content-Type": "application/json"} if request.body else {}),
            timeout=(min(_CONNECT_TIMEOUT_S, self._timeout_s), self._timeout_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = self._read(response, request)
        return Reply(
            status=response.status_code,
            content_type=response.headers.get("Content-Type", ""),
            body=body,
            fetched_at=self._now(),
            sha256=hashlib.sha256(body).hexdigest(),
            retry_after=response.headers.get("Retry-After"),
            date=response.headers.get("Date"),
        )

    def _read(self, response: requests.Response, request: Request) -> bytes:
        body = bytearray()
        # Whatever has come, not a full chunk: of a reply in drops, that would be waited for without end.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > MAX_BYTES:
                told = f"{request.service} sent more than {MAX_BYTES} bytes; the reply is refused."
                raise ReplyShapeError(told, request.service, request.path, response.status_code)
        return bytes(body)


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "::1", "localhost"}


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _cause(error: BaseException) -> str:
    """The innermost cause in a few words; requests and urllib3 wrap it several times."""
    match error:
        case requests.ConnectTimeout():
            return "no connection within the time limit"
        case requests.Timeout() | ReadTimeoutError():
            return "no reply within the time limit"
        case ProtocolError():
            return "the reply was cut short"
        case _:
            reason = getattr(error.args[0], "reason", None) if error.args else None
            return type(reason or error).__name__
