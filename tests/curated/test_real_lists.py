"""Tests against the survey's real list: as bundled, as scraped text, and as its authors keep it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.bundled import LIST, bundled_file
from pipeline.curated import parse_list, render_list
from pipeline.curated.formats import Format, detect
from pipeline.curated.read import decode
from pipeline.model import CuratedEntry, CuratedList
from tests.evaluation import EVALUATION_DATA, needs_evaluation_data

CHAPTERS = [
    "PoLMs for Fine-Tuning",
    "PoLMs for Alignment",
    "PoLMs for Reasoning",
    "PoLMs for Efficiency",
    "PoLMs for Integration and Adaptation",
    "Datasets",
    "Applications",
]


def _parse(path: Path) -> CuratedList:
    return parse_list(decode(path.read_bytes(), path.name), path.name)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundled() -> CuratedList:
    """The list that comes with the package."""
    return _parse(bundled_file(LIST))


@pytest.fixture(scope="module")
def scraped() -> CuratedList:
    """The list as scraped text, headings and links lost."""
    return _parse(EVALUATION_DATA / "seed.txt")


@pytest.fixture(scope="module")
def upstream() -> CuratedList:
    """The list as its authors keep it, with badges and prose."""
    return _parse(EVALUATION_DATA / "upstream_readme.md")


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    """What stands in the list, row by row, in order."""
    with (EVALUATION_DATA / "seed_gold.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _titles(parsed: CuratedList) -> list[str]:
    return [entry.title for entry in parsed.entries]


def _path(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("chapter", "section", "subsection") if row[name])


def test_the_bundled_list(bundled: CuratedList) -> None:
    """372 entries in seven chapters, none without title and section, and no line passed over."""
    entries = bundled.entries
    assert len(entries) == 372
    assert bundled.problems == ()
    assert list(dict.fromkeys(entry.headings[0] for entry in entries)) == CHAPTERS
    assert {len(entry.headings) for entry in entries} == {2, 3}
    assert len({entry.entry_id for entry in entries}) == 372
    assert entries[0].title == "LLaMA: Open and efficient foundation language models"
    assert entries[0].link == "https://arxiv.org/abs/2302.13971"
    assert (entries[0].claimed_venue, entries[0].claimed_year) == ("arXiv", 2023)


def test_the_bundled_list_is_as_we_print_it(bundled: CuratedList) -> None:
    """Printing the bundled list gives the bundled file, so that a corrected list differs in corrections alone."""
    text = _text(bundled_file(LIST))
    name = text.splitlines()[0].removeprefix("# ")
    assert render_list(bundled.entries, name) == text


def test_lines_of_the_bundled_list_hold_their_titles(bundled: CuratedList) -> None:
    """Each entry's line, as an editor counts, begins with its title."""
    lines = _text(bundled_file(LIST)).split("\n")
    for entry in bundled.entries:
        assert entry.title in lines[entry.line - 1].replace("\\", "")


@needs_evaluation_data
def test_three_forms_give_the_same_titles(bundled: CuratedList, scraped: CuratedList, upstream: CuratedList) -> None:
    """The same 372 titles in the same order, whichever form the list comes in; so are the names of the entries."""
    assert len(scraped.entries) == len(upstream.entries) == 372
    assert _titles(scraped) == _titles(bundled)
    assert _titles(upstream) == _titles(bundled)
    assert [entry.entry_id for entry in scraped.entries] == [entry.entry_id for entry in upstream.entries]


@needs_evaluation_data
def test_the_forms_are_told_apart() -> None:
    """Nobody has to name the format of any of the three."""
    assert detect(_text(bundled_file(LIST))) is Format.MARKDOWN
    assert detect(_text(EVALUATION_DATA / "upstream_readme.md")) is Format.MARKDOWN
    assert detect(_text(EVALUATION_DATA / "seed.txt")) is Format.TEXT


@needs_evaluation_data
@pytest.mark.parametrize("form", ["bundled", "upstream"])
def test_headings_and_links(form: str, request: pytest.FixtureRequest, gold: list[dict[str, str]]) -> None:
    """Headings are chapter, section and subsection; links are the listed ones, and `#` is none."""
    entries: tuple[CuratedEntry, ...] = request.getfixturevalue(form).entries
    assert [entry.headings for entry in entries] == [_path(row) for row in gold]
    assert [entry.link for entry in entries] == [None if row["link"] == "#" else row["link"] for row in gold]


@needs_evaluation_data
@pytest.mark.parametrize("form", ["bundled", "upstream"])
def test_claims(form: str, request: pytest.FixtureRequest, gold: list[dict[str, str]]) -> None:
    """Venue and year are what the badges say."""
    entries: tuple[CuratedEntry, ...] = request.getfixturevalue(form).entries
    claimed = [(entry.claimed_venue or "", str(entry.claimed_year or "")) for entry in entries]
    badges = [(row["badge_venue"].replace("_", " "), row["badge_year"]) for row in gold]
    # A badge that says `Journal` and no more names no venue.
    assert claimed == [
        ("" if venue in {"Publication", "Journal", "Conference"} else venue, year) for venue, year in badges
    ]


@needs_evaluation_data
def test_scraped_text_has_contexts_for_headings(scraped: CuratedList, gold: list[dict[str, str]]) -> None:
    """The scraped text lost headings and links; each chapter's opening paragraph stands in for its heading."""
    assert all(entry.headings == () and entry.link is None and entry.links == () for entry in scraped.entries)
    assert all(entry.context for entry in scraped.entries)
    pairs = {(entry.context, row["chapter"]) for entry, row in zip(scraped.entries, gold, strict=True)}
    assert len(pairs) == 7
    assert len({context for context, _ in pairs}) == 7


@needs_evaluation_data
def test_listed_titles_are_kept(upstream: CuratedList, scraped: CuratedList, gold: list[dict[str, str]]) -> None:
    """Beside the cleaned title stands the title as it was listed, mojibake and all."""
    for parsed, column in ((upstream, "title_as_listed_upstream"), (scraped, "title_as_in_seed_text")):
        listed = [" ".join(row[column].split()) for row in gold]
        assert [entry.title_listed for entry in parsed.entries] == listed


@needs_evaluation_data
def test_junk_behind_two_titles_is_taken_off(bundled: CuratedList, scraped: CuratedList) -> None:
    """What a reference manager left behind two titles is a claim and an identifier, not part of the title."""
    for parsed in (bundled, scraped):
        unravelled, otter = parsed.entries[176], parsed.entries[214]
        assert not unravelled.title.endswith("2023")
        assert otter.title.startswith("Otter: ")
        assert otter.title.endswith("in-context instruction tuning")
    assert [str(each) for each in scraped.entries[214].identifiers] == ["arxiv:2305.03726"]


@needs_evaluation_data
def test_what_is_no_entry(scraped: CuratedList, upstream: CuratedList) -> None:
    """Corresponding authors and an empty bullet are told; contents and the BibTeX block are no entries."""
    assert [problem.line for problem in scraped.problems] == [4]
    assert [(problem.line, problem.message.split(";")[0].split(" (")[0]) for problem in upstream.problems] == [
        (4, "paragraph links a paper in the midst of a sentence"),
        (12, "paragraph links a paper in the midst of a sentence"),
        (15, "bullet names people"),
        (372, "empty bullet"),
    ]
    for parsed in (scraped, upstream):
        assert not [
            title for title in _titles(parsed) if "orresponding" in title or "@" in title or "Contents" in title
        ]


def _facts(entries: Sequence[CuratedEntry]) -> list[tuple[object, ...]]:
    return [(each.title, each.headings, each.link, each.claimed_venue, each.claimed_year) for each in entries]


@needs_evaluation_data
@pytest.mark.parametrize("path", sorted((EVALUATION_DATA / "lists").glob("*.md")), ids=lambda path: path.stem)
def test_other_real_lists_come_back_from_print(path: Path) -> None:
    """What is read of other curators' lists comes back from its printed form, from lines that hold something."""
    lines = _text(path).split("\n")[:600]
    entries = parse_list("\n".join(lines), path.name).entries
    assert all(lines[entry.line - 1].strip() for entry in entries)
    again = parse_list(render_list(entries[-100:], path.stem), path.name).entries
    assert _facts(again) == _facts(entries[-100:])
