"""Feeds as a whole: whose they are, whether they are whole, and what an absence is."""

from __future__ import annotations

import pytest
from arxiv import Result, _feed

from pipeline.errors import PermanentSourceError, ReplyShapeError, TransientSourceError
from pipeline.model import Service
from pipeline.sources.port import CutReplyError, Kind, Request
from tests.builders import NOON, reply_body
from tests.sources.arxiv.feeds import ARXIV, atom, entry, feed, ids_of, titles_of

ONE = ids_of("2401.00001")
TITLE = titles_of("A Study of Lists")
HTML = "<html><head><title>Access Denied</title></head><body><p>Sorry.</p></body></html>"


def _found(request: Request, body: bytes | str) -> dict[str, list[str]]:
    answer = ARXIV.read(request, atom(body))
    return {asked: [record.record_id for record in records] for asked, records in answer.found.items()}


def test_private_parser_is_as_expected() -> None:
    """The package's feed parser is private: a new release that moves or changes it fails here, not at night."""
    parsed = _feed.parse(reply_body("arxiv/one_paper.xml"))

    assert (parsed.malformed, parsed.error, parsed.header.total_results) == (False, None, 1)
    (result,) = parsed.results
    assert isinstance(result, Result)
    assert (result.get_short_id(), result.primary_category) == ("2401.00001v2", "cs.DL")
    assert result.published.tzinfo is not None


def test_answer_says_whose_and_of_when_it_is() -> None:
    """An answer names its service, its kind, the time and the digest of the reply, and so does each record."""
    reply = atom(reply_body("arxiv/one_paper.xml"))

    answer = ARXIV.read(ONE, reply)

    assert (answer.service, answer.kind) == (Service.ARXIV, Kind.IDENTIFIER)
    assert (answer.fetched_at, answer.reply_sha256) == (NOON, reply.sha256)
    (record,) = answer.found["arxiv:2401.00001"]
    assert (record.source, record.fetched_at, record.reply_sha256) == (Service.ARXIV, NOON, reply.sha256)


def test_unknown_id_is_absent() -> None:
    """An id that a whole feed leaves out is unknown to arXiv; there is no mark in its place."""
    request = ids_of("2401.99999", "2401.00001")

    found = _found(request, reply_body("arxiv/one_unknown.xml"))

    assert found == {"arxiv:2401.99999": [], "arxiv:2401.00001": ["2401.00001v2"]}


def test_entries_are_found_by_id_whatever_their_order() -> None:
    """Entries come in the order of their rank, not of the request."""
    request = ids_of("2401.00001", "2401.00002", "hep-th/9901001")
    body = feed(request, entry("hep-th/9901001v3"), entry("2401.00002v1"), entry("2401.00001v1"))

    found = _found(request, body)

    assert found == {
        "arxiv:2401.00001": ["2401.00001v1"],
        "arxiv:2401.00002": ["2401.00002v1"],
        "arxiv:hep-th/9901001": ["hep-th/9901001v3"],
    }


def test_title_that_no_paper_bears_is_absent() -> None:
    """An empty feed that echoes the query is a confirmed absence."""
    assert _found(TITLE, reply_body("arxiv/nothing.xml")) == {"A Study of Lists": []}


def test_titles_share_a_feed() -> None:
    """Of OR-ed titles each gets the papers that bear it or come near it, and no others."""
    request = titles_of("A Study of Lists", "Sorting at Night", "Nothing of the Kind")
    body = feed(
        request,
        entry("2401.00001v1", "A study of lists"),
        entry("2401.00002v1", "A Study of Lists: The Second Part"),
        entry("2401.00003v1", "Sorting at Nights"),
        entry("2401.00004v1", "Words about Something Else"),
    )

    assert _found(request, body) == {
        "A Study of Lists": ["2401.00001v1", "2401.00002v1"],
        "Sorting at Night": ["2401.00003v1"],
        "Nothing of the Kind": [],
    }


def test_more_results_than_returned_for_several_titles_is_cut() -> None:
    """What was cut off may be what was asked for, so several titles with more results are asked in halves."""
    request = titles_of("A Study of Lists", "Sorting at Night")

    with pytest.raises(CutReplyError):
        ARXIV.read(request, atom(feed(request, *(entry(f"2401.{n:05}v1") for n in range(1, 21)), total=21)))


def test_one_title_takes_the_nearest() -> None:
    """A single title cannot be asked in halves: the hundred nearest of its results are taken."""
    entries = [entry(f"2401.{number:05}v1") for number in range(1, 101)]

    found = _found(TITLE, feed(TITLE, *entries, total=5000))

    assert len(found["A Study of Lists"]) == 100


@pytest.mark.parametrize(("entries", "total"), [(0, 1), (0, 5000), (3, 4), (99, 5000)])
def test_short_page_is_no_absence(entries: int, total: int) -> None:
    """A feed that holds fewer papers than it says, and than were asked for, is not whole."""
    body = feed(TITLE, *(entry(f"2401.{number:05}v1") for number in range(1, entries + 1)), total=total)

    with pytest.raises(ReplyShapeError):
        ARXIV.read(TITLE, atom(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "Rate exceeded.",
        HTML,
        "<html><body><br></body></html>",
        "<?xml version='1.0'?><error>down</error>",
        '<feed xmlns="http://example.org/another"/>',
        '<entry xmlns="http://www.w3.org/2005/Atom"/>',
        '{"error": "down"}',
        b"\xff\xfe\x00\x01",
        feed(ONE, entry())[:-7],
        feed(ONE, entry())[: len(feed(ONE, entry())) // 2],
        feed(ONE).replace("<opensearch:totalResults>0</opensearch:totalResults>", ""),
        feed(ONE, total="many"),
        feed(ONE, total="-1"),
        feed(ONE, total=""),
        feed(ONE, entry(), total=2),
        feed(ONE, total=1),
        feed(ONE, entry(), total=0),
        feed(ONE, entry("2401.00002v1")),
        feed(ONE, entry(), entry("2401.00002v1")),
        feed(ONE, entry(id="http://arxiv.org/abs/nonsense")),
        feed(ONE, entry(id="")),
        feed(ONE, entry(published="")),
        feed(ONE, entry(updated="")),
        feed(ONE, entry(published="yesterday")),
        feed(ONE, entry(updated="2024-13-41T00:00:00Z")),
        feed(ONE, entry(), echo=""),
        feed(ONE, entry(), echo="arXiv Search Results"),
        feed(ONE, entry(), echo="arXiv Query: search_query=&id_list=2401.00002&start=0&max_results=1"),
        feed(ONE, echo="arXiv Query: search_query=&id_list=2401.000012&start=0&max_results=1"),
        feed(ONE, echo="arXiv Query: search_query=all:lists&id_list=2401.00001&start=0&max_results=1"),
        feed(ONE, echo="arXiv Query: search_query=&id_list=2401.00001,2401.00002&start=0&max_results=2"),
    ],
    ids=[
        *("empty", "blank", "text", "page", "page that is XML", "another root", "another namespace", "entry as root"),
        *("JSON", "no text", "cut at the end", "cut in the middle", "no total", "total is a word", "negative total"),
        *("empty total", "fewer than said", "none of one", "more than said", "stranger alone", "stranger beside"),
        *("no arXiv id", "no id", "no published", "no updated", "published is no date", "updated is no date"),
        *("no echo", "default title", "echo of another id", "echo of a longer id", "echo of a query"),
        "echo of more ids",
    ],
)
def test_misshapen_feed_is_no_absence(body: bytes | str) -> None:
    """A feed that is not whole, or not the one that was asked for, is never read, not even in part."""
    with pytest.raises(ReplyShapeError) as caught:
        ARXIV.read(ONE, atom(body))

    assert caught.value.status == 200


@pytest.mark.parametrize(
    "echo",
    [
        'search_query=ti:"Another Study"&id_list=&start=0&max_results=100',
        'search_query=ti:"A Study of Lists" OR ti:"B"&id_list=&start=0&max_results=100',
        "search_query=ti:A OR all:Study OR all:of OR all:Lists&id_list=&start=0&max_results=100",
        'search_query=ti:"A Study of Lists"&id_list=2401.00001&start=0&max_results=100',
        "search_query=&id_list=&start=0&max_results=100",
    ],
    ids=["another title", "more titles", "quotes lost", "ids besides", "nothing"],
)
def test_echo_of_another_query_is_no_absence(echo: str) -> None:
    """An empty feed that repeats another query answers another question."""
    with pytest.raises(ReplyShapeError):
        ARXIV.read(TITLE, atom(feed(TITLE, echo=f"arXiv Query: {echo}")))


@pytest.mark.parametrize(
    "title",
    [
        "100% of 50%25 Lists",
        "R&D <of> Lists",
        "Über Listen \u2013 注意",
        "C++ & C#",
        "A  Study   of Lists",
        "Why? (Lists): #1",
    ],
)
def test_echo_is_recognised_whatever_the_title(title: str) -> None:
    """Quoting, entities and blanks in the echo do not make it another query."""
    request = titles_of(title)

    assert _found(request, feed(request)) == {title: []}


def test_paper_without_an_arxiv_id_is_refused() -> None:
    """An entry among search results that is no paper of arXiv's has no name to be known by."""
    with pytest.raises(ReplyShapeError, match="no arXiv id"):
        ARXIV.read(TITLE, atom(feed(TITLE, entry(id="http://arxiv.org/abs/nonsense"))))


def test_entry_the_package_passes_over_is_noticed() -> None:
    """The package leaves out an entry it cannot read; here that makes the feed unread, not the paper absent."""
    request = ids_of("2401.00001", "2401.00002")
    body = feed(request, entry("2401.00001v1"), entry("2401.00002v1", published=""))

    with pytest.raises(ReplyShapeError, match="2 entries, of which 1 can be read"):
        ARXIV.read(request, atom(body))


def test_refused_request_tells_arxivs_own_words() -> None:
    """HTTP 400 comes with a feed of one error, whose words reach the operator."""
    with pytest.raises(PermanentSourceError, match="incorrect id format for abc") as caught:
        ARXIV.read(ONE, atom(reply_body("arxiv/malformed_id.xml"), 400))

    assert caught.value.status == 400


def test_error_feed_with_200_is_a_refusal_too() -> None:
    """The old server sent its error feeds with HTTP 200; that is no absence, and halves will find the culprit."""
    with pytest.raises(PermanentSourceError, match="incorrect id format for abc") as caught:
        ARXIV.read(ONE, atom(reply_body("arxiv/malformed_id.xml")))

    assert caught.value.status == 400


@pytest.mark.parametrize("status", [401, 403, 404, 406, 301, 302, 410, 418, 501])
def test_lasting_status_is_refused(status: int) -> None:
    """A status that no further try can mend stops the service, even with a feed that could be read."""
    with pytest.raises(PermanentSourceError) as caught:
        ARXIV.read(ONE, atom(feed(ONE, entry()), status))

    assert caught.value.status == status


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_passing_status_is_worth_another_try(status: int) -> None:
    """A status that may pass is worth another try, even with a feed that could be read."""
    with pytest.raises(TransientSourceError) as caught:
        ARXIV.read(ONE, atom(feed(ONE), status, retry_after="11"))

    assert (caught.value.status, caught.value.retry_after_s) == (status, 11.0)


def test_limiter_shows_its_words() -> None:
    """HTTP 429 is plain text; the operator reads it."""
    with pytest.raises(TransientSourceError, match=r"Rate exceeded\."):
        ARXIV.read(ONE, atom(reply_body("arxiv/rate_exceeded.txt"), 429, content_type="text/plain"))


@pytest.mark.parametrize("body", ["", HTML, feed(ONE), feed(ONE, entry())], ids=["empty", "page", "feed", "paper"])
def test_400_without_an_error_feed_is_no_absence(body: str) -> None:
    """HTTP 400 with anything but an error feed tells nothing of the papers."""
    with pytest.raises((ReplyShapeError, PermanentSourceError)) as caught:
        ARXIV.read(ONE, atom(body, 400))

    assert caught.value.status == 400


def _with_dtd(dtd: str, title: str) -> str:
    body = feed(ONE, entry(title="TITLE")).replace("TITLE", title)
    return body.replace("?>\n", f"?>\n<!DOCTYPE feed {dtd}>\n", 1)


def test_entities_are_not_expanded() -> None:
    """A feed that would grow to gigabytes is refused before it has grown; arXiv sends no document type."""
    bombs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = _with_dtd(f'[<!ENTITY l0 "lol">{bombs}]', "A Study &l9; of Lists")

    with pytest.raises(ReplyShapeError):
        ARXIV.read(ONE, atom(body))


@pytest.mark.parametrize(
    "dtd",
    [
        '[<!ENTITY secret SYSTEM "file:///etc/hostname">]',
        '[<!ENTITY % outside SYSTEM "http://127.0.0.1:9/x.dtd"> %outside;]',
        'SYSTEM "http://127.0.0.1:9/x.dtd"',
        '[<!ENTITY secret "plain">]',
    ],
    ids=["file", "parameter entity", "external subset", "internal"],
)
def test_document_type_is_refused(dtd: str) -> None:
    """Nothing outside a feed is read in its name, and what stands for something else is not taken for a title."""
    title = "A Study of Lists &secret;" if "secret" in dtd else "A Study of Lists"

    with pytest.raises(ReplyShapeError):
        ARXIV.read(ONE, atom(_with_dtd(dtd, title)))
