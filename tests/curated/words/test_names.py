"""Tests of names: which texts are a list of authors, and which only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.words.names import read_authors
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

AUTHORS = {
    "Hu et al.": "Hu et al",
    "Hu et al": "Hu et al",
    "Hu, et. al.": "Hu, et. al",
    "Hu and others": "Hu and others",
    "Edward J. Hu, Yelong Shen, ...": "Edward J. Hu, Yelong Shen",
    "Edward J. Hu, Yelong Shen": "Edward J. Hu, Yelong Shen",
    "Edward J. Hu, Yelong Shen, and Weizhu Chen.": "Edward J. Hu, Yelong Shen, and Weizhu Chen",
    "Edward J. Hu & Yelong Shen": "Edward J. Hu & Yelong Shen",
    "Edward J. Hu; Yelong Shen": "Edward J. Hu; Yelong Shen",
    "Edward J. Hu \u00b7 Yelong Shen": "Edward J. Hu \u00b7 Yelong Shen",
    "E. Hu, Y. Shen": "E. Hu, Y. Shen",
    "A. Hu and A. Shen": "A. Hu and A. Shen",
    "A. A. Samoletov, C. P. Dettmann": "A. A. Samoletov, C. P. Dettmann",
    "J.C. Husillos, A. Gallego": "J.C. Husillos, A. Gallego",
    "Hu E, Shen Y, Wallis P": "Hu E, Shen Y, Wallis P",
    "Hu EJ, Shen Y": "Hu EJ, Shen Y",
    "Hu, Edward and Shen, Yelong": "Hu, Edward and Shen, Yelong",
    "Hu, Edward; Shen, Yelong": "Hu, Edward; Shen, Yelong",
    "LeCun, Y., Bengio, Y., & Hinton, G.": "LeCun, Y., Bengio, Y., & Hinton, G",
    "LeCun, Y., Bengio, Y., Hinton, G.": "LeCun, Y., Bengio, Y., Hinton, G",
    "LeCun, Bengio, and Hinton": "LeCun, Bengio, and Hinton",
    "Laurens van der Maaten, Geoffrey Hinton": "Laurens van der Maaten, Geoffrey Hinton",
    "Conor O'Brien, Ana de la Cruz, Seung-won Hwang": "Conor O'Brien, Ana de la Cruz, Seung-won Hwang",
    "Jos\u00e9 \u00c1lvarez, \u00d8yvind \u00c5se": "Jos\u00e9 \u00c1lvarez, \u00d8yvind \u00c5se",
    "Xianchao Long, Seoyeon An, Dogan Can": "Xianchao Long, Seoyeon An, Dogan Can",
    "Yelong Shen\u00b9, Edward Hu\u00b2": "Yelong Shen, Edward Hu",
    "*Edward J. Hu\\*, Yelong Shen\u2020*": "Edward J. Hu, Yelong Shen",
    "Yelong Shen1,2, Edward Hu3": "Yelong Shen, Edward Hu",
    "Authors: Edward Hu, Yelong Shen": "Edward Hu, Yelong Shen",
    "by Edward Hu and Yelong Shen": "Edward Hu and Yelong Shen",
    "(Edward Hu, Yelong Shen)": "Edward Hu, Yelong Shen",
    "\u5f20\u4e09, \u674e\u56db": "\u5f20\u4e09, \u674e\u56db",
    "\u5f20\u4e09\u3001\u674e\u56db\u3001\u738b\u5c0f\u4e94": "\u5f20\u4e09\u3001\u674e\u56db\u3001\u738b\u5c0f\u4e94",
    "\u4f5c\u8005\uff1a\u5f20\u4e09\uff0c\u674e\u56db": "\u5f20\u4e09\uff0c\u674e\u56db",
}


@pytest.mark.parametrize(("text", "authors"), AUTHORS.items(), ids=AUTHORS.keys())
def test_a_list_of_authors(text: str, authors: str) -> None:
    """Authors are known in every order and notation, and come back as printed but for the marks."""
    assert read_authors(text) == authors


@pytest.mark.parametrize(
    "text", ["Edward J. Hu", "A. Hu", "Ada Bell,", "Xianchao Long", "\u5f20\u4e09", "Ana de la Cruz"]
)
def test_one_name_is_enough_only_where_it_stands_alone(text: str) -> None:
    """A single full name may be any two words; only the place where it stands can make it an author."""
    assert read_authors(text) is None
    assert read_authors(text, alone=True) == text.rstrip(",")


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ",", "et al.", "1, 2", "and", "Madonna", "LoRA", "GPT-4 and LLaMA", "Hu, E."),
        *("Attention Is All You Need", "May the Force Be with You", "Nature Language Model", "Scaling Laws"),
        *("Deep Learning, Reinforcement Learning", "Model Merging, Continual Learning", "Vision & Language"),
        *("Code, Data, and Demo", "Images, Text, and Audio", "RLHF, DPO, and PPO", "ACL, EMNLP, and NAACL"),
        *(
            "Gossip Protocols, Compression",
            "Cultural Evolution, Social Optimization",
            "Homotopy Invariants, Modularity",
        ),
        *("Human-like Robots, Brain-inspired Chips", "Language Models are Few-Shot Learners"),
        *("Training language models to follow instructions, with human feedback", "a method that trains two matrices"),
        *("\u6df1\u5ea6\u5b66\u4e60\u3001\u5f3a\u5316\u5b66\u4e60", "\u56fe\u50cf\u3001\u6587\u672c"),
        "Edward Hu, Yelong Shen, " * 200,
    ],
)
def test_what_is_no_list_of_authors(text: str) -> None:
    """Titles, enumerations, acronyms, a lone word and endless lists are no authors."""
    assert read_authors(text) is None


_NAMES = st.sampled_from(
    [
        "Edward J. Hu",
        "Y. Shen",
        "Laurens van der Maaten",
        "Seung-won Hwang",
        "Conor O'Brien",
        "Jos\u00e9 \u00c1lvarez",
        "A. Ng",
    ],
)


@LAW
@given(st.lists(_NAMES, min_size=2, max_size=12), st.sampled_from([", ", "; ", " and ", " & ", " \u00b7 ", "\u3001"]))
def test_names_in_any_number_are_authors(names: list[str], between: str) -> None:
    """Two names and more are authors whatever parts them, with `et al.` behind or not, and are so when read again."""
    text = between.join(names)
    assert read_authors(text) == text
    assert read_authors(f"By {text}") == text
    assert read_authors(f"{text} et al.") == f"{text} et al"


@LAW
@given(ANY_TEXT)
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail; what is authors among others is so alone."""
    authors = read_authors(text)
    assert authors is None or (authors and authors == read_authors(text, alone=True))


def _alone(text: str) -> str | None:
    return read_authors(text, alone=True)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_soon(text: str) -> None:
    """Endless and repetitive texts are judged in time proportional to their length."""
    assert seconds(read_authors, _alone, text=text) < SOON
