"""Tests of mending mis-decoded text: what is mended, and above all what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.words.mojibake import repair
from tests.curated.words.hostile import HOSTILE, LAW, SOON, seconds


def _read_as(text: str, encoding: str) -> str:
    return text.encode().decode(encoding)


@pytest.mark.parametrize(
    ("whole", "encoding"),
    [
        ("LLM\u2019s limits", "latin-1"),
        ("LLM\u2019s limits", "windows-1252"),
        ("LLM\u2019s limits", "iso8859-7"),
        ("RE\u00b3: a model", "latin-1"),
        ("RE\u00b3: a model", "windows-1252"),
        ("RE\u00b3: a model", "iso8859-7"),
        ("2018\u20132025", "latin-1"),
        ("2018\u20132025", "windows-1252"),
        ("2018\u20132025", "iso8859-7"),
        ("caf\u00e9 \u201cquoted\u201d", "latin-1"),
        ("caf\u00e9 \u201cquoted\u201d", "iso8859-7"),
    ],
)
def test_bytes_read_in_another_character_set_are_mended(whole: str, encoding: str) -> None:
    """Text whose UTF-8 bytes were read as Latin-1, Windows-1252 or Greek comes back whole."""
    assert repair(_read_as(whole, encoding)) == whole


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("LLM\u03b2s as judges", "LLM\u2019s as judges"),
        ("models\u03b2 limits", "models\u2019 limits"),
        ("don\u03b2t stop", "don\u2019t stop"),
        ("2018\u03b22025", "2018\u20132025"),
        ("RE\u0392\u00b3", "RE\u00b3"),
    ],
)
def test_what_a_scraper_cut_short_is_mended(broken: str, whole: str) -> None:
    """A beta that stands where English has an apostrophe or a range its dash was one."""
    assert repair(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "\u03b2-VAE: learning basic visual concepts",
        "The \u03b1 and \u03b2 of tuning",
        "TGF\u03b2 signalling",
        "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03cc \u03ba\u03b5\u03af\u03bc\u03b5\u03bd\u03bf",
        "\u03b2s and \u03b3s",
        "Na\u00efve Bayes \u2013 \u201cre\u00e9valu\u00e9\u201d",
        "\u6df1\u5ea6\u5b66\u4e60 \U0001f680",
        "",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    """Greek letters in formulas, names and Greek words are not taken for mojibake, nor is anything else."""
    assert repair(text) == text


@LAW
@given(st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_stays(text: str) -> None:
    """Plain ASCII comes back as it is."""
    assert repair(text) == text


@LAW
@given(st.text(st.characters(exclude_categories=())) | st.text().map(lambda text: _read_as(text, "latin-1")))
def test_no_text_makes_it_fail(text: str) -> None:
    """Mending never raises, whatever the text, and gives the same each time."""
    assert repair(text) == repair(text)


@LAW
@given(
    st.text("abc \u03b1\u03b2\u03b3\u03b4\u03c3\u03ac\u03ad\u03ae\u0391\u0392", max_size=20).filter(
        lambda text: "\u03b2" not in text
    )
)
def test_greek_words_stay(text: str) -> None:
    """No run of Greek letters is valid UTF-8 read as Greek, so none of them is read again."""
    assert repair(text) == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_mended_soon(text: str) -> None:
    """Endless runs of letters, Greek and mojibake are mended in time proportional to their length."""
    assert seconds(repair, text=text) < SOON
