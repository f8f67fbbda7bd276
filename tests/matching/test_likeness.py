"""Tests of how titles relate, and when they alone say that they are one paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.likeness import is_generic, liken
from pipeline.titles import Relation

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"
PAIRS = {
    "equal": (LORA, LORA, Relation.EXACT, True),
    "typography": (LORA, "{LoRA}: low rank adaptation of large language models", Relation.TYPOGRAPHIC, True),
    "thousands": ("Learning from 1,000 Examples", "Learning from 1, 000 Examples", Relation.EXACT, True),
    "spelling": ("Optimisation of Neural Nets", "Optimization of Neural Nets", Relation.WORD_FORM, True),
    "short form": (
        "Tuning LLMs by Merging", "Tuning Large Language Models by Merging", Relation.WORD_FORM, True,
    ),
    "misprint": (
        "Low-Rank Adaptaton of Models of Video", "Low-Rank Adaptation of Models of Video", Relation.TYPO, True,
    ),
    "plural": ("Quantum Embedding of Words", "Quantum Embeddings of Words", Relation.WORD_FORM, False),
    "preposition": ("Summarize with Human Feedback", "Summarize from Human Feedback", Relation.WORD_FORM, False),
    "another word": (
        "Training Neural Networks is ER-complete", "Learning Neural Networks is ER-complete", Relation.NEAR_MISS, False,
    ),
    "a coined name before": (
        "vLLM: Efficient Memory Management for Language Model Serving with PagedAttention",
        "Efficient Memory Management for Language Model Serving with PagedAttention",
        Relation.NAME_PREFIX,
        True,
    ),
    "a name before few words": (
        "FgER: Fine-Grained Entity Recognition", "Fine-Grained Entity Recognition", Relation.NAME_PREFIX, False,
    ),
    "a kind of text before": (
        "Rejoinder: The Dantzig selector and its uses in words", "The Dantzig selector and its uses in words",
        Relation.NAME_PREFIX, False,
    ),
    "a subtitle": ("Fairness in Learning", "Fairness in Learning: A Survey", Relation.SUBTITLE, False),
    "an abbreviation behind": (
        "Lossless Compression for Inference via Dynamic Float",
        "Lossless Compression for Inference via Dynamic Float (DFloat11)",
        Relation.SUBTITLE,
        True,
    ),
    "halves the other way round": (
        "Adapting Models in One Day via Merging -- An Open Recipe",
        "An Open Recipe: Adapting Models in One Day via Merging",
        Relation.WORD_FORM,
        True,
    ),
    "unrelated": ("Attention Is All You Need", "Deep Residual Learning of Images", Relation.DIFFERENT, False),
}  # fmt: skip


@pytest.mark.parametrize(("listed", "other", "relation", "sure"), PAIRS.values(), ids=PAIRS.keys())
def test_relations(listed: str, other: str, relation: Relation, sure: bool) -> None:  # noqa: FBT001
    """Each pair has its relation either way, and is sure only where no different papers are as like."""
    for found in (liken(listed, other), liken(other, listed)):
        assert (found.relation, found.sure) == (relation if relation is not Relation.EXACT else found.relation, sure)
    assert relation is not Relation.EXACT or liken(listed, other).relation in {Relation.EXACT, Relation.TYPOGRAPHIC}


@pytest.mark.parametrize(
    ("title", "generic"),
    [
        ("Preface", True),
        ("Discussion: The Dantzig selector", True),
        ("Discussion of: a find", True),
        ("An Introduction to Hidden Markov Models", True),
        ("Proceedings 5th Workshop on Words", True),
        ("Response Length Perception of Models", False),
        ("Review Networks for Captions", False),
        (LORA, False),
    ],
)
def test_titles_that_are_given_again(title: str, generic: bool) -> None:  # noqa: FBT001
    """What says only what kind of text it heads is told from what begins with the same word."""
    assert is_generic(title) is generic


def test_what_titles_share() -> None:
    """Shares lie between nothing and all, and the name before a colon is seen."""
    found = liken("Timer: Transformers for Time Series", "Timer: Generative Models of Time Series")
    assert 0.0 < found.share < 1.0
    assert found.same_name
    assert not liken("Timer: Transformers", "Clock: Transformers").same_name
    assert liken("Attention", "Residual").share == 0.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_titles(listed: str, other: str) -> None:
    """Whatever the titles, shares and similarities lie within their bounds, and equal titles are sure."""
    found = liken(listed, other)
    assert 0.0 <= found.share <= 1.0
    assert 0.0 <= found.similarity <= 100.0
    assert liken(listed, listed).sure


LONG = "Omni-Perceptive and Interactive Model for Language, Audio, and Vision Understanding"


@pytest.mark.parametrize(
    ("listed", "other"),
    [
        (LONG, f"Part II: {LONG}"),
        (LONG, f"Retracted: {LONG}"),
        (LONG, f"A Reproducibility Study: {LONG}"),
        (f"Nexus: {LONG}", f"Nexus II: {LONG}"),
        (f"Nexus: {LONG}", f"NexusPro: {LONG}"),
        (f"Nexus: {LONG}", f"Nexus-Large: {LONG}"),
    ],
)
def test_another_text_or_system_of_a_long_title_is_not_sure(listed: str, other: str) -> None:
    """The next part, a text about a paper and another size of a system bear nearly its title."""
    assert not liken(listed, other).sure
    assert not liken(other, listed).sure


@pytest.mark.parametrize(
    ("listed", "other", "expected"),
    [
        ("LoRA", "LoRA", Relation.EXACT),
        (" LoRA ", "LoRA", Relation.EXACT),
        ("", "", Relation.EXACT),
        ("Lora", "LoRA", Relation.TYPOGRAPHIC),
        ("LoRA", "LoRA: Low-Rank Adaptation of Large Language Models", Relation.SUBTITLE),
        ("LoRA: Low-Rank Adaptation of Large Language Models", "LoRA", Relation.SUBTITLE),
        ("Low-rank adaptation", "LoRA: Low-Rank Adaptation", Relation.NAME_PREFIX),
        ("LoRA: Low-Rank Adaptation", "Low-rank adaptation", Relation.NAME_PREFIX),
        ("Attention is all you need", "Attention is not all you need", Relation.NEAR_MISS),
        ("GPT-3 Technical Report", "GPT-4 Technical Report", Relation.NEAR_MISS),
        ("LoRA", "Constitutional AI", Relation.DIFFERENT),
        ("LoRA:", "LoRA: :", Relation.TYPOGRAPHIC),
        ("", "LoRA", Relation.DIFFERENT),
        ("???", "!!!", Relation.DIFFERENT),
    ],
)
def test_relations_of_short_titles(listed: str, other: str, expected: Relation) -> None:
    """The strictest relation that holds is given."""
    assert liken(listed, other).relation is expected
