"""What waits for a curator's eye in a snapshot, and the overrides that come of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.identifiers import Identifier, Scheme
from pipeline.matching.overrides import Override
from pipeline.model import CuratedEntry, Status
from pipeline.titles import title_key

UNDECIDED = (Status.CONFLICT, Status.AMBIGUOUS, Status.NEAR_MATCH)
"""Statuses that a person can settle."""

_NAMED_BY = (
    ("arxiv_id", Scheme.ARXIV),
    ("doi", Scheme.DOI),
    ("acl_id", Scheme.ACL),
    ("s2_corpus_id", Scheme.CORPUSID),
    ("s2_paper_id", Scheme.S2),
)
"""Columns of `works` that name a work to the services, surest first."""


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
        return next((Identifier(scheme, str(work[name])) for name, scheme in _NAMED_BY if work.get(name)), None)


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
    ours = [each for each in overrides if each.list_name in (None, list_name)]
    for row in entries:
        entry = CuratedEntry(
            entry_id=row["entry_id"],
            position=row["position"],
            line=row["line"],
            title=row["title"],
            title_listed=row["title_listed"],
        )
        question = Question(entry=row, suggested=by_id.get(row["suggested_work_id"]))
        settled = any(each.means(entry) and _settles(each, question) for each in ours)
        if row["status"] in UNDECIDED and title_key(entry.title) not in seen and not settled:
            seen.add(title_key(entry.title))
            yield question


def _settles(override: Override, question: Question) -> bool:
    """Whether nothing is left to ask; a rejection settles only the suggestion that it rejects."""
    return not override.ruling.rejected or question.identifier in override.ruling.rejected
