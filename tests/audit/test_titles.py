"""Tests of what is said of an entry's title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.audit.case import Case
from pipeline.audit.finding import Severity
from pipeline.model import CuratedEntry, LinkCheck, Ruling, Status
from pipeline.titles import Relation
from tests.audit.cases import a_work, findings_of, matched, unmatched
from tests.builders import a_record, an_entry, an_identifier

RULED_ON = date(2026, 4, 12)


def test_a_misquoted_title_shows_the_words() -> None:
    """The words that differ stand beside each other, and the paper's own title is proposed."""
    record = a_record("Aligning Language Models with Self-Generated Instructions", arxiv_id="2212.10560")
    entry = an_entry("Aligning language model with self generated instructions")
    found = findings_of(matched(record, entry=entry, relation=Relation.WORD_FORM))["misquoted_title"]

    assert found.severity is Severity.WARNING
    assert "Aligning language [-model-]{+Models+} with self generated instructions" in found.message
    assert found.proposed == "Aligning Language Models with Self-Generated Instructions"


@pytest.mark.parametrize(
    ("listed", "true", "relation"),
    [
        ("One for all: Video without tuning", "BT-Adapter: Video without Tuning", Relation.RETITLED),
        ("AdaLoRA: Adaptive Budget Allocation", "Adaptive Budget Allocation", Relation.NAME_PREFIX),
        ("Adaptive Budget Allocation", "Adaptive Budget Allocation: A Survey", Relation.SUBTITLE),
        ("Quantisation of Large Language Models", "Quantization of LLMs", Relation.WORD_FORM),
    ],
)
def test_the_title_of_another_version_is_no_misquotation(listed: str, true: str, relation: Relation) -> None:
    """Papers are renamed, and spelling is a matter of taste: a note, in milder words."""
    found = findings_of(matched(a_record(true), entry=an_entry(listed), relation=relation))["misquoted_title"]

    assert found.severity is Severity.NOTE
    assert "another version" in found.message
    assert found.proposed == true


def test_the_same_title_is_not_misquoted() -> None:
    """Case, hyphens and quotes are no errors."""
    case = matched(a_record("A Study of Lists"), entry=an_entry("a study of lists"), relation=Relation.TYPOGRAPHIC)
    assert findings_of(case) == {}


def test_the_misprint_of_a_record_is_not_the_lists() -> None:
    """A source that misspells a word is no reason to misspell it in a list."""
    listed, spoilt = "An Empirical Study of Tunable Reasoning", "An Emperical Study of Tunable Reasoning"

    assert findings_of(matched(a_record(spoilt), entry=an_entry(listed), relation=Relation.TYPO)) == {}
    found = findings_of(matched(a_record(listed), entry=an_entry(spoilt), relation=Relation.TYPO))["misquoted_title"]
    assert (found.severity, found.proposed) == (Severity.WARNING, listed)


def test_parts_in_another_order_are_no_misprint() -> None:
    """Whatever stands before or behind the colon, all words are there."""
    listed, other = "Merging Models in a Day -- An Open Recipe", "An Open Recipe: Merging Models in a Day"
    found = findings_of(matched(a_record(other), entry=an_entry(listed), relation=Relation.WORD_FORM))
    assert found["misquoted_title"].severity is Severity.NOTE


def test_the_closest_title_is_shown_and_not_proposed() -> None:
    """A paper whose title differs in a word that matters is another paper until somebody says it is not."""
    near = a_record("2-opt for Lists", arxiv_id="2401.00001")
    case = unmatched(
        Status.NEAR_MATCH,
        entry=an_entry("3-opt for Lists"),
        suggested=near,
        suggested_work=a_work("2-opt for Lists"),
        relation=Relation.NEAR_MISS,
        probability=0.03,
    )
    found = findings_of(case)["near_miss"]

    assert "[-3-]{+2+}-opt for Lists" in found.message
    assert any("3%" in fact for fact in found.evidence)
    assert (found.severity, found.proposed, found.work_id) == (Severity.WARNING, None, "w1")


def test_a_link_elsewhere_does_not_hide_the_closest_title() -> None:
    """A paper renamed since it was listed is near, and so not found nowhere, wherever the link leads."""
    near = a_record("Mining Lists: Data Selection for Tuning")
    case = unmatched(
        Status.CONFLICT,
        entry=an_entry("Mining Lists: High-Quality Data Selection"),
        suggested=near,
        relation=Relation.NEAR_MISS,
    )
    assert set(findings_of(case)) == {"near_miss"}


def test_the_title_by_other_people_is_told_so() -> None:
    """Where the titles are one, the verdict's own reason says what differs."""
    case = unmatched(Status.NEAR_MATCH, suggested=a_record(), relation=Relation.EXACT, reasons=("by other people",))
    assert findings_of(case)["near_miss"].message == "by other people"


def test_an_ambiguous_title_says_why() -> None:
    """The verdict's reason, and what was found."""
    case = unmatched(Status.AMBIGUOUS, suggested=a_record(arxiv_id="2401.00001"), reasons=("2 different works",))
    found = findings_of(case)["ambiguous"]
    assert found.message == "2 different works"
    assert any("https://arxiv.org/abs/2401.00001" in fact for fact in found.evidence)


def test_an_ambiguous_title_may_have_no_closest() -> None:
    """Where the verdict suggests nothing, the evidence is what was asked."""
    found = findings_of(unmatched(Status.AMBIGUOUS, asked=("arXiv, asked for the title",)))["ambiguous"]
    assert found.evidence == ("arXiv, asked for the title",)


@pytest.mark.parametrize(
    ("check", "told"),
    [
        (LinkCheck.NONE, "no source knows a paper of this title"),
        (LinkCheck.UNRESOLVABLE, "no source knows a paper of this title, nor the identifier of its link"),
    ],
)
def test_what_is_not_found_is_never_called_invented(check: LinkCheck, told: str) -> None:
    """It is said that nobody knows it, who was asked and when."""
    found = findings_of(unmatched(Status.NOT_FOUND, link_check=check, asked=("arXiv, asked for the title",)))[
        "not_found"
    ]

    assert (found.severity, found.message) == (Severity.WARNING, told)
    assert found.evidence == ("arXiv, asked for the title",)


def test_a_pin_that_nobody_knows_is_named() -> None:
    """A mistake in the overrides is found in the overrides."""
    ruling = Ruling(reason="so it is", ruled_on=RULED_ON, pinned=an_identifier("arxiv:2401.00009"))
    found = findings_of(unmatched(Status.NOT_FOUND, entry=an_entry(ruling=ruling)))
    assert "arxiv:2401.00009, which the overrides pin it to" in found["not_found"].message


def test_what_is_no_paper_is_noted_until_it_is_ruled_on() -> None:
    """A curator who has said that an entry is no paper knows it."""
    ruling = Ruling(reason="a product", ruled_on=RULED_ON, not_a_paper=True)

    assert findings_of(unmatched(Status.NOT_A_PAPER))["not_a_paper"].severity is Severity.NOTE
    assert findings_of(unmatched(Status.NOT_A_PAPER, entry=an_entry(ruling=ruling))) == {}


def test_an_entry_that_was_not_checked_is_not_passed_in_silence() -> None:
    """Nothing is concluded from a service that did not answer, and that is said."""
    found = findings_of(unmatched(Status.UNCHECKED, reasons=("no answer from arxiv",)))["unchecked"]
    assert (found.severity, found.message) == (Severity.NOTE, "nothing can be said: no answer from arxiv")


def _first(title: str = "A Study of Enumerations and of Curated Inventories", **changes: Any) -> CuratedEntry:
    return an_entry(title, entry_id="e0", position=1, line=7, headings=("Alignment",), **changes)


def _second(case: Case, first: CuratedEntry, **changes: Any) -> Case:
    entry = replace(case.entry, entry_id="e1", position=2, line=9)
    return replace(case, entry=entry, original=first, **changes)


def test_a_repeat_names_the_first() -> None:
    """Place, line and heading of the first entry are told."""
    first = _first()
    case = _second(matched(a_record(first.title)), first, original_work=a_work())
    found = findings_of(case)["duplicate"]

    assert found.message == "listed before as entry 1 (line 7)"
    assert 'stands under "Alignment"' in found.evidence[0]
    assert (found.severity, found.position, found.line) == (Severity.WARNING, 2, 9)


def test_one_work_under_two_titles_is_a_repeat() -> None:
    """The other title is shown."""
    first = _first("Video without Tuning")
    case = _second(matched(a_record("BT-Adapter: Video")), first, original_work=a_work())
    assert 'under another title, "Video without Tuning"' in findings_of(case)["duplicate"].message


def test_two_works_of_one_title_are_no_repeat() -> None:
    """What was matched to different papers is different, whatever the list calls it."""
    first = _first()
    case = _second(matched(a_record(first.title)), first, original_work=a_work(work_id="w0"))
    assert "duplicate" not in findings_of(case)


@pytest.mark.parametrize(
    ("title", "links", "repeat"),
    [
        ("Preface", ("https://a.example/1", "https://a.example/2"), False),
        ("Preface", ("https://a.example/1", "https://a.example/1"), True),
        ("Preface", (None, None), False),
        ("A Study of Enumerations and of Curated Inventories", ("https://a.example/1", "https://a.example/2"), True),
    ],
)
def test_a_title_that_tells_no_paper_needs_one_link(title: str, links: tuple[str | None, ...], repeat: bool) -> None:  # noqa: FBT001
    """Two prefaces are two texts, unless they are one page."""
    entry = an_entry(title, link=links[1])
    case = _second(unmatched(Status.NOT_FOUND, entry=entry), _first(title, link=links[0]))
    assert ("duplicate" in findings_of(case)) is repeat
