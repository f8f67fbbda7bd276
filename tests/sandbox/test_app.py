"""The sandbox over HTTP: both services' paths, and every fault as a plain client meets it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from lxml import etree
from starlette.applications import Starlette

from pipeline.model import Service
from pipeline.sandbox.app import Ledger, build_app, service_of
from pipeline.sandbox.faults import Fault, parse_faults
from pipeline.sandbox.server import serving
from tests.sandbox import ATTENTION, BERT, Facts, a_catalogue, a_library

_MATCH = "/graph/v1/paper/search/match?query=attention&fields=title,authors"
_BATCH = "/graph/v1/paper/batch?fields=title"
_QUERY = "/api/query?search_query=ti:attention"
_PATHS = {Service.SEMANTIC_SCHOLAR: _MATCH, Service.ARXIV: _QUERY}
_PLENTY = 20.0
_NOON = datetime(2026, 4, 12, 12, tzinfo=UTC)
_ODD: list[Facts] = [
    {"title": title, "authors": []}
    for title in ("R&D of C++ = 50%25 #1?", "“smart” é", "a+b\tc;d", "x&fields=abstract")
]


def _app(plan: str = "", **others: Any) -> Starlette:
    return build_app(a_library(), faults=parse_faults(plan), **others)


@pytest.fixture(scope="module")
def sound() -> Iterator[str]:
    """A sandbox without faults, at which it is always noon."""
    with serving(build_app(a_catalogue(*_ODD, ATTENTION, BERT), now=lambda: _NOON)) as base:
        yield base


def _get(url: str, timeout: float = _PLENTY) -> requests.Response:
    return requests.get(url, timeout=timeout)


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/graph/v1/paper/batch", Service.SEMANTIC_SCHOLAR),
        ("/api/query", Service.ARXIV),
        ("/sandbox/requests", None),
        ("/", None),
        ("/graphics", None),
    ],
)
def test_paths_tell_the_services_apart(path: str, service: Service | None) -> None:
    """Faults and counts belong to a service, which the path names."""
    assert service_of(path) is service


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("search/match?query=attention", 200, ATTENTION["title"]),
        ("search/match?query=unheard", 404, None),
        ("search?query=attention", 200, ATTENTION["title"]),
        ("search/bulk?query=attention", 200, ATTENTION["title"]),
        ("ARXIV:1706.03762", 200, ATTENTION["title"]),
        ("10.18653/v1/N19-1423", 200, BERT["title"]),
        ("DOI:10.18653%2Fv1%2FN19-1423", 200, BERT["title"]),
        ("0", 404, None),
        ("batch", 404, None),
    ],
)
def test_semantic_scholar_answers_in_json(sound: str, path: str, status: int, title: str | None) -> None:
    """Every path answers in JSON, with a line feed behind it, whether it finds something or not."""
    reply = _get(f"{sound}/graph/v1/paper/{path}")

    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/json")
    assert reply.content.endswith(b"}\n")
    body = reply.json()
    papers = body.get("data", [body])
    assert papers[0].get("title") == title
    assert ("error" in body) is (status == 404)


@pytest.mark.parametrize("title", [work["title"] for work in _ODD])
def test_any_title_travels_in_a_query(sound: str, title: str) -> None:
    """A quoted title arrives as it is, so that its words are found whatever stands between them."""
    reply = requests.get(f"{sound}/graph/v1/paper/search/match", params={"query": title}, timeout=_PLENTY)

    assert reply.json()["data"][0]["title"] == title


def test_a_batch_is_asked_by_post(sound: str) -> None:
    """Ids travel in the body, fields in the address."""
    reply = requests.post(sound + _BATCH, json={"ids": ["0", "ARXIV:1706.03762"]}, timeout=_PLENTY)

    missing, found = reply.json()
    assert (reply.status_code, missing, found["title"]) == (200, None, ATTENTION["title"])


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '{"id": []}', '{"ids": null}'])
def test_a_batch_without_ids_is_refused(sound: str, body: str) -> None:
    """Whatever else the body is, the answer is HTTP 400 with a reason."""
    reply = requests.post(sound + _BATCH, data=body, timeout=_PLENTY)

    assert (reply.status_code, list(reply.json())) == (400, ["error"])


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Type": "text/plain"}, {"Content-Type": ""}],
)
@pytest.mark.parametrize(
    "params",
    [
        {"search_query": 'ti:"Attention Is All You Need" OR ti:"R&D + é = 50%"', "max_results": "7"},
        {"search_query": "", "id_list": "1706.03762,quant-ph/0201082", "start": "1"},
        {"id_list": "abc"},
    ],
)
def test_a_form_is_answered_like_an_address(sound: str, headers: Mapping[str, str], params: Mapping[str, str]) -> None:
    """The same parameters are read from a posted form, whatever content type it claims."""
    claimed = {"Content-Type": "application/x-www-form-urlencoded", **headers}

    got = requests.get(f"{sound}/api/query", params=params, timeout=_PLENTY)
    posted = requests.post(f"{sound}/api/query", data=urlencode(params), headers=claimed, timeout=_PLENTY)

    assert (posted.status_code, posted.headers["Content-Type"]) == (got.status_code, got.headers["Content-Type"])
    assert posted.content == got.content


def test_arxiv_answers_in_atom(sound: str) -> None:
    """A feed comes as such, an error too, and the server's own failure as something else."""
    types = {
        query: _get(f"{sound}/api/query?{query}").headers["Content-Type"]
        for query in ("id_list=1706.03762", "id_list=abc", "id_list=1706.03762&max_results=0")
    }

    assert [each.partition(";")[0] for each in types.values()] == [*["application/atom+xml"] * 2, "text/html"]


def test_the_sandbox_says_how_often_it_was_asked() -> None:
    """Requests are counted per service, failed ones included, its own path not."""
    ledger = Ledger()
    with serving(_app("arxiv:503@1", ledger=ledger)) as base:
        assert _get(f"{base}/sandbox/requests").json() == {}
        for path in (_MATCH, _MATCH, _QUERY):
            _get(base + path)
        counts = _get(f"{base}/sandbox/requests").json()

    assert counts == {"semantic_scholar": 2, "arxiv": 1}
    assert {service: len(times) for service, times in ledger.times.items()} == counts


# Faults.

_BOTH = pytest.mark.parametrize("service", Service)
_HTML = b"<html>"

_REPLIES: list[tuple[Fault, Service, int, bytes, str]] = [
    (Fault.TOO_MANY, Service.SEMANTIC_SCHOLAR, 429, b'{"message": "Too Many Requests. ', "application/json"),
    (Fault.TOO_MANY, Service.ARXIV, 429, b"Rate exceeded.", "text/plain"),
    (Fault.TOO_MANY_RETRY_AFTER, Service.SEMANTIC_SCHOLAR, 429, b'{"message": "Too Many ', "application/json"),
    (Fault.TOO_MANY_RETRY_AFTER, Service.ARXIV, 429, b"Rate exceeded.", "text/plain"),
    (Fault.FORBIDDEN, Service.SEMANTIC_SCHOLAR, 403, b'{"message":"Forbidden"}', "application/json"),
    (Fault.FORBIDDEN, Service.ARXIV, 403, b"<html><head><title>Access Denied", "text/html"),
    *((Fault.ERROR_500, service, 500, _HTML, "text/html") for service in Service),
    *((Fault.ERROR_502, service, 502, _HTML, "text/html") for service in Service),
    *((Fault.ERROR_503, service, 503, _HTML, "text/html") for service in Service),
    *((Fault.ERROR_504, service, 504, _HTML, "text/html") for service in Service),
    *((Fault.HTML_200, service, 200, _HTML, "text/html") for service in Service),
    (Fault.EMPTY, Service.SEMANTIC_SCHOLAR, 200, b"{}", "application/json"),
    (Fault.EMPTY, Service.ARXIV, 200, b"<feed ", "application/atom+xml"),
]
_TESTED_BELOW = {Fault.CUT, Fault.HANG, Fault.DRIP, Fault.DOWN, Fault.RATE}


def test_every_fault_is_tested() -> None:
    """A new kind needs a row above or a test below."""
    for service in Service:
        assert {row[0] for row in _REPLIES if row[1] is service} | _TESTED_BELOW == set(Fault)


@_BOTH
def test_faults_are_replies_of_their_own(service: Service) -> None:
    """A planned request fails the way the service itself fails, the one behind it is answered."""
    rows = [row for row in _REPLIES if row[1] is service]
    plan = ",".join(f"all:{kind}@{2 * number + 1}" for number, (kind, *_) in enumerate(rows))

    with serving(_app(plan)) as base:
        for kind, _, status, body, content_type in rows:
            failed = _get(base + _PATHS[service])
            assert failed.status_code == status, kind
            assert failed.content.startswith(body), kind
            assert failed.headers["Content-Type"].partition(";")[0] == content_type, kind
            assert ("Retry-After" in failed.headers) is (kind is Fault.TOO_MANY_RETRY_AFTER), kind
            answered = _get(base + _PATHS[service])
            assert answered.status_code == 200, kind
            assert b"Attention is All you Need" in answered.content, kind


@_BOTH
def test_retry_after_is_a_number_of_seconds(service: Service) -> None:
    """The wait that is asked for can be read, and is short enough for a test to obey."""
    with serving(_app("all:429-retry-after")) as base:
        assert 0 < int(_get(base + _PATHS[service]).headers["Retry-After"]) <= 5


def test_an_empty_feed_does_not_say_what_it_answers() -> None:
    """It is well-formed, counts no results and echoes no query, so that no absence can be concluded from it."""
    with serving(_app("arxiv:empty")) as base:
        root = etree.fromstring(_get(base + _QUERY).content)

    assert root.findtext("{*}totalResults") == "0"
    assert "search_query" not in (root.findtext("{*}title") or "")
    assert root.find("{*}entry") is None


@_BOTH
def test_a_cut_body_is_shorter_than_announced(service: Service) -> None:
    """The connection ends before the announced length, which a client meets as an incomplete read."""
    with serving(_app("all:cut@1")) as base, requests.Session() as session:
        with session.get(base + _PATHS[service], timeout=_PLENTY, stream=True) as reply:
            announced = int(reply.headers["Content-Length"])
            with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
                next(reply.iter_content(announced))
        assert len(_get(base + _PATHS[service]).content) == announced


@_BOTH
def test_a_hanging_request_is_the_clients_to_give_up(service: Service) -> None:
    """No byte comes until the client loses patience; the next request is answered."""
    with serving(_app("all:hang@1")) as base:
        with pytest.raises(requests.exceptions.ReadTimeout):
            _get(base + _PATHS[service], timeout=0.3)
        assert _get(base + _PATHS[service]).status_code == 200


@_BOTH
def test_a_service_that_is_down_drops_the_connection(service: Service) -> None:
    """The connection ends without a status line, as when nobody is behind an address."""
    with serving(_app("all:down@1-2")) as base:
        for _ in range(2):
            with pytest.raises(requests.exceptions.ConnectionError) as met:
                _get(base + _PATHS[service])
            assert not isinstance(met.value, requests.exceptions.Timeout)
        assert _get(base + _PATHS[service]).status_code == 200


def test_a_dripping_body_comes_in_small_pieces() -> None:
    """Each piece comes before a client's patience with a silent line ends, the whole takes far longer."""
    with serving(_app("all:drip@1")) as base, requests.Session() as session:
        started = time.monotonic()
        with session.get(base + _QUERY, timeout=1.5, stream=True) as reply:
            whole = int(reply.headers["Content-Length"])
            pieces = [reply.raw.read1(whole) for _ in range(3)]
        taken = time.monotonic() - started
        plain = _get(base + _QUERY).content

    assert taken >= 0.4
    assert len(plain) == whole
    assert all(0 < len(piece) <= whole / 10 for piece in pieces)
    assert plain.startswith(b"".join(pieces))


@_BOTH
def test_who_asks_faster_than_allowed_is_refused(service: Service) -> None:
    """The public rates are policed: the first request passes, one at its heels gets 429."""
    with serving(_app("all:rate", speed=0.1)) as base:
        statuses = [_get(base + _PATHS[service]).status_code for _ in range(2)]

    assert statuses == [200, 429]


@_BOTH
def test_who_keeps_the_rate_is_answered(service: Service) -> None:
    """At a hundred times the public speed, 1 request a second becomes 100, one every 3 seconds becomes 33."""
    with serving(_app("all:rate", speed=100)) as base:
        statuses = []
        for _ in range(3):
            statuses.append(_get(base + _PATHS[service]).status_code)
            time.sleep(0.04)

    assert statuses == [200, 200, 200]


def test_rates_are_counted_for_each_service() -> None:
    """A request to one service takes nothing from the other."""
    with serving(_app("all:rate", speed=0.1)) as base:
        assert [_get(base + path).status_code for path in (_MATCH, _QUERY)] == [200, 200]


def test_a_fault_of_one_service_leaves_the_other_alone() -> None:
    """A night without arXiv is a night with Semantic Scholar."""
    with serving(_app("arxiv:503")) as base:
        statuses = [_get(base + path).status_code for path in (_QUERY, _MATCH, _QUERY, _MATCH)]

    assert statuses == [503, 200, 503, 200]


def test_a_batch_fails_like_any_request() -> None:
    """Requests by POST are counted and fail by the same plan."""
    with serving(_app("s2:503@1")) as base:
        statuses = [
            requests.post(base + _BATCH, json={"ids": ["ARXIV:1706.03762"]}, timeout=_PLENTY).status_code
            for _ in range(2)
        ]

    assert statuses == [503, 200]
