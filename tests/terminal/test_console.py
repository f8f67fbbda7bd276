"""Tests of what is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.job import Outcome
from pipeline.terminal.console import plain, show_outcome


def test_what_lists_and_services_say_does_not_steer_the_terminal() -> None:
    """Escapes, controls and marks that turn the direction of writing are replaced; other scripts stay."""
    hostile = "Evil\x1b[2J\x1b]52;c;eA==\x07 \u202eltr\x9b Größe 论文"

    assert plain(hostile).plain == "Evil�[2J�]52;c;eA==� �ltr� Größe 论文"


def test_a_refresh_says_how_much_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    """With the command that shows it; nothing is said of nothing."""
    outcome = Outcome(
        snapshot_id="s",
        path="out/snapshots/snapshot_date=2026-01-01/run=a",
        entries=1,
        works=1,
        by_status={"matched": 1},
        requests={},
        retries=0,
        from_archive=0,
        seconds=1.0,
        findings={"wrong_link": 2, "duplicate": 1},
        degraded=(),
        new=True,
    )
    show_outcome(outcome)
    assert "Findings about the list: 3; 'papers audit' shows them." in capsys.readouterr().out
    show_outcome(replace(outcome, findings={}))
    assert "Findings" not in capsys.readouterr().out
