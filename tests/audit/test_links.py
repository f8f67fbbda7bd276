"""Tests of what is said of an entry's link."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.audit.finding import Severity
from pipeline.model import LinkCheck, Ruling, Service, Status
from tests.audit.cases import a_work, findings_of, matched, unmatched
from tests.builders import a_record, an_entry, an_identifier, linked_to

WRONG: dict[str, Any] = {"link_check": LinkCheck.POINTS_ELSEWHERE}
DEAD: dict[str, Any] = {"link_check": LinkCheck.UNRESOLVABLE}
EDITING = "EVA-KELLM: A New Benchmark for Evaluating Knowledge Editing of LLMs"
RENAMED = "DocTER: Evaluating Document-based Knowledge Editing"


def test_a_wrong_link_says_where_it_leads_and_what_is_right() -> None:
    """Where the paper of the title is known, its link is proposed."""
    led_to = a_record("Complementary Speckle Microscopy", Service.ARXIV, arxiv_id="2407.16493", authors=("Bo Other",))
    entry = an_entry("A Study of Lists", **linked_to("2407.16493"))
    found = findings_of(matched(a_record(), entry=entry, linked=led_to, **WRONG))["wrong_link"]

    assert found.severity is Severity.ERROR
    assert "Complementary Speckle Microscopy" in found.message
    assert any("arxiv:2407.16493" in fact for fact in found.evidence)
    assert (found.proposed, found.work_id) == ("https://arxiv.org/abs/2401.00001", "w1")


def test_a_title_that_is_known_nowhere_gives_no_link() -> None:
    """Nothing is proposed where nothing is known; that the link is wrong and the title unknown are two findings."""
    led_to = a_record("Complementary Speckle Microscopy", arxiv_id="2407.16493")
    entry = an_entry("Learning from Offline Human Feedback", **linked_to("2407.16493"))
    found = findings_of(unmatched(Status.CONFLICT, entry=entry, linked=led_to, **WRONG))

    assert found["wrong_link"].proposed is None
    assert "unrelated" in found["not_found"].message


def test_a_paper_that_may_have_been_renamed_is_no_wrong_link() -> None:
    """Titles with telling words in common may be one paper's: said with doubt, and not that nobody knows it."""
    entry = an_entry(EDITING, **linked_to("2308.09954"))
    led_to = a_record(RENAMED, arxiv_id="2308.09954")
    found = findings_of(unmatched(Status.CONFLICT, entry=entry, linked=led_to, **WRONG))

    assert set(found) == {"near_miss"}
    assert (found["near_miss"].severity, found["near_miss"].proposed) == (Severity.WARNING, None)
    assert "which may be this paper under another title" in found["near_miss"].message


@pytest.mark.parametrize("title", ["Flan-U-PaLM", "GPT-3", "Preface"])
def test_the_name_of_a_system_is_no_title(title: str) -> None:
    """Lists name systems by their papers; that a paper has another title than its system says nothing."""
    entry = an_entry(title, **linked_to("2308.09954"))
    led_to = a_record("Language Models are Few-Shot Learners", arxiv_id="2308.09954")
    found = findings_of(unmatched(Status.CONFLICT, entry=entry, linked=led_to, **WRONG))

    assert {kind: each.severity for kind, each in found.items()} == {"near_miss": Severity.NOTE}


@pytest.mark.parametrize(
    ("title", "severity", "unknown"),
    [
        ("Analyzing the Strike Zone in Professional Baseball", Severity.ERROR, "leads to an unrelated one"),
        ("Compressing LLMs Without Their Data", Severity.WARNING, "leads to another"),
    ],
)
def test_a_paper_of_another_subject_is_another_paper(title: str, severity: Severity, unknown: str) -> None:
    """Papers are renamed beyond likeness of words, but not to another subject; short forms count in full."""
    entry = an_entry("SpaLLM: Unified Adaptation of Large Language Models with Sketches", **linked_to("2407.15779"))
    led_to = a_record(title, arxiv_id="2407.15779")
    found = findings_of(unmatched(Status.CONFLICT, entry=entry, linked=led_to, **WRONG))

    assert found["wrong_link"].severity is severity
    assert found["not_found"].message.endswith(unknown)


@pytest.mark.parametrize(
    ("author", "kind", "severity"),
    [
        ("Ada Example", "near_miss", Severity.NOTE),
        ("Bo Other", "wrong_link", Severity.ERROR),
        (None, "near_miss", Severity.NOTE),
    ],
)
def test_a_like_title_by_other_people_is_another_paper(author: str | None, kind: str, severity: Severity) -> None:
    """Where the paper of the listed title is known, its authors tell whether the link leads to a version of it."""
    entry = an_entry(EDITING, **linked_to("2308.09954"))
    led_to = a_record(RENAMED, arxiv_id="2308.09954", authors=(author,) if author else ())
    found = findings_of(matched(a_record(EDITING), entry=entry, linked=led_to, **WRONG))

    assert {kind: each.severity for kind, each in found.items()} == {kind: severity}


def test_the_same_people_write_more_than_one_paper() -> None:
    """A paper of a wholly other title is another one though the authors are the same, where the listed one is known."""
    entry = an_entry(EDITING, **linked_to("2308.09954"), authors="Ada Example")
    led_to = a_record("Knitting Patterns of Old", arxiv_id="2308.09954")
    found = findings_of(matched(a_record(EDITING), entry=entry, linked=led_to, **WRONG))
    assert found["wrong_link"].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("title", "authors", "kind"),
    [
        ("Something Wholly Different", "Ada Example, Bo Other", "near_miss"),
        (RENAMED, "Cy Stranger and Di Foreign", "wrong_link"),
        (RENAMED, "Anonymous", "near_miss"),
    ],
)
def test_listed_authors_tell_whether_the_paper_was_renamed(title: str, authors: str, kind: str) -> None:
    """Whoever is named in the list says more than words in common."""
    entry = an_entry(EDITING, **linked_to("2308.09954"), authors=authors)
    led_to = a_record(title, arxiv_id="2308.09954", authors=("Ada Example", "Bo Other"))
    found = findings_of(unmatched(Status.CONFLICT, entry=entry, linked=led_to, **WRONG))

    assert kind in found
    assert ("not_found" in found) is (kind == "wrong_link")


def test_what_a_curator_ruled_out_is_another_paper() -> None:
    """A rejected paper is not called a renamed one, whatever its title."""
    linked = linked_to("2308.09954")
    ruling = Ruling(reason="another one", ruled_on=date(2026, 4, 12), rejected=(an_identifier("arxiv:2308.09954"),))
    entry = an_entry(EDITING, **linked, ruling=ruling)
    led_to = a_record(RENAMED, arxiv_id="2308.09954")

    found = findings_of(unmatched(Status.CONFLICT, entry=entry, linked=led_to, **WRONG))
    assert found["wrong_link"].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("link", "severity", "told"),
    [
        ("https://arxiv.org/abs/2412.00001", Severity.ERROR, "arXiv has no arxiv:2412.00001"),
        ("https://doi.org/10.1145/3171221.3171255", Severity.WARNING, "no service knows doi:10.1145/3171221.3171255"),
        ("https://aclanthology.org/2024.acl-long.402/", Severity.WARNING, "no service knows acl:2024.acl-long.402"),
    ],
)
def test_only_who_gives_out_identifiers_can_say_that_one_is_dead(link: str, severity: Severity, told: str) -> None:
    """What a service that does not give out DOIs does not know may exist all the same."""
    found = findings_of(matched(a_record(), entry=an_entry(link=link), **DEAD))["dead_identifier"]

    assert found.severity is severity
    assert told in found.message
    assert found.proposed == "https://arxiv.org/abs/2401.00001"


@pytest.mark.parametrize(
    ("number", "severity", "proposed"),
    [(8, Severity.ERROR, "https://api.semanticscholar.org/CorpusID:8"), (None, Severity.NOTE, None)],
)
def test_a_number_that_merging_takes_away_is_dead_where_the_paper_bears_another(
    number: int | None, severity: Severity, proposed: str | None
) -> None:
    """Where nobody knows under which CorpusId the paper is now, the listed one may be right."""
    entry = an_entry(link="https://api.semanticscholar.org/CorpusID:7")
    found = findings_of(matched(a_record(), a_work(s2_corpus_id=number), entry=entry, **DEAD))["dead_identifier"]

    assert found.severity is severity
    assert "Semantic Scholar has no corpusid:7" in found.message
    assert found.proposed == proposed


def test_a_number_of_a_paper_that_nobody_knows_is_dead() -> None:
    """Then nothing speaks for it."""
    entry = an_entry(link="https://api.semanticscholar.org/CorpusID:7")
    found = findings_of(unmatched(Status.NOT_FOUND, entry=entry, **DEAD))["dead_identifier"]
    assert found.severity is Severity.ERROR


def test_the_right_link_lies_where_the_list_links_to() -> None:
    """A link to the anthology is mended by one to the anthology, if the paper lies there, else by the best known."""
    entry = an_entry(link="https://aclanthology.org/2024.acl-long.402/")
    there, elsewhere = (a_work(acl_id=acl_id) for acl_id in ("2024.acl-long.410", None))

    for work, proposed in (
        (there, "https://aclanthology.org/2024.acl-long.410/"),
        (elsewhere, "https://arxiv.org/abs/2401.00001"),
    ):
        assert findings_of(matched(a_record(), work, entry=entry, **DEAD))["dead_identifier"].proposed == proposed


def test_the_link_itself_is_never_proposed() -> None:
    """A work that bears the very identifier gives no better link."""
    entry = an_entry(link="https://doi.org/10.1145/3171221.3171255")
    work = a_work(arxiv_id=None, doi="10.1145/3171221.3171255")
    assert findings_of(matched(a_record(), work, entry=entry, **DEAD))["dead_identifier"].proposed is None


@pytest.mark.parametrize(
    "check", [LinkCheck.AGREES, LinkCheck.NO_IDENTIFIER, LinkCheck.NONE, LinkCheck.UNCHECKED], ids=str
)
def test_a_link_that_was_not_judged_is_not_blamed(check: LinkCheck) -> None:
    """Hosts whose identifiers nobody looks up and services that did not answer say nothing of a link."""
    entry = an_entry(**linked_to("2401.00001"))
    assert findings_of(matched(a_record(), entry=entry, link_check=check)) == {}
