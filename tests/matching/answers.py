"""Answers about entries, in few words: what each service says of a title or an identifier."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.matching.knowledge import Knowledge
from pipeline.model import Service, SourceRecord
from pipeline.sources.port import Answer, Kind
from tests.builders import an_answer

S2, ARXIV = Service.SEMANTIC_SCHOLAR, Service.ARXIV


def says_of_title(service: Service, title: str, *records: SourceRecord) -> Answer:
    """A service's answer to a search; without records, that it has none."""
    return an_answer({title: records}, service, Kind.TITLE)


def says_of_id(service: Service, identifier: str, *records: SourceRecord) -> Answer:
    """A service's answer to a look-up, by printed identifier; without records, that it has none."""
    return an_answer({identifier: records}, service)


def all_searched(title: str, *records: SourceRecord, but: Service | None = None) -> tuple[Answer, ...]:
    """Every service searched a title and found those of the records that are its own; one may not have answered."""
    return tuple(says_of_title(service, title, *_own(service, records)) for service in Service if service is not but)


def all_looked_up(identifier: str, *records: SourceRecord, but: Service | None = None) -> tuple[Answer, ...]:
    """Every service looked up an identifier and found its own record under it; one may not have answered."""
    return tuple(says_of_id(service, identifier, *_own(service, records)) for service in Service if service is not but)


def _own(service: Service, records: tuple[SourceRecord, ...]) -> Iterator[SourceRecord]:
    return (each for each in records if each.source is service)


def nobody_has(title: str) -> tuple[Answer, ...]:
    """Every service searched a title and found nothing."""
    return all_searched(title)


def nobody_knows(identifier: str) -> tuple[Answer, ...]:
    """Every service looked up an identifier and knows nothing under it."""
    return all_looked_up(identifier)


def knowing(*answers: Answer) -> Knowledge:
    """Everything that was answered."""
    return Knowledge.of(answers)
