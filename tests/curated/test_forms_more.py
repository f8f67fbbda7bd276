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
    f"[-] 2015-CVPR - Nets with Noisy Labels. [[Paper]]({A})": "Nets with Noisy Labels",
    f"* [2016 (Google) (RecSys) **[DNN] Deep Networks for Recommendations]({A})": "Deep Networks for Recommendations",
    f"- [Exploration by random nets]({A}): Ada Lovelace, Grace Hopper, Jim Gray": "Exploration by random nets",
    f"- [Never give up on nets]({A}): Ada Lovelace et al., ICLR 2020": "Never give up on nets",
    f"* **ForgeryNet**: ForgeryNet: A Versatile Benchmark. [Paper]({A})": "ForgeryNet: A Versatile Benchmark",
    f"[3]Wang, Z., Chen, J., & Hoi, S. C. (2019). Deep nets for images: A survey. arXiv preprint.[paper]({A})": (
        "Deep nets for images: A survey"
    ),
    f"- [2021: Durkan, Conor, and Yang Song.  \\\nOn Likelihood Training of Models. ]({A})": (
        "On Likelihood Training of Models"
    ),
    f"- **[Artificial Review (2021)]** Grasping with robots, [[Paper]({A})]": "Grasping with robots",
    f"- **(SciGPT2)** _Explaining Relationships of Documents_ ```ACL 2021``` [[Paper]({A})]": (
        "Explaining Relationships of Documents"
    ),
    f"- **CATTS** _Extreme Summaries of Documents_ [[Paper]({A})]": "Extreme Summaries of Documents",
    f"- **Mind the Time:** Scaled Transformers for Synthesis [[Paper]]({A})": (
        "Mind the Time: Scaled Transformers for Synthesis"
    ),
    f"- (Neuropsychologia 2020) Theory of Mind and Decisions. [**[Paper]**]({A})": "Theory of Mind and Decisions",
    f"- (Dennett, 1988) Precis of The Stance. [**[Paper]**]({A})": "Precis of The Stance",
    f"- Are you in a Masquerade? Exploring the Impact of Bots. Ada Lovelace et al. [paper]({A})": (
        "Are you in a Masquerade? Exploring the Impact of Bots"
    ),
    f"- Can Models Transform Social Science?. Ada Lovelace et al. [paper]({A})": (
        "Can Models Transform Social Science?"
    ),
    f"- **MoT: Memory Enables {{C}}hat{{GPT}} to Improve.** [[Paper]]({A})": "MoT: Memory Enables ChatGPT to Improve",
    f"- _A Learning System for Weather_ `npj Digital Medicine 2023` [[Paper]({A})]": "A Learning System for Weather",
    f"* Learning With Human Advice: A View `2021` [[Frontiers Robotics AI]({A})]": "Learning With Human Advice: A View",
    f"- **FinBert:** FinBERT: A Pre-trained Model of Text. *IJCAI special track 2021*. [Paper]({A})": (
        "FinBERT: A Pre-trained Model of Text"
    ),
    f"[See, Hear, and Read: Aligned Representations]({A}), arXiv 2017": "See, Hear, and Read: Aligned Representations",
    f"- **TimeGPT-1**  \n  *Ada Lovelace, Grace Hopper, Jim Gray*.\n  [[paper]({A})]": "TimeGPT-1",
    "- Graph Attention of Nets [[paper]](https://arxiv.org/paper/2301.00001.paper)": "Graph Attention of Nets",
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


def test_short_names_line_by_line() -> None:
    """Numbered lines of one paragraph are papers of their own, however short the names of their links are."""
    entries = _read(f"[1] [ICM]({A}): Ada Lovelace et al, 2018\n[2] [RND]({B}): Grace Hopper et al, 2019\n")
    assert [(entry.title, entry.claimed_year) for entry in entries] == [("ICM", 2018), ("RND", 2019)]


def test_a_heading_above_code_and_paper() -> None:
    """A heading is the title of the links below it, whichever stands first."""
    (entry,) = _read(f"### Fuzzing of Side Channels (ICSE 2019)\n\n* [Code](https://github.com/a/b)\n* [Paper]({A})\n")
    assert (entry.title, entry.claimed_venue) == ("Fuzzing of Side Channels", "ICSE")
    assert [str(each) for each in entry.identifiers] == ["arxiv:2301.00001"]


def test_a_list_that_is_called_updates() -> None:
    """Papers with their authors are a list under whatever heading; news that links papers is none."""
    line = "- **{}** Ada Lovelace, Grace Hopper. *ArXiv preprint* (2024) [[Paper]]({})\n"
    papers = line.format(AGENTS, A) + line.format(MAPS, B) + line.format("Tales of the Open Kind", C)
    parsed = parse_list(f"# L\n## Update\n### 12/2024\n{papers}\n# News\n- We wrote [{MAPS}]({D})\n", "list.md")
    assert [entry.headings for entry in parsed.entries] == [("Update", "12/2024")] * 3
    assert len(parsed.problems) == 1


def test_a_row_without_a_known_host() -> None:
    """In a table of papers a linked title is one, wherever it leads."""
    assert [
        title
        for title, _ in _brief(
            "| Title | Venue |\n|--|--|\n"
            f"| [{AGENTS}]({A}) | ICML |\n| [{MAPS}](https://circuits.example/toy/index.html) | Nobody |"
        )
    ] == [AGENTS, MAPS]


def test_a_label_ends_with_its_fold() -> None:
    """What stands above the papers of one fold says nothing of those of the next."""
    fold = "<details><summary><b>{}</b></summary>\n{}\n- [{}]({})\n\n</details>\n\n"
    entries = _read(fold.format("One", "\n**Hybrid Tasks**\n", AGENTS, A) + fold.format("Two", "", MAPS, B))
    assert [entry.context for entry in entries] == ["Hybrid Tasks", "Two"]


def test_a_paragraph_of_sentences() -> None:
    """A paragraph that ends in a link to its source is no title."""
    told = "Documents are a core part of many fields such as law and finance. Understanding them has much value to all"
    parsed = _parsed(f"{told} who read them and to those who do not [source]({D})\n\n- [{AGENTS}]({A})")
    assert [entry.title for entry in parsed.entries] == [AGENTS]
    assert parsed.problems


def test_a_bullet_of_tags_above_the_title() -> None:
    """Below a bullet of tags, the first bullet is the title when it is bold and no more; the others are its fields."""
    (entry,) = _read(
        f"- `\u3010OSUM\u3011-\u3010ASLP@NPU\u3011`\n  - **{AGENTS}**\n  - **Author(s):** Ada Lovelace, Grace Hopper\n"
        f"  - [Paper]({A}) / [Model](https://huggingface.co/a/b)\n"
    )
    assert (entry.title, entry.line, entry.authors) == (AGENTS, 6, "Ada Lovelace, Grace Hopper")
    assert [str(each) for each in entry.identifiers] == ["arxiv:2301.00001"]


def test_a_label_before_links_with_names() -> None:
    """`If you read three:` is no paper with three identifiers."""
    entries = _read(f'- **"If you only read these":** [GKD]({A}) (first) + [MiniLLM]({B}) (second)\n- [{MAPS}]({C})\n')
    assert all(len(entry.identifiers) == 1 for entry in entries)
    assert not any("If you" in entry.title for entry in entries)


def test_what_stands_below_the_name_of_a_list() -> None:
    """A list's own description and the badge of its survey are no paper of the list."""
    parsed = parse_list(
        f"# Awesome Nets\n\n**A curated collection of papers on Nets**\n\n[![arXiv]({IMAGE})]({D})\n\n"
        f"## Papers\n\n- [{AGENTS}]({A})\n",
        "list.md",
    )
    assert [entry.title for entry in parsed.entries] == [AGENTS]


def test_authors_and_a_year() -> None:
    """A name before a year in brackets is an author, not a venue."""
    (entry,) = _read(f"- **{AGENTS}** [[Paper]({A})] <br />\nAda Lovelace, Grace Hopper (2024)<br />")
    assert (entry.authors, entry.claimed_venue, entry.claimed_year) == ("Ada Lovelace, Grace Hopper", None, 2024)


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
