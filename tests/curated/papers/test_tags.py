"""Tests of what is set as code or in italics beside a title."""

from __future__ import annotations

import pytest

from pipeline.curated.markup.flow import plain
from pipeline.curated.papers.tags import before_italics, said_in_tags, tags_before, without_tags
from tests.curated.papers.runs import A, run_of

TAGGED = {
    f"`2023/07` | `Loom` | [Nets of Words]({A})": ("2023/07 | Loom | ", ("2023/07",)),
    "`Loom` | Nets of Words": ("Loom", ()),
    "`ACL 2022` | `Loom`\n| `Lovelace et al.` ![Stars](a.png) <br>\nNets": (
        "ACL 2022 | Loom | Lovelace et al.   ",
        ("ACL 2022", "Lovelace et al."),
    ),
}


@pytest.mark.parametrize(("text", "expected"), TAGGED.items(), ids=range(len(TAGGED)))
def test_tags_before_a_title(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    """Words set as code that bars part from what follows are tags; they say a venue, a date or authors, or a name."""
    run = run_of(text)
    tags = tags_before(run)
    assert (plain(run[:tags]), said_in_tags(run[:tags])) == expected
    rest = without_tags(run, tags)
    assert len(rest) == len(run)
    assert rest[tags:] == run[tags:]
    assert not plain(rest[:tags]).strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nets of Words",
        "`Loom` Nets of Words",
        "`Loom` by Ada | Grace",
        "`Loom`",
        "`2023` | `Loom`",
        "**Loom** | Nets",
    ],
)
def test_what_is_no_tag(text: str) -> None:
    """Code without a bar behind it, or with nothing behind the bar, may be the title."""
    assert tags_before(run_of(text)) == 0


@pytest.mark.parametrize(
    ("text", "title", "tail"),
    [
        ("Nets of Words *Ada Lovelace et al. 2022*", "Nets of Words ", "Ada Lovelace et al. 2022"),
        ("Nets of Words. `Loom`", "Nets of Words. ", "Loom"),
        ("Nets of *Many* Words", "Nets of Many Words", ""),
    ],
)
def test_authors_in_italics_behind_a_title(text: str, title: str, tail: str) -> None:
    """Authors and venue in italics stand behind the title; a word that is stressed is part of it."""
    said, behind = before_italics(run_of(text))
    assert (plain(said), behind) == (title, tail)
