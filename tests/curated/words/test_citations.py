"""Tests of citations: a title and the authors that stand in one line with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.words.citations import before_authors, of_citation
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        (f"{LORA} | Edward Hu, Yelong Shen | ICLR", LORA, "Edward Hu, Yelong Shen | ICLR"),
        (f"{LORA}. Edward J. Hu, Yelong Shen. ICLR 2022.", LORA, "Edward J. Hu, Yelong Shen"),
        (f"Edward J. Hu, Yelong Shen. {LORA}. ICLR 2022.", LORA, "Edward J. Hu, Yelong Shen"),
        (f"Edward J. Hu, Yelong Shen, {LORA}, ICLR 2022", f"{LORA}, ICLR 2022", "Edward J. Hu, Yelong Shen"),
        (f"Edward J. Hu, Yelong Shen, and Weizhu Chen. {LORA}. ICLR 2022.", LORA, "Edward J. Hu, Yelong Shen, and"),
        (f"Hu, Edward and Shen, Yelong. {LORA}. ICLR 2022.", LORA, "Hu, Edward and Shen, Yelong"),
        (
            f"A. Ng, B. Li, C. Wu, D. Xu, {LORA}. Advances in NIPS 2022",
            f"{LORA}. Advances in NIPS 2022",
            "A. Ng, B. Li",
        ),
        (f"Hu et al. {LORA}. 2021.", f"{LORA}. 2021.", "Hu et al"),
        (f"Yelong Shen, Edward Hu. {LORA}. ICLR 2022.", LORA, "Yelong Shen, Edward Hu"),
        (f"Hu, E., Shen, Y., & Chen, W. (2021). {LORA}. arXiv.", LORA, "Hu, E., Shen, Y., & Chen, W\n2021\narXiv"),
        (f"Hu, E. (2021, May). {LORA}. In ICLR.", LORA, "Hu, E\n2021"),
        (f"Edward J. Hu and Yelong Shen. 2021a. {LORA}. In ICLR.", LORA, "Edward J. Hu and Yelong Shen\n2021\nIn"),
        ("Hu, E., Shen, Y. (2021). Are we there yet? A view. ICLR.", "Are we there yet? A view", "Hu, E., Shen, Y"),
        (f"{LORA}, Hu et al., 2021", LORA, "Hu et al., 2021"),
        (f"{LORA} (Hu et al., 2021)", LORA, "Hu et al., 2021"),
        (f"{LORA} - Edward J. Hu, Yelong Shen", LORA, "Edward J. Hu, Yelong Shen"),
        (f"{LORA} \u2014 Edward J. Hu, Yelong Shen", LORA, "Edward J. Hu, Yelong Shen"),
        (f"{LORA} by Edward J. Hu and Yelong Shen", LORA, "Edward J. Hu and Yelong Shen"),
        (f"{LORA}, A. Hu and A. Shen", LORA, "A. Hu and A. Shen"),
    ],
)
def test_a_title_and_its_authors_are_parted(text: str, title: str, rest: str) -> None:
    """Title and authors in one line are told apart in either order, whatever stands between them."""
    found, behind = before_authors(text)
    assert found == title
    assert behind.startswith(rest)


@pytest.mark.parametrize(
    "text",
    [
        LORA,
        "",
        "Learning, Fast and Slow",
        "Are We Done Yet? A Second Look at Benchmarks",
        "Reasoning by Analogy",
        "How I Learned to Stop Worrying about Dr. Strange and Mr. Hyde, Bo",
        "Efficient Motion Prediction by Lightweight Spatial and Temporal Interactions",
        "Clarifications, Simplifications, Applications and Limitations of Transforms",
        "Large Language Models, Reinforcement Learning, and Reasoning",
        "Social Networks Driven by Pareto Wealth Distribution and Bidirectional Preferential Attachment",
        "Closure Conversion, Flat Environments, and the Complexity of Abstract Machines",
        "word, " * 1000,
    ],
)
def test_a_title_without_authors_stays_whole(text: str) -> None:
    """Commas, `by` and question marks within a title part nothing where no names follow."""
    assert before_authors(text) == (text, "")


_WORDS = st.lists(st.sampled_from(["low", "rank", "models", "of", "language", "with"]), min_size=3, max_size=9).map(
    " ".join
)
_NAMES = st.lists(
    st.sampled_from(["Edward J. Hu", "Y. Shen", "Laurens van der Maaten", "A. Ng"]), min_size=2, max_size=6
)


@LAW
@given(
    _WORDS,
    _NAMES,
    st.sampled_from(["{0}. {1}", "{0} | {1}", "{0} - {1}", "{0} by {1}", "{0}, {1}", "{1}. {0}", "{1}, {0}"]),
)
def test_title_and_names_in_any_form(title: str, names: list[str], form: str) -> None:
    """Whatever the title and whoever its authors, each form gives the title back."""
    assert before_authors(form.format(title, ", ".join(names)))[0] == title


@LAW
@given(ANY_TEXT)
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail, and no line is lost to nothing."""
    title, rest = before_authors(text)
    assert title or rest or not text.strip(" |")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_soon(text: str) -> None:
    """Endless and repetitive texts are parted in time proportional to their length."""
    assert seconds(before_authors, of_citation, text=text) < SOON
