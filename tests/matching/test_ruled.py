"""Rulings of a curator: they go before links, titles and services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.matching import plan
from pipeline.matching.compare import lookups_of
from pipeline.matching.decide import decide
from pipeline.model import CuratedEntry, LinkCheck, MatchedBy, Ruling, Service, Status
from pipeline.sources.port import Answer
from pipeline.titles import Relation
from tests.builders import a_record, an_entry, an_identifier, linked_to
from tests.matching.answers import (
    ARXIV,
    S2,
    all_looked_up,
    all_searched,
    knowing,
    nobody_has,
    nobody_knows,
    says_of_id,
    says_of_title,
)

TITLE = "A Study of Lists"
PINNED = "arxiv:2401.00007"
MEANT = a_record("Lists, Revisited", source=ARXIV, arxiv_id="2401.00007", record_id="meant")
LIKE = a_record(TITLE, arxiv_id="2401.00001", record_id="like")


def ruled(entry: CuratedEntry | None = None, **says: Any) -> CuratedEntry:
    """An entry with a ruling; identifiers are given in printed form."""
    says["pinned"] = an_identifier(says["pinned"]) if "pinned" in says else None
    says["rejected"] = tuple(map(an_identifier, says.get("rejected", ())))
    return replace(entry or an_entry(TITLE), ruling=Ruling(reason="so it is", ruled_on=date(2026, 4, 12), **says))


def test_a_pinned_paper_is_matched_whatever_bears_the_title() -> None:
    """Not the title decides but the ruling, and the row says so."""
    known = knowing(says_of_id(ARXIV, PINNED, MEANT), says_of_title(S2, TITLE, LIKE))
    resolution = decide(ruled(pinned=PINNED), known)

    assert (resolution.status, resolution.matched_by) == (Status.MATCHED, MatchedBy.OVERRIDE)
    assert resolution.record == MEANT
    assert resolution.relation is Relation.RETITLED
    assert resolution.reasons == (f"pinned to {PINNED}; ruled on 2026-04-12: so it is",)


def test_a_pinned_paper_of_the_listed_title_is_no_retitled_one() -> None:
    """The relation of the titles is told as it is."""
    resolution = decide(ruled(pinned="arxiv:2401.00001"), knowing(says_of_id(S2, "arxiv:2401.00001", LIKE)))

    assert (resolution.status, resolution.relation) == (Status.MATCHED, Relation.EXACT)


@pytest.mark.parametrize(
    ("answers", "status", "why"),
    [
        ((), Status.UNCHECKED, f"no answer from {' and '.join(sorted(lookups_of(an_identifier(PINNED))))}"),
        (
            (*all_looked_up(PINNED, but=S2), says_of_title(S2, TITLE, LIKE)),
            Status.UNCHECKED,
            "no answer from semantic_scholar",
        ),
        ((*nobody_knows(PINNED), *nobody_has(TITLE)), Status.NOT_FOUND, "no service knows it"),
    ],
)
def test_a_pinned_paper_that_nobody_has_told(answers: tuple[Answer, ...], status: Status, why: str) -> None:
    """No other paper takes its place; silence and absence are two things."""
    resolution = decide(ruled(pinned=PINNED), knowing(*answers))

    assert (resolution.status, resolution.record) == (status, None)
    assert why in resolution.reasons[0]


@pytest.mark.parametrize(
    ("linked", "check"),
    [("2401.00007", LinkCheck.AGREES), ("2401.00001", LinkCheck.POINTS_ELSEWHERE)],
)
def test_the_link_of_a_pinned_entry_is_held_against_the_pinned_paper(linked: str, check: LinkCheck) -> None:
    """A link to the pinned paper agrees, whatever its title; one to the paper of the listed title does not."""
    known = knowing(says_of_id(ARXIV, PINNED, MEANT), says_of_id(S2, "arxiv:2401.00001", LIKE))
    entry = ruled(an_entry(TITLE, **linked_to(linked)), pinned=PINNED)

    assert decide(entry, known).link_check is check


def test_the_link_of_a_pinned_entry_that_nobody_has_looked_up() -> None:
    """Nothing is said of a link before it was looked up."""
    entry = ruled(an_entry(TITLE, **linked_to("2401.00001")), pinned=PINNED)

    assert decide(entry, knowing(says_of_id(ARXIV, PINNED, MEANT))).link_check is LinkCheck.UNCHECKED


def test_what_is_no_paper_is_none() -> None:
    """No record is attached, though one bears the title."""
    resolution = decide(ruled(not_a_paper=True), knowing(says_of_title(S2, TITLE, LIKE)))

    assert (resolution.status, resolution.record, resolution.suggested) == (Status.NOT_A_PAPER, None, None)
    assert resolution.reasons == ("ruled on 2026-04-12: so it is",)


def test_a_rejected_paper_is_neither_matched_nor_suggested() -> None:
    """What was rejected is gone, also where a record of the same paper does not bear the identifier."""
    sibling = replace(LIKE, source=ARXIV, record_id="sibling", arxiv_id=None, doi="10.1234/sibling")
    known = knowing(*all_searched(TITLE, LIKE, sibling))
    resolution = decide(ruled(rejected=["arxiv:2401.00001"]), known)

    assert (resolution.status, resolution.record, resolution.suggested) == (Status.NOT_FOUND, None, None)


def test_another_paper_of_the_title_is_matched_when_one_is_rejected() -> None:
    """A rejection decides between two papers of one title."""
    other = a_record(TITLE, doi="10.1234/other", record_id="other", authors=("Cy Other",), year=2015)
    known = knowing(says_of_title(S2, TITLE, LIKE, other))

    assert decide(an_entry(TITLE), known).status is Status.AMBIGUOUS
    assert decide(ruled(rejected=["arxiv:2401.00001"]), known).record == other


def test_a_link_to_a_rejected_paper_points_elsewhere() -> None:
    """A link whose paper was rejected is resolvable, and wrong."""
    known = knowing(*all_looked_up("arxiv:2401.00001", LIKE), *nobody_has(TITLE))
    entry = ruled(an_entry(TITLE, **linked_to("2401.00001")), rejected=["arxiv:2401.00001"])
    resolution = decide(entry, known)

    assert (resolution.status, resolution.link_check) == (Status.CONFLICT, LinkCheck.POINTS_ELSEWHERE)


def test_a_pinned_identifier_is_asked_for_and_no_title() -> None:
    """A ruling costs the look-up of its identifier, and saves the searches."""
    entries = (ruled(pinned=PINNED), ruled(an_entry("Blog Post"), not_a_paper=True))

    missing = plan.missing_identifiers(entries, knowing())
    assert {service for service, each in missing.items() if each} == set(lookups_of(an_identifier(PINNED)))
    assert {str(each) for asked in missing.values() for each in asked} == {PINNED}
    assert [plan.missing_titles(service, entries, knowing()) for service in Service] == [()] * len(Service)


def test_what_is_known_of_a_pinned_paper_is_looked_up_everywhere() -> None:
    """A pinned DOI leads on to the arXiv record, as a title that was found does."""
    doi = replace(MEANT, source=S2, doi="10.1234/meant")
    missing = plan.missing_identifiers(
        (ruled(pinned="doi:10.1234/meant"),), knowing(says_of_id(S2, "doi:10.1234/meant", doi))
    )

    assert tuple(map(str, missing[ARXIV])) == (PINNED,)


def test_a_rejected_paper_need_not_bear_the_identifier() -> None:
    """A paper that was merged into another is rejected by the identifier under which it is found."""
    merged = replace(LIKE, arxiv_id=None, doi="10.1234/merged")
    known = knowing(*all_looked_up("arxiv:2401.00001", merged), *nobody_has(TITLE))
    entry = ruled(an_entry(TITLE, **linked_to("2401.00001")), rejected=["arxiv:2401.00001"])

    assert decide(entry, known).status is Status.CONFLICT


def test_a_pin_goes_before_a_rejection_of_the_same_paper() -> None:
    """What is pinned is meant, though another of its identifiers was rejected."""
    both = replace(MEANT, doi="10.1234/meant")
    entry = ruled(pinned=PINNED, rejected=["doi:10.1234/meant"])

    assert decide(entry, knowing(says_of_id(ARXIV, PINNED, both))).record == both
