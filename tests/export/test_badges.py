"""Tests of venue, year and citations beside the papers of a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.curated.parse import parse_list
from pipeline.errors import UsageError
from pipeline.export.badges import badge_of, with_badges
from pipeline.export.corrected import correct, read_source
from pipeline.export.corrections import Correction, Part
from pipeline.model import CuratedEntry
from tests.export.rows import HOSTILE, a_work, an_entry_row
from tests.export.test_corrected import LISTS, RIGHT, WRONG

CITED = {"venue": "ICLR", "citation_count": 1234, "citation_count_as_of": date(2026, 1, 2)}
BADGE = "`[ICLR 2024, 1,234 citations on 2026-01-02]`"


def _badged(text: str, **work: Any) -> str:
    source = read_source(text.encode(), "list.md", None)
    rows = [an_entry_row(entry_id=entry.entry_id, position=entry.position) for entry in source.entries]
    return with_badges(source, correct(source, ()), rows, [a_work(**work)])


def _said(text: str) -> list[CuratedEntry]:
    """What a list says; how a title is listed there may have a badge in it."""
    return [replace(entry, title_listed="") for entry in parse_list(text, "x").entries]


@pytest.mark.parametrize(
    ("changes", "badge"),
    [
        (CITED, BADGE),
        ({"citation_count": 1}, "`[2024, 1 citation]`"),
        ({"year": None, "citation_count": 0}, "`[0 citations]`"),
        ({}, "`[2024]`"),
        ({"year": None}, None),
        ({"venue": "a`b|c\\d[e]", "year": None}, "`[a b c d e]`"),
        ({"venue": "R&D <img src=x>", "year": None}, "`[R and D img src=x]`"),
    ],
)
def test_a_badge_says_what_is_known(changes: dict[str, Any], badge: str | None) -> None:
    """Venue and year, the citations with the day of their count; a preprint server is no venue."""
    assert badge_of(a_work(**changes)) == badge


@pytest.mark.parametrize("shape", [shape for shape in LISTS if shape not in {"html", "html in a table", "titles"}])
def test_a_badge_changes_nothing_that_the_list_says(shape: str) -> None:
    """In every shape of Markdown, behind the paper's link."""
    badged = _badged(LISTS[shape], **CITED)
    assert badged.count(BADGE) == 2
    assert badged.replace(f" {BADGE}", "") == LISTS[shape]
    assert _said(badged) == _said(LISTS[shape])


def test_newer_badges_take_the_place_of_older_ones() -> None:
    """So that a list can be badged every night; what looks like one stays."""
    older = _badged(LISTS["bullet"], citation_count=7, venue="ICLR")
    assert _badged(older, **CITED) == _badged(LISTS["bullet"], **CITED)
    others = LISTS["bullet"].replace("[Code]", "`ICLR 2022` [Code]")
    assert "`ICLR 2022` [Code]" in _badged(others, **CITED)


@pytest.mark.parametrize("own", ["`[must read]`", "`[x]`", "`[1]`", "`[CVPR 2022]`", "`[code, data]`"])
def test_the_curators_own_code_stays(own: str) -> None:
    """Wherever it stands; so does a badge that belongs to no entry."""
    for text in (
        LISTS["bullet"].replace("[Code]", f"{own} [Code]"),
        LISTS["bullet"].replace("[Paper]", f"{own} [Paper]"),
        f"{LISTS['bullet']}\n## Legend\n\n{own} and `[ICLR 2024, 3 citations]` mean this.\n",
    ):
        badged = _badged(text, **CITED)
        assert badged.count(BADGE) == 2
        assert badged.replace(f" {BADGE}", "") == text
        assert _badged(badged, **CITED) == badged


@pytest.mark.parametrize(
    ("shape", "badged"),
    [
        (f"[[Paper]({WRONG})]", f"[[Paper]({WRONG})] {BADGE}"),
        (f"([Paper]({WRONG}))", f"([Paper]({WRONG})) {BADGE}"),
        (f"**[[Paper]({WRONG})]**", f"**[[Paper]({WRONG})]** {BADGE}"),
        (f"[[Paper]({WRONG}) | [Code](https://github.com/a/b)]", None),
    ],
)
def test_brackets_around_the_link_stay_around_it_alone(shape: str, badged: str | None) -> None:
    """A badge stands behind them, the next night too; among links in brackets it stands behind its own."""
    text = f"- A Study of List {shape}\n- Another one [Paper]({RIGHT})\n"
    once = _badged(text, **CITED)
    expected = badged or shape.replace(f"({WRONG})", f"({WRONG}) {BADGE}")
    assert once.splitlines()[0] == f"- A Study of List {expected}"
    assert _badged(once, **CITED) == once


def test_a_badge_that_says_less_makes_room() -> None:
    """Nothing is lost with it."""
    once = _badged(LISTS["bullet"], venue="ICLR")
    assert _badged(once, **CITED) == _badged(LISTS["bullet"], **CITED)


@pytest.mark.parametrize("shape", ["html", "html in a table"])
def test_html_has_no_badges(shape: str) -> None:
    """Backticks are letters there, and what is between them is markup; Markdown beside it has them."""
    text = f"{LISTS[shape]}\n- A third of these [Paper](https://arxiv.org/abs/2401.00003)\n"
    badged = _badged(text, **CITED)
    assert badged.replace(f" {BADGE}", "") == text
    assert badged.count(BADGE) == badged.startswith(LISTS[shape]) == 1


def test_a_corrected_list_is_badged_too() -> None:
    """Both at once, each in its place."""
    source = read_source(LISTS["bullet"].encode(), "list.md", None)
    first = source.entries[0]
    told: dict[str, Any] = {"entry_id": first.entry_id, "position": 1, "line": first.line}
    wanted = [
        Correction(**told, part=Part.TITLE, old=first.title, new="A Study of Lists"),
        Correction(**told, part=Part.LINK, old=WRONG, new=RIGHT),
    ]
    row = an_entry_row(entry_id=first.entry_id)
    text = with_badges(source, correct(source, wanted), [row], [a_work(**CITED)])
    assert f"- A Study of Lists *(ICLR 2023)* [Paper]({RIGHT}) {BADGE} [Code]" in text


@pytest.mark.parametrize("venue", HOSTILE)
def test_hostile_venues_are_words(venue: str) -> None:
    """Within a stretch of code nothing is markup, and nothing ends it."""
    badged = _badged(LISTS["table"], venue=venue)
    assert _said(badged) == _said(LISTS["table"])
    assert all(len(line) < 400 for line in badged.splitlines())


def test_a_list_that_is_no_markdown_has_no_badges() -> None:
    """It is refused with what to do."""
    with pytest.raises(UsageError, match="leave --badges out"):
        _badged(LISTS["titles"])
