"""Tests of what is printed of findings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.snapshot.findings import Findings
from pipeline.terminal.findings import show_findings, write_findings

HOSTILE = "Evil\x1b[2J\x9b31m\n\u202e<b>[red]title[/red]\u2028"


def _findings(*severities: Severity, title: str = "A Study of Lists", sandbox: bool = False) -> Findings:
    found = tuple(
        Finding(
            entry_id=f"e{place}",
            kind=FindingKind.WRONG_LINK,
            severity=severity,
            position=place,
            line=10 * place,
            title=title,
            message=f"the link leads to another paper, {title}",
            evidence=(title,),
            proposed=title,
        )
        for place, severity in enumerate(severities, start=1)
    )
    return Findings(snapshot_id="2026-01-01-abc", list_name=title, sandbox=sandbox, found=found)


def test_people_see_the_gravest_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Tables by severity with the list's lines, what is proposed, and the counts at the end."""
    show_findings(_findings(Severity.NOTE, Severity.ERROR, Severity.ERROR))
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "error (2)"
    assert [line.split()[0] for line in lines if "wrong_link" in line] == ["20", "30", "10"]
    assert any(line.strip() == "proposed: A Study of Lists" for line in lines)
    assert lines[-1] == "A Study of Lists, snapshot 2026-01-01-abc: 2 errors, 1 note."


def test_evidence_is_shown_of_what_needs_a_look(capsys: pytest.CaptureFixture[str]) -> None:
    """Of errors and warnings always, of notes on demand."""
    findings = _findings(Severity.ERROR, Severity.NOTE)
    said = {}
    for all_evidence in (False, True):
        show_findings(findings, all_evidence=all_evidence)
        said[all_evidence] = capsys.readouterr().out.count("    A Study of Lists\n")
    assert said == {False: 1, True: 2}


def test_words_that_differ_are_in_colour_and_marked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listed ones struck in red, those in their place green; without colour their signs tell."""
    (finding,) = _findings(Severity.WARNING).found
    told = "the title differs from the paper's: A [-model-]{+policy+}"
    findings = replace(_findings(), found=(replace(finding, message=told),))
    show_findings(findings)
    assert told in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    show_findings(findings)
    shown = capsys.readouterr().out
    assert "\x1b[9;31m[-model-]" in shown
    assert "\x1b[32m{+policy+}" in shown


def test_what_has_no_remedy_proposes_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A finding without a proposal says nothing of one."""
    findings = _findings(Severity.WARNING)
    bare = tuple(replace(each, proposed=None) for each in findings.found)
    show_findings(replace(findings, found=bare))
    assert "proposed" not in capsys.readouterr().out


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A clean list is told so, and that it was the sandbox that said it."""
    show_findings(_findings(sandbox=True))
    assert capsys.readouterr().out.strip().endswith("nothing found. From the sandbox: no service was asked.")


def test_a_hostile_title_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes, controls and marks of direction are replaced in tables and escaped in JSON; rich's marks are words."""
    findings = _findings(Severity.ERROR, title=HOSTILE)
    show_findings(findings)
    shown = capsys.readouterr().out
    write_findings(findings)
    written = capsys.readouterr().out

    assert "[red]title[/red]" in shown
    assert all(letter.isprintable() for letter in shown.replace("\n", ""))
    assert written.rstrip("\n").isascii()
    assert all(letter.isprintable() for letter in written.rstrip("\n"))
    assert json.loads(written)["title"] == HOSTILE


def test_programs_get_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the promised keys, in their order."""
    write_findings(_findings(Severity.NOTE, Severity.ERROR))
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())

    assert list(first) == ["kind", "severity", "position", "line", "title", "message", "evidence", "proposed"]
    assert (first["severity"], second["severity"]) == ("note", "error")
    assert first["evidence"] == ["A Study of Lists"]
