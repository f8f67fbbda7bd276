"""Tests of what is printed of what lies between two snapshots."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.snapshot.diff import Diff, FieldChange, RowChange, Side
from pipeline.tables.growth import Growth, WorkGrowth
from pipeline.tables.schema.changes import Change, Compared
from pipeline.terminal.diff import show_diff, write_diff

HOSTILE = "Evil\x1b[2J\x9b31m\n\u202e<b>[red]title[/red]\u2028"


def _diff(title: str = "A Study of Lists") -> Diff:
    fields = (
        FieldChange(field="abstract", old=None, new=title * 20),
        FieldChange(field="citation_count", old="7", new="9"),
    )
    return Diff(
        before=Side(snapshot_id="2026-01-01-aaa", as_of="2026-01-01", schema_version="1.0.0"),
        after=Side(snapshot_id="2026-01-03-bbb", as_of="2026-01-03", schema_version="1.2.0"),
        changes=(
            RowChange(table=Compared.ENTRIES, change=Change.ADDED, key="e1", title=title),
            RowChange(table=Compared.WORKS, change=Change.CHANGED, key="w1", title=title, fields=fields),
            RowChange(table=Compared.WORKS, change=Change.CHANGED, key="w2", title="Counts alone", fields=fields[1:]),
        ),
        growth=Growth(
            works=(
                WorkGrowth(work_id="w1", title=title, before=7, after=9, days=2),
                WorkGrowth(work_id="w2", title="Counts alone", before=3, after=2, days=2),
                WorkGrowth(work_id="w3", title="At rest", before=1, after=1, days=0),
            ),
            counted_by_others=4,
        ),
        passed_over=("works.tldr",),
    )


def test_people_see_changes_and_growth(capsys: pytest.CaptureFixture[str]) -> None:
    """Counts of everything, each change but those of counts, long values cut, growth with its movers."""
    show_diff(_diff(), 10)
    long = ("A Study of Lists" * 20)[:80] + "\u2026"
    assert capsys.readouterr().out.splitlines() == [
        "2026-01-01-aaa -> 2026-01-03-bbb",
        "Not compared, since one of the schemas 1.0.0 and 1.2.0 lacks them: works.tldr.",
        "entries: 1 added, 0 removed, 0 changed.",
        "  added A Study of Lists (e1)",
        "works: 0 added, 0 removed, 2 changed.",
        "  changed A Study of Lists (w1)",
        f"    abstract: nothing -> {long}",
        "citations of works in both (3): 11 -> 12 (+1, +0.5 a day by the 2 counted anew).",
        "4 more works were counted by another than before, which tells no growth.",
        " gained  a day  before  after  work",
        "     +2   +1.0       7      9  A Study of Lists",
        "     -1   -0.5       3      2  Counts alone",
    ]


def test_as_many_movers_as_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """None of them, and no head of a table either."""
    show_diff(_diff(), 0)
    assert capsys.readouterr().out.splitlines()[-1].startswith("4 more works")


def test_programs_get_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything is in it: the counts' changes too, and values whole."""
    write_diff(_diff(), 1)
    told = json.loads(capsys.readouterr().out)

    assert told["before"] == {"snapshot_id": "2026-01-01-aaa", "as_of": "2026-01-01", "schema_version": "1.0.0"}
    assert told["entries"] == {"added": [{"key": "e1", "title": "A Study of Lists"}], "removed": [], "changed": []}
    assert [row["key"] for row in told["works"]["changed"]] == ["w1", "w2"]
    assert told["works"]["changed"][0]["fields"] == {
        "abstract": {"old": None, "new": "A Study of Lists" * 20},
        "citation_count": {"old": "7", "new": "9"},
    }
    top = told["citations"].pop("top")
    assert told["citations"] == {
        "works": 3,
        "before": 11,
        "after": 12,
        "gained": 1,
        "per_day": 0.5,
        "observed_anew": 2,
        "counted_by_others": 4,
    }
    assert [(work["work_id"], work["gained"], work["per_day"], work["days"]) for work in top] == [("w1", 2, 1.0, 2)]
    assert told["passed_over"] == ["works.tldr"]


@pytest.mark.parametrize("show", [show_diff, write_diff])
def test_a_hostile_title_steers_nothing(capsys: pytest.CaptureFixture[str], show: Callable[[Diff, int], None]) -> None:
    """Neither in a title nor in a value; and it is shown as it stands, not as markup."""
    show(_diff(HOSTILE), 10)
    printed = capsys.readouterr().out
    assert all(letter.isprintable() or letter == "\n" for letter in printed)
    assert "[red]title[/red]" in printed


def test_a_version_without_a_rate_says_none(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing was counted anew no growth a day is told."""
    diff = _diff()
    still = replace(diff.growth, works=diff.growth.works[2:], counted_by_others=0)
    show_diff(replace(diff, growth=still), 10)
    assert capsys.readouterr().out.splitlines()[-1] == "citations of works in both (1): 1 -> 1 (+0)."
