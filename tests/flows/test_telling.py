"""Tests of what a run tells Prefect where Prefect cannot be told; the rest is tested against a server."""

from __future__ import annotations

import httpx
import pytest

from flows.telling import Nevertheless, page_of
from pipeline.errors import SnapshotError


@pytest.mark.parametrize("error", [httpx.ConnectError("no server"), SnapshotError("gone"), OSError("full")])
def test_what_cannot_be_told_stops_no_night(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and the run goes on."""
    with Nevertheless("the run could not be tagged"):
        raise error
    assert f"the run could not be tagged: {error}" in caplog.text


def test_a_mistake_of_ours_is_not_hidden() -> None:
    """Only what lies outside is passed over."""
    with pytest.raises(KeyError), Nevertheless("the run could not be tagged"):
        raise KeyError


def test_a_report_is_read_where_it_is_served() -> None:
    """Below the address that is set, else where it lies, with a word on why a browser does not go there."""
    within = "snapshots/snapshot_date=2026-11-26/run=abc"
    assert page_of(f"data/enriched/{within}", "https://papers.example/") == (
        f"https://papers.example/{within}/report.html",
        "What a curator reads",
    )
    assert (
        page_of(f"s3://bucket/{within}", "https://papers.example")[0] == f"https://papers.example/{within}/report.html"
    )
    where, told = page_of(f"data/enriched/{within}", None)
    assert where.startswith("file:///")
    assert "on the machine of the worker" in told
    assert "PAPERS_SITE_URL" in told
    assert page_of(f"s3://bucket/{within}", None)[0] == f"s3://bucket/{within}/report.html"
