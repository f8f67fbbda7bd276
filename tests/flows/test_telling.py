"""Tests of what a run tells Prefect where Prefect cannot be told; the rest is tested against a server."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest
from prefect.client.schemas.objects import FlowRun, State, StateType

from flows.telling import Nevertheless, page_of, stands_in
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


def _night(state: StateType | None, *, scheduled: bool = True, of: str = "list.md") -> FlowRun:
    return FlowRun(
        id=uuid4(),
        flow_id=uuid4(),
        parameters={"parameters": {"list_source": of}},
        auto_scheduled=scheduled,
        state=State(type=state) if state else None,
    )


@pytest.mark.parametrize(
    "state", [None, StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.COMPLETED]
)
def test_a_later_night_stands_in_that_did_the_work_or_may(state: StateType | None) -> None:
    """One that has not begun as well as one that has ended well."""
    assert stands_in(_night(state), _night(StateType.RUNNING))


@pytest.mark.parametrize("state", [StateType.FAILED, StateType.CRASHED, StateType.CANCELLED, StateType.CANCELLING])
def test_a_later_night_that_was_in_vain_stands_in_for_none(state: StateType) -> None:
    """Else a night would be left out that nobody makes up for."""
    assert not stands_in(_night(state), _night(StateType.RUNNING))


def test_nights_of_other_lists_stand_in_for_none() -> None:
    """A deployment may have a schedule for each list; and what a person starts is no night."""
    assert not stands_in(_night(None, of="agents.md"), _night(StateType.RUNNING))
    assert not stands_in(_night(None, scheduled=False), _night(StateType.RUNNING))


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
