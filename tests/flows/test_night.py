"""Tests of reading back what a run published."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flows.night import night_of
from tests.refreshing import SMALL_LIST, STARTED, a_job, run_at, sandbox


def test_a_first_night_and_a_second(tmp_path: Path) -> None:
    """The first has nothing to compare with; the second tells what changed in the list, and how citations grew."""
    with sandbox() as (url, _):
        first = run_at(tmp_path, url, SMALL_LIST, STARTED)
        at = STARTED + timedelta(days=1)
        second = run_at(tmp_path, url, SMALL_LIST.replace("- Claude", "- Gemini"), at)
    job = a_job(tmp_path, "http://127.0.0.1:9", at=at)

    begun, gone_on = night_of(job, first), night_of(job, second)
    assert begun.growth is None
    assert begun.changes.num_rows == 0
    assert begun.findings.num_rows == sum(first.findings.values())
    assert gone_on.growth is not None
    assert gone_on.growth.gained == 0
    assert {"added", "removed"} <= set(gone_on.changes["change"].to_pylist())
    assert (gone_on.list_name, gone_on.as_of) == ("small", "2026-11-23")
