"""Tests of cleaning titles, headings and claims."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.curated.clean import CleanTitle, clean_heading, clean_title, read_claim

LAW = settings(derandomize=True, deadline=None, max_examples=120)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("LoRA: Low-Rank Adaptation", CleanTitle(title="LoRA: Low-Rank Adaptation")),
        ("  LoRA:\n Low-Rank\tAdaptation ", CleanTitle(title="LoRA: Low-Rank Adaptation")),
        ("LoRA [Paper]", CleanTitle(title="LoRA")),
        ("LoRA[ paper ]", CleanTitle(title="LoRA")),
        ("**LoRA**", CleanTitle(title="LoRA")),
        ("`LoRA`", CleanTitle(title="LoRA")),
        ("\U0001f680 **LoRA** \u2b50\ufe0f", CleanTitle(title="LoRA")),
        ("LLM\u03b2s as judges", CleanTitle(title="LLM\u2019s as judges")),
        ("A list (ACL 2022)", CleanTitle(title="A list", venue="ACL", year=2022)),
        ("A list [NeurIPS'23 2023]", CleanTitle(title="A list", venue="NeurIPS'23", year=2023)),
        ("A list (ICML, 2021).", CleanTitle(title="A list", venue="ICML", year=2021)),
        ("A list. arXiv 2023", CleanTitle(title="A list", venue="arXiv", year=2023)),
        ("A list, arXiv preprint, 2023.", CleanTitle(title="A list", venue="arXiv", year=2023)),
        (
            "Otter: a model. CoRR abs/2305.03726 (2023)",
            CleanTitle(title="Otter: a model", venue="CoRR", year=2023, arxiv_id="2305.03726"),
        ),
        (
            "Otter CoRR abs/2305.03726 (2023)",
            CleanTitle(title="Otter", venue="CoRR", year=2023, arxiv_id="2305.03726"),
        ),
        (
            "Otter. arXiv preprint arXiv:2305.03726, 2023",
            CleanTitle(title="Otter", venue="arXiv", year=2023, arxiv_id="2305.03726"),
        ),
    ],
)
def test_what_stands_beside_a_title_is_taken_off(listed: str, expected: CleanTitle) -> None:
    """Labels, emoji, markup and claims at the ends are no part of the title; claims are kept beside it."""
    assert clean_title(listed) == expected


@pytest.mark.parametrize(
    "title",
    [
        "How to write a paper",
        "Paper",
        "[Paper]",
        "Planning with A*",
        "Beyond A*: better planning",
        "*-algebras for learning",
        "Deep learning in 2022",
        "Looking back (2022)",
        "Learning (and forgetting)",
        "The year 1984 (a novel study)",
        "On arXiv and its moderation",
        "C++",
        "(ACL 2022)",
        "arXiv 2023",
        "\u03b2-VAE",
        "\U0001f680",
    ],
)
def test_a_title_stays_as_it_is(title: str) -> None:
    """What looks like a label, markup or a claim but belongs to the title, or is all of it, stays."""
    assert clean_title(title) == CleanTitle(title=title)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\U0001f4d6 Papers  ", "Papers"),
        ("\U0001f916 PoLMs for Fine-Tuning", "PoLMs for Fine-Tuning"),
        ("**Supervised** Fine-Tuning", "**Supervised** Fine-Tuning"),
        ("__Datasets__", "Datasets"),
        ("\U0001f680", ""),
        ("C#", "C#"),
        ("", ""),
    ],
)
def test_headings(text: str, expected: str) -> None:
    """A heading loses emoji, blanks and emphasis at its ends; one of emoji alone is empty."""
    assert clean_heading(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, (None, None)),
        ("", (None, None)),
        ("ACL 2022", ("ACL", 2022)),
        ("ACL'2022", ("ACL", 2022)),
        ("IEEE TAC 2025", ("IEEE TAC", 2025)),
        ("ACL", ("ACL", None)),
        ("2022", (None, 2022)),
        ("ACL 1822", ("ACL 1822", None)),
        ("x" * 201, (None, None)),
        ("'" * 100_000, (None, None)),
    ],
)
def test_claims(text: str | None, expected: tuple[str | None, int | None]) -> None:
    """A claim falls into venue and year; either may be missing, and what is endless is none."""
    assert read_claim(text) == expected


@LAW
@given(st.text())
def test_no_title_is_emptied(text: str) -> None:
    """A title that held anything but blanks holds something afterwards, on one line, without outer blanks."""
    title = clean_title(text).title
    assert title == " ".join(title.split())
    assert bool(title) == bool(text.strip())
