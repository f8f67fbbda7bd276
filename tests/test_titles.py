"""Tests of titles: what typography may change, what it may not, and the laws of keys and relations."""

from __future__ import annotations

import html.entities

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.titles import collapse, similarity, title_key, words

LAW = settings(derandomize=True, deadline=None, max_examples=200)

SAME_TITLES = [
    ("GPT-4 technical report", "GPT-4 Technical Report"),
    ("Self-Instruct: Aligning Language Models", "Self Instruct: aligning language models"),
    ("Few-Shot Learners", "Fewshot learners"),
    ("Pre\u2013training \u2014 a study", "Pre-training - a study"),
    ("Don't Stop Pretraining", "Don\u2019t stop pretraining"),
    ("Textbooks \u201care\u201d all you need", 'Textbooks "Are" All You Need'),
    ("``Why Should I Trust You?''", "Why should I trust you"),
    ("Na\u00efve Bayes and Poincar\u00e9", "Naive Bayes and Poincare"),
    ("Poincar\\'e embeddings", "Poincar\u00e9 Embeddings"),
    ('Schr\\"{o}dinger bridges', "Schr\u00f6dinger Bridges"),
    ("Fran\\c{c}ais et \\v{S}koda", "Fran\u00e7ais et \u0160koda"),
    ("\\O{}stergaard and Stra\\ss{}e", "\u00d8stergaard and Stra\u00dfe"),
    ("The {BERT} of {\\LaTeX}", "The BERT of LaTeX"),
    ("\\textbf{Bold} and \\emph{soft} claims", "Bold and soft claims"),
    ("$k$-NN in $\\mathbb{R}^2$", "k-NN in R2"),
    ("$\\beta$-VAE", "\u03b2-VAE"),
    ("$\\varepsilon$-greedy", "\u03b5-greedy"),
    ("$\\Delta$-tuning", "\u0394-Tuning"),
    ("$\\mu$P at scale", "\u00b5P at scale"),
    ("R&amp;D of models", "R & D of models"),
    ("Questions & Answers", "Questions and answers"),
    ("<i>E. coli</i> and H<sub>2</sub>O", "E. coli and H2O"),
    ("De\ufb01ning fine-tuning", "Defining fine-tuning"),
    ("\uff27\uff30\uff34\uff0d\uff14", "GPT-4"),
    ("What is it?", "What is it"),
    ("  A   title\u00a0with\tblanks ", "A title with blanks"),
    ("GPT-4,5", "GPT-4.5"),
]


@pytest.mark.parametrize(("left", "right"), SAME_TITLES)
def test_typography_does_not_count(left: str, right: str) -> None:
    """Case, hyphens, quotes, accents, LaTeX, entities and blanks make no other title, in either order."""
    assert title_key(left) == title_key(right)
    assert similarity(left, right) == 100.0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("GPT-4.5 System Card", "GPT-45 System Card"),
        ("GPT-4.5 System Card", "GPT-4 5 System Card"),
        ("GPT-4 Technical Report", "GPT-3 Technical Report"),
        ("Llama 2 70B", "Llama 270B"),
        ("Llama 2: Open Foundation Models", "Llama 3: Open Foundation Models"),
        ("LIMA 1.0", "LIMA 10"),
        ("DALL-E 2", "DALL-E"),
        ("Phi-3.5 mini", "Phi-35 mini"),
        ("C++ for all", "C for all"),
        ("C# for all", "C for all"),
        ("CodeT5+", "CodeT5"),
        ("Attention is all you need", "Attention is not all you need"),
        ("Large language models can reason", "Large language models cannot reason"),
        ("Models do generalise", "Models don't generalise"),
        ("Learning with human feedback", "Learning without human feedback"),
        ("Supervised fine-tuning of models", "Unsupervised fine-tuning of models"),
        ("$\\alpha$-tuning of large models", "$\\beta$-tuning of large models"),
        ("Towards robust alignment", "Toward robust alignment"),
    ],
)
def test_a_word_that_matters_counts(left: str, right: str) -> None:
    """A number, a sign, a negation or another word is never taken for typography or a slip of the pen."""
    assert title_key(left) != title_key(right)
    assert similarity(left, right) < 100.0


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("GPT-4.5 and Llama 2", ("gpt", "4#5", "and", "llama", "2")),
        ("Don't stop: C++ & $\\alpha$", ("dont", "stop", "c++", "and", "alpha")),
        ("  ", ()),
        ("+ # -", ()),
    ],
)
def test_words(title: str, expected: tuple[str, ...]) -> None:
    """A title falls into lower-case words; a decimal number stays one word."""
    assert words(title) == expected


def test_titles_without_words_keep_apart() -> None:
    """A title of signs alone is its own key, so that two of them are not one title."""
    assert title_key("???") == "???"
    assert title_key("???") != title_key("!!!")


def test_collapse() -> None:
    """Every kind of blank becomes one blank, and the ends have none."""
    assert collapse("\u00a0 a\t\nb\u2028c ") == "a b c"


def test_key_of_every_entity() -> None:
    """Keying a key changes nothing, also for HTML entities, which case folding could turn into others."""
    for name in html.entities.html5:
        key = title_key(f"&{name}")
        assert title_key(key) == key


_TITLES = st.text() | st.text("GPT-4.5 ,+#:\\{}$&;'\u2019\u03b1\u03b2\u00e9abc", max_size=30)


@LAW
@given(_TITLES)
def test_keying_a_key_changes_nothing(title: str) -> None:
    """A key is its own key."""
    assert title_key(title_key(title)) == title_key(title)


@LAW
@given(_TITLES, _TITLES)
def test_similarity_is_symmetric_and_bounded(left: str, right: str) -> None:
    """Similarity does not depend on the order and stays within [0, 100]; a title is like itself."""
    assert similarity(left, right) == similarity(right, left)
    assert 0.0 <= similarity(left, right) <= 100.0
    assert similarity(left, left) == 100.0


@LAW
@given(st.integers(0, 9999), st.integers(0, 9999))
def test_numbers_are_never_typos(left: int, right: int) -> None:
    """Titles that differ in a number alone are two titles, however it is written beside others."""
    same = left == right
    assert (title_key(f"Model {left} of 7B") == title_key(f"Model {right} of 7B")) == same
    assert (title_key(f"Llama {left} 70") == title_key(f"Llama {right} 70")) == same
    assert (title_key(f"GPT-{left}.5") == title_key(f"GPT-{right}.5")) == same


@LAW
@given(st.integers(0, 999), st.integers(0, 999))
def test_borders_between_numbers_count(left: int, right: int) -> None:
    """`2 70B`, `270B` and `2.70B` are three things."""
    keys = {title_key(f"Llama {left}{border}{right}B") for border in ("", " ", ".")}
    assert len(keys) == 3
