"""Papers as Semantic Scholar prints them, and requests and replies around them."""

from __future__ import annotations

import json
from typing import Any

from pipeline.model import SourceRecord
from pipeline.sources.port import Reply, Request
from pipeline.sources.semantic_scholar import SemanticScholar
from tests.builders import a_reply, an_identifier

S2 = SemanticScholar()


def a_paper(**changes: Any) -> dict[str, Any]:
    """A paper with an id and a title and nothing else, which is the least that counts as one."""
    return {"paperId": "1" * 40, "title": "A Study of Lists"} | changes


def batch_of(*texts: str) -> Request:
    """The one request that looks up identifiers given in printed form."""
    (request,) = S2.look_up([an_identifier(each) for each in texts])
    return request


def match_of(title: str) -> Request:
    """The request that searches one title."""
    (request,) = S2.search([title])
    return request


def json_reply(body: Any, status: int = 200) -> Reply:
    """A reply whose body is `body` as JSON."""
    return a_reply(json.dumps(body), status)


def read_paper(paper: dict[str, Any]) -> SourceRecord:
    """Read a paper as the only member of a batch."""
    answer = S2.read(batch_of("corpusid:1"), json_reply([paper]))
    ((record,),) = answer.found.values()
    return record
