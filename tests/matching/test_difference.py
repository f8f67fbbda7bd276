"""Tests of what kind of difference two titles have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.difference import HARMLESS, Kind, differences, is_misprint, subjects, worst
from pipeline.titles import words

KINDS = {
    ("Pre-training of nets", "Pretraining of nets"): Kind.SPACING,
    ("Optimisation of behaviour modelling", "Optimization of behavior modeling"): Kind.SPELLING,
    ("Analysing an archaeological find", "Analyzing an archeological find"): Kind.SPELLING,
    ("Reasoning in LLMs", "Reasoning in Large Language Models"): Kind.ABBREVIATION,
    ("An LLM that reasons", "A large language model that reasons"): Kind.WORD,
    ("Improving Languagze Model Quantization", "Improving Language Model Quantization"): Kind.TYPO,
    ("Leading the Accuray of nets", "Leading the Accuracy of nets"): Kind.TYPO,
    ("Subspace Differential Privacys", "Subspace Differential Privacy"): Kind.FORM,
    ("Quantum Embedding of nets", "Quantum Embeddings of nets"): Kind.FORM,
    ("Nets for debiasing", "Nets towards debiasing"): Kind.SMALL,
    ("Characterizing risk", "Characterizing the risk"): Kind.SMALL,
    ("Training nets is hard", "Learning nets is hard"): Kind.WORD,
    ("Adaptive nets of words", "Nets of words"): Kind.WORD,
    ("Supervised nets", "Unsupervised nets"): Kind.NEGATION,
    ("Separable data", "Non-separable data"): Kind.NEGATION,
    ("Nets with labels", "Nets without labels"): Kind.NEGATION,
    ("Online nets", "Offline nets"): Kind.NEGATION,
    ("This is a net", "This is not a net"): Kind.NEGATION,
    ("2-opt is good", "3-opt is good"): Kind.NUMBER,
    ("Deep nets", "Deep nets II"): Kind.NUMBER,
    ("The first report", "The second report"): Kind.NUMBER,
    ("GPT-4 of words", "GPT-4.5 of words"): Kind.NUMBER,
}


@pytest.mark.parametrize(("titles", "kind"), KINDS.items(), ids=[kind.name for kind in KINDS.values()])
def test_kinds(titles: tuple[str, str], kind: Kind) -> None:
    """Each difference is of the kind that says how much it tells, whichever title comes first."""
    left, right = map(words, titles)
    assert worst(differences(left, right)) is kind
    assert worst(differences(right, left)) is kind


def test_where_titles_differ() -> None:
    """Differences stand in their order, with the words of either side."""
    found = differences(words("Deep nets of wrods"), words("Deep maps of words in time"))
    assert [(each.ours, each.theirs) for each in found] == [
        (("nets",), ("maps",)),
        (("wrods",), ("words", "in", "time")),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "misprint"),
    [
        ("langauge", "language", True),
        ("lnguage", "language", True),
        ("form", "from", False),
        ("online", "inline", False),
        ("netz", "nets", False),
        ("xqzzyva", "xqzzyvb", False),
    ],
)
def test_misprints(ours: str, theirs: str, misprint: bool) -> None:  # noqa: FBT001
    """A misprint is near a word that is used and hardly used itself; short words and coined ones are none."""
    assert is_misprint(ours, theirs) is misprint


_WORDS = st.lists(st.sampled_from(["deep", "nets", "of", "words", "3", "un", "without", "llms", "colour"]), max_size=8)


@given(_WORDS, _WORDS)
def test_any_words(left: list[str], right: list[str]) -> None:
    """Equal words have no difference, others have; the worst kind does not depend on the side."""
    ours, theirs = tuple(left), tuple(right)
    found = differences(ours, theirs)
    assert bool(found) == (ours != theirs)
    assert (worst(found) in HARMLESS) == (worst(differences(theirs, ours)) in HARMLESS)


def test_a_title_is_about_its_words_in_full() -> None:
    """Short forms count as what they stand for, forms of a word as one, articles and prepositions not at all."""
    assert subjects(words("Compressing LLMs")) == subjects(words("The Compression of a Large Language Model"))
    assert subjects(words("With the of")) == frozenset()
