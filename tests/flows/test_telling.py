"""Tests of what a run tells Prefect where Prefect cannot be told; the rest is tested against a server."""

from __future__ import annotations

import httpx
import pytest

from flows.telling import Nevertheless
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
