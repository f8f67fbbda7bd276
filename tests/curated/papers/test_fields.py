"""Tests of lines that say one thing of a paper: which they are, and what a paper takes from them."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.curated.papers.fields import MOST_LINKS, is_field, with_field
from pipeline.curated.papers.unit import Evidence, Unit, read_unit
from pipeline.curated.words.claims import Claim
from pipeline.identifiers import Identifier, Scheme
from pipeline.model import Link
from tests.curated.papers.runs import CODE, PAGE, A, B, run_of
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

TITLED = Unit(line=1, title="Nets of Words", evidence=Evidence.NONE)

FIELDS = [
    "Authors: Ada Lovelace",
    "**Author**: Ada Lovelace",
    "- by: Ada Lovelace",
    "Year: 2001",
    "Publication date: May 2001",
    "Released : 2001",
    "Venue: ACL",
    "Published in: ACL",
    "Journal: Nature",
    "Keywords: nets",
    "TL;DR: nets",
    "Abstract:",
    "Note: nets",
    "Institution: somewhere",
    "arxiv: https://arxiv.org/abs/2301.00001",
    "Paper: x",
    "Link: x",
    "Project Page: x",
    "\U0001f517 Code: x",
    "\u4f5c\u8005\uff1a\u5f20\u4e09",
    "\u6458\u8981: x",
]
NO_FIELDS = [
    "",
    ":",
    "Authors",
    "Nets: of words",
    "Nets of Words: A Survey",
    "https://arxiv.org/abs/2301.00001",
    "code://x",
    "Ada Lovelace wrote code: x",
    f"{'Code ' * 20}: x",
    "Year 2001",
]


@pytest.mark.parametrize("text", FIELDS)
def test_lines_that_are_fields(text: str) -> None:
    """The name of a field and a colon make a field, whatever the name is set in."""
    assert is_field(text)


@pytest.mark.parametrize("text", NO_FIELDS)
def test_lines_that_are_no_fields(text: str) -> None:
    """A line without a colon, or with other words before it, is none; nor is an address."""
    assert not is_field(text)


def _with(text: str, unit: Unit = TITLED) -> Unit:
    """The paper with a line below it that is read as its own run too."""
    return with_field(unit, text, read_unit(run_of(text)))


AUTHORS = {
    "Authors: Ada Lovelace, Grace Hopper": "Ada Lovelace, Grace Hopper",
    "Author: Ada Lovelace": "Ada Lovelace",
    "by: Lovelace and others": "Lovelace and others",
    "Authors: the nets team": "the nets team",
    "Authors:": None,
    "Ada Lovelace, Grace Hopper": "Ada Lovelace, Grace Hopper",
    "Notes: Ada Lovelace, Grace Hopper": None,
    "Code: Ada Lovelace, Grace Hopper": None,
}


@pytest.mark.parametrize(("text", "authors"), AUTHORS.items(), ids=AUTHORS.keys())
def test_authors(text: str, authors: str | None) -> None:
    """A field of authors gives them as they stand; of other fields only a line without a name may."""
    assert _with(text).authors == authors


CLAIMS = {
    "Year: 2001": Claim(year=2001),
    "Date: 5 May 2001": Claim(year=2001),
    "Published: soon": Claim(),
    "Year: 20011": Claim(),
    "Venue: ACL 2022": Claim(venue="ACL", year=2022),
    "Journal: Words of Nets": Claim(venue="Words of Nets"),
    "Note: ACL 2022. With an award.": Claim(venue="ACL", year=2022),
    "Intro: ACL 2022": Claim(venue="ACL", year=2022),
    "Note: see ACL 2022 too": Claim(),
    "Dataset: WMT 2016": Claim(),
    "Code: x": Claim(),
    "ACL 2022": Claim(venue="ACL", year=2022),
    "Ada Lovelace. ACL 2022": Claim(venue="ACL", year=2022),
}


@pytest.mark.parametrize(("text", "claim"), CLAIMS.items(), ids=CLAIMS.keys())
def test_claims(text: str, claim: Claim) -> None:
    """Venue and year are taken from the fields that speak of them, and from a line of nothing but claims."""
    assert _with(text).claim == claim
    assert with_field(TITLED, text, None).claim == claim


def test_what_is_known_stays() -> None:
    """A field fills gaps, and takes nothing back."""
    unit = TITLED._replace(claim=Claim(venue="ACL", year=2022), authors="Ada Lovelace", evidence=Evidence.CLAIMED)
    for text in ("Authors: Jim Gray", "Year: 2001", "Venue: EMNLP 2019", "Jim Gray, Alan Kay. EMNLP 2019"):
        assert _with(text, unit) == unit


def test_links_of_fields() -> None:
    """The links of every field are the paper's, those of papers lead to it, and each is there once."""
    unit = _with(f"Code: {CODE}", _with(f"Paper: [pdf]({A}), [pdf]({A})", _with(f"arxiv: {A}")))
    assert unit.links == (Link(url=A, label=A), Link(url=A, label="pdf"), Link(url=CODE, label=CODE))
    assert (unit.papers, unit.evidence) == ((A,), Evidence.PAPER)
    assert unit.title == "Nets of Words"


def test_links_of_other_things() -> None:
    """A field that links code or a page makes no paper of a line."""
    unit = _with(f"Code: {CODE}")
    assert (unit.papers, unit.evidence, unit.links) == ((), Evidence.NONE, (Link(url=CODE, label=CODE),))


def test_printed_identifiers() -> None:
    """An identifier that a field prints is the paper's."""
    unit = _with("Note: arXiv:2301.00001")
    assert unit.printed == (Identifier(Scheme.ARXIV, "2301.00001"),)
    assert unit.evidence is Evidence.PAPER


@pytest.mark.parametrize(
    ("evidence", "after"),
    [
        (Evidence.NONE, Evidence.CLAIMED),
        (Evidence.UNKNOWN, Evidence.CLAIMED),
        (Evidence.PAPER, Evidence.PAPER),
        (Evidence.ELSEWHERE, Evidence.ELSEWHERE),
    ],
)
def test_a_venue_speaks_for_a_paper(evidence: Evidence, after: Evidence) -> None:
    """A known venue is a sign of a paper where there was none for or against it; another name is none."""
    unit = TITLED._replace(evidence=evidence)
    assert _with("Venue: ACL 2022", unit).evidence is after
    assert _with("Venue: words of ours", unit).evidence is evidence


def test_papers_of_a_field_join_those_known() -> None:
    """A second paper's address stands behind the first."""
    assert _with(f"Paper: {B}", _with(f"Paper: {A}")).papers == (A, B)


def test_links_have_an_end() -> None:
    """A paper with hundreds of links takes up no more of them; what else its fields say still counts."""
    many = tuple(Link(url=f"{PAGE}/{number}", label="") for number in range(MOST_LINKS))
    unit = _with(f"Paper: {A}", TITLED._replace(links=many))
    assert (unit.links, unit.papers) == (many, ())
    assert _with("Year: 2001", unit).claim.year == 2001


def test_a_line_without_a_unit() -> None:
    """A line that names no paper of its own may still name authors."""
    assert with_field(TITLED, "Ada Lovelace, Grace Hopper. 2001", None).authors == "Ada Lovelace, Grace Hopper"
    assert with_field(TITLED, "nets of words", None) == TITLED


@LAW
@given(ANY_TEXT)
def test_any_line_may_stand_below(text: str) -> None:
    """Whatever stands below a paper, its title and its line stay, and taking it twice changes nothing more."""
    once = with_field(TITLED, text, None)
    assert (once.title, once.line, once.links) == (TITLED.title, TITLED.line, ())
    assert with_field(once, text, None) == once


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines_cost_little(text: str) -> None:
    """Lines without end are read in time with their length, as fields too."""
    assert seconds(is_field, lambda line: with_field(TITLED, line, None), text=text) < SOON
    assert seconds(lambda line: with_field(TITLED, f"Authors: {line}", None), text=text) < SOON
