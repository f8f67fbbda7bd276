"""Tests of cleaning titles and headings: what is taken off, what is claimed, and what stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.words.claims import Claim
from pipeline.curated.words.clean import CleanTitle, clean_heading, clean_title
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"


@pytest.mark.parametrize(
    ("listed", "title"),
    [
        (LORA, LORA),
        ("  LoRA:\n Low-Rank\tAdaptation ", "LoRA: Low-Rank Adaptation"),
        ("LoRA [Paper]", "LoRA"),
        ("LoRA[ paper ]", "LoRA"),
        (f"{LORA} [video] (Code)", LORA),
        (f"{LORA} \u3010\u8bba\u6587\u3011", LORA),
        (f"{LORA} []", LORA),
        (f"{LORA}[J]", LORA),
        (f"{LORA} [EB/OL].", LORA),
        (f"{LORA}[also in 2.1]", LORA),
        (f"{LORA} (see also under Adapters)", LORA),
        (f"{LORA}(\u4f4e\u79e9\u9002\u914d)", LORA),
        (f"{LORA}\uff08LoRA\uff1a\u4f4e\u79e9\u9002\u914d\uff09", LORA),
        (f"{LORA} (Oral)", LORA),
        ("**LoRA**", "LoRA"),
        ("***LoRA***", "LoRA"),
        ("`LoRA`", "LoRA"),
        ("\U0001f680 **LoRA** \u2b50\ufe0f", "LoRA"),
        (":fire: :star: LoRA :tada:", "LoRA"),
        ("LLM\u03b2s as judges", "LLM\u2019s as judges"),
        (f"[12] {LORA}", LORA),
        (f"12. {LORA}", LORA),
        (f"12. [12] {LORA}", LORA),
        (f"(12) {LORA}", LORA),
        (f"#3 {LORA}", LORA),
        (f"- {LORA}", LORA),
        (f"[LoRA] {LORA}", LORA),
        (f"[Adapters] [Survey] {LORA}", LORA),
        (f'"{LORA}"', LORA),
        (f"\u201c{LORA}.\u201d", LORA),
        (f"\u300a{LORA}\u300b", LORA),
        (f'{LORA}"', LORA),
        (f"{LORA}\u201d", LORA),
        (f"Paper: {LORA}", LORA),
        (f"Title\uff1a {LORA}", LORA),
        (f"{LORA}.", LORA),
        (f"{LORA},", LORA),
        (f"{LORA} -", LORA),
        (f"{LORA} | ", LORA),
        (f": {LORA}", LORA),
    ],
)
def test_what_is_no_part_of_a_title_is_taken_off(listed: str, title: str) -> None:
    """Numbers, tags, labels, emoji, quotation marks and loose punctuation at the ends are no part of the title."""
    assert clean_title(listed) == CleanTitle(title=title)


@pytest.mark.parametrize(
    ("listed", "title", "claim"),
    [
        ("A list (ACL 2022)", "A list", Claim(venue="ACL", year=2022)),
        ("A list [NeurIPS'23 2023]", "A list", Claim(venue="NeurIPS'23", year=2023)),
        ("A list (ICML, 2021).", "A list", Claim(venue="ICML", year=2021)),
        ("A list. arXiv 2023", "A list", Claim(venue="arXiv", year=2023)),
        ("A list, arXiv preprint, 2023.", "A list", Claim(venue="arXiv preprint", year=2023)),
        ("A list (2022)", "A list", Claim(year=2022)),
        ("A list (Preprint)", "A list", Claim(venue="Preprint")),
        ("A list (28 Oct 2021)", "A list", Claim(year=2021)),
        ("A list, October 28, 2021", "A list", Claim(year=2021)),
        ("A list (ICLR 2022) (Oral)", "A list", Claim(venue="ICLR", year=2022)),
        ("A list [ICLR 2022 Oral] [code]", "A list", Claim(venue="ICLR Oral", year=2022)),
        ("A list, in ICLR 2022", "A list", Claim(venue="ICLR", year=2022)),
        ("A list @ ICLR 2022", "A list", Claim(venue="ICLR", year=2022)),
        ("A list - ICLR 2022", "A list", Claim(venue="ICLR", year=2022)),
        ("A list; ICLR, 2022", "A list", Claim(venue="ICLR", year=2022)),
        ("A list | ICLR'22", "A list", Claim(venue="ICLR", year=2022)),
        ("A list (ICLR 2022), 2021", "A list", Claim(venue="ICLR", year=2022)),
        ("A list (Findings of EMNLP 2022)", "A list", Claim(venue="Findings of EMNLP", year=2022)),
        ("A list, NeurIPS 2022 Workshop on X", "A list", Claim(venue="NeurIPS Workshop on X", year=2022)),
        ("Is this a list? (NeurIPS 2023)", "Is this a list?", Claim(venue="NeurIPS", year=2023)),
        ("[ICLR'22] A list", "A list", Claim(venue="ICLR", year=2022)),
        ("(ICLR 2022) A list", "A list", Claim(venue="ICLR", year=2022)),
        (f"ICLR 2022: {LORA}", LORA, Claim(venue="ICLR", year=2022)),
        (f"[2021-06] [ICLR] {LORA}", LORA, Claim(venue="ICLR", year=2021)),
        (f"2021.06: {LORA}", LORA, Claim(year=2021)),
        (f"2021-06-17 {LORA}", LORA, Claim(year=2021)),
        (f"[2021] {LORA} (ICLR 2022)", LORA, Claim(venue="ICLR", year=2022)),
        (
            "Otter: a model. CoRR abs/2305.03726 (2023)",
            "Otter: a model",
            Claim(venue="CoRR", year=2023, arxiv_id="2305.03726"),
        ),
        ("Otter CoRR abs/2305.03726 (2023)", "Otter", Claim(venue="CoRR", year=2023, arxiv_id="2305.03726")),
        (
            "Otter. arXiv preprint arXiv:2305.03726, 2023",
            "Otter",
            Claim(venue="arXiv preprint", year=2023, arxiv_id="2305.03726"),
        ),
    ],
)
def test_what_is_claimed_beside_a_title_is_kept(listed: str, title: str, claim: Claim) -> None:
    """Venue, year and arXiv id before or behind a title are no part of it; what stands behind counts more."""
    assert clean_title(listed) == CleanTitle(title=title, claim=claim)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "How to write a paper",
            "Paper",
            "[Paper]",
            "Code",
            "(ACL 2022)",
            "arXiv 2023",
            "Nature",
            "C++",
            "C#",
            "2022",
        ),
        *(
            "Planning with A*",
            "Beyond A*: better planning",
            "*-algebras for learning",
            "\u03b2-VAE",
            "\U0001f680",
            "F_1",
        ),
        *("Deep learning in 2022", "Learning (and forgetting)", "The year 1984 (a novel study)", "1-bit LLMs"),
        *("On arXiv and its moderation", "3D Gaussian Splatting", "2 OLMo 2 Furious", "2024: A Space Odyssey"),
        *("May the Force Be with You", "Nature Language Model", "Attention Is All You Need", "1 + 1 > 2"),
        *("Are We Done with MMLU?", "GPT-4 Technical Report", "Llama 3: A Technical Report", "A. B. C.", "Hu et al."),
        *("[CLS] Token Is All You Need", "[MASK] is All You Need", "[Re] A Replication", "(Mis)Fitting Scaling Laws"),
        *("Explainable Artificial Intelligence (XAI)", "Work in Virtual Reality (VR)", "Building-in-Briefcase (BiB)"),
        *(
            "The Python Package Index (PyPI)",
            "Tree of Thoughts (ToT)",
            "PCA, ICA, and UMAP",
            "Overview of TREC 2022 Tracks",
        ),
        *("A solar eruption on October 28, 2021", "A Review (2015-2024)", "Performances of Sonatas, 1930--2012"),
        *(
            "Elections, 2004 - 2016",
            'The "Bitter Lesson" of "Search"',
            "Sorting in $O(n)$",
            "Title (with brackets) inside",
        ),
        *(
            "Vitamin [D] and Looms",
            'Looms of 24"',
            'The "Bitter Lesson"',
            "\u201cLooms\u201d and \u201cThreads\u201d",
            "Paper: a history",
            "Paper Planes: How to Fold Them",
            "\u4f4e\u79e9\u9002\u914d (LoRA)",
            "\u4f4e\u79e9\u9002\u914d\u7efc\u8ff0 (\u4e0a)",
            "Also (and Also)",
        ),
        *("SemEval-2024 Task 8: Detection", "The ACL OCL Corpus", "Findings of the WMT 2023 Shared Task"),
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
        (":fire: News :fire:", "News"),
        ("**Supervised** Fine-Tuning", "**Supervised** Fine-Tuning"),
        ("__Datasets__", "Datasets"),
        ("Caf\u00c3\u00a9", "Caf\u00e9"),
        ("\U0001f680", ""),
        ("C#", "C#"),
        ("", ""),
    ],
)
def test_headings(text: str, expected: str) -> None:
    """A heading loses emoji, blanks and emphasis at its ends; one of emoji alone is empty."""
    assert clean_heading(text) == expected


@LAW
@given(ANY_TEXT)
def test_no_title_is_emptied(text: str) -> None:
    """A title that held anything but blanks holds something afterwards, on one line, without outer blanks."""
    title = clean_title(text).title
    assert title == " ".join(title.split())
    assert bool(title) == bool(text.strip())
    assert clean_heading(text) == clean_heading(f" {text} ")


_TITLES = st.sampled_from([LORA, "Attention Is All You Need", "Is This a Title?", "Scaling Laws", "Planning with A*"])
_BEFORE = st.sampled_from(
    ["", "- ", "3. ", "[12] ", "[LoRA] ", "[ICLR'22] ", "2021-06 ", "(2021) ", ":fire: ", "\U0001f680 "]
)
_BEHIND = st.sampled_from(
    ["", " (ICLR 2022)", " [PDF]", ", arXiv 2022", " | ACL'22", ". CoRR abs/2106.09685 (2022)", " \u2b50"]
)


@LAW
@given(_BEFORE, _TITLES, _BEHIND, _BEHIND)
def test_a_title_comes_out_of_what_stands_around_it(before: str, title: str, first: str, second: str) -> None:
    """Whatever stands before and behind, the title is the same, and cleaning it again changes nothing."""
    cleaned = clean_title(f"{before}{title}{first}{second}").title
    assert cleaned == title
    assert clean_title(cleaned) == CleanTitle(title=title)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_titles_are_cleaned_soon(text: str) -> None:
    """Endless and repetitive titles are cleaned in time proportional to their length."""
    assert seconds(clean_title, clean_heading, text=text) < SOON
