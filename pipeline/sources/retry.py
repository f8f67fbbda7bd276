"""The one retry layer: how long to wait before another try, and the loop around it (tenacity)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from pipeline.errors import TransientSourceError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """When to try again. Both services ask for exponential back-off; neither promises Retry-After."""

    attempts: int = 6
    """Tries of one request, the first included."""
    attempts_unanswered: int = 3
    """Tries when the host does not answer at all, so that a missing network is said within a minute."""
    unanswered_for_s: float = 90.0
    """Seconds after which a host that has not answered at all is not tried again, however many tries are left."""
    first_wait_s: float = 2.0
    """Seconds before the second try; doubled for each one after."""
    longest_wait_s: float = 60.0
    """No single wait is longer; a service that asks for more has closed for this run."""
    give_up_after_s: float = 300.0
    """Seconds of waiting per service and run, over all its requests."""


def next_delay(
    policy: RetryPolicy,
    attempt: int,
    error: TransientSourceError,
    waited_s: float,
    elapsed_s: float = 0.0,
) -> float | None:
    """Seconds to wait after a failed try, or None to give up.

    Args:
        attempt: Number of the try that failed, from 1.
        waited_s: Seconds already waited for this service in this run.
        elapsed_s: Seconds since the first try of this request began.
    """
    allowed = policy.attempts if error.status is not None else policy.attempts_unanswered
    if attempt >= allowed or (error.status is None and elapsed_s >= policy.unanswered_for_s):
        return None
    delay = min(policy.first_wait_s * 2 ** (attempt - 1), policy.longest_wait_s)
    if error.retry_after_s is not None:
        if error.retry_after_s > policy.longest_wait_s:
            return None
        delay = max(delay, error.retry_after_s)
    return delay if waited_s + delay <= policy.give_up_after_s else None


class Retrier:
    """Runs a call until it succeeds or the policy gives up; keeps count over all its calls.

    Args:
        sleep: Waits the given seconds.
        on_wait: Told each wait before it begins: seconds and the error that caused it.
        waited_s: Seconds that were waited for the same service before.
    """

    def __init__(
        self,
        policy: RetryPolicy,
        *,
        sleep: Callable[[float], None],
        on_wait: Callable[[float, TransientSourceError], None],
        waited_s: float = 0.0,
    ) -> None:
        self._policy = policy
        self._sleep = sleep
        self._on_wait = on_wait
        self.retries = 0
        self.waited_s = waited_s

    def __call__(self, call: Callable[[], T], *, attempts: int | None = None) -> T:
        """Give what `call` gives, or raise its last TransientSourceError; other errors pass at once.

        Args:
            call: Tried again as the policy says.
            attempts: The most tries, where fewer than the policy's are wanted.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(TransientSourceError),
            stop=lambda state: state.attempt_number == attempts or self._delay(state) is None,
            wait=lambda state: self._delay(state) or 0.0,
            before_sleep=self._count,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(call)

    def _delay(self, state: RetryCallState) -> float | None:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, TransientSourceError):
            return None
        return next_delay(self._policy, state.attempt_number, error, self.waited_s, state.seconds_since_start or 0.0)

    def _count(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        delay = state.next_action.sleep if state.next_action else 0.0
        self.retries += 1
        self.waited_s += delay
        if isinstance(error, TransientSourceError):
            self._on_wait(delay, error)
