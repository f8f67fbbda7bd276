"""Tests of bullets below bullets: which are papers of their own, and which say something of the one above."""

from __future__ import annotations

import pytest

from pipeline.curated.markup.flow import Item
from pipeline.curated.papers.nesting import Branch, absorb, branch_of, is_group
from pipeline.curated.papers.unit import Evidence, Unit
from pipeline.curated.words.claims import Claim
from tests.curated.papers.runs import CODE, PAGE, A, B, item_of, run_of


def _branch(text: str) -> Branch:
    return branch_of(item_of(text))


def _absorbed(text: str) -> tuple[Unit, list[str]]:
    """The paper of a bullet with what those below it say, and the words of the bullets that stay below."""
    branch = absorb(_branch(text))
    return branch.units[0], [each.text for each in branch.below]


def _urls(unit: Unit) -> list[str]:
    return [link.url for link in unit.links]


def test_a_bullet_and_all_below_it() -> None:
    """A bullet has its line, its list, its words and its papers, and so have those below it."""
    branch = _branch(f"- Nets\n  of words\n  - [Nets of Words]({A})\n    - ACL 2022\n  - [Words of Nets]({B})\n")
    first, second = branch.below
    assert (branch.line, branch.text, branch.label) == (1, "Nets of words", None)
    assert (first.line, second.line) == (3, 5)
    assert first.group == second.group != branch.group
    assert [unit.title for unit in first.units] == ["Nets of Words"]
    assert [each.text for each in first.below] == ["ACL 2022"]


PARAGRAPHS = {
    "linked titles": (f"[Nets of Words]({A})\n\n  [Words of Nets]({B})", ["Nets of Words", "Words of Nets"]),
    "a linked title behind words": (f"What is new\n\n  [Words of Nets]({B})", ["Words of Nets"]),
}


@pytest.mark.parametrize(("below", "titles"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_a_bullet_that_gathers_its_paragraphs(below: str, titles: list[str]) -> None:
    """A first paragraph without links above linked titles is their label."""
    branch = _branch(f"- Surveys\n\n  {below}\n")
    assert (branch.label, [unit.title for unit in branch.units]) == ("Surveys", titles)


@pytest.mark.parametrize(
    "text",
    [
        "- Surveys",
        f"- [Nets of Words]({A})",
        f"- [Surveys]({A})\n\n  [Words of Nets]({B})",
        f"- **Nets of Words**\n\n  *Ada Lovelace* [pdf]({A})",
        f"- Surveys\n\n  [code]({CODE})",
        f"- Surveys\n\n  [Otter]({A})",
        "- Surveys\n\n  Words of nets",
    ],
)
def test_a_bullet_that_gathers_no_paragraphs(text: str) -> None:
    """A first paragraph with a link, or above other things than linked titles, is no label."""
    assert _branch(text).label is None


GROUPS = [
    f"- Surveys\n  - [Nets of Words]({A})\n  - [Words of Nets]({B})\n",
    f"- Surveys\n  - Deep ones\n    - [Nets of Words]({A})\n",
    f"- Surveys of nets, old and new\n  - Nets of Words [pdf]({A})\n",
    f"- [Code of ours]({CODE})\n  - [Nets of Words]({A})\n",
    f"- Otter [pdf]({A})\n  - [Nets of Words]({A})\n",
    f"- Otter [pdf]({A})\n  - Nets of Words, arXiv:2301.00002\n",
]
NO_GROUPS = [
    "- Surveys",
    f"- [Nets of Words]({A})",
    "- Surveys\n  - words of ours\n",
    f"- Surveys\n  - arXiv: [pdf]({A})\n",
    f"- Surveys\n  - [pdf]({A})\n",
    f"- Nets of Words [pdf]({A})\n  - [Words of Nets]({A})\n",
    f"- [Otter]({A})\n  - [Nets of Words]({A})\n",
    f"- Otter [pdf]({A})\n  - [Nets of Words]({B})\n",
]


@pytest.mark.parametrize("text", GROUPS)
def test_bullets_that_gather(text: str) -> None:
    """A bullet without a paper's link above papers only gathers them; so does a name above the paper that it links."""
    assert is_group(_branch(text))


@pytest.mark.parametrize("text", NO_GROUPS)
def test_bullets_that_do_not_gather(text: str) -> None:
    """A bullet with a title and its paper's link is a paper; one above no paper gathers nothing."""
    assert not is_group(_branch(text))


def test_an_empty_bullet_gathers_nothing() -> None:
    """A bullet without words above papers has no name to gather them under, and nothing to take up."""
    branch = branch_of(Item(line=1, items=[Item(line=2, run=run_of(f"[Nets of Words]({A})"))]))
    assert not is_group(branch)
    assert absorb(branch) == branch


def test_details_below_a_paper() -> None:
    """Authors, venue and links that stand below a paper are its own, and nothing of them stays below."""
    unit, left = _absorbed(
        f"- Nets of Words\n  - Authors: Ada Lovelace\n  - ACL 2022\n  - [pdf]({A})\n  - Code: [here]({CODE})\n"
    )
    assert (unit.title, unit.authors, unit.claim) == ("Nets of Words", "Ada Lovelace", Claim(venue="ACL", year=2022))
    assert (unit.evidence, unit.papers, _urls(unit)) == (Evidence.PAPER, (A,), [A, CODE])
    assert left == []


def test_papers_below_a_paper() -> None:
    """A paper with a link of its own stays below the one above it, and so do bullets with bullets of their own."""
    unit, left = _absorbed(
        f"- [Nets of Words]({A})\n  - Ada Lovelace et al.\n  - [Words of Nets]({B})\n  - Note\n    - [code]({CODE})\n"
    )
    assert (unit.title, unit.authors, _urls(unit)) == ("Nets of Words", "Ada Lovelace et al", [A])
    assert left == ["Words of Nets", "Note"]


def test_fields_with_bullets_below_them() -> None:
    """A field is a paper's own, whatever stands below it."""
    unit, left = _absorbed(f"- [Nets of Words]({A})\n  - Authors: Ada Lovelace\n    - and others\n")
    assert (unit.authors, left) == ("Ada Lovelace", [])


def test_a_field_that_links_a_paper_is_none() -> None:
    """A paper that a field links is the one above, not one of its own."""
    unit, left = _absorbed(f"- Nets of Words\n  - arXiv: [2301.00001]({A})\n")
    assert (unit.title, unit.papers, left) == ("Nets of Words", (A,), [])


def test_details_make_a_paper_of_a_line_without_a_link() -> None:
    """Authors and venue in the first bullet below say that a line is a paper's title."""
    unit, left = _absorbed("- Nets of Words\n  - Ada Lovelace, Grace Hopper. ACL 2022\n  - some words on it\n")
    assert (unit.evidence, unit.authors, left) == (Evidence.CLAIMED, "Ada Lovelace, Grace Hopper", [])


UNCHANGED = {
    "no bullets below": f"- [Nets of Words]({A})",
    "words below a line without a link": "- Nets of Words\n  - some words of ours on it\n",
    "papers below a line without a link": f"- Nets of Words\n  - [Words of Nets]({A})\n  - ACL 2022\n",
    "no title": f"- [code]({CODE})\n  - Ada Lovelace, Grace Hopper. ACL 2022\n",
    "two citations": (
        f"- Otter [pdf]({A})\n  - Ada Lovelace, Grace Hopper. Nets of Words. ACL 2022.\n"
        "  - Ada Lovelace, Grace Hopper. Words of Nets. ACL 2023.\n"
    ),
}


@pytest.mark.parametrize("text", UNCHANGED.values(), ids=UNCHANGED.keys())
def test_what_is_left_as_it_is(text: str) -> None:
    """Where nothing below says anything of the bullet above, all stays where it is."""
    branch = _branch(text)
    assert absorb(branch) == branch


@pytest.mark.parametrize(("above", "url"), [(f"Otter [pdf]({A})", A), (f"Otter [page]({PAGE})", PAGE)])
def test_a_citation_below_a_name(above: str, url: str) -> None:
    """The one bullet that cites a paper gives title, authors and claim to the name and the links above it."""
    unit, left = _absorbed(
        f"- {above}, 2021\n  - Ada Lovelace, Grace Hopper. Nets of Words. ACL 2022.\n  - Code: {CODE}\n"
    )
    assert (unit.title, unit.authors) == ("Nets of Words", "Ada Lovelace, Grace Hopper")
    assert unit.claim == Claim(venue="ACL", year=2022)
    assert (_urls(unit), left) == ([url, CODE], [])


def test_a_citation_below_a_title_is_what_is_said_of_it() -> None:
    """A bullet with a title of its own keeps it, whatever is cited below."""
    unit, left = _absorbed(f"- [Words of Many Nets]({A})\n  - Ada Lovelace, Grace Hopper. Nets of Words. ACL 2022.\n")
    assert (unit.title, left) == ("Words of Many Nets", [])


def test_other_papers_of_a_bullet_stay() -> None:
    """A bullet that names several papers keeps them, what stands below is said of the first."""
    branch = absorb(_branch(f"- [Nets of Words]({A})<br>[Words of Nets]({B})\n  - Authors: Ada Lovelace\n"))
    assert [(unit.title, unit.authors) for unit in branch.units] == [
        ("Nets of Words", "Ada Lovelace"),
        ("Words of Nets", None),
    ]


def test_bullets_without_words_below_say_nothing() -> None:
    """An empty bullet below a paper vanishes."""
    below = [Item(line=2), Item(line=3, run=run_of("ACL 2022"))]
    branch = absorb(branch_of(Item(line=1, run=run_of(f"[Nets of Words]({A})"), items=below)))
    assert (branch.units[0].claim, branch.below) == (Claim(venue="ACL", year=2022), ())
