"""A refresh in a process of its own, by a clock that stands still: what tests of killed runs start and kill."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.parameters import RefreshParameters
from flows.runtime import make_job
from flows.stages import run_job
from pipeline.settings import Settings
from tests.refreshing import STARTED


def main(url: str, titles: str) -> None:
    """Refresh a list of titles into `out`, with all that is kept below `raw`, both in the working folder."""
    settings = Settings(raw=Path("raw"), s2_url=url, arxiv_url=url, s2_rate=200, arxiv_interval=0)
    parameters = RefreshParameters(list_source=titles, list_format="titles", list_name="titles", out="out")
    run_job(make_job(parameters, settings, STARTED), lambda: STARTED)


if __name__ == "__main__":
    main(*sys.argv[1:])
