"""When another try is made: the policy as a table, and the loop with recorded sleeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PermanentSourceError, ReplyShapeError, TransientSourceError
from pipeline.sources.port import CutReplyError
from pipeline.sources.retry import Retrier, RetryPolicy, next_delay
from tests.builders import steady

T = TypeVar("T")
POLICY = RetryPolicy()


def _failure(status: int | None = 503, retry_after_s: float | None = None) -> TransientSourceError:
    return TransientSourceError("down", "arxiv", status=status, retry_after_s=retry_after_s)


@pytest.mark.parametrize(
    ("attempt", "status", "retry_after_s", "waited_s", "delay"),
    [
        (1, 503, None, 0, 2),
        (2, 503, None, 2, 4),
        (3, 503, None, 6, 8),
        (4, 503, None, 14, 16),
        (5, 503, None, 30, 32),
        (6, 503, None, 62, None),
        (7, 503, None, 0, None),
        (1, 429, None, 0, 2),
        (1, 200, None, 0, 2),
        (1, None, None, 0, 2),
        (2, None, None, 2, 4),
        (3, None, None, 6, None),
        (1, 429, 0, 0, 2),
        (1, 429, 1, 0, 2),
        (1, 429, 30, 0, 30),
        (1, 429, 60, 0, 60),
        (1, 429, 61, 0, None),
        (1, 429, 3600, 0, None),
        (5, 429, 40, 0, 40),
        (6, 429, 1, 0, None),
        (1, 503, None, 298, 2),
        (1, 503, None, 299, None),
        (5, 503, None, 280, None),
        (1, 429, 50, 260, None),
    ],
)
def test_next_delay(
    attempt: int,
    status: int | None,
    retry_after_s: float | None,
    waited_s: float,
    delay: float | None,
) -> None:
    """Waits double; Retry-After lengthens them; too many tries, too long a wait or too much waiting end it."""
    assert next_delay(POLICY, attempt, _failure(status, retry_after_s), waited_s) == delay


def test_waits_stop_growing() -> None:
    """No single wait is longer than the policy's longest."""
    policy = RetryPolicy(attempts=20, give_up_after_s=10_000)

    delays = [next_delay(policy, attempt, _failure(), 0) for attempt in range(1, 20)]

    assert delays[4:] == [32.0] + [60.0] * 14


def test_missing_network_is_said_within_a_minute() -> None:
    """When nobody answers, the tries and waits are few enough to tell the operator within a minute."""
    policy = RetryPolicy()
    delays = [next_delay(policy, attempt, _failure(None), 0) or 0 for attempt in range(1, 10)]

    assert sum(delays) < 60


@steady
@given(
    attempt=st.integers(1, 50),
    status=st.none() | st.sampled_from([429, 500, 503]),
    retry_after_s=st.none() | st.floats(0, 1e6),
    waited_s=st.floats(0, 1000),
)
def test_delay_keeps_every_limit(
    attempt: int, status: int | None, retry_after_s: float | None, waited_s: float
) -> None:
    """A wait is positive, never shorter than was asked, never longer than allowed, and never past the budget."""
    delay = next_delay(POLICY, attempt, _failure(status, retry_after_s), waited_s)

    if delay is not None:
        assert 0 < delay <= POLICY.longest_wait_s
        assert delay >= (retry_after_s or 0)
        assert waited_s + delay <= POLICY.give_up_after_s
        assert attempt < POLICY.attempts


class Calls:
    """A call that fails as often as the test says, and counts."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        if self._failures:
            raise self._failures.pop(0)
        return "paper"


class Waits:
    """Sleeps that are written down instead of slept, and what was told before each."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.told: list[tuple[float, int | None]] = []

    def retrier(self, policy: RetryPolicy = POLICY) -> Retrier:
        """A retrier that waits here."""
        return Retrier(policy, sleep=self.slept.append, on_wait=self._tell)

    def _tell(self, seconds: float, error: TransientSourceError) -> None:
        self.told.append((seconds, error.status))


def _tried(retrier: Retrier, call: Callable[[], T], error: type[Exception]) -> Exception:
    with pytest.raises(error) as caught:
        retrier(call)
    return caught.value


def test_success_waits_for_nothing() -> None:
    """A call that succeeds is made once."""
    waits, call = Waits(), Calls()
    retrier = waits.retrier()

    assert retrier(call) == "paper"
    assert (call.made, waits.slept, retrier.retries, retrier.waited_s) == (1, [], 0, 0.0)


def test_passing_failure_is_tried_again() -> None:
    """Failures that pass are waited out, each wait told before it begins."""
    waits, call = Waits(), Calls(_failure(503), _failure(429))
    retrier = waits.retrier()

    assert retrier(call) == "paper"
    assert (call.made, waits.slept) == (3, [2.0, 4.0])
    assert waits.told == [(2.0, 503), (4.0, 429)]
    assert (retrier.retries, retrier.waited_s) == (2, 6.0)


def test_misshapen_reply_is_tried_again() -> None:
    """A reply that is not what was asked for may be one the next time."""
    waits, call = Waits(), Calls(ReplyShapeError("page", "arxiv", status=200))

    assert waits.retrier()(call) == "paper"
    assert waits.slept == [2.0]


def test_last_failure_is_the_one_that_is_raised() -> None:
    """After the last try its own error is raised, not a wrapping of it."""
    failures = [_failure(500 + number) for number in range(6)]
    waits, call = Waits(), Calls(*failures)

    error = _tried(waits.retrier(), call, TransientSourceError)

    assert error is failures[-1]
    assert (call.made, waits.slept) == (6, [2.0, 4.0, 8.0, 16.0, 32.0])


def test_host_that_does_not_answer_is_given_up_sooner() -> None:
    """Without any reply three tries are made."""
    waits, call = Waits(), Calls(*[_failure(None)] * 9)

    _tried(waits.retrier(), call, TransientSourceError)

    assert (call.made, waits.slept) == (3, [2.0, 4.0])


@pytest.mark.parametrize(
    "error", [PermanentSourceError("no key", "arxiv", status=403), CutReplyError(), ValueError("x")]
)
def test_other_errors_pass_at_once(error: Exception) -> None:
    """A failure that another try cannot mend is not tried again."""
    waits, call = Waits(), Calls(error)

    assert _tried(waits.retrier(), call, type(error)) is error
    assert (call.made, waits.slept) == (1, [])


def test_retry_after_is_honoured() -> None:
    """A service that says how long to wait is waited for that long."""
    waits, call = Waits(), Calls(_failure(429, 17))

    waits.retrier()(call)

    assert waits.slept == [17.0]


def test_service_that_asks_for_too_long_has_closed() -> None:
    """A service that asks for more than the longest wait is not tried again, and nobody sleeps for it."""
    waits, call = Waits(), Calls(_failure(429, 3600))

    _tried(waits.retrier(), call, TransientSourceError)

    assert (call.made, waits.slept) == (1, [])


def test_waiting_adds_up_over_calls() -> None:
    """The time that may be waited is one budget for all calls of a run, not one for each."""
    policy = RetryPolicy(give_up_after_s=10)
    waits = Waits()
    retrier = waits.retrier(policy)

    retrier(Calls(_failure(), _failure()))
    first = list(waits.slept)
    _tried(retrier, Calls(*[_failure()] * 9), TransientSourceError)

    assert first == [2.0, 4.0]
    assert waits.slept == [2.0, 4.0, 2.0]
    assert (retrier.retries, retrier.waited_s) == (3, 8.0)


def test_a_host_that_drops_everything_is_given_up_soon() -> None:
    """When one try without any answer took long, no further one is made, so that a missing network is said in time."""
    silent = TransientSourceError("nobody", "arxiv")
    policy = RetryPolicy(unanswered_for_s=15)
    assert next_delay(policy, 1, silent, 0.0, elapsed_s=14.9) is not None
    assert next_delay(policy, 1, silent, 0.0, elapsed_s=15.0) is None
    busy = TransientSourceError("busy", "arxiv", status=503)
    assert next_delay(policy, 1, busy, 0.0, elapsed_s=100.0) is not None
