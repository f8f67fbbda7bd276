"""Tests of what says that an author's nearest title is the paper that is meant, renamed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.kinship import MEASURES, Kinship, kinship
from pipeline.matching.likeness import liken
from pipeline.matching.retitled import nearest, retitled_features, retitled_probability

TITLE = "Timer: Transformers for Time Series Analysis at Scale"
RENAMED = "Timer: Generative Pre-trained Transformers Are Large Time Series Models"
RIVAL = "Timer-XL: Long-Context Transformers for Unified Time Series Forecasting"
STRANGER = "Anomalies in Graphs of Words"
TEXTS = st.text(alphabet="abcdefgh :-'0123456789", max_size=60)


def _kin(other: str, title: str = TITLE) -> Kinship:
    return kinship(title, other, liken(title, other))


def _probability(best: str, *others: str, preprint: bool = True) -> float:
    return retitled_probability(retitled_features(_kin(best), [_kin(each) for each in others], preprint=preprint))


def test_the_lead_tells() -> None:
    """The farther the nearest title is before the author's others, the more probable it is the one."""
    assert _probability(RENAMED, STRANGER) > _probability(RENAMED, RIVAL)
    assert _probability(RENAMED) > _probability(STRANGER)
    assert nearest([_kin(STRANGER), _kin(RENAMED)]).title == _kin(RENAMED).title


def test_a_paper_without_a_preprint_hardly_had_another_title() -> None:
    """Titles change between a preprint and its publication."""
    assert _probability(RENAMED, STRANGER, preprint=True) > _probability(RENAMED, STRANGER, preprint=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Unified Multi-modal Reasoning with LLMs", "Multimodal Reasoning of Large Language Models, Unified"),
        ("Optimal Registration of Point Clouds", "Registering Point Clouds by Optimization"),
    ],
)
def test_wordings_of_one_subject_are_near(one: str, other: str) -> None:
    """Short forms, hyphens, other forms of a word and words that begin alike are no difference of subject."""
    assert _kin(other, one).shared > 0.6
    assert _kin(STRANGER, one).shared < 0.1


@given(one=TEXTS, other=TEXTS)
def test_figures_stay_in_range(one: str, other: str) -> None:
    """Shares and cosines lie in [0, 1] for any two titles, and those of a title with itself are 1 or 0."""
    found = _kin(other, one)
    assert all(0.0 <= getattr(found, name) <= 1.0 + 1e-9 for name in ("contained", "shared", "grams", "letters"))
    assert all(getattr(found, name) >= 0.0 for name in MEASURES)
    same = _kin(one, one)
    assert all(min(abs(value), abs(value - 1.0)) < 1e-9 for value in (same.contained, same.shared, same.grams))
