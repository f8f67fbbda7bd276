"""Tests of what is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.job import Outcome
from pipeline.terminal.console import plain, show_outcome

OUTCOME = Outcome(
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


def test_what_lists_and_services_say_does_not_steer_the_terminal() -> None:
    """Escapes, controls and marks that turn the direction of writing are replaced; other scripts stay."""
    hostile = "Evil\x1b[2J\x1b]52;c;eA==\x07 \u202eltr\x9b Größe 论文"

    assert plain(hostile).plain == "Evil�[2J�]52;c;eA==� �ltr� Größe 论文"


def test_a_refresh_says_how_much_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    """With the command that shows it; nothing is said of nothing."""
    show_outcome(OUTCOME)
    assert "Findings about the list: 3; 'papers audit' shows them." in capsys.readouterr().out
    show_outcome(replace(OUTCOME, findings={}))
    assert "Findings" not in capsys.readouterr().out


def test_a_folder_is_named_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like markup in its name is none."""
    show_outcome(replace(OUTCOME, path="o[red][/b]/snapshots/snapshot_date=2026-01-01/run=a"))
    told = capsys.readouterr().out
    assert "page:   o[red][/b]/snapshots/snapshot_date=2026-01-01/run=a/report.html" in told
    assert "read_snapshot('o[red][/b]')" in told


def test_a_corpus_is_not_called_a_service(capsys: pytest.CaptureFixture[str]) -> None:
    """What it was asked is told as asked of it; without one it is the services that were asked."""
    outcome = replace(OUTCOME, requests={"semantic_scholar": 4, "arxiv": 3})
    show_outcome(outcome, corpus=True)
    told = "Requests to the corpus, to no service: 4 in the place of semantic_scholar, 3 in the place of arxiv; 0"
    assert told in capsys.readouterr().out
    show_outcome(outcome)
    assert "Requests: 4 to semantic_scholar, 3 to arxiv; 0 replies" in capsys.readouterr().out
