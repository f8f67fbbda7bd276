"""What waits for a curator's eye in a snapshot, and the overrides that come of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.identifiers import Identifier
from pipeline.matching.overrides import Override
from pipeline.model import Status
from pipeline.tables.schema import IDENTIFYING
from pipeline.titles import title_key

UNDECIDED = (Status.CONFLICT, Status.AMBIGUOUS, Status.NEAR_MATCH)
"""Statuses that a person can settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An entry to be settled."""

    entry: Mapping[str, Any]
    """Its row of `entries`."""
    suggested: Mapping[str, Any] | None
    """The row of `works` that is suggested for it."""

    @property
    def identifier(self) -> Identifier | None:
        """Under which the suggested work is looked up."""
        work = self.suggested or {}
        known = (Identifier(scheme, str(work[column])) for column, scheme in IDENTIFYING.items() if work.get(column))
        return next(known, None)


def questions(
    entries: Iterable[Mapping[str, Any]],
    works: Iterable[Mapping[str, Any]],
    overrides: Sequence[Override],
    list_name: str,
) -> Iterator[Question]:
    """The entries of a snapshot that wait for a person, in list order, each title once, without those ruled on since.

    Args:
        entries, works: Rows of the tables.
    """
    by_id = {work["work_id"]: work for work in works}
    seen: set[str] = set()
    ours = [each for each in overrides if each.is_for(list_name)]
    for row in entries:
        names = (row["entry_id"], row["title"], row["title_listed"])
        question = Question(entry=row, suggested=by_id.get(row["suggested_work_id"]))
        settled = any(each.means(*names) and _settles(each, question) for each in ours)
        if row["status"] in UNDECIDED and title_key(row["title"]) not in seen and not settled:
            seen.add(title_key(row["title"]))
            yield question


def _settles(override: Override, question: Question) -> bool:
    """Whether nothing is left to ask; a rejection settles only the suggestion that it rejects."""
    return not override.ruling.rejected or question.identifier in override.ruling.rejected
