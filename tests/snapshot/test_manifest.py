"""Tests of naming a snapshot by its inputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Service
from pipeline.snapshot.manifest import DISTRIBUTION, Inputs, Used, build_manifest, run_id, to_json
from pipeline.sources.archive import Archived
from pipeline.sources.port import Kind, Request


def _used(sha256: str, *stale: str) -> Used:
    request = Request(
        service=Service.ARXIV, kind=Kind.IDENTIFIER, asked=("arxiv:2305.18290",), method="GET", path="/api/query"
    )
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    row = Archived(request=request, status=200, content_type="application/atom+xml", fetched_at=moment, sha256=sha256)
    return Used(row=row, stale=stale)


INPUTS = Inputs(
    list_name="a-list",
    list_sha256="11",
    list_format=None,
    entries_sha256="22",
    source="live",
    as_of=date(2026, 11, 22),
    replies=(_used("aa"), _used("bb"), _used("cc")),
    previous=None,
    limits={"entries": 0.8},
)


VERSIONS = {DISTRIBUTION: "0", "pyarrow": "1"}


@given(st.permutations(INPUTS.replies))
def test_the_order_of_replies_leaves_no_trace(replies: list[Used]) -> None:
    """The same replies in another order make the same run."""
    shuffled = replace(INPUTS, replies=tuple(replies))
    assert run_id(shuffled.as_json()) == run_id(INPUTS.as_json())


@pytest.mark.parametrize(
    "change",
    [
        {"list_sha256": "22"},
        {"source": "sandbox"},
        {"as_of": date(2026, 11, 23)},
        {"replies": INPUTS.replies[:2]},
        {"replies": (*INPUTS.replies[:2], _used("cc", "arxiv:2305.18290"))},
        {"previous": "2026-11-21-abc"},
        {"limits": {"entries": 0.5}},
        {"degraded": ("arxiv",)},
        {"list_format": "titles"},
    ],
)
def test_every_input_changes_the_name(change: dict[str, Any]) -> None:
    """Two runs of different inputs never bear one name."""
    assert run_id(replace(INPUTS, **change).as_json()) != run_id(INPUTS.as_json())


def test_a_manifest_holds_no_time_but_the_replies() -> None:
    """Equal inputs give equal bytes, whenever they are written."""
    first, second = (
        to_json(
            build_manifest(
                INPUTS.as_json(), files=[], by_status={"matched": 1}, findings={}, versions={DISTRIBUTION: "0"}
            )
        )
        for _ in range(2)
    )
    assert first == second
