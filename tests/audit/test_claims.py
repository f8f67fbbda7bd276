"""Tests of what an entry claims, held against the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.audit.finding import Finding, Severity
from tests.audit.cases import a_work, findings_of, matched
from tests.builders import a_record, an_entry


def _found(work: dict[str, Any], **claims: Any) -> dict[str, Finding]:
    told = a_work(**work)
    return findings_of(matched(a_record(year=told.year), told, entry=an_entry(**claims)))


PUBLISHED = {"arxiv_id": "2106.09685", "year": 2022, "venue": "ICLR", "venue_raw": "ICLR 2022"}
PREPRINT = {"arxiv_id": "2306.15195", "year": 2023, "venue": "arXiv", "venue_raw": "arXiv"}
UNDATED = {"arxiv_id": "2106.09685", "year": 2021, "venue": "ICLR", "venue_raw": "ICLR"}
JOURNAL = {"arxiv_id": None, "doi": "10.1/x", "year": 2003, "venue": "A Journal", "venue_raw": "A Journal"}


@pytest.mark.parametrize(
    ("work", "venue", "year", "told"),
    [
        (PUBLISHED, "arXiv", 2021, False),
        (PUBLISHED, "ICLR", 2022, False),
        (PUBLISHED, "arXiv", 2022, False),
        (PUBLISHED, "ICLR", 2024, True),
        (PUBLISHED, "ICLR", 2020, True),
        (PREPRINT, "arXiv", 2023, False),
        (PREPRINT, "arXiv", 2025, True),
        # Where a record has the year of the preprint alone, the paper may have appeared since.
        (PREPRINT, "ACL", 2025, False),
        (UNDATED, "ICLR", 2022, False),
        (UNDATED, "ICLR", 2029, True),
        (UNDATED, None, 2022, False),
        # What stands on the web in December is printed in January.
        (JOURNAL, "A Journal", 2004, False),
        # What is printed in a journal may have been a preprint before that the record does not name.
        (JOURNAL, "A Journal", 2000, False),
        (JOURNAL, "A Journal", 1999, True),
        # Sent in December, listed in January.
        ({**PREPRINT, "arxiv_id": "2212.15195", "year": 2022}, "arXiv", 2023, False),
        ({**PREPRINT, "arxiv_id": "2211.15195", "year": 2022}, "arXiv", 2023, True),
        # Published, and put on arXiv later.
        ({**PREPRINT, "arxiv_id": "2401.15195", "year": 2024}, "EMNLP", 2023, False),
        ({**PREPRINT, "arxiv_id": "2401.15195", "year": 2024}, "arXiv", 2023, True),
        (JOURNAL, "A Journal", 2006, True),
        ({**PREPRINT, "comment": "Accepted at ICML 2025"}, "arXiv", 2025, False),
        ({**PREPRINT, "journal_ref": "J. Lists 3 (2024) 1-9"}, "J. Lists", 2024, False),
        ({**PREPRINT, "publication_date": date(2024, 1, 1)}, "arXiv", 2024, False),
        ({"arxiv_id": "hep-th/9901001", "year": 1999}, "arXiv", 1999, False),
        ({"arxiv_id": "hep-th/9901001", "year": 2001}, None, 2000, False),
        ({"arxiv_id": None, "year": None}, "ICLR", 1950, False),
        (PUBLISHED, "ICLR", None, False),
    ],
)
def test_a_year_is_wrong_outside_all_that_records_say(
    work: dict[str, Any],
    venue: str | None,
    year: int | None,
    told: bool,  # noqa: FBT001
) -> None:
    """The year of the preprint, of the publication and whatever lies between is right."""
    found = findings_of(
        matched(a_record(year=work["year"]), a_work(**work), entry=an_entry(claimed_venue=venue, claimed_year=year))
    )
    assert ("claimed_year" in found) is told


def test_a_wrong_year_proposes_the_only_one() -> None:
    """Where a record gives two years, the curator chooses."""
    one = _found({**PREPRINT, "venue_raw": "NeurIPS 2023", "venue": "NeurIPS"}, claimed_year=2024)["claimed_year"]
    two = _found(PUBLISHED, claimed_year=2024)["claimed_year"]

    assert (one.severity, one.proposed) == (Severity.NOTE, "2023")
    assert "its venue as printed: NeurIPS 2023" in one.evidence
    assert (two.message, two.proposed) == ("listed with the year 2024; the record says 2021 or 2022", None)


@pytest.mark.parametrize(
    ("claimed", "venue", "told"),
    [
        ("NeurIPS", "ICLR", True),
        ("NIPS 2022", "NeurIPS", False),
        ("International Conference on Learning Representations", "ICLR", False),
        ("ACL", "Findings of ACL", False),
        ("EMNLP", "Findings of ACL", True),
        # A venue that is in no table may be the same one under another name.
        ("IEEE TAC", "IEEE Transactions on Automatic Control", False),
        ("Proceedings", "CVPR", False),
        ("ICML", "arXiv", False),
        ("ICML", None, False),
        (None, "ICML", False),
    ],
)
def test_a_venue_is_wrong_where_both_are_known_and_differ(claimed: str | None, venue: str | None, told: bool) -> None:  # noqa: FBT001
    """Names of one venue are one, and one that nobody knows is no contradiction."""
    found = _found({"venue": venue, "venue_raw": venue}, claimed_venue=claimed)
    assert ("claimed_venue" in found) is told
    assert not told or found["claimed_venue"].proposed == venue


@pytest.mark.parametrize(
    ("claimed", "venue", "told"),
    [
        ("arXiv", "ICLR", True),
        ("CoRR", "Journal of Lists", True),
        ("arXiv", "arXiv", False),
        ("arXiv", "arXiv (NeurIPS workshop)", False),
        ("arXiv", "bioRxiv", False),
        ("arXiv", "Social Science Research Network", False),
        ("arXiv", None, False),
        ("ICLR", "ICLR", False),
        # A list that says nothing of the venue does not say that it is a preprint.
        (None, "ICLR", False),
    ],
)
def test_a_preprint_that_was_published_is_noted(claimed: str | None, venue: str | None, told: bool) -> None:  # noqa: FBT001
    """Only what the list calls a preprint, and a source has at a venue."""
    found = _found({"venue": venue, "venue_raw": venue}, claimed_venue=claimed)
    assert ("published_elsewhere" in found) is told
    assert not told or (found["published_elsewhere"].severity, found["published_elsewhere"].proposed) == (
        Severity.NOTE,
        venue,
    )


def test_a_withdrawn_paper_is_an_error() -> None:
    """With what its authors say of it."""
    found = _found({"withdrawn": True, "comment": "This paper has been withdrawn: error in Lemma 3"})["withdrawn"]
    assert found.severity is Severity.ERROR
    assert any("error in Lemma 3" in fact for fact in found.evidence)


def test_what_is_printed_of_a_paper_is_evidence() -> None:
    """Venue and journal reference stand as their sources print them, on one line."""
    found = _found({"venue_raw": None, "journal_ref": "J. Lists\n3 (2024) 1-9"}, claimed_year=1999)["claimed_year"]
    assert "its journal reference: J. Lists 3 (2024) 1-9" in found.evidence
