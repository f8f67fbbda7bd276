"""Tests against samples of what is read of real lists, which were checked by hand, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation import needs_evaluation_data
from tests.evaluation.lists import checked, list_paths, missed, pairs, read_real_list, sample

_WANTED = 0.98


@needs_evaluation_data
def test_papers_that_lists_link_are_found() -> None:
    """Of the papers that lists link on arXiv, 98 % and more are entries with that identifier and the right title."""
    lost = sum(len(missed(path)) for path in list_paths())
    assert lost <= (1 - _WANTED) * len(pairs())


@needs_evaluation_data
@pytest.mark.parametrize("path", list_paths(), ids=lambda path: path.stem)
def test_no_list_is_read_badly(path: Path) -> None:
    """The same holds of each list by itself."""
    known = sum(1 for pair in pairs() if pair.list_file == path.name)
    assert len(missed(path)) <= (1 - _WANTED) * known


def _facts_of_today(size: int, purpose: str) -> list[tuple[tuple[str, str, str], str]]:
    """List, line and title of each entry of today's sample, and what is read of it."""
    return [
        (
            (name, str(entry.line), entry.title),
            " ".join(map(str, entry.identifiers)) if purpose == "entries" else " > ".join(entry.headings),
        )
        for name, entry in sample(size, purpose)
    ]


@needs_evaluation_data
def test_entries_are_papers() -> None:
    """Of 200 entries that were checked by hand, 98 % and more are papers of their list; none went unchecked."""
    rows = {
        ((row["list"], row["line"], row["title"]), row["identifiers"]): row["is_paper"]
        for row in checked("entries.csv")
    }
    today = _facts_of_today(200, "entries")
    assert [fact for fact in today if fact not in rows] == []
    assert sum(rows[fact] == "yes" for fact in today) >= _WANTED * len(today)


@needs_evaluation_data
def test_headings_are_those_above() -> None:
    """100 entries stand under the headings that were found above them by hand; none went unchecked."""
    rows = {(row["list"], row["line"], row["title"]): row["headings"] for row in checked("headings.csv")}
    today = _facts_of_today(100, "headings")
    assert [(key, rows.get(key)) for key, _ in today] == today


@needs_evaluation_data
def test_lines_of_real_lists_hold_their_titles() -> None:
    """The line of each entry holds the first word of its title."""
    for path in list_paths():
        lines = path.read_text(encoding="utf-8").split("\n")
        astray = [
            entry.line
            for entry in read_real_list(path).entries
            if not any(word in lines[entry.line - 1] for word in entry.title.split()[:3])
        ]
        assert astray == []
