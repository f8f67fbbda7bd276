"""What is no record: it ends the run, or is passed over, counted and told with file and line. Pure.

A detail of a work that cannot be read does neither: details take no part in matching, so it is left out and told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.errors import ListError

_LONGEST = 300
"""Characters of what is told of a problem; the keys of a hostile record may be as long as a file."""
_KEPT = 1000
REMEDY = "pass it over with --on-bad skip."
"""How what ends a run is got past, by commands that have the option."""
SHOWN = 20
"""Problems that are told one by one; how many there are is told in any case."""


class OnBad(StrEnum):
    """What becomes of input that is no work or no query (closed list)."""

    STOP = "stop"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was passed over, and why."""

    path: str
    line: int | None
    """Line, or row of a Parquet file, from 1; the first of them where there are more; None where it is the file."""
    what: str
    records: int = 1
    """Records that are lost by it, as far as they can be counted; none where only a value of one is."""
    detail: str = ""
    """The name of the detail that is left out, where it is one, which never ends a run."""
    more: int = 0
    """Further values of that name that are left out, each for a reason of its own."""

    def __str__(self) -> str:
        """As an error would say it."""
        said = f"It is left out, with {self.more} more of that name." if self.more else "It is left out."
        return str(ListError(self.what if self.records else f"{self.what} {said}", self.path, self.line))


Report = Callable[[Problem], None]
"""Takes what is no record: remembers it, or raises."""


def stop(problem: Problem) -> None:
    """Raise what is no record as a `ListError`, unless it is a detail."""
    if problem.detail:
        return
    told = f"{problem.what.removesuffix('.')}; mend it, or {REMEDY}"
    raise ListError(told, problem.path, problem.line)


def brief(told: object) -> str:
    """What is said of hostile input: of bounded length, and without what would steer a terminal."""
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(told)[:_LONGEST])
    return text if len(str(told)) <= _LONGEST else f"{text}…"


class Account:
    """Stops at the first problem, or counts all and keeps the first of them; of details the first of each name.

    Args:
        on_bad: Which of the two.
        kept: How many are kept.
    """

    def __init__(self, on_bad: OnBad, kept: int = _KEPT) -> None:
        self._on_bad = on_bad
        self._kept = kept
        self._problems: list[Problem] = []
        self._details: dict[str, Problem] = {}
        self.count = 0
        """Problems, kept or not."""
        self.passed_over = 0
        """Records that are lost."""
        self.left_out = 0
        """Values that are left out of records which are taken."""

    @property
    def problems(self) -> list[Problem]:
        """Those that are kept; details last, and how many of each name there are."""
        return [*self._problems, *self._details.values()]

    def report(self, problem: Problem) -> None:
        """Note what is no record, or stop."""
        if problem.detail:
            first = self._details.get(problem.detail)
            self._details[problem.detail] = replace(first, more=first.more + 1) if first else problem
            return
        if self._on_bad is OnBad.STOP:
            stop(problem)
        self.count += 1
        self.passed_over += problem.records
        self.left_out += not problem.records
        if len(self._problems) < self._kept:
            self._problems.append(problem)
