"""Everything the services have answered, arranged by what was asked. Pure.

The same arrangement serves a fresh run, a resumed one and a rebuild: a run first learns what the
archive still holds, so that only what is missing is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline.identifiers import Identifier
from pipeline.model import Service, SourceRecord
from pipeline.sources.port import Answer, Kind
from pipeline.titles import title_key

_LATER = timedelta(hours=12)
"""Time after which a record that bears an identifier says more than what was once said of the identifier itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What one service says of one thing asked; no records is a confirmed absence."""

    records: tuple[SourceRecord, ...]
    fetched_at: datetime
    reply_sha256: str
    stale: bool = False
    crowded: bool = False
    """More works bear the title than were looked at: another one may be meant."""


@dataclass(slots=True)
class Knowledge:
    """Answers by service and thing asked; of several answers the newest counts."""

    _by_identifier: dict[tuple[Service, str], Known] = field(default_factory=dict)
    _borne: dict[tuple[Service, str], Known] = field(default_factory=dict)
    _by_title: dict[tuple[Service, str], Known] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> Knowledge:
        """Arrange `answers`, given in any order."""
        knowledge = cls()
        for answer in sorted(answers, key=lambda each: (each.fetched_at, each.reply_sha256)):
            knowledge.learn(answer)
        return knowledge

    def learn(self, answer: Answer) -> None:
        """Take in one answer, newer than those before."""
        for asked, found in answer.found.items():
            stale = asked in answer.stale
            records = tuple(replace(record, stale=True) for record in found) if stale else found
            known = Known(
                records=records,
                fetched_at=answer.fetched_at,
                reply_sha256=answer.reply_sha256,
                stale=stale,
                crowded=asked in answer.crowded,
            )
            if answer.kind is Kind.TITLE:
                self._by_title[answer.service, title_key(asked)] = known
                continue
            self._by_identifier[answer.service, asked] = known
            # A full record answers for every identifier it bears, so that none of them is asked again.
            for record in records:
                for identifier in record.identifiers:
                    self._borne[answer.service, str(identifier)] = known

    def of_identifier(self, service: Service, identifier: Identifier) -> Known | None:
        """What `service` says of `identifier`, outright or in a record that bears it; None when it has not answered."""
        thing = (service, str(identifier))
        outright, borne = self._by_identifier.get(thing), self._borne.get(thing)
        if outright is None or borne is None:
            return outright or borne
        return borne if borne.fetched_at - outright.fetched_at > _LATER else outright

    def of_title(self, service: Service, title: str) -> Known | None:
        """What `service` says of `title`; None when it has not answered."""
        return self._by_title.get((service, title_key(title)))
