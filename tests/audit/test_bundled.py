"""What is found about the bundled list, held against what is true of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation import needs_evaluation_data
from tests.evaluation.findings import scores

LEAST = {
    "wrong_link, errors": (1.0, 11),
    "wrong_link": (1.0, 12),
    "dead_identifier, errors": (1.0, 13),
    "wrong_link or dead_identifier": (1.0, 41),
    "the same, warnings, links looked up": (1.0, 41),
    "duplicate": (1.0, 29),
    "not_found": (1.0, 11),
    "not_found or not_a_paper": (1.0, 19),
    "misquoted_title, warnings": (1.0, 3),
    "misquoted_title": (0.4, 6),
    "claimed_year": (1.0, 12),
    "proposed links that name the paper": (1.0, 28),
    "proposed titles that are the paper's": (1.0, 15),
}
"""Precision below which findings must not fall, and entries that must be found."""


@needs_evaluation_data
def test_findings_about_the_bundled_list_are_right(published: Path) -> None:
    """Errors and what is proposed are never wrong, and what can be known through the catalogue is found."""
    measured = {score.name: score for score in scores(published)}
    for name, (precision, right) in LEAST.items():
        score = measured[name]
        assert score.precision >= precision, str(score)
        assert score.right >= right, str(score)


@needs_evaluation_data
def test_every_wrong_link_that_can_be_looked_up_is_told(published: Path) -> None:
    """Of arXiv, DOI, ACL and CorpusId links, and of titles found nowhere and repeats, none is missed, none is made up.

    Of what is unsure nothing graver than a note is said, but that nobody knows a title.
    """
    measured = {score.name: score for score in scores(published)}
    for name, true, unsure in (
        ("the same, warnings, links looked up", 41, 0),
        ("duplicate", 29, 0),
        ("not_found", 11, 2),
    ):
        score = measured[name]
        assert (score.precision, score.recall, score.true, score.unsure) == (1.0, 1.0, true, unsure), str(score)


@needs_evaluation_data
def test_a_score_counts_what_is_told_and_what_is_true(published: Path) -> None:
    """Precision and recall are of the entries of which the truth is known."""
    score = next(each for each in scores(published) if each.name == "wrong_link or dead_identifier")

    assert (score.told, score.true) == (41, 66)
    assert score.recall == pytest.approx(41 / 66)
    assert "precision  100.0%  recall   62.1%" in str(score)
