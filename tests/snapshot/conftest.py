"""Fixtures of tests of snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.stages import run_job
from tests.refreshing import a_job, sandbox


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small snapshot; read it only."""
    folder = tmp_path_factory.mktemp("small")
    with sandbox() as (url, _):
        run_job(a_job(folder, url))
    return folder / "out"
