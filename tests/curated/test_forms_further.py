"""Tests of further forms of whole lists: tags in code, links below a title, venues before titles without links."""

from __future__ import annotations

import pytest

from pipeline.curated import parse_list
from pipeline.model import CuratedEntry, CuratedList

A, B, C = (f"https://arxiv.org/abs/2301.0000{number}" for number in (1, 2, 3))
CODE = "https://github.com/a/b"
AGENTS = "Agents of the Open Kind"
MAPS = "Maps of the Open World"


def _parsed(text: str) -> CuratedList:
    return parse_list(f"# L\n\n## Papers\n\n{text}\n", "list.md")


def _read(text: str) -> tuple[CuratedEntry, ...]:
    return _parsed(text).entries


TITLES = {
    f"- `2023/10` | `Loom` | [Loom 7B]({A})\n\\-\n[[Paper]({A})]\n[[Code]({CODE})]": "Loom 7B",
    f"- `2023/07` | `Loom` | Loom: A Model of Many Threads\n\\-\n[[Paper]({A})]": "Loom: A Model of Many Threads",
    f"- `2024/01` | `Loom`\n| `Lovelace et al.`\n![Star](s.svg) <br>\nWeave Anything <br>\n[[arXiv]({A})]": (
        "Weave Anything"
    ),
    f"- `2024/01` | `Loom` | [[arXiv]({A})]": "Loom",
    f"* Lovelace A, Hopper G, et al. <b>Weaving with looms: a review[J]</b>. Looms, 2020. [Link]({A})": (
        "Weaving with looms: a review"
    ),
    f"* Lovelace A, Hopper G. <b>Weaving with looms at home[C].</b> ICDE 2020. [Link]({A})": (
        "Weaving with looms at home"
    ),
    f"[3] Weaving with Looms at Home(\u5728\u5bb6\u7ec7\u5e03)<br>\n[paper]({A}) | [code]({CODE})": (
        "Weaving with Looms at Home"
    ),
    f"[2] There is More than Looms: Learning to Weave by Ear<br>\n[paper]({A})": (
        "There is More than Looms: Learning to Weave by Ear"
    ),
}


@pytest.mark.parametrize(("line", "title"), TITLES.items(), ids=range(len(TITLES)))
def test_titles_in_further_forms(line: str, title: str) -> None:
    """Tags in code, the kind of a work and a translation in brackets are no part of a title."""
    (entry,) = _read(line)
    assert (entry.title, [str(each) for each in entry.identifiers]) == (title, ["arxiv:2301.00001"])


def test_what_tags_in_code_say() -> None:
    """Date, venue and authors stand in the tags before a title; the name of the method is no author."""
    first, second = _read(
        f"- `2023/10` | `Open Loom` | [Weaving at Home]({A})\n"
        f"- `2023/04` | `Open Loom`\n| `Lovelace et al., ICCV 2023` <br>\nWeaving Anything <br>\n[[arXiv]({B})]"
    )
    assert (first.claimed_year, first.authors) == (2023, None)
    assert (second.claimed_venue, second.claimed_year, second.authors) == ("ICCV", 2023, "Lovelace et al")


def test_links_below_a_linked_title() -> None:
    """A paragraph of nothing but links is of the paper whose title is the paragraph right above."""
    (entry,) = _read(
        f"> [**{AGENTS}**](https://dl.acm.org/doi/10.1145/3700001)\n>\n> [[Paper]({A})][[Code]({CODE})]\n>\n> Ada"
    )
    assert [str(each) for each in entry.identifiers] == ["doi:10.1145/3700001", "arxiv:2301.00001"]
    assert [link.label for link in entry.links][1:] == ["Paper", "Code"]


@pytest.mark.parametrize("between", ["### Further", f"- [{MAPS}]({C})"])
def test_links_below_something_else(between: str) -> None:
    """Links below a heading or a bullet are not of the paper further above."""
    entry = _read(f"[{AGENTS}]({A})\n\n{between}\n\n[[Paper]({B})]")[0]
    assert [str(each) for each in entry.identifiers] == ["arxiv:2301.00001"]


def test_venues_before_titles_without_links() -> None:
    """`[VLDB'21]` before a title says as much as a link, also where all that is linked is a place in the list."""
    parsed = _parsed(
        f"- [arxiv'24] [{AGENTS}]({A})\n\n## More\n- [VLDB'21] Looms in the wild: a study of threads\n"
        "- [SOSP'23] Weaving Many Threads at Once [also in [2.1](#21-looms)]\n\n## Notes\n- [2024] Looms are sold here"
    )
    assert [(entry.title, entry.claimed_venue, entry.claimed_year) for entry in parsed.entries] == [
        (AGENTS, "arxiv", 2024),
        ("Looms in the wild: a study of threads", "VLDB", 2021),
        ("Weaving Many Threads at Once", "SOSP", 2023),
    ]
    assert [problem.line for problem in parsed.problems] == [12]


AUTHORS = {
    "[Ada Lovelace](https://ada.github.io/), [Grace Hopper](https://grace.example/), Jim Gray": (
        "Ada Lovelace, Grace Hopper, Jim Gray"
    ),
    "[Ada Lovelace](https://ada.github.io/), [Grace Hopper](https://grace.example/)": "Ada Lovelace, Grace Hopper",
    "Jim Gray, [Ada Lovelace](https://ada.github.io/).": "Jim Gray, Ada Lovelace",
    "Ada Lovelace, Grace Hopper, In So Kweon": "Ada Lovelace, Grace Hopper, In So Kweon",
}


@pytest.mark.parametrize(("names", "authors"), AUTHORS.items(), ids=range(len(AUTHORS)))
def test_authors_with_pages_of_their_own(names: str, authors: str) -> None:
    """Authors in italics are read whole, with those among them who are links."""
    (entry,) = _read(f"**{AGENTS}.**<br>\n*{names}*<br>\narxiv 2021. [[PDF]({A})] [[Github]({CODE})]")
    assert (entry.title, entry.authors) == (AGENTS, authors)


def test_a_remark_within_the_brackets_of_a_venue() -> None:
    """A year that is taken out of brackets leaves no blank behind."""
    (entry,) = _read(
        f'* **EAST:** Ada Lovelace, Grace Hopper.\n  "{AGENTS}." ICCV (2017 **Spotlight**).\n  [[paper]({A})]'
    )
    assert (entry.claimed_venue, entry.claimed_year) == ("ICCV (Spotlight)", 2017)


NO_PAPERS = {
    "where a figure is taken from": f"> *From: [Looms and Their Threads]({B})*",
    "a source in brackets": f"(image source: [Looms and Their Threads]({B}))",
    "how a line is to be written": "> * (Journal Year) **Title**, First Author et al. [[Paper](URL)] [[Code](URL)]",
    "the place of a name": "- **Paper Name** [[Paper](link)]",
    "the desk of a company": "- [How Looms Are Sold](https://newsroom.loom.example/looms)",
}


@pytest.mark.parametrize("text", NO_PAPERS.values(), ids=NO_PAPERS.keys())
def test_what_is_no_paper_either(text: str) -> None:
    """Credits, the list's own format and announcements are told and passed over."""
    parsed = _parsed(f"{text}\n\n## More\n\n- [{AGENTS}]({A})")
    assert [entry.title for entry in parsed.entries] == [AGENTS]
    assert [problem.line for problem in parsed.problems] == [5]


def test_short_titles_on_lines_of_their_own() -> None:
    """In a paragraph of lines that begin with titles in bold, a title of two words is one of its own."""
    entries = _read(
        f"**{AGENTS} at Home** (2025) [[Paper]]({A})  \n**Open Looms** (2023) [[Paper]]({B}) \u2014 *ICML*  \n"
        f"**Loom 2** (2024) [[Blog]](https://blog.google/loom) \u2014 *Open Looms*  \n"
        f"**{MAPS}** (2024) [[Paper]]({C}) \u2014 *SIGGRAPH Asia*"
    )
    assert [(entry.title, entry.claimed_venue, entry.claimed_year, entry.authors) for entry in entries] == [
        (f"{AGENTS} at Home", None, 2025, None),
        ("Open Looms", "ICML", 2023, None),
        (MAPS, "SIGGRAPH Asia", 2024, None),
    ]


def test_a_file_above_the_list() -> None:
    """The name of a file is no title, and neither is what the list says of itself behind it."""
    parsed = parse_list(
        f"# L\n\n[`survey.pdf`]({B}) |\nA curated list of **looms**.\n\n## P\n- [{AGENTS}]({A})\n", "l.md"
    )
    assert [entry.title for entry in parsed.entries] == [AGENTS]
