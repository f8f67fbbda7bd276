"""What archived replies still say at a given time: which are fresh, and what is due to be asked again. Pure.

A reply to an identifier is fresh for hours: counts and venues change. A title that was found is refreshed by the
identifiers of what was found, so that it is not searched again; one that was not, or that settled nothing, is searched
again after a day, two, four and so on, since papers appear late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.matching.likeness import liken
from pipeline.model import Service, SourceRecord
from pipeline.sources.archive import Archived
from pipeline.sources.port import Answer, Kind, Request
from pipeline.titles import title_key

Thing = tuple[Service, Kind, str]
"""Something asked of a service: a printed identifier, or a title's key."""

_WRONG_CLOCK = timedelta(hours=1)
"""A reply from further in the future was stamped by a clock that was wrong. Runs are shorter."""
_EARLY = timedelta(hours=4)
"""A night's run begins at another minute than the last one's; what falls due within these hours is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How long replies count."""

    identifiers: timedelta = timedelta(hours=20)
    """Age up to which a reply to an identifier is not asked again."""
    absent_first: timedelta = timedelta(days=1)
    """Time after which a title that a service has not is searched there again; doubled each time."""
    absent_most: timedelta = timedelta(days=30)
    """The longest such time."""


def things_of(request: Request) -> Iterator[tuple[str, Thing]]:
    """What a request asks for: each as asked, and as the thing it is."""
    for asked in request.asked:
        key = title_key(asked) if request.kind is Kind.TITLE else asked
        yield asked, (request.service, request.kind, key)


def needless(rows: Iterable[Archived], named: Collection[str], before: datetime) -> list[str]:
    """Digests of replies that nothing rests on, sorted.

    Args:
        rows: Everything archived, in any order.
        named: Digests of replies that some snapshot rests on.
        before: UTC; what was received since then stays in any case.

    Returns:
        What is older, what no snapshot names, and what is not the newest reply to anything.
    """
    everything = list(rows)
    newest = {row.sha256 for row in Memory(everything, before, Freshness()).rows()}
    recent = {row.sha256 for row in everything if row.fetched_at >= before}
    return sorted({row.sha256 for row in everything} - newest - recent - set(named))


class Memory:
    """The newest reply to each thing that was ever asked.

    Args:
        rows: Archived replies in any order.
        at: UTC time for which freshness is judged.
        freshness: How long replies count.
    """

    def __init__(self, rows: Iterable[Archived], at: datetime, freshness: Freshness) -> None:
        self._at = at
        self._freshness = freshness
        self._newest: dict[Thing, Archived] = {}
        self._before: dict[Thing, datetime] = {}
        for row in sorted(rows, key=lambda each: (each.fetched_at, each.sha256)):
            for _, thing in things_of(row.request):
                if thing in self._newest:
                    self._before[thing] = self._newest[thing].fetched_at
                self._newest[thing] = row

    def rows(self) -> tuple[Archived, ...]:
        """Each reply that is the newest to something, oldest first."""
        # Both desks of a corpus may say the same, and in one instant.
        unique = {
            (row.fetched_at, row.sha256, row.request.asked, row.request.service): row for row in self._newest.values()
        }
        return tuple(unique[key] for key in sorted(unique))

    def kept(self, row: Archived, answer: Answer, unsettled: Collection[str] = ()) -> Answer:
        """What a reply says that is neither superseded nor due to be asked again.

        Args:
            row: One of `rows`.
            answer: All that it says.
            unsettled: Keys of titles that are searched again though a paper of them was found.
        """
        things = dict(things_of(row.request))
        found = {
            asked: records
            for asked, records in answer.found.items()
            if self._newest[things[asked]] is row and not self._is_due(things[asked], asked, records, unsettled)
        }
        return replace(answer, found=found)

    def _is_due(self, thing: Thing, asked: str, records: Sequence[SourceRecord], unsettled: Collection[str]) -> bool:
        fetched_at = self._newest[thing].fetched_at
        if fetched_at - self._at > _WRONG_CLOCK:
            return True
        if thing[1] is Kind.IDENTIFIER:
            return self._at - fetched_at > self._freshness.identifiers
        if thing[2] not in unsettled and any(liken(asked, record.title).sure for record in records):
            return False
        first, most = self._freshness.absent_first, self._freshness.absent_most
        last_wait = fetched_at - self._before.get(thing, fetched_at)
        return self._at - fetched_at > min(max(2 * last_wait, first), most) - _EARLY
