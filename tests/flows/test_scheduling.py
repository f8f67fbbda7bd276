"""Tests of what a schedule refuses; `tests/system/test_deployments.py` serves one."""

from __future__ import annotations

import pytest

from flows.parameters import RefreshParameters
from flows.scheduling import CRON, TIMEZONE, serve_nightly
from pipeline.errors import UsageError


def test_it_needs_a_server() -> None:
    """Without one it says how to start one, and starts none itself."""
    with pytest.raises(UsageError, match="prefect server start"):
        serve_nightly(RefreshParameters(), CRON, TIMEZONE, print, {"PREFECT_API_URL": ""})


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "", "../etc/passwd"])
def test_an_unknown_timezone_is_said(zone: str) -> None:
    """It is not taken for UTC."""
    with pytest.raises(UsageError, match="--timezone: expected a name such as"):
        serve_nightly(RefreshParameters(), CRON, zone, print, {"PREFECT_API_URL": "http://127.0.0.1:9/api"})


@pytest.mark.parametrize("cron", ["every night", "99 3 * * *", ""])
def test_a_cron_that_is_none_is_said(cron: str) -> None:
    """Before any server is asked."""
    with pytest.raises(UsageError, match="--cron: expected five fields such as"):
        serve_nightly(RefreshParameters(), cron, TIMEZONE, print, {"PREFECT_API_URL": "http://127.0.0.1:9/api"})


def test_a_corpus_is_named_before_the_first_night() -> None:
    """What would fail every night is refused at once."""
    with pytest.raises(UsageError, match="--source corpus: expected a corpus"):
        serve_nightly(RefreshParameters(source="corpus"), CRON, TIMEZONE, print, {"PREFECT_API_URL": ""})
