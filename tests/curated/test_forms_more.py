"""Tests of further forms of whole lists: rows, labels, quotations, remarks, and lines that are no papers."""

from __future__ import annotations

import pytest

from pipeline.curated import parse_list
from pipeline.model import CuratedEntry, CuratedList

A, B, C, D = (f"https://arxiv.org/abs/2301.0000{number}" for number in (1, 2, 3, 4))
IMAGE = "https://img.shields.io/badge/arXiv-b31b1b.svg"
BLOG = "https://zhuanlan.zhihu.com/p/1"
AGENTS = "Agents of the Open Kind"
MAPS = "Maps of the Open World"


def _parsed(text: str) -> CuratedList:
    return parse_list(f"# L\n\n## Papers\n\n{text}\n", "list.md")


def _read(text: str) -> tuple[CuratedEntry, ...]:
    return _parsed(text).entries


def _brief(text: str) -> list[tuple[str, str]]:
    return [(entry.title, " ".join(map(str, entry.identifiers))) for entry in _read(text)]


BOTH = [(AGENTS, "arxiv:2301.00001"), (MAPS, "arxiv:2301.00002")]
ROWS = {
    "a column of badges that is called Paper": (
        f"| Title | Paper |\n|--|--|\n| {AGENTS} | [![Paper]({IMAGE})]({A}) |\n| {MAPS} | [Paper]({B}) |"
    ),
    "the same in HTML": (
        "<table><tr><th>Title</th><th>Papers</th></tr>"
        f"<tr><td>{AGENTS}</td><td><a href='{A}'><img src='{IMAGE}'></a></td></tr>"
        f"<tr><td>{MAPS}</td><td><a href='{B}'>pdf</a></td></tr></table>"
    ),
    "a header of many words": (
        "Method|Paper Title and Paper Interpretation (In Chinese)\n--|--\n"
        f"[AO]({A})|{AGENTS}\n[MO]({B})|[{MAPS}]({BLOG})"
    ),
    "a header that says nothing": (
        f"| Method | What it says |\n|--|--|\n| [AO]({A}) | {AGENTS} |\n| [MO]({B}) | {MAPS} |"
    ),
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS.keys())
def test_the_column_of_titles(text: str) -> None:
    """A row's title stands in the column that holds titles, whatever the columns are called."""
    assert _brief(text) == BOTH


def test_a_row_of_which_only_the_author_is_named() -> None:
    """A category is no title where the row's name is an author; the row is told."""
    parsed = _parsed(
        f"| Model | Task | Paper |\n|--|--|--|\n| Feldt et al. | Software Testing | [Paper]({A}) |\n"
        f"| {AGENTS} | Testing | [Paper]({B}) |"
    )
    assert [entry.title for entry in parsed.entries] == [AGENTS]
    assert [(problem.line, "gives no title" in problem.message) for problem in parsed.problems] == [(7, True)]


def test_a_link_to_a_file() -> None:
    """A link to a file of its curator's is a link like any other."""
    (entry,) = _read(f"| Title | Remark |\n|--|--|\n| [{AGENTS}](file:///C:/a.pdf) | [arxiv]({A}) |")
    assert (entry.title, [str(each) for each in entry.identifiers]) == (AGENTS, ["arxiv:2301.00001"])


def test_a_label_above_bold_paragraphs() -> None:
    """A bullet's own words are the label of the bold titles in its paragraphs, also where it is only one."""
    entries = _read(
        f"- Weather or Map\n\n  **{AGENTS}**, Preprint 2022. [[Paper]]({A})\n\n  **{MAPS}** [[Paper]]({B})\n"
        f"- Filter Emails\n\n  **Mails of Some Kind**. [[Paper]]({C})\n"
    )
    assert [(entry.title, entry.context, entry.authors) for entry in entries] == [
        (AGENTS, "Weather or Map", None),
        (MAPS, "Weather or Map", None),
        ("Mails of Some Kind", "Filter Emails", None),
    ]
    assert [entry.line for entry in entries] == [7, 9, 12]


TITLES = {
    f"- [*MAmmoTH*]({A}): **Tuning on mixed data** is effective.": "MAmmoTH",
    f"- [*Rho-1*]({A}): Selecting tokens based on **loss**, achieving performance.": "Rho-1",
    f"* **From Beginner to Expert**: Modeling Medical Knowledge. [paper]({A})": (
        "From Beginner to Expert: Modeling Medical Knowledge"
    ),
    f"* **Attention Is All of It**: we show that it is. [paper]({A})": "Attention Is All of It",
    f"- *MATH*: Measuring Problem Solving, reference: {A}, MIT License": "MATH: Measuring Problem Solving",
    f"[22 Jul 2024] [Discrete Flow Matching]({A})": "Discrete Flow Matching",
    f"- [**JEPA**] Predictive Architectures of Video. **`Meta AI`** [[Paper]({A})]": (
        "Predictive Architectures of Video"
    ),
    f"- Ensemble deep learning: A review [[Engineering Applications of AI 2021]]({A})": (
        "Ensemble deep learning: A review"
    ),
    f"- Martingale posterior distributions [[Royal Statistical Society Series B]]({A})": (
        "Martingale posterior distributions"
    ),
    f"- [[Martingale posterior distributions]]({A})": "Martingale posterior distributions",
    f"- Nets in Sequence, Recsys 2022, [[paper]]({A})": "Nets in Sequence",
    f"- Nets in Sequence \uff0csubmitted TKDE in 2021 , [[paper]]({A})": "Nets in Sequence",
    f"- [Ha-NeRF:laughing:: Fields in the Wild]({A})": "Ha-NeRF: Fields in the Wild",
    f"- [Fields in the Wild and Beyond])({A}) (2020)": "Fields in the Wild and Beyond",
    "- Name of It: [Fields in the Wild and Beyond](http://128.84.21.203/pdf/2301.00001)": (
        "Fields in the Wild and Beyond"
    ),
    f"- Fields in the Wild [[page](https://arxiv.org/pdf/2301.00001.pdf%20{A})]": "Fields in the Wild",
    f'- **SAM:** Ada Lovelace, Grace Hopper. "Segment Anything." ICCV (2023). [[paper]({A})]': "Segment Anything",
}


@pytest.mark.parametrize(("line", "title"), TITLES.items(), ids=range(len(TITLES)))
def test_titles(line: str, title: str) -> None:
    """Labels, stressed words, venues and remarks are told from the title they stand beside."""
    assert _brief(line) == [(title, "arxiv:2301.00001")]


QUOTED = {
    "a name and authors": ("**SAM:** Ada Lovelace, Grace Hopper, Jim Gray.", "Ada Lovelace, Grace Hopper, Jim Gray."),
    "authors": ("Ada Lovelace, Grace Hopper, Jim Gray, Alan Kay.", "Ada Lovelace, Grace Hopper, Jim Gray, Alan Kay."),
    "what it is known for": (
        "**The First Survey on Nets:** Ada Lovelace, Grace Hopper.",
        "Ada Lovelace, Grace Hopper.",
    ),
}


@pytest.mark.parametrize(("above", "authors"), QUOTED.values(), ids=QUOTED.keys())
def test_a_quotation_on_a_line_of_its_own(above: str, authors: str) -> None:
    """Behind a name and authors, a quotation that begins a line and ends as a sentence does is the title."""
    (entry,) = _read(f'- {above}<br />\n  "Segment Anything." **ICCV (2023)**.\n  [[paper]({A})]\n')
    assert (entry.title, entry.line, entry.claimed_venue, entry.claimed_year) == ("Segment Anything", 6, "ICCV", 2023)
    assert entry.authors == authors.strip(".")


CLAIMS = {
    "(Accepted by ICML 2012)": ("ICML", 2012),
    "(only Arxiv, 2018)": ("Arxiv", 2018),
    "[Arxiv 22]": ("Arxiv", 2022),
    "[Arxiv 24.09]": ("Arxiv", 2024),
}


@pytest.mark.parametrize(("claim", "expected"), CLAIMS.items(), ids=CLAIMS.keys())
def test_what_a_list_says_of_a_paper(claim: str, expected: tuple[str, int]) -> None:
    """What stands before a venue, and a month behind its year, are no part of it."""
    (entry,) = _read(f"- {MAPS} {claim} [[paper]]({A})")
    assert (entry.title, entry.claimed_venue, entry.claimed_year) == (MAPS, *expected)


def test_a_journal_and_a_date_before_the_title() -> None:
    """What stands before each title in brackets, with a date, is where it appeared."""
    (entry,) = _read(f"- [**npj Digital Medicine, 2023.8**] **Maps**: {AGENTS}. [[paper]({A})]")
    assert (entry.title, entry.claimed_venue, entry.claimed_year) == (f"Maps: {AGENTS}", "npj Digital Medicine", 2023)


PASSED_OVER = {
    "a remark": "- Removing the provider and instead letting the parties generate these on their own",
    "an aside": "- (Worth reading although they are not recent.)",
    "news": f"\U0001f389 Our paper [{MAPS}]({D}) has been released!",
    "news of a paper": f"**[SAM](https://ai.meta.com/x/): The paper of [SAM]({D}) was released.**",
}


@pytest.mark.parametrize("line", PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_lines_that_are_no_papers(line: str) -> None:
    """Remarks, asides and news among papers are no entries, and are told."""
    parsed = _parsed(
        f"{line}\n\n- {AGENTS} [[Paper]]({A})\n- {MAPS} [[Paper]]({B})\n- Tales of the Open Kind [[Paper]]({C})\n"
        + (line if line.startswith("-") else "")
    )
    assert [entry.title for entry in parsed.entries] == [AGENTS, MAPS, "Tales of the Open Kind"]
    assert parsed.problems


def test_a_paper_that_a_remark_mentions() -> None:
    """What a remark behind a paper mentions is no paper of the list."""
    assert _brief(f"- [{AGENTS}]({A})   Note that [{MAPS}]({B}) is an updated version of this paper") == BOTH[:1]


def test_numbered_paragraphs_without_links() -> None:
    """A numbered line is one of the list, linked or not; what stands below it is still its own."""
    assert _brief(f"[1] {MAPS}\n\n[11] {AGENTS} [paper]({A})\n\n[12] Tales of Old\n\n- Paper: {B}\n") == [
        (MAPS, ""),
        (AGENTS, "arxiv:2301.00001"),
        ("Tales of Old", "arxiv:2301.00002"),
    ]


@pytest.mark.parametrize(
    ("first", "headings"), [("L", ("Views",)), ("Papers", ("Views",)), ("Nets", ("Nets", "Views"))]
)
def test_the_headings_of_level_1(first: str, headings: tuple[str, ...]) -> None:
    """The document's title is left out of the headings, and so is `Papers`; a later heading is a section's."""
    above = "" if first == "L" else f"# {first}\n\n"
    (entry,) = parse_list(f"# L\n\n{above}## Views\n\n- [{AGENTS}]({A})\n", "list.md").entries
    assert entry.headings == headings
