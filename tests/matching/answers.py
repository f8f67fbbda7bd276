"""Answers about entries, in few words: what each service says of a title or an identifier."""

from __future__ import annotations

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
    return tuple(
        says_of_title(service, title, *(each for each in records if each.source is service))
        for service in Service
        if service is not but
    )


def nobody_has(title: str) -> tuple[Answer, ...]:
    """Every service searched a title and found nothing."""
    return all_searched(title)


def nobody_knows(identifier: str, but: Service | None = None) -> tuple[Answer, ...]:
    """Every service looked up an identifier and knows nothing under it; one may not have answered."""
    return tuple(says_of_id(service, identifier) for service in Service if service is not but)


def knowing(*answers: Answer) -> Knowledge:
    """Everything that was answered."""
    return Knowledge.of(answers)
