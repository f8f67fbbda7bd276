"""Tests of the links of a run: what their labels say, where they lead, and what their badges claim."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.curated.markup.flow import Kind, Span
from pipeline.curated.papers.anchors import Anchor, badge_text, image_of, label_of, read_anchors, words_of
from pipeline.curated.words.labels import Label
from pipeline.hosts import Place
from tests.curated.papers.runs import CODE, PAGE, A, run_of
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

BADGE = "https://img.shields.io/badge"

BADGES = {
    f"{BADGE}/ACL-2022-blue": "ACL 2022",
    f"{BADGE}/ACL-2022-blue.svg": "ACL 2022",
    f"{BADGE}/ACL-2022-blue.svg?style=flat": "ACL 2022",
    f"{BADGE}/ACL-blue": "ACL",
    f"{BADGE}/NAACL--HLT-2019-red": "NAACL-HLT 2019",
    f"{BADGE}/Some_Meeting-2019-red": "Some Meeting 2019",
    f"{BADGE}/snake__case-2019-red": "snake_case 2019",
    f"{BADGE}/Proc.%20ACL%202022-red": "Proc. ACL 2022",
    f"{BADGE}/Conference-ICLR'22-blue": "ICLR'22",
    f"{BADGE}/Venue-ACL_2022-blue": "ACL 2022",
    f"{BADGE}/cs.CL-2301.00001-red": "2301.00001",
    f"{BADGE}/Paper-blue": "Paper",
}


@pytest.mark.parametrize(("url", "text"), BADGES.items(), ids=BADGES.keys())
def test_badges(url: str, text: str) -> None:
    """A badge says its words without its colour, and without the name of the field it stands for."""
    assert badge_text(url) == text


@pytest.mark.parametrize(
    "url",
    [
        f"{BADGE}/",
        f"{BADGE}/ACL",
        f"{BADGE}/--blue",
        "https://img.shields.io/github/stars/a/b",
        "https://example.org/badge/ACL-2022-blue",
        "figs/badge/ACL-2022-blue.svg",
        "",
    ],
)
def test_other_images_say_nothing(url: str) -> None:
    """Images that are no badge, and badges without words, say nothing."""
    assert badge_text(url) is None


@LAW
@given(ANY_TEXT)
def test_any_badge_is_read(text: str) -> None:
    """Whatever a badge is made of, it says words in one line or nothing."""
    said = badge_text(f"{BADGE}/{text}-blue")
    assert said is None or (said == " ".join(said.split()) and said)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_badges_cost_little(text: str) -> None:
    """Addresses without end are read in time with their length."""
    assert seconds(lambda url: badge_text(f"{BADGE}/{url}"), text=text) < SOON


def _link(text: str, *images: Span) -> Span:
    return Span(kind=Kind.LINK, line=1, text=text, url=A, images=images)


def _image(text: str, url: str = "") -> Span:
    return Span(kind=Kind.IMAGE, line=1, text=text, url=url)


LABELS = {
    "words": (_link("Paper", _image("Star")), "Paper"),
    "what stands for an image": (_link("", _image("PDF", f"{BADGE}/ACL-2022-blue")), "PDF"),
    "a badge": (_link("", _image("", f"{BADGE}/ACL-2022-blue")), "ACL 2022"),
    "an image that says nothing": (_link("", _image("", "a.png")), ""),
    "nothing": (_link(""), ""),
}


@pytest.mark.parametrize(("span", "label"), LABELS.values(), ids=LABELS.keys())
def test_labels(span: Span, label: str) -> None:
    """A link's label is its words, and without words what its image says."""
    assert label_of(span) == label


def test_the_image_of_a_link() -> None:
    """A link that shows an image knows its address, the first of several; one without shows none."""
    assert image_of(_link("Paper", _image("Star", "a.png"), _image("Moon", "b.png"))) == "a.png"
    assert image_of(_link("Paper")) == ""


def test_the_links_of_a_run() -> None:
    """The links come in order, each with its place in the run, what it says and where it leads."""
    anchors = read_anchors(run_of(f"See [Nets of Words]({A}), [code]({CODE}) [![PDF](a.png)]({PAGE})"))
    assert anchors == [
        Anchor(1, "Nets of Words", A, Label.TEXT, Place.PAPER),
        Anchor(3, "code", CODE, Label.OTHER, Place.ELSEWHERE),
        Anchor(5, "PDF", PAGE, Label.PAPER, Place.UNKNOWN, pictured=True),
    ]
    assert read_anchors(run_of("Nets of Words")) == read_anchors([]) == []


def _anchor(link: str) -> Anchor:
    (anchor,) = read_anchors(run_of(link))
    return anchor


LEADING = {
    f"[Nets of Words]({A})": True,
    f"[PDF]({A})": True,
    f"[PDF]({PAGE})": True,
    f"[ACL 2022]({A})": True,
    f"[link]({A})": True,
    "[Paper](#)": True,
    f"[code]({A})": False,
    f"[Nets of Words]({PAGE})": False,
    f"[link]({PAGE})": False,
    f"[code]({CODE})": False,
    "[Papers](#papers)": False,
    "[Paper](#paper)": False,
}


@pytest.mark.parametrize(("link", "leads"), LEADING.items(), ids=LEADING.keys())
def test_links_that_lead_to_a_paper(link: str, *, leads: bool) -> None:
    """A link leads to a paper if its label or its address says so, and its label does not say otherwise."""
    assert _anchor(link).leads_to_paper is leads


TITLES = {
    f"[Nets of Words]({A})": True,
    f"[Nets]({PAGE})": True,
    f"[Nets of Words]({CODE})": True,
    f"[Dense Retrieval, Open Questions]({A})": True,
    f"[Paper]({A})": False,
    f"[code]({CODE})": False,
    f"[ACL 2022]({A})": False,
    f"[here]({PAGE})": False,
    "[Nets of Words](#nets)": False,
    f"[Ada Lovelace]({PAGE})": False,
    f"[Ada Lovelace]({A})": False,
    f"[Ada Lovelace, Grace Hopper]({PAGE})": False,
    f"[Ada Lovelace, Grace Hopper et al.]({A})": False,
    f"[![Nets of Words](a.png)]({A})": False,
}


@pytest.mark.parametrize(("link", "may"), TITLES.items(), ids=TITLES.keys())
def test_labels_that_may_be_titles(link: str, *, may: bool) -> None:
    """Words that are neither label nor claim nor name, and lead out of the document, may be a title."""
    assert _anchor(link).may_be_title is may


def test_words_without_labels() -> None:
    """The words of a run are its text and the labels that are words, not those that say what they lead to."""
    run = run_of(f"On [Nets]({A}) by Ada [pdf]({A}) [ACL 2022]({A}) [![PDF](a.png)]({A})")
    assert words_of(run).split() == ["On", "Nets", "by", "Ada"]
