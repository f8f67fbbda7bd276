"""Tests of what a run tells of its night."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.job import Outcome
from pipeline.rebuilding import Rebuilt
from pipeline.summary import (
    Night,
    change_rows,
    escaped,
    facts_of,
    failure_facts,
    finding_rows,
    key_of,
    mover_rows,
    plain,
    rebuilt_text,
    request_rows,
    resource_of,
    status_rows,
    summary_of,
    tables_of,
)
from pipeline.tables.build import to_arrow
from pipeline.tables.growth import Growth, WorkGrowth
from pipeline.tables.schema import CHANGES

HOSTILE = "<script>alert(1)</script> [x](javascript:alert) `a` **b** | c\n# d https://evil.example www.evil.example"


def _change(table: str, change: str, key: str, field: str) -> dict[str, object]:
    return {"table": table, "change": change, "key": key, "field": field, "old": None, "new": "1", "title": HOSTILE}


NIGHT = Night(
    list_name="my_list",
    source="live",
    as_of="2026-11-26",
    outcome=Outcome(
        snapshot_id="2026-11-26-abc",
        path="out/snapshots/snapshot_date=2026-11-26/run=abc",
        entries=10,
        works=7,
        by_status={"matched": 8, "conflict": 2},
        requests={"semantic_scholar": 4, "arxiv": 3},
        retries=1,
        from_archive=2,
        seconds=12.4,
        findings={"wrong_link": 2, "duplicate": 1},
        degraded=("arxiv", "list"),
        new=True,
    ),
    changes=to_arrow(
        CHANGES,
        [
            _change("works", "changed", "w1", "citation_count"),
            _change("works", "changed", "w1", "venue"),
            _change("works", "changed", "w2", "citation_count"),
            _change("entries", "removed", "e1", "entry_id"),
        ],
    ),
    findings=pa.table({"severity": ["error", "error", "warning"], "kind": ["wrong_link", "wrong_link", "duplicate"]}),
    growth=Growth(
        works=(
            WorkGrowth(work_id="w1", title=HOSTILE, before=10, after=4, days=1),
            WorkGrowth(work_id="w2", title="Two", before=1, after=3, days=1),
            WorkGrowth(work_id="w3", title="Three", before=1, after=1, days=1),
        ),
        counted_by_others=0,
    ),
)


def test_a_night_is_read_in_ten_seconds() -> None:
    """The verdict stands first; then what changed, what moved, what needs a look; few words in all."""
    text = summary_of(NIGHT)

    assert text.startswith("# my\\_list, 2026-11-26\n\n**8 of 10 entries matched (80%).**")
    assert "**arxiv stopped answering" in text
    assert "its last good copy was used" in text.replace("\\", "")
    assert "entries: 1 removed; works: 2 changed" in text
    assert "Citations: -4; most moved" in text
    assert "2 errors, 1 warning" in text
    assert len(text.split()) < 120


def test_a_corpus_is_not_called_a_service() -> None:
    """Neither in the summary nor in the tables beside it."""
    corpus = replace(NIGHT, source="corpus")
    text = summary_of(corpus).replace("\\", "")
    assert "Requests to the corpus, to no service: 4 in the place of semantic_scholar, 3 in the place of arxiv" in text
    assert "4 to semantic_scholar" in summary_of(NIGHT).replace("\\", "")
    assert tables_of(corpus)["requests"][0].startswith("Requests to the corpus")


def test_what_stands_is_said_to_stand() -> None:
    """A night without news, a first night, a list without entries and the sandbox are each told."""
    outcome = replace(NIGHT.outcome, new=False, entries=0, by_status={}, degraded=())
    text = summary_of(
        replace(NIGHT, source="sandbox", outcome=outcome, growth=None, findings=NIGHT.findings.slice(0, 0))
    )
    assert "**0 of 0 entries matched.**" in text
    assert "the same inputs made it before" in text
    assert "this is the first snapshot" in text
    assert "Made from the sandbox" in text
    assert "Findings about the list: none" in text


@given(st.text(max_size=300) | st.just(HOSTILE))
def test_no_title_is_markup(title: str) -> None:
    """Whatever a title says, Markdown shows it as one paragraph of plain text: no link, no HTML, no emphasis."""
    text = f"x{escaped(title)}x"
    blocks = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable("table").parse(text)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    inline = blocks[1].children or []
    assert {token.type for token in inline} <= {"text", "text_special"}
    assert "".join(token.content for token in inline) == f"x{plain(title)}x"
    assert len(plain(title)) <= 120


def test_tables_count() -> None:
    """Statuses, changes by table, change and field, movers, findings and requests, the most telling first."""
    assert [(row["status"], row["entries"]) for row in status_rows(NIGHT)] == [("matched", 8), ("conflict", 2)]
    assert [tuple(row.values()) for row in change_rows(NIGHT)] == [
        ("entries", "removed", None, 1),
        ("works", "changed", "citation_count", 2),
        ("works", "changed", "venue", 1),
    ]
    assert [(row["gained"], row["work"]) for row in mover_rows(NIGHT)] == [(-6, plain(HOSTILE)), (2, "Two")]
    assert [tuple(row.values()) for row in finding_rows(NIGHT)] == [
        ("error", "wrong_link", 2),
        ("warning", "duplicate", 1),
    ]
    assert [tuple(row.values()) for row in request_rows(NIGHT)] == [
        ("semantic_scholar", 4, "yes"),
        ("arxiv", 3, "no"),
    ]
    assert list(tables_of(NIGHT)) == ["statuses", "changes", "movers", "findings", "requests"]
    assert "movers" not in tables_of(replace(NIGHT, growth=None))


def test_facts_are_small() -> None:
    """An event says what is needed to act on it, in values of JSON, whatever its size was before."""
    assert json.loads(json.dumps(facts_of(NIGHT)))["matched"] == 8
    told = failure_facts("x" * 1000, "live", "a\nb " * 1000)
    assert len(json.dumps(told)) < 1300
    assert told["told"].startswith("a b a b")


@pytest.mark.parametrize(
    ("name", "key"),
    [("post-training-llms", "post-training-llms-live"), ("My List_2!", "my-list-2-live"), ("мир", "list-live")],
)
def test_keys_are_what_prefect_takes(name: str, key: str) -> None:
    """Lower-case letters, digits and dashes."""
    assert key_of(name, "live") == key
    assert resource_of(name, "live") == f"papers.list.{key}"


def test_a_rebuild_says_what_differs() -> None:
    """One sentence where nothing does, else what does, with nothing of it read as markup."""
    same = Rebuilt(snapshot_id="a-1", folder=Path(), files=9, differing=())
    assert rebuilt_text(same) == "**a\\-1: all 9 files are the same, byte for byte.**\n"
    assert "- works\\.parquet\\: differs" in rebuilt_text(replace(same, differing=("works.parquet: differs",)))
