"""Tests of a source that reads each reply once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import ReplyShapeError
from pipeline.model import Service
from pipeline.sources.once import ReadOnce
from pipeline.sources.port import Answer, Reply, Request
from pipeline.sources.semantic_scholar import SemanticScholar
from tests.builders import NOON, a_reply, a_request, an_identifier, minutes

FOUND = a_reply('{"data": [{"paperId": "a", "title": "A Study of Lists"}]}')


class _Counting(SemanticScholar):
    """The service's own source, which counts what it reads."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, request: Request, reply: Reply) -> Answer:
        self.reads += 1
        return super().read(request, reply)


def test_the_same_reply_is_read_once() -> None:
    """The second reading of a reply to a request gives what the first one gave."""
    source = _Counting()
    once = ReadOnce(source)

    answers = [once.read(a_request(), FOUND) for _ in range(3)]

    assert source.reads == 1
    assert answers == [SemanticScholar().read(a_request(), FOUND)] * 3


def test_another_reply_or_request_is_read_by_itself() -> None:
    """The same body at another time, or to another question, says something else."""
    source = _Counting()
    once = ReadOnce(source)
    later = replace(FOUND, fetched_at=NOON + minutes(1))

    once.read(a_request(), FOUND)

    assert once.read(a_request(), later).fetched_at == later.fetched_at
    assert set(once.read(a_request("Another"), FOUND).found) == {"Another"}
    assert source.reads == 3


def test_what_cannot_be_read_raises_each_time() -> None:
    """A reply of another shape is no answer, and none is kept."""
    source = _Counting()
    once = ReadOnce(source)

    for _ in range(2):
        with pytest.raises(ReplyShapeError):
            once.read(a_request(), a_reply("[]"))

    assert source.reads == 2


def test_requests_are_those_of_the_source() -> None:
    """Asking is left to the source."""
    source, once = SemanticScholar(), ReadOnce(SemanticScholar())
    identifiers = [an_identifier("arxiv:2401.00001"), an_identifier("doi:10.1234/a")]
    (request,) = source.look_up(identifiers)

    assert once.name is Service.SEMANTIC_SCHOLAR
    assert list(once.look_up(identifiers)) == [request]
    assert list(once.search(["A"])) == list(source.search(["A"]))
    assert once.halve(request) == source.halve(request)
