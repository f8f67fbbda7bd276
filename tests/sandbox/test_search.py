"""Words, stems, phrases and ranks, as a search engine has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sandbox.search import TitleIndex, analyse

_TITLES = (
    "Attention Is All You Need",
    "Attention is not all you need",
    "All You Need Is Attention",
    "Need for attention",
    "The Curious Case of Neural Text Degeneration",
    "Model's Fine-Tuning: a Survey",
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ()),
        (" -: ", ()),
        ("Attention Is All You Need", ("attent", None, "all", "you", "need")),
        ("The Art of the Deal", (None, "art", None, None, "deal")),
        ("Pre-training: a Survey", ("pre", "train", None, "survei")),
        ("GPT-4o/Mini (2024)", ("gpt", "4o", "mini", "2024")),
        ("model's models", ("model", "model")),
        ("TRANSFORMERS transformer", ("transform", "transform")),
        ("Poincaré Poincare", ("poincaré", "poincar")),
        ("in, into, with", (None, None, None)),
    ],
)
def test_text_is_analysed(text: str, tokens: tuple[str | None, ...]) -> None:
    """Punctuation separates, case goes, words are stemmed, accents stay, a stop word leaves a hole."""
    assert analyse(text) == tokens


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("attention is all you need", {0}),
        ("ATTENTION IS ALL YOU NEED", {0}),
        ("attentions are all you needed", {0}),
        ("attention all you need", set()),
        ("attention is not all you need", {1}),
        ("attention was it all you need", {1}),
        ("you need", {0, 1, 2}),
        ("need you", set()),
        ("all you need is attention", {2}),
        ("fine tuning", {5}),
        ("fine-tune a surveys", {5}),
        ("curious case of neural", {4}),
        ("curious case neural", set()),
        ("attention is all you need is", set()),
        ("unheard", set()),
        ("", {0, 1, 2, 3, 4, 5}),
        ("-", {0, 1, 2, 3, 4, 5}),
        ("of the", {0, 1, 2, 3, 4, 5}),
    ],
)
def test_a_phrase_holds_its_words_in_order(phrase: str, found: set[int]) -> None:
    """Words stand in order; a stop word stands for exactly one word, whichever; nothing matches everything."""
    assert TitleIndex(_TITLES).holding_phrase(analyse(phrase)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("need attention", {0, 1, 2, 3}),
        ("need not attention", {0, 1, 2, 3}),
        ("need unheard", set()),
        ("of the", set()),
        ("", set()),
    ],
)
def test_all_words_are_required_in_any_order(text: str, found: set[int]) -> None:
    """Titles hold every word that is no stop word; no word finds nothing."""
    assert TitleIndex(_TITLES).holding_all(analyse(text)) == found


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("attention is all you need", 0),
        ("curious need", 4),
        ("need for attention", 3),
        ("case", 4),
    ],
)
def test_the_best_title_comes_first(query: str, best: int) -> None:
    """Rare words weigh more, and of titles with the same words of the query the shorter one is nearer."""
    assert TitleIndex(_TITLES).ranked(query)[0][0] == best


@pytest.mark.parametrize("query", ["", "unheard", "is it not", "-"])
def test_a_query_that_shares_no_word_ranks_nothing(query: str) -> None:
    """Stop words are no words."""
    assert TitleIndex(_TITLES).ranked(query) == []


def test_a_score_grows_with_the_length_of_the_query() -> None:
    """A score says how long the query was, so it cannot tell a right hit from a wrong one."""
    index = TitleIndex(_TITLES)

    short, long = index.ranked("attention"), index.ranked("attention need")
    assert dict(short)[0] < dict(long)[0]


def test_a_score_is_above_zero_for_the_commonest_word() -> None:
    """A word that every title holds still ranks."""
    assert TitleIndex(["a b", "b c", "b"]).ranked("b")[0][1] > 0


_VOCABULARY = ("attention", "attentions", "need", "the", "of", "a", "not", "all", "2024", "é")
_WORDS = st.lists(st.sampled_from(_VOCABULARY), max_size=6).map(" ".join)


@given(st.lists(_WORDS, min_size=1, max_size=5))
def test_every_title_holds_itself(titles: list[str]) -> None:
    """Whatever the title, its own words as a phrase find it."""
    index = TitleIndex(titles)

    assert all(number in index.holding_phrase(analyse(title)) for number, title in enumerate(titles))


@given(st.lists(_WORDS, max_size=5), _WORDS)
def test_ranks_hold_each_title_once_and_fall(titles: list[str], query: str) -> None:
    """A rank names each title that shares a word once, best first, and is the same every time."""
    index = TitleIndex(titles)
    ranked = index.ranked(query)

    words = {token for token in analyse(query) if token}
    assert sorted(number for number, _ in ranked) == [n for n, title in enumerate(titles) if words & {*analyse(title)}]
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    assert ranked == TitleIndex(titles).ranked(query)
