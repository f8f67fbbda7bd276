"""Tests of what is printed of an examination."""

from __future__ import annotations

import json

import pytest

from pipeline.doctor.check import ok, problem, warning
from pipeline.terminal.doctor import show_checks, write_checks

CHECKS = (ok("age", "It is young."), warning("key", "None.", "Get one."), problem("list", "Gone.", "Bring it."))
HOSTILE = "Evil\x1b[2J\x9b31m\n\u202e[red]x[/red]\u2028"


def test_people_see_a_line_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    """Level, name, what was found and what to do, and the counts at the end."""
    show_checks(CHECKS)
    assert capsys.readouterr().out.splitlines() == [
        "ok       age   It is young.",
        "warning  key   None. Get one.",
        "problem  list  Gone. Bring it.",
        "3 checks: 1 problem, 1 warning.",
    ]


def test_nothing_wanting_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, and several of a kind in the plural."""
    show_checks(CHECKS[:1])
    assert capsys.readouterr().out.endswith("1 check: nothing is found wanting.\n")
    show_checks(CHECKS[1:2] * 2)
    assert capsys.readouterr().out.endswith("2 checks: 2 warnings.\n")


def test_programs_see_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the same keys in each."""
    write_checks(CHECKS)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"check": "age", "level": "ok", "found": "It is young.", "advice": ""}
    assert [each["level"] for each in lines] == ["ok", "warning", "problem"]


def test_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A hostile text stays one line of plain letters."""
    show_checks([problem("list", HOSTILE, HOSTILE)])
    write_checks([problem("list", HOSTILE, HOSTILE)])
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 3
    assert not {"\x1b", "\x9b", "\u202e", "\u2028"} & set(out)
    assert "[red]x[/red]" in out
