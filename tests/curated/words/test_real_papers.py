"""Tests on real titles and real authors: how seldom one is taken for the other, or for a claim, a label or prose."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pyarrow.parquet as pq
import pytest

from pipeline.curated.words.citations import before_authors
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.clean import clean_title
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import is_prose
from pipeline.titles import title_key
from tests.evaluation import EVALUATION_DATA, needs_evaluation_data

pytestmark = needs_evaluation_data

_MANY = 4000
_SHORT = 3
"""Titles of up to so many words look most like labels."""


def _column(name: str) -> list[object]:
    column = pq.read_table(EVALUATION_DATA / "works.parquet", columns=[name]).column(0)
    chosen = sorted(random.Random(2024).sample(range(len(column)), 4 * _MANY))
    values: list[object] = column.take(chosen).to_pylist()
    return values


@pytest.fixture(scope="module")
def titles() -> list[str]:
    """Titles of real works, the same each time."""
    return [str(title) for title in _column("title") if title and str(title).strip()][:_MANY]


@pytest.fixture(scope="module")
def short_titles() -> list[str]:
    """Titles of one to three words."""
    everything = pq.read_table(EVALUATION_DATA / "works.parquet", columns=["title"]).column(0).to_pylist()
    short = sorted({title for title in everything if title and 1 <= len(title.split()) <= _SHORT})
    return random.Random(2024).sample(short, _MANY)


@pytest.fixture(scope="module")
def bylines() -> list[list[str]]:
    """Authors of real works with two authors and more."""
    lists = [
        [str(name) for name in names] for names in _column("authors") if isinstance(names, list) and len(names) > 1
    ]
    return lists[:_MANY]


def _share(taken: list[str], of: int) -> str:
    return f"{len(taken)} of {of}, such as {taken[:5]}"


def _is_label(title: str) -> bool:
    return read_label(title) is not Label.TEXT


def _is_cut(title: str) -> bool:
    return before_authors(title)[0] != title


def _is_changed(title: str) -> bool:
    return title_key(clean_title(title).title) != title_key(title)


@pytest.mark.parametrize(
    ("taken_for", "at_most"),
    [
        pytest.param(read_authors, 0.005, id="authors"),
        pytest.param(partial(read_authors, alone=True), 0.01, id="authors who stand alone"),
        pytest.param(is_claim, 0.005, id="a claim"),
        pytest.param(_is_label, 0.005, id="a label"),
        pytest.param(is_prose, 0.005, id="prose"),
        pytest.param(_is_cut, 0.005, id="title and authors"),
        pytest.param(_is_changed, 0.005, id="more than the title"),
    ],
)
def test_titles_are_taken_for_titles(titles: list[str], taken_for: Callable[[str], object], at_most: float) -> None:
    """Of real titles hardly any is taken for something else, or changed by cleaning but for loose punctuation."""
    taken = [title for title in titles if taken_for(title)]
    assert len(taken) <= at_most * len(titles), _share(taken, len(titles))


@pytest.mark.parametrize(
    "taken_for",
    [
        pytest.param(read_authors, id="authors"),
        pytest.param(is_claim, id="a claim"),
        pytest.param(_is_label, id="a label"),
    ],
)
def test_short_titles_are_taken_for_titles(short_titles: list[str], taken_for: Callable[[str], object]) -> None:
    """Titles of one to three words, too, are seldom taken for authors, a claim or a label."""
    taken = [title for title in short_titles if taken_for(title)]
    assert len(taken) <= 0.005 * len(short_titles), _share(taken, len(short_titles))


def test_cleaning_a_real_title_twice_changes_nothing(titles: list[str]) -> None:
    """What cleaning left of a real title it leaves alone."""
    cleaned = [clean_title(title).title for title in titles]
    assert [clean_title(title).title for title in cleaned] == cleaned


@pytest.mark.parametrize(
    "form",
    ["{all}", "{most} and {last}", "{most}, and {last}", "{most} & {last}", "{all} et al.", "By {all}", "({all})"],
)
def test_authors_are_taken_for_authors(bylines: list[list[str]], form: str) -> None:
    """Real authors, of all languages, are known as such in the forms in which lists print them."""
    texts = [form.format(all=", ".join(names), most=", ".join(names[:-1]), last=names[-1]) for names in bylines]
    missed = [text for text in texts if not read_authors(text)]
    assert len(missed) <= 0.02 * len(texts), _share(missed, len(texts))


@pytest.mark.parametrize(
    "form", ["{authors}. {title}. ICLR 2022.", "{title}. {authors}. ICLR 2022.", "{title} | {authors}"]
)
def test_title_and_authors_are_parted(titles: list[str], bylines: list[list[str]], form: str) -> None:
    """A real title is found behind, before and beside real authors; a few end in a word that no sentence ends in."""
    plain = [title for title in titles if not any(mark in title for mark in ".?!|,") and len(title.split()) > _SHORT]
    pairs = list(zip(plain, bylines, strict=False))
    missed = [
        title
        for title, names in pairs
        if before_authors(form.format(title=title, authors=", ".join(names)))[0].rstrip(".") != title
    ]
    assert len(missed) <= 0.05 * len(pairs), _share(missed, len(pairs))
