"""What waits for a curator's eye."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.matching.overrides import print_override, read_overrides
from pipeline.model import Ruling
from pipeline.review import questions
from tests.builders import an_identifier


def a_row(number: int, status: str, **changes: Any) -> dict[str, Any]:
    """A row of `entries`, as far as a question needs it."""
    title = f"Title Number {number}"
    told = {"entry_id": f"e{number}", "position": number, "line": number, "title": title, "title_listed": title}
    return told | {"status": status, "suggested_work_id": None} | changes


WORK = {"work_id": "w1", "title": "A Study", "arxiv_id": None, "doi": "10.1234/x", "s2_corpus_id": 7}


def test_undecided_entries_are_asked_about_in_order() -> None:
    """Near matches, conflicts and ambiguous titles wait for a person; the rest does not."""
    statuses = ["matched", "conflict", "not_found", "near_match", "unchecked", "ambiguous", "not_a_paper"]
    rows = [a_row(number, status) for number, status in enumerate(statuses)]

    assert [each.entry["entry_id"] for each in questions(rows, [], (), "mine")] == ["e1", "e3", "e5"]


def test_a_title_is_asked_about_once() -> None:
    """A ruling is by title, so that a repeat needs none of its own."""
    rows = [a_row(1, "conflict"), a_row(2, "conflict", title="title number 1")]

    assert [each.entry["entry_id"] for each in questions(rows, [], (), "mine")] == ["e1"]


def test_what_was_ruled_on_since_is_not_asked_again() -> None:
    """Overrides that the snapshot does not know yet count, unless they are another list's."""
    ruling = Ruling(reason="so it is", ruled_on=date(2026, 4, 12), not_a_paper=True)
    text = print_override("Title Number 1", ruling, "mine") + print_override("Title Number 2", ruling, "theirs")
    rows = [a_row(1, "conflict"), a_row(2, "conflict")]

    asked = questions(rows, [], read_overrides(text, "overrides.toml"), "mine")
    assert [each.entry["entry_id"] for each in asked] == ["e2"]


def test_the_suggestion_is_named_by_the_surest_identifier() -> None:
    """The suggested work stands beside the entry, under an identifier that services look up."""
    rows = [a_row(1, "near_match", suggested_work_id="w1"), a_row(2, "conflict", suggested_work_id=None)]
    first, second = questions(rows, [WORK], (), "mine")

    assert (first.suggested, first.identifier) == (WORK, an_identifier("doi:10.1234/x"))
    assert (second.suggested, second.identifier) == (None, None)


def test_a_rejection_settles_only_what_it_rejects() -> None:
    """Another suggestion for an entry of which one was rejected is asked about."""
    rejected = Ruling(reason="so it is", ruled_on=date(2026, 4, 12), rejected=(an_identifier("doi:10.1234/x"),))
    overrides = read_overrides(print_override("Title Number 1", rejected, "mine"), "overrides.toml")
    rows = [a_row(1, "near_match", suggested_work_id="w1")]

    assert list(questions(rows, [WORK], overrides, "mine")) == []
    assert len(list(questions(rows, [WORK | {"doi": "10.1234/y"}], overrides, "mine"))) == 1


def test_a_repeat_that_alone_is_undecided_is_asked_about() -> None:
    """A title that is matched above and has a wrong link below waits for a person."""
    rows = [a_row(1, "matched"), a_row(2, "conflict", title="Title Number 1")]

    assert [each.entry["entry_id"] for each in questions(rows, [], (), "mine")] == ["e2"]
