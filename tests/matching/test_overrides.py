"""Overrides: what the file may say, what is wrong in it and where, and which entries it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.matching.overrides import Override, apply, print_override, read_overrides
from pipeline.model import Ruling
from pipeline.titles import title_key
from tests.builders import an_entry, an_identifier, steady

PIN = """\
# what the curator said

[[override]]
title = "A Study of Lists"
pin = "arxiv:2401.00001"
reason = "its first version bore this title"
date = 2026-04-12
"""


def a_table(**changes: str | None) -> str:
    """A table of TOML; a value of None leaves its key out."""
    values: dict[str, str | None] = {
        "title": '"A Study of Lists"',
        "pin": '"arxiv:2401.00001"',
        "reason": '"so it is"',
        "date": "2026-04-12",
    }
    lines = [f"{key} = {value}" for key, value in (values | changes).items() if value is not None]
    return "\n".join(["", "[[override]]", *lines, ""])


def read(text: str) -> tuple[Override, ...]:
    """Read a file's text."""
    return read_overrides(text, "overrides.toml")


def test_pin() -> None:
    """A table is read with the line of its header."""
    (override,) = read(PIN)

    assert override.line == 3
    assert override.ruling == Ruling(
        reason="its first version bore this title",
        ruled_on=date(2026, 4, 12),
        pinned=an_identifier("arxiv:2401.00001"),
    )


def test_empty_file() -> None:
    """Nothing ruled is nothing wrong."""
    assert read("# nothing yet\n") == ()


@pytest.mark.parametrize(
    ("told", "identifiers"),
    [
        ('"doi:10.1234/x"', ("doi:10.1234/x",)),
        ('["doi:10.1234/x", "arxiv:2401.00002"]', ("doi:10.1234/x", "arxiv:2401.00002")),
        ('"https://arxiv.org/abs/2401.00002v3"', ("arxiv:2401.00002",)),
    ],
)
def test_rejections(told: str, identifiers: tuple[str, ...]) -> None:
    """One identifier or several are rejected, as identifiers or as URLs."""
    (override,) = read(a_table(pin=None, reject=told))

    assert override.ruling.rejected == tuple(map(an_identifier, identifiers))
    assert override.ruling.pinned is None


def test_not_a_paper() -> None:
    """An entry is ruled to be no paper."""
    (override,) = read(a_table(pin=None, not_a_paper="true"))

    assert override.ruling.not_a_paper


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[override]\n", "overrides.toml:1: not valid TOML"),
        ("x = " + "[" * 3000, "nested too deep"),
        ("x = " + "1" * 5000, "a number too long"),
        (a_table(pin=None, reject='"openreview:abc"'), "reject: expected an identifier that a service looks up"),
        ("[[overide]]\n", "expected tables [[override]] and nothing else, found overide"),
        ("override = 1\n", "expected tables [[override]]"),
        (a_table(titel='"x"'), "overrides.toml:2: unknown key 'titel'"),
        (a_table(title=None), "overrides.toml:2: expected a title or an entry_id, found neither"),
        (a_table(entry_id='"e1"'), "expected a title or an entry_id, found title and entry_id"),
        (a_table(title="3"), "title: expected a text that is not empty, found 3"),
        (a_table(pin=None), "expected one of pin, reject, not_a_paper, found none"),
        (a_table(not_a_paper="true"), "found pin and not_a_paper"),
        (a_table(pin=None, not_a_paper="false"), "not_a_paper: expected true, found False"),
        (a_table(pin='"2401"'), "pin: expected an identifier such as"),
        (a_table(pin="3"), "pin: expected an identifier such as"),
        (a_table(pin='"openreview:abc"'), "pin: expected an identifier that a service looks up"),
        (a_table(pin=None, reject="[]"), "reject: expected one identifier or more, found none"),
        (a_table(pin=None, reject='["no"]'), "reject: expected an identifier such as"),
        (a_table(reason=None), "reason: expected a text that is not empty, found nothing"),
        (a_table(reason='" "'), "reason: expected a text that is not empty, found ' '"),
        (a_table(date=None), "date: expected a date such as 2026-01-31, found nothing"),
        (a_table(date='"soon"'), "date: expected a date such as 2026-01-31, found 'soon'"),
        (a_table(date="2026-04-12T10:00:00"), "date: expected a date"),
        (a_table(list='""'), "list: expected a text that is not empty"),
        (PIN + a_table(reason=None), "overrides.toml:9: reason"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    """Each wrong table is refused with file, line, what was expected and what was found."""
    with pytest.raises(UsageError) as error:
        read(text)

    assert told in str(error.value)


def test_entries_are_meant_by_title_but_for_typography_or_by_id() -> None:
    """A ruling is laid upon every entry of the title, or the one of the id; the others stay as they are."""
    entries = (
        an_entry("A Study of Lists"),
        an_entry("A study of “lists”", entry_id="e2"),
        an_entry("Another", entry_id="e3"),
        an_entry("A Third", entry_id="e4"),
    )
    text = PIN + a_table(title=None, entry_id='"e3"', pin=None, not_a_paper="true")

    ruled, unused = apply(read(text), entries, list_name="mine", path="overrides.toml")

    assert [entry.ruling is not None for entry in ruled] == [True, True, True, False]
    assert ruled[2].ruling is not None
    assert ruled[2].ruling.not_a_paper
    assert unused == ()


def test_unused_overrides_are_given_back() -> None:
    """An override that no entry is meant by is told; one for another list is no concern of this one."""
    text = a_table(title='"Nobody Lists This"') + a_table(title='"Nor This"', list='"theirs"')

    ruled, unused = apply(read(text), (an_entry(),), list_name="mine", path="overrides.toml")

    assert ruled == (an_entry(),)
    assert [each.about for each in unused] == ["title 'Nobody Lists This'"]


def test_an_override_may_be_for_one_list() -> None:
    """An override that names this list is laid upon its entries."""
    (ruled,), _ = apply(read(a_table(list='"mine"')), (an_entry(),), list_name="mine", path="overrides.toml")

    assert ruled.ruling is not None


def test_several_overrides_of_one_entry_add_up() -> None:
    """Rejections add up, and stand beside a pin."""
    text = (
        a_table(pin=None, reject='"doi:10.1234/x"')
        + a_table()
        + a_table(pin=None, reject='["doi:10.1234/x", "arxiv:2401.00002"]')
    )

    (ruled,), _ = apply(read(text), (an_entry(),), list_name="mine", path="overrides.toml")

    assert ruled.ruling is not None
    assert ruled.ruling.pinned == an_identifier("arxiv:2401.00001")
    assert [str(each) for each in ruled.ruling.rejected] == ["doi:10.1234/x", "arxiv:2401.00002"]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (a_table(pin='"arxiv:2401.00009"'), "overrides.toml:9: contradicts line 2"),
        (a_table(pin=None, not_a_paper="true"), "overrides.toml:9: contradicts line 2"),
        (
            a_table(pin=None, reject='"arxiv:2401.00001"'),
            "overrides.toml:9: arxiv:2401.00001 is both pinned and rejected",
        ),
    ],
)
def test_contradictions_are_refused(second: str, told: str) -> None:
    """One entry has one ruling."""
    with pytest.raises(UsageError) as error:
        apply(read(a_table() + "\n" + second), (an_entry(),), list_name="mine", path="overrides.toml")

    assert told in str(error.value)


@steady
@given(
    st.text(min_size=1).filter(lambda text: title_key(text) != ""),
    st.text(min_size=1).filter(str.strip),
    st.sampled_from(["pinned", "rejected", "not_a_paper"]),
)
def test_what_is_printed_is_read_again(title: str, reason: str, kind: str) -> None:
    """Any title and reason survive printing and reading, white space apart."""
    kinds: dict[str, dict[str, Any]] = {
        "pinned": {"pinned": an_identifier("arxiv:2401.00001")},
        "rejected": {"rejected": (an_identifier("doi:10.1234/x"), an_identifier("arxiv:2401.00002"))},
        "not_a_paper": {"not_a_paper": True},
    }
    ruling = Ruling(reason=" ".join(reason.split()), ruled_on=date(2026, 4, 12), **kinds[kind])
    (override,) = read(print_override(title, ruling, "mine"))

    assert (override.title, override.list_name, override.ruling) == (" ".join(title.split()), "mine", ruling)
