"""Tests of wording: which words of a line are its title, and where the title ends."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.curated.words.wording import enough, is_prose, is_title_case, is_told, lead_of, quoted
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LORA, True),
        ("Let's Verify Step", True),
        ("Attention is all", True),
        ("3D Gaussian Splatting", True),
        ("\u6df1\u5ea6\u5b66\u4e60\u7efc\u8ff0", True),
        ("Self-Instruct", False),
        ("Scaling Laws", False),
        ("- | [] ...", False),
        ("_ _ _", False),
        ("\u5f20\u4e09", False),
        ("", False),
    ],
)
def test_enough_words_for_a_title(text: str, expected: bool) -> None:  # noqa: FBT001
    """Three words or five Chinese characters are a title by themselves; marks are no words."""
    assert enough(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("12.", True),
        ("**LoRA**:", True),
        ("[ICLR 2022] [Adapters]", True),
        ("2021-06-17", True),
        ("28 October 2021:", True),
        ("Findings of EMNLP 2022", True),
        ("Edward J. Hu, Yelong Shen.", True),
        ("Hu et al.", True),
        ("A list of many papers\n- ", True),
        ("We also recommend reading", False),
        (LORA, False),
    ],
)
def test_what_leads_to_a_title(text: str, expected: bool) -> None:  # noqa: FBT001
    """Numbers, tags, dates, names and authors may stand before a title on its line; a sentence may not."""
    assert lead_of(text) is expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f'"{LORA}"', LORA),
        (f'"{LORA}," ICLR 2022', LORA),
        (f"LoRA: \u201c{LORA}\u201d, ICLR 2022", LORA),
        (f"Edward J. Hu, Yelong Shen. ``{LORA}'', ICLR", LORA),
        (f'Hu et al. "{LORA}", 2021', LORA),
        (f'[12] [Adapters] "{LORA}"', LORA),
        ('Edward Hu and Yelong Shen, "Adapters," ICLR', "Adapters"),
        ('LoRA: "Adapters".', "Adapters"),
        ("\u300a\u6df1\u5ea6\u5b66\u4e60\u7efc\u8ff0\u300b", "\u6df1\u5ea6\u5b66\u4e60\u7efc\u8ff0"),
        ('The "Bitter Lesson" of Search and Learning', None),
        ('"Why Should I Trust You?" explaining the predictions of any classifier', "Why Should I Trust You?"),
        ('We read "a very long quotation from somewhere" with joy', None),
        ('LoRA: the "small matrix" method', None),
        ('"one" mark left open', None),
        (LORA, None),
        ("", None),
    ],
)
def test_a_quoted_title(text: str, title: str | None) -> None:
    """A quotation that opens the line or follows a name or authors is the title; one within a title is part of it."""
    assert quoted(text) == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LORA, True),
        ("Attention Is All You Need", True),
        ("Training language models to follow instructions with human feedback", False),
        ("A method that trains two small matrices.", False),
        ("LoRA", False),
        ("", False),
    ],
)
def test_title_case(text: str, expected: bool) -> None:  # noqa: FBT001
    """Most words of some length begin with a capital; a single word tells nothing."""
    assert is_title_case(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We also recommend this survey of adapters.", True),
        ("Please open a pull request.", True),
        ("**Note**: this list is sorted by date.", True),
        ("This repository collects papers.", True),
        ("See the website for more.", True),
        ("If you find this useful, cite us.", True),
        ("For more papers, see below.", True),
        ("word " * 46, True),
        (LORA, False),
        ("I-CALM: Incentivizing Confidence-Aware Abstention", False),
        ("I$^2$SB: Image-to-Image Schr\u00f6dinger Bridge", False),
        ("See-Through Face Display", False),
        ("Weak-to-Strong Generalization", False),
        ("Herein Lies the Model", False),
        ("There is More to See Than This: Learning Without Labels", False),
        ("We Can Do Better With Fewer Weights", False),
        ("I, L \u2192 A (Image, Language \u2192 Actions)", True),
        ("There is more to see on our website than this", True),
        ("Please Cite Our Survey Paper If It Helps", True),
        ("Seer: Predicting the Next Frame", False),
        ("", False),
    ],
)
def test_prose(text: str, expected: bool) -> None:  # noqa: FBT001
    """A sentence that speaks to the reader is no title, nor are more words than a title has."""
    assert is_prose(text) is expected


@LAW
@given(ANY_TEXT)
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail; a quoted title is part of the text."""
    answers = {enough(text), lead_of(text), is_title_case(text), is_prose(text), is_told(text)}
    assert answers <= {True, False}
    inside = quoted(text)
    assert inside is None or inside in text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_soon(text: str) -> None:
    """Endless and repetitive texts are judged in time proportional to their length."""
    assert seconds(enough, lead_of, quoted, is_title_case, is_prose, is_told, text=text) < SOON
