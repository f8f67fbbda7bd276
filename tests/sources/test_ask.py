"""The desk: what becomes of a request when the service answers well, badly, in part or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from pipeline.errors import PermanentSourceError, ReplyShapeError, TransientSourceError
from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Service
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.arxiv import Arxiv
from pipeline.sources.ask import Desk
from pipeline.sources.port import Answer, Reply, Request, Source
from pipeline.sources.retry import Retrier, RetryPolicy
from pipeline.sources.semantic_scholar import SemanticScholar
from tests.builders import a_reply
from tests.sources.arxiv.feeds import atom, entry, feed

Outcome = Reply | Exception
DOWN = TransientSourceError("did not answer", "arxiv")
BUSY = a_reply(b'{"message": "Too Many Requests"}', 429)
PAGE = a_reply(b"<html>", content_type="text/html")


class FakeSend:
    """A transport that answers as the test says, and keeps what it was asked.

    Args:
        plan: Outcomes in order, or a function from request to outcome.
    """

    def __init__(self, plan: Sequence[Outcome] | Callable[[Request], Outcome], log: list[str]) -> None:
        self.calls: list[Request] = []
        self._plan = plan if callable(plan) else list(plan)
        self._log = log

    def __call__(self, request: Request) -> Reply:
        """Answer, or fail."""
        self._log.append("send")
        self.calls.append(request)
        outcome = self._plan(request) if callable(self._plan) else self._plan.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class FakePace:
    """A pace that lets all pass, and writes down that they asked."""

    def __init__(self, log: list[str]) -> None:
        self._log = log

    def turn(self) -> AbstractContextManager[None]:
        """Let the caller pass."""
        self._log.append("turn")
        return nullcontext()

    def back_off(self, seconds: float) -> None:
        """Nobody is held back here."""

    def went_well(self) -> None:
        """Nobody is slow here."""


class Office:
    """A desk with everything around it."""

    def __init__(
        self,
        root: Path,
        source: Source,
        plan: Sequence[Outcome] | Callable[[Request], Outcome],
        policy: RetryPolicy | None = None,
    ) -> None:
        self.log: list[str] = []
        self.slept: list[float] = []
        self.send = FakeSend(plan, self.log)
        self.archive = ReplyArchive(root)
        self.desk = Desk(
            source,
            send=self.send,
            pace=FakePace(self.log),
            retrier=Retrier(policy or RetryPolicy(), sleep=self.slept.append, on_wait=lambda *_: None),
            archive=self.archive,
        )
        self._root = root

    def ask(self, *requests: Request) -> list[Answer]:
        """Everything the desk answers to `requests`."""
        return [answer for request in requests for answer in self.desk.ask(request)]

    @property
    def archived(self) -> list[tuple[tuple[str, ...], int]]:
        """What was asked in each archived reply, and its status."""
        return [(row.request.asked, row.status) for row in self.archive.rows()]

    @property
    def set_aside(self) -> list[str]:
        """Why replies were set aside."""
        notes = sorted((self._root / "set-aside").glob("*.json"))
        return [json.loads(note.read_text(encoding="utf-8"))["reason"] for note in notes]


S2 = SemanticScholar()
ARXIV = Arxiv()


def _papers(request: Request) -> Reply:
    """A batch in which every id is known."""
    return a_reply(json.dumps([{"paperId": f"{n:040x}", "title": each} for n, each in enumerate(request.asked)]))


def _batch(*numbers: int) -> Request:
    (request,) = S2.look_up([Identifier(Scheme.CORPUSID, str(number)) for number in numbers])
    return request


def _ids(*numbers: int) -> Request:
    (request,) = ARXIV.look_up([Identifier(Scheme.ARXIV, f"2401.{number:05}") for number in numbers])
    return request


def _found(answers: Sequence[Answer]) -> dict[str, int]:
    return {asked: len(records) for answer in answers for asked, records in answer.found.items()}


def test_good_reply_is_answered_and_archived(tmp_path: Path) -> None:
    """One request, one turn, one archived reply, one answer."""
    office = Office(tmp_path, S2, _papers)

    answers = office.ask(_batch(1, 2))

    assert _found(answers) == {"corpusid:1": 1, "corpusid:2": 1}
    assert office.archived == [(("corpusid:1", "corpusid:2"), 200)]
    assert (office.log, office.slept, office.desk.stopped) == (["turn", "send"], [], None)
    assert (office.desk.account.requests, office.desk.account.retries) == (1, 0)


def test_absence_is_archived_too(tmp_path: Path) -> None:
    """A reply that says that nothing is known is as good as another, whatever its status."""
    office = Office(tmp_path, S2, [a_reply(b'{"error":"No valid paper ids given"}', 400)])

    assert _found(office.ask(_batch(1, 2))) == {"corpusid:1": 0, "corpusid:2": 0}
    assert office.archived == [(("corpusid:1", "corpusid:2"), 400)]


def test_archived_reply_gives_the_same_answer(tmp_path: Path) -> None:
    """What the archive holds can be read into the answer that was given."""
    office = Office(tmp_path, S2, _papers)

    (answer,) = office.ask(_batch(1, 2))

    (row,) = office.archive.rows()
    assert S2.read(row.request, office.archive.load(row)) == answer


def test_every_attempt_waits_its_turn(tmp_path: Path) -> None:
    """A try again is paced like a first one."""
    office = Office(tmp_path, S2, [BUSY, DOWN, _papers(_batch(1))])

    answers = office.ask(_batch(1))

    assert _found(answers) == {"corpusid:1": 1}
    assert office.log == ["turn", "send"] * 3
    assert office.slept == [2.0, 4.0]
    assert (office.desk.account.requests, office.desk.account.retries) == (3, 2)


def test_failures_are_not_archived(tmp_path: Path) -> None:
    """Only the reply that was read is kept for good."""
    office = Office(tmp_path, S2, [BUSY, a_reply(b"", 503), _papers(_batch(1))])

    office.ask(_batch(1))

    assert office.archived == [(("corpusid:1",), 200)]
    assert office.set_aside == []


def test_misshapen_reply_is_set_aside_and_asked_again(tmp_path: Path) -> None:
    """A page in the place of JSON is kept for the operator, not for the record, and another try is made."""
    office = Office(tmp_path, S2, [PAGE, _papers(_batch(1))])

    answers = office.ask(_batch(1))

    assert _found(answers) == {"corpusid:1": 1}
    assert office.archived == [(("corpusid:1",), 200)]
    assert ["expected JSON" in reason for reason in office.set_aside] == [True]


@pytest.mark.parametrize(
    ("outcome", "sent"),
    [
        (DOWN, 3),
        (BUSY, 6),
        (a_reply(b"", 429, retry_after="7200"), 1),
        (a_reply(b'{"message":"Forbidden"}', 403), 1),
        (a_reply(b"", 404), 1),
        (a_reply(b"", 301), 1),
    ],
    ids=["down", "busy", "closed for hours", "bad key", "gone", "moved"],
)
def test_lasting_failure_stops_the_service(tmp_path: Path, outcome: Outcome, sent: int) -> None:
    """After a failure that lasts nothing more is sent in this run, and nothing is taken for absent."""
    office = Office(tmp_path, S2, lambda _: outcome)

    answers = office.ask(_batch(1), _batch(2), _batch(3, 4))

    assert answers == []
    assert len(office.send.calls) == sent
    assert {request.asked for request in office.send.calls} == {("corpusid:1",)}
    assert isinstance(office.desk.stopped, TransientSourceError | PermanentSourceError)
    assert office.archived == []


def test_answers_before_a_failure_are_kept(tmp_path: Path) -> None:
    """What was answered before the service failed stays answered and archived."""
    office = Office(tmp_path, S2, [_papers(_batch(1)), a_reply(b"", 403)])

    assert _found(office.ask(_batch(1), _batch(2), _batch(3))) == {"corpusid:1": 1}
    assert office.archived == [(("corpusid:1",), 200)]
    assert len(office.send.calls) == 2


def test_stopped_desk_sends_nothing(tmp_path: Path) -> None:
    """A service that stopped in an earlier stage of the run is not asked at all."""
    office = Office(tmp_path, S2, _papers)
    office.desk.stopped = DOWN

    assert office.ask(_batch(1)) == []
    assert (office.send.calls, office.log) == ([], [])


def _refusing(*bad: str) -> Callable[[Request], Outcome]:
    """An arXiv that refuses every list with one of the `bad` ids in it, and knows all others."""

    def plan(request: Request) -> Outcome:
        if culprits := [each for each in request.asked if each in bad]:
            error = entry(
                id=f"https://arxiv.org/api/errors#{culprits[0]}", title="Error", summary="bad id", published=""
            )
            return atom(feed(request, error), 400)
        return atom(feed(request, *(entry(f"{each.removeprefix('arxiv:')}v1") for each in request.asked)))

    return plan


def test_refused_batch_is_halved_until_the_culprit_stands_alone(tmp_path: Path) -> None:
    """One bad id fails a whole list: it stays unanswered, and all others are answered."""
    office = Office(tmp_path, ARXIV, _refusing("arxiv:2401.00003"))

    answers = office.ask(_ids(1, 2, 3, 4, 5))

    assert _found(answers) == {f"arxiv:2401.{number:05}": 1 for number in (1, 2, 4, 5)}
    assert office.desk.stopped is None
    assert [len(request.asked) for request in office.send.calls] == [5, 2, 3, 1, 2]
    assert office.slept == []


def test_refused_single_leaves_the_service_open(tmp_path: Path) -> None:
    """A thing that is refused alone is its own fault; what comes after it is asked."""
    office = Office(tmp_path, ARXIV, _refusing("arxiv:2401.00001"))

    answers = office.ask(_ids(1), _ids(2))

    assert _found(answers) == {"arxiv:2401.00002": 1}
    assert office.archived == [(("arxiv:2401.00002",), 200)]
    assert office.desk.stopped is None


def test_cut_reply_is_asked_in_halves(tmp_path: Path) -> None:
    """Titles with more results than one reply may hold are asked again in halves, and none is lost."""
    titles = ["Lists", "Trees", "Heaps"]

    def plan(request: Request) -> Outcome:
        sent = dict(request.params)
        many = [entry(f"2401.{number:05}v1", request.asked[0]) for number in range(1, int(sent["max_results"]) + 1)]
        return atom(feed(request, *many, total=5000))

    office = Office(tmp_path, ARXIV, plan)
    (request,) = ARXIV.search(titles)

    answers = office.ask(request)

    assert [len(each.asked) for each in office.send.calls] == [3, 1, 2, 1, 1]
    assert set(_found(answers)) == set(titles)
    assert [asked for asked, _ in office.archived] == [("Lists",), ("Trees",), ("Heaps",)]


def test_failure_in_the_first_half_spares_the_second(tmp_path: Path) -> None:
    """When the service fails while halves are asked, the other half is not sent either."""
    refused = _refusing("arxiv:2401.00001")

    def plan(request: Request) -> Outcome:
        return refused(request) if len(request.asked) > 1 else a_reply(b"", 403)

    office = Office(tmp_path, ARXIV, plan)

    assert office.ask(_ids(1, 2)) == []
    assert [request.asked for request in office.send.calls] == [("arxiv:2401.00001", "arxiv:2401.00002"), _ids(1).asked]
    assert isinstance(office.desk.stopped, PermanentSourceError)


def _failing(outcome: Reply, *bad: str) -> Callable[[Request], Outcome]:
    """A Semantic Scholar that fails at every batch with one of the `bad` ids in it."""
    return lambda request: outcome if set(bad) & set(request.asked) else _papers(request)


@pytest.mark.parametrize("outcome", [a_reply(b"", 500), a_reply(b"", 504), PAGE, a_reply(b'[{"title": 3}]')])
@pytest.mark.parametrize("bad", [(1,), (16,), (1, 16), (3, 4), (7, 9, 13), (1, 5, 9), (1, 2, 3)], ids=str)
def test_what_fails_in_a_batch_is_isolated(tmp_path: Path, outcome: Reply, bad: tuple[int, ...]) -> None:
    """Ids at which the service fails stay unanswered; all others are answered, and the service stays open."""
    culprits = [f"corpusid:{number}" for number in bad]
    office = Office(tmp_path, S2, _failing(outcome, *culprits))

    answers = office.ask(_batch(*range(1, 17)), _batch(20))

    assert set(_found(answers)) == {f"corpusid:{n}" for n in (*range(1, 17), 20)} - set(culprits)
    assert office.desk.stopped is None


@pytest.mark.parametrize(("outcome", "requests"), [(a_reply(b"", 503), 15), (PAGE, 15), (BUSY, 1), (DOWN, 1)])
def test_a_service_that_fails_at_everything_is_told_by_few_requests(
    tmp_path: Path, outcome: Outcome, requests: int
) -> None:
    """Where four things fail alone with no answer between them it is the service that fails."""
    office = Office(tmp_path, S2, lambda _: outcome)

    assert office.ask(_batch(*range(1, 501)), _batch(501)) == []
    assert len({request.asked for request in office.send.calls}) == requests
    assert office.desk.stopped is not None
    assert sum(office.slept) < 100


def test_titles_at_which_a_service_fails_do_not_stop_it(tmp_path: Path) -> None:
    """A title at which the search fails each night costs its own answer and nobody else's."""
    requests = list(S2.search(["Bad", "Trees", "Worse", "Lists"]))

    def plan(request: Request) -> Outcome:
        (title,) = request.asked
        good = a_reply(json.dumps({"data": [{"paperId": "1" * 40, "title": title}]}))
        return a_reply(b"", 500) if title in {"Bad", "Worse"} else good

    office = Office(tmp_path, S2, plan)

    assert _found(office.ask(*requests)) == {"Trees": 1, "Lists": 1}
    assert office.desk.stopped is None


def test_a_batch_that_fails_and_is_refused_in_part(tmp_path: Path) -> None:
    """In a failing batch an id that is refused is isolated as well."""

    def plan(request: Request) -> Outcome:
        if "corpusid:2" in request.asked:
            return a_reply(b"", 500)
        refused = a_reply(b'{"error":"bad"}', 400)
        return refused if "corpusid:5" in request.asked else _papers(request)

    office = Office(tmp_path, S2, plan)

    assert set(_found(office.ask(_batch(1, 2, 3, 4, 5, 6)))) == {f"corpusid:{n}" for n in (1, 3, 4, 6)}
    assert office.desk.stopped is None


def test_waiting_is_bounded_over_a_whole_run(tmp_path: Path) -> None:
    """A service that fails now and then for hours is given up after five minutes of waiting for it."""
    office = Office(tmp_path, S2, lambda request: BUSY if len(office.send.calls) % 6 else _papers(request))

    for number in range(100):
        office.ask(_batch(number))

    assert sum(office.slept) <= RetryPolicy().give_up_after_s
    assert office.desk.stopped is not None


def test_refused_match_leaves_the_service_open(tmp_path: Path) -> None:
    """A title that Semantic Scholar refuses stays unanswered; the next one is asked."""
    requests = list(S2.search(["???", "A Study of Lists"]))
    good = a_reply(json.dumps({"data": [{"paperId": "1" * 40, "title": "A Study of Lists"}]}))
    office = Office(tmp_path, S2, [a_reply(b'{"error":"bad query"}', 400), good])

    assert _found(office.ask(*requests)) == {"A Study of Lists": 1}
    assert office.desk.stopped is None


def test_reply_too_large_to_take_is_not_set_aside(tmp_path: Path) -> None:
    """A reply that the transport refused to read to its end is tried again, though there is nothing to keep."""
    too_large = ReplyShapeError("too large", Service.SEMANTIC_SCHOLAR, status=200)
    office = Office(tmp_path, S2, [too_large, _papers(_batch(1))])

    assert _found(office.ask(_batch(1))) == {"corpusid:1": 1}
    assert office.set_aside == []


def test_desk_shows_the_reason_it_stopped(tmp_path: Path) -> None:
    """The operator reads why a service is not asked any more."""
    office = Office(tmp_path, S2, [a_reply(b'{"message":"Forbidden"}', 403)])

    office.ask(_batch(1))

    assert "PAPERS_S2_API_KEY" in str(office.desk.stopped)


def test_whoever_refuses_everything_is_not_asked_on(tmp_path: Path) -> None:
    """A field that the service has retired is not tried with every id of a long list; the service is stopped."""
    refusal = a_reply(b'{"error":"Unrecognized or unsupported fields: [tldr]"}', 400)
    office = Office(tmp_path, S2, lambda _: refusal)

    assert office.ask(_batch(*range(1, 501)), _batch(501)) == []

    assert office.desk.stopped is not None
    assert "unsupported fields" in str(office.desk.stopped)
    assert len(office.send.calls) < 20
