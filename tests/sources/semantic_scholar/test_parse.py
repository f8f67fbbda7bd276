"""Replies as a whole: statuses, shapes, positions; an absence is only what the service says in so many words."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import PermanentSourceError, ReplyShapeError, TransientSourceError
from pipeline.model import Service
from pipeline.sources.port import Kind, Reply
from tests.builders import NOON, a_reply, reply_body
from tests.sources.semantic_scholar.replies import S2, a_paper, batch_of, json_reply, match_of

THREE = ("arxiv:2401.00001", "corpusid:1002", "doi:10.1234/lists.3")
HTML = b"<html><body>Service unavailable, please try later</body></html>"


def test_batch_is_read_by_position() -> None:
    """The n-th paper answers for the n-th id, and null is an absence that the service confirms."""
    reply = a_reply(reply_body("semantic_scholar/batch_with_null.json"))

    answer = S2.read(batch_of(*THREE), reply)

    titles = {asked: [record.title for record in records] for asked, records in answer.found.items()}
    assert titles == {THREE[0]: ["A Study of Lists"], THREE[1]: [], THREE[2]: ["Lists Without a Venue"]}


def test_answer_says_whose_and_of_when_it_is() -> None:
    """An answer names its service, its kind, the time and the digest of the reply, and so does each record."""
    reply = a_reply(reply_body("semantic_scholar/batch_with_null.json"))

    answer = S2.read(batch_of(*THREE), reply)

    assert (answer.service, answer.kind) == (Service.SEMANTIC_SCHOLAR, Kind.IDENTIFIER)
    assert (answer.fetched_at, answer.reply_sha256) == (NOON, reply.sha256)
    (record,) = answer.found[THREE[0]]
    assert (record.source, record.fetched_at, record.reply_sha256) == (answer.service, NOON, reply.sha256)


def test_merged_paper_answers_for_the_id_that_was_asked() -> None:
    """A paper may come back under another id than the one asked: what was asked stays the key, both are kept."""
    old, new = "a" * 40, "b" * 40

    answer = S2.read(batch_of(f"s2:{old}"), json_reply([a_paper(paperId=new)]))

    (record,) = answer.found[f"s2:{old}"]
    assert record.s2_paper_id == new


def test_batch_of_which_nothing_is_known_is_absence() -> None:
    """HTTP 400 with the service's own sentence means that none of the ids is known, not that the request is bad."""
    reply = a_reply(reply_body("semantic_scholar/batch_none_valid.json"), 400)

    answer = S2.read(batch_of(*THREE), reply)

    assert answer.found == dict.fromkeys(THREE, ())


def test_match_gives_the_best_hit() -> None:
    """A match is one paper, right or wrong; its score, which is no whole number, is of no account."""
    answer = S2.read(match_of("Study of lists"), a_reply(reply_body("semantic_scholar/match.json")))

    assert answer.kind is Kind.TITLE
    assert [record.title for record in answer.found["Study of lists"]] == ["A Study of Lists"]


def test_match_that_is_not_found_is_absence() -> None:
    """HTTP 404 with the service's own sentence is a confirmed absence."""
    answer = S2.read(match_of("Nothing"), a_reply(reply_body("semantic_scholar/match_not_found.json"), 404))

    assert answer.found == {"Nothing": ()}


def test_match_without_a_hit_is_absence() -> None:
    """An empty list of hits says the same as a 404."""
    assert S2.read(match_of("Nothing"), json_reply({"data": []})).found == {"Nothing": ()}


@pytest.mark.parametrize(
    "reply",
    [
        a_reply(HTML, 404, content_type="text/html"),
        json_reply({"message": "Title match not found"}, 404),
        json_reply({"message": "Not Found"}, 404),
        json_reply({"error": "Paper with id X not found"}, 404),
        json_reply(["Title match not found"], 404),
        a_reply(b"", 404),
        json_reply({"error": "Title match not found"}, 400),
    ],
    ids=["gateway page", "key message", "gateway", "another error", "list", "empty", "another status"],
)
def test_other_404_is_no_absence(reply: Reply) -> None:
    """A 404 of a gateway or a proxy says nothing about the paper."""
    with pytest.raises(PermanentSourceError):
        S2.read(match_of("A Study of Lists"), reply)


@pytest.mark.parametrize(
    "reply",
    [
        a_reply(reply_body("semantic_scholar/unknown_field.json"), 400),
        json_reply({"message": "No valid paper ids given"}, 400),
        a_reply(b"No valid paper ids given", 400),
        json_reply({"error": "No valid paper ids given"}, 403),
    ],
    ids=["unknown field", "key message", "text", "another status"],
)
def test_other_400_is_no_absence(reply: Reply) -> None:
    """A refusal for another reason than unknown ids is a refusal."""
    with pytest.raises(PermanentSourceError):
        S2.read(batch_of(*THREE), reply)


@pytest.mark.parametrize("status", [401, 403, 301, 302, 404, 410, 413, 414, 418, 204, 201, 501])
def test_lasting_status_is_refused(status: int) -> None:
    """A status that no further try can mend stops the service, even with a body that could be read."""
    body = json.dumps([a_paper()])

    with pytest.raises(PermanentSourceError) as caught:
        S2.read(batch_of("corpusid:1"), a_reply(body, status))

    assert caught.value.status == status
    assert caught.value.source == Service.SEMANTIC_SCHOLAR


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_passing_status_is_worth_another_try(status: int) -> None:
    """A status that may pass is worth another try, even with a body that could be read."""
    with pytest.raises(TransientSourceError) as caught:
        S2.read(batch_of("corpusid:1"), a_reply(json.dumps([a_paper()]), status, retry_after="7"))

    assert (caught.value.status, caught.value.retry_after_s) == (status, 7.0)


def test_refused_key_says_what_to_check() -> None:
    """HTTP 403 names the setting of the key, and shows the gateway's own words."""
    reply = a_reply(reply_body("semantic_scholar/forbidden.json"), 403)

    with pytest.raises(PermanentSourceError, match=r"Forbidden.*PAPERS_S2_API_KEY"):
        S2.read(batch_of("corpusid:1"), reply)


def test_limiter_is_worth_another_try() -> None:
    """HTTP 429 is worth another try and shows the service's own words."""
    reply = a_reply(reply_body("semantic_scholar/too_many_requests.json"), 429)

    with pytest.raises(TransientSourceError, match="Too Many Requests") as caught:
        S2.read(match_of("A Study of Lists"), reply)

    assert caught.value.retry_after_s is None


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([a_paper()]),
        json_reply([a_paper(), a_paper(), a_paper()]),
        json_reply([]),
        json_reply({"data": [a_paper(), a_paper()]}),
        json_reply({"error": "No valid paper ids given"}),
        json_reply(None),
        json_reply("No valid paper ids given"),
        a_reply(HTML, content_type="text/html"),
        a_reply(HTML),
        a_reply(json.dumps([a_paper(), a_paper()]), content_type="text/html"),
        a_reply(json.dumps([a_paper(), a_paper()]), content_type=""),
        a_reply(json.dumps([a_paper(), a_paper()])[:-9]),
        a_reply(b""),
        a_reply(b"\xff\xfe\x00"),
        a_reply(b"[" * 200_000),
        a_reply(b'[{"a":' * 200_000),
        json_reply([a_paper(), {"paperId": "2" * 40}]),
        json_reply([a_paper(), {"title": "Lists"}]),
        json_reply([a_paper(), a_paper(title=None)]),
        json_reply([a_paper(), a_paper(paperId=None)]),
        json_reply([a_paper(), a_paper(paperId=7)]),
        json_reply([a_paper(), a_paper(title=["A Study of Lists"])]),
        json_reply([a_paper(), "A Study of Lists"]),
        json_reply([a_paper(), {}]),
        json_reply([a_paper(), False]),
    ],
    ids=[
        *("too few", "too many", "none", "object", "error with 200", "null", "text", "page", "page as JSON"),
        *("JSON as page", "no content type", "cut", "empty", "no text", "deep list", "deep object"),
        *("no title", "no id", "null title", "null id", "number as id", "list as title", "title alone"),
        *("empty paper", "false paper"),
    ],
)
def test_misshapen_batch_is_no_absence(reply: Reply) -> None:
    """A reply that is not as many papers or nulls as were asked for is never read, not even in part."""
    with pytest.raises(ReplyShapeError) as caught:
        S2.read(batch_of("corpusid:1", "corpusid:2"), reply)

    assert caught.value.status == 200


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([a_paper()]),
        json_reply(a_paper()),
        json_reply({"data": a_paper()}),
        json_reply({"data": None}),
        json_reply({}),
        json_reply({"total": 0, "offset": 0}),
        json_reply({"error": "Title match not found"}),
        json_reply({"data": [None]}),
        json_reply({"data": [{"paperId": "1" * 40, "matchScore": 60.8}]}),
        a_reply(HTML, content_type="text/html"),
        a_reply(b'{"data": ['),
        a_reply(b'{"data":' * 200_000),
    ],
    ids=[
        *("list", "paper", "object as data", "null as data", "nothing", "empty search", "error with 200"),
        *("null hit", "no title", "page", "cut", "deep"),
    ],
)
def test_misshapen_match_is_no_absence(reply: Reply) -> None:
    """A reply to a match that does not hold a list of papers is never read."""
    with pytest.raises(ReplyShapeError):
        S2.read(match_of("A Study of Lists"), reply)


def test_shape_error_shows_what_came() -> None:
    """The message says what was expected, what was found, and begins with what came."""
    with pytest.raises(ReplyShapeError, match=r"/paper/batch with '\[\]'.*expected a list of 1 paper, found 0"):
        S2.read(batch_of("corpusid:1"), json_reply([]))
