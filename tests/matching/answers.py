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


def nobody_has(title: str) -> tuple[Answer, Answer]:
    """Both services searched a title and found nothing."""
    return says_of_title(S2, title), says_of_title(ARXIV, title)


def nobody_knows(identifier: str) -> tuple[Answer, Answer]:
    """Both services looked up an identifier and know nothing under it."""
    return says_of_id(S2, identifier), says_of_id(ARXIV, identifier)


def knowing(*answers: Answer) -> Knowledge:
    """Everything that was answered."""
    return Knowledge.of(answers)
