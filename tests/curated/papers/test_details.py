"""Tests of what stands beside a title: venue, year and authors."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.curated.markup.flow import Kind, Run, Span
from pipeline.curated.papers.details import (
    behind_names,
    details_beside,
    is_details_only,
    is_links_and_details,
    lines_of,
    read_details,
)
from pipeline.curated.words.claims import Claim
from tests.curated.papers.runs import CODE, PAGE, A, run_of
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

BADGE = "https://img.shields.io/badge"
NAMES = "Ada Lovelace, Grace Hopper"
ACL = Claim(venue="ACL", year=2022)


def test_lines_of_a_run() -> None:
    """Each line that holds something has its number, its text and what parts it from the next."""
    run = run_of("Nets\nof **words**  \n![Star](a.png)  \nby\u00a0Ada<br>\n\n")
    assert lines_of(run) == [(1, "Nets", Kind.LINE), (2, "of words", Kind.BREAK), (4, "by\u00a0Ada", Kind.BREAK)]
    assert lines_of([]) == lines_of(run_of("![Star](a.png)")) == []


BRACKETS = {
    "Nets of words []": "Nets of words",
    "Nets of words [ ] ( ), 2001": "Nets of words    , 2001",
    "Nets of words [": "Nets of words",
    "] Nets of words | (": "Nets of words",
    "Nets (of words)": "Nets (of words)",
    "Nets()": "Nets()",
}


@pytest.mark.parametrize(("text", "line"), BRACKETS.items(), ids=BRACKETS.keys())
def test_brackets_that_held_links(text: str, line: str) -> None:
    """Brackets that stay behind when links are taken out are no part of a line; those around words are."""
    assert lines_of([Span(kind=Kind.TEXT, line=3, text=text)]) == [(3, line, Kind.BREAK)]


DETAILS: dict[str, tuple[Claim, str | None]] = {
    "ACL 2022": (ACL, None),
    "(ACL, 2022)": (ACL, None),
    "[2022 bioRxiv scLoom]": (Claim(venue="bioRxiv", year=2022), None),
    "[2022 ACL, 576 citations]": (ACL, None),
    "[2022 Looms Weekly]": (Claim(year=2022), None),
    ", Lovelace, 2022": (Claim(year=2022), None),
    "Computer, 2022": (Claim(venue="Computer", year=2022), None),
    "2022 saw the rise of looms": (Claim(), None),
    "2022-05": (Claim(year=2022), None),
    NAMES: (Claim(), NAMES),
    "Ada Lovelace": (Claim(), "Ada Lovelace"),
    "Ada Lovelace et al.": (Claim(), "Ada Lovelace et al"),
    f"{NAMES}. ACL 2022.": (ACL, NAMES),
    f"{NAMES}. ACL, 2022": (ACL, NAMES),
    f"{NAMES}, ACL, 2022": (ACL, NAMES),
    f"{NAMES} (ACL 2022)": (ACL, NAMES),
    f"{NAMES} | ACL 2022": (ACL, NAMES),
    f"ACL 2022 - {NAMES}": (ACL, NAMES),
    f"[ACL 2022] \u2013 {NAMES}; 12 pages": (ACL, NAMES),
    "A. Lovelace, Pattern Recognition 2018": (Claim(venue="Pattern Recognition", year=2018), "A. Lovelace"),
    "Ada Lovelace et al. ESANN 2020": (Claim(venue="ESANN", year=2020), "Ada Lovelace et al"),
    "(Machines and Minds 2020)": (Claim(venue="Machines and Minds", year=2020), None),
    "Nets of words, arXiv, 2023": (Claim(venue="arXiv", year=2023), None),
    "nets of words": (Claim(), None),
    "Stars 2020": (Claim(), None),
    "...": (Claim(), None),
    "": (Claim(), None),
}


@pytest.mark.parametrize(("text", "details"), DETAILS.items(), ids=DETAILS.keys())
def test_details_of_a_line(text: str, details: tuple[Claim, str | None]) -> None:
    """Venue, year and authors are read out of a line, in whatever order and however they are parted."""
    assert read_details(text) == details


def test_a_paragraph_is_no_line_of_details() -> None:
    """Of a text longer than any such line nothing is read."""
    assert read_details("ACL 2022; " * 1000) == (Claim(), None)


BEHIND: dict[str, tuple[Claim, str] | None] = {
    f"{NAMES}. ACL, 2022.": (ACL, NAMES),
    "Ada Lovelace. ACL 2022": (ACL, "Ada Lovelace"),
    "A. Lovelace and G. Hopper. ACL 2022": (ACL, "A. Lovelace and G. Hopper"),
    "Ada Lovelace et al.ACL 2022": (ACL, "Ada Lovelace et al"),
    f"{NAMES}. Machines of Words 2020": (Claim(venue="Machines of Words", year=2020), NAMES),
    f"{NAMES}. nets of words": None,
    "Nets of Words. ACL 2022": None,
    NAMES: None,
    "ACL 2022": None,
    "": None,
}


@pytest.mark.parametrize(("text", "parted"), BEHIND.items(), ids=BEHIND.keys())
def test_a_claim_behind_names(text: str, parted: tuple[Claim, str] | None) -> None:
    """Authors, a full stop and a venue are parted; a line of another form is not."""
    assert behind_names(text) == parted


ONLY = [
    NAMES,
    "Ada Lovelace",
    "ACL 2022",
    f"{NAMES}. ACL 2022.",
    f"{NAMES}, arXiv, 2022",
    f"(ACL 2022) | {NAMES}",
    f"{NAMES} [[Paper]({A})] [[code]({CODE})]",
    f"{NAMES} [![Star](a.png)]({CODE})",
]
MORE = [
    "",
    f"[[Paper]({A})]",
    f"Nets of words [[Paper]({A})]",
    f"[Nets of words]({A}), ACL 2022",
    f"{NAMES} - nets of words",
    "ACL 2022; nets of words",
    "Code 2020",
]


@pytest.mark.parametrize(
    "text", [*ONLY, "Ada Lovelace. Machines of Words 2020", f"*{NAMES}*  \nACL 2022 [[Paper]({A})]"]
)
def test_runs_of_nothing_but_details(text: str) -> None:
    """Authors and claims, labels of links aside, are all that such a run has in each of its lines."""
    assert is_details_only(run_of(text))


@pytest.mark.parametrize("text", [*MORE, f"{NAMES}  \nnets of words", "ACL 2022; " * 1000])
def test_runs_with_more_than_details(text: str) -> None:
    """A line with other words, or without any, is more or less than details."""
    assert not is_details_only(run_of(text))


@pytest.mark.parametrize("text", [*ONLY, f", {NAMES}. [pdf]({A})", f"[Nets of words]({A}), ACL 2022"])
def test_nothing_but_details_stands_behind(text: str) -> None:
    """Where but claims and authors stand beside links, there are only details."""
    assert is_links_and_details(run_of(text))


@pytest.mark.parametrize(
    "text", ["", f"[Nets of words]({A})", f"nets of words, [pdf]({A})", f"{NAMES} - nets of words", "ACL 2022; " * 1000]
)
def test_more_than_details_stands_behind(text: str) -> None:
    """Other words are more than details, and links alone are none."""
    assert not is_links_and_details(run_of(text))


BADGES = {
    f"![x]({BADGE}/ACL-2022-blue)": ACL,
    f"[![x]({BADGE}/ACL-2022-blue)]({PAGE})": ACL,
    f"![x]({BADGE}/Some_Meeting-2022-blue)": Claim(venue="Some Meeting", year=2022),
    f"![x]({BADGE}/ACL-blue) ![x]({BADGE}/2022-blue)": ACL,
    f"![x]({BADGE}/last_update-2022-blue)": Claim(),
    f"![x]({BADGE}/Paper-blue)": Claim(),
    f"![x]({BADGE}/stars-many-blue)": Claim(),
    "![x](a.png)": Claim(),
}


@pytest.mark.parametrize(("text", "claim"), BADGES.items(), ids=BADGES.keys())
def test_claims_of_badges(text: str, claim: Claim) -> None:
    """Badges claim venue and year, within links too; those that lead to the paper or say what was updated do not."""
    assert details_beside(run_of(text), 0, 0, "") == (claim, None)


BESIDE: dict[str, tuple[Claim, str | None]] = {
    f"{{}}, {NAMES}, ACL 2022": (ACL, NAMES),
    f"{{}} *{NAMES}* `ACL 2022`": (ACL, NAMES),
    f"{{}} *{NAMES[:12]}<sup>1</sup>{NAMES[12:]}*": (Claim(), NAMES),
    f"{{}} *ACL 2022* {NAMES}": (ACL, NAMES),
    f"{{}}  \n{NAMES}  \nACL 2022": (ACL, NAMES),
    f"[ACL 2022]({A}) {{}}": (ACL, None),
    f"{{}} [{NAMES}]({PAGE})": (Claim(), NAMES),
    f"{{}} | [Ada Lovelace]({PAGE}), [Grace Hopper]({PAGE})": (Claim(), NAMES),
    f"{{}} by [Ada Lovelace]({PAGE})": (Claim(), "Ada Lovelace"),
    f"{{}} [Nets, Words]({CODE})": (Claim(), None),
    f"{{}} [pdf]({A}) [code]({CODE})": (Claim(), None),
    "{}": (Claim(), None),
    "{} with more words": (Claim(), None),
    f"![x]({BADGE}/ACL-2022-blue) {{}} (EMNLP 2021)": (ACL, None),
}


@pytest.mark.parametrize(("text", "details"), BESIDE.items(), ids=BESIDE.keys())
def test_details_beside_a_title(text: str, details: tuple[Claim, str | None]) -> None:
    """Around a title claims and authors are read, however they are set, badges first; within the title none are."""
    run = run_of(text.format(f"[EMNLP 2019: Jim Gray, Alan Kay]({A})"))
    at = next(index for index, span in enumerate(run) if span.text.startswith("EMNLP 2019"))
    assert details_beside(run, at, at + 1, "") == details


def test_what_stood_in_the_titles_own_spans() -> None:
    """What was taken off the title's spans counts before what stands beside them."""
    run = run_of(f"[Nets of Words]({A}) (EMNLP 2021) by Jim Gray, Alan Kay")
    assert details_beside(run, 0, 1, f"{NAMES}\nACL 2022") == (ACL, NAMES)


def test_italics_before_a_title_end_where_it_begins() -> None:
    """Authors in italics right before a title in italics are read without it."""
    run: Run = [*run_of(f"*{NAMES}*"), *run_of("*Nets of Words*")]
    assert details_beside(run, 1, 2, "") == (Claim(), NAMES)


@LAW
@given(ANY_TEXT)
def test_any_line_is_read(text: str) -> None:
    """Whatever a line is, reading it is no error and gives the same again; authors are words of it."""
    claim, authors = read_details(text)
    assert (claim, authors) == read_details(text)
    assert authors is None or authors.strip()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines_cost_little(text: str) -> None:
    """Lines without end are read in time with their length."""
    run: Run = [Span(kind=Kind.TEXT, line=1, text=text)]
    beside = (lambda _: lines_of(run), lambda _: is_details_only(run), lambda _: is_links_and_details(run))
    assert seconds(read_details, *beside, lambda _: details_beside(run, 0, 0, text), text=text) < SOON
