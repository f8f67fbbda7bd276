"""A refresh by a clock that stands still, to be run in a process of its own and killed."""

from __future__ import annotations

from pathlib import Path

from flows.parameters import RefreshParameters
from flows.runtime import make_job
from flows.stages import run_job
from pipeline.settings import Settings
from tests.refreshing import STARTED


def refresh_once(folder: Path, url: str, titles: Path) -> None:
    """Refresh a list of titles into `out`, with all that is kept below `raw`, both in a folder."""
    settings = Settings(raw=folder / "raw", s2_url=url, arxiv_url=url, s2_rate=200, arxiv_interval=0)
    parameters = RefreshParameters(
        list_source=str(titles), list_format="titles", list_name="titles", out=str(folder / "out")
    )
    run_job(make_job(parameters, settings, STARTED), lambda: STARTED)
