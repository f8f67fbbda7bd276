"""Tests of what is corrected and what is left to people."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.export.corrections import Part, corrections
from tests.export.rows import a_work, an_entry_row

WRONG = "https://arxiv.org/abs/2412.00001"
RIGHT = "https://arxiv.org/abs/2401.00001"
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def _finding(kind: FindingKind, severity: Severity, proposed: str | None, **changes: Any) -> Finding:
    told: dict[str, Any] = {"entry_id": "e1", "position": 1, "line": 1, "title": "A Study of List"}
    told |= {"kind": kind, "severity": severity, "message": "m", "evidence": (), "proposed": proposed}
    return Finding(**(told | changes))


def test_a_misquoted_title_of_a_known_paper_is_corrected() -> None:
    """As it is proposed, on one line and without what cannot be seen."""
    finding = _finding(FindingKind.MISQUOTED_TITLE, WARNING, "A Study\nof \u202eLists")
    (correction,) = corrections([finding], [an_entry_row()], [a_work()])
    assert (correction.part, correction.old, correction.new) == (Part.TITLE, "A Study of List", "A Study of Lists")


@pytest.mark.parametrize(
    ("finding", "status"),
    [
        (_finding(FindingKind.MISQUOTED_TITLE, NOTE, "Another Version"), "matched"),
        (_finding(FindingKind.MISQUOTED_TITLE, WARNING, "A Study of Lists"), "near_match"),
        (_finding(FindingKind.MISQUOTED_TITLE, WARNING, "A Study of List"), "matched"),
        (_finding(FindingKind.MISQUOTED_TITLE, WARNING, "\u202e"), "matched"),
        (_finding(FindingKind.WRONG_LINK, ERROR, None), "matched"),
        (_finding(FindingKind.WRONG_LINK, ERROR, RIGHT), "conflict"),
        (_finding(FindingKind.DEAD_IDENTIFIER, NOTE, RIGHT), "matched"),
        (_finding(FindingKind.CLAIMED_YEAR, ERROR, "2024"), "matched"),
        (_finding(FindingKind.PUBLISHED_ELSEWHERE, NOTE, "ICLR"), "matched"),
    ],
)
def test_what_is_not_shown_stays(finding: Finding, status: str) -> None:
    """Another version's title, a paper that was not matched, what nobody proposes, a claim."""
    link = "https://doi.org/10.5555/1" if finding.severity is NOTE else WRONG
    entry = an_entry_row(status=status, work_id="arxiv:2401.00001" if status == "matched" else None, link=link)
    assert corrections([finding], [entry], [a_work()]) == ()


@pytest.mark.parametrize(
    ("link", "work", "shown"),
    [
        ("https://aclanthology.org/2024.acl-long.402/", {"acl_id": "2024.acl-long.410"}, True),
        ("https://aclanthology.org/2024.acl-long.402/", {"doi": "10.18653/v1/2024.acl-long.410"}, True),
        ("https://aclanthology.org/2024.acl-long.402/", {"doi": "10.18653/v1/2024.acl-long.402"}, False),
        ("https://doi.org/10.1145/1", {"doi": "10.1145/1"}, False),
        ("https://doi.org/10.1145/1", {}, False),
        ("https://example.org/a", {"doi": "10.1145/2"}, False),
    ],
)
def test_an_unknown_identifier_is_wrong_where_the_paper_has_but_one(
    link: str, work: dict[str, object], *, shown: bool
) -> None:
    """Of the same scheme; that nobody who was asked knows it shows nothing alone, and is told."""
    finding = _finding(FindingKind.DEAD_IDENTIFIER, WARNING, RIGHT)
    (made,) = corrections([finding], [an_entry_row(link=link)], [a_work(**work)])
    assert (made.part, made.old, made.new, made.shown) == (Part.LINK, link, RIGHT, shown)


def test_a_second_doi_is_not_shown_to_be_wrong() -> None:
    """One paper has a DOI of its publisher and one of an archive; services often know but one of them."""
    link = "https://doi.org/10.1093/biomet/39.3-4.324"
    proposed = "https://doi.org/10.2307/2334029"
    finding = _finding(FindingKind.DEAD_IDENTIFIER, WARNING, proposed)
    (made,) = corrections([finding], [an_entry_row(link=link)], [a_work(doi="10.2307/2334029")])
    assert (made.new, made.shown) == (proposed, False)


def test_an_entry_may_need_both() -> None:
    """Each part once, in the list's order."""
    found = [
        _finding(FindingKind.WRONG_LINK, ERROR, RIGHT, entry_id="e2", position=2),
        _finding(FindingKind.WRONG_LINK, ERROR, RIGHT),
        _finding(FindingKind.DEAD_IDENTIFIER, ERROR, RIGHT),
        _finding(FindingKind.MISQUOTED_TITLE, WARNING, "A Study of Lists"),
    ]
    entries = [an_entry_row(link=WRONG), an_entry_row(entry_id="e2", position=2, link=WRONG)]
    made = corrections(found, entries, [a_work()])
    assert [(each.position, each.part) for each in made] == [(1, Part.LINK), (1, Part.TITLE), (2, Part.LINK)]
