"""Tests of the pace as the services see it, with several processes at once."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from flows.runtime import load_catalogue
from pipeline.model import Service
from pipeline.sandbox.app import Ledger, build_app
from pipeline.sandbox.server import serving
from tests.refreshing import environ_at

pytestmark = pytest.mark.system

PROCESSES = 4
RATE = 4.0
INTERVAL_S = 0.5


def test_no_request_comes_faster_than_the_pace(tmp_path: Path) -> None:
    """Four runs at once ask each service together no faster than one may."""
    titles = [work.title for work in load_catalogue().works]
    ledger = Ledger()
    with serving(build_app(load_catalogue(), ledger=ledger)) as url:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PAPERS_")}
        environ |= environ_at(url, S2_RATE=str(RATE), ARXIV_INTERVAL=str(INTERVAL_S))
        runs = []
        for number in range(PROCESSES):
            folder = tmp_path / str(number)
            folder.mkdir()
            own = titles[20 * number : 20 * number + 20]
            invented = [f"A Title of Run {number} Nobody Wrote {word}" for word in ("Once", "Twice", "Thrice")]
            (folder / "titles.txt").write_text("\n".join([*own, *invented]), encoding="utf-8")
            command = [sys.executable, "-m", "pipeline.cli", "refresh", "titles.txt", "--engine", "local"]
            runs.append(subprocess.Popen([*command, "--format", "titles", "--out", "out"], cwd=folder, env=environ))
        assert [run.wait(timeout=240) for run in runs] == [0] * PROCESSES

    for service, least in ((Service.SEMANTIC_SCHOLAR, 1 / RATE), (Service.ARXIV, INTERVAL_S)):
        times = sorted(ledger.times[service])
        assert len(times) >= 2 * PROCESSES
        assert min(later - sooner for sooner, later in pairwise(times)) >= least
