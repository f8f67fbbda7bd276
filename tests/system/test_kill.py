"""Tests of runs that are killed: the last snapshot stays readable, and nothing is asked twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from flows.runtime import load_catalogue
from pipeline.sandbox.app import build_app
from pipeline.sandbox.server import serving
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify

pytestmark = pytest.mark.system

KILLS = 8


def _start(cwd: Path, url: str) -> subprocess.Popen[bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAPERS_")}
    environ |= {"PAPERS_S2_URL": url, "PAPERS_ARXIV_URL": url, "PAPERS_S2_RATE": "200", "PAPERS_ARXIV_INTERVAL": "0"}
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "refresh", "--engine", "local", "--out", "out"],
        cwd=cwd,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_killed_runs_lose_nothing(tmp_path: Path) -> None:
    """Killed at random instants again and again, the run after them publishes, and no archived reply is asked again."""
    chance = random.Random(20261122)
    with serving(build_app(load_catalogue())) as url:
        for _ in range(KILLS):
            run = _start(tmp_path, url)
            time.sleep(chance.uniform(0.5, 3.5))
            run.send_signal(signal.SIGKILL)
            run.wait()
            store = SnapshotStore(tmp_path / "out")
            if store.latest() is not None:
                assert verify(store, store.find()) == []
        assert _start(tmp_path, url).wait(timeout=120) == 0
        asked = sum(requests.get(f"{url}/sandbox/requests", timeout=10).json().values())

    index = tmp_path / "data/raw/replies/post-training-llms-live/index.jsonl"
    archived = index.read_bytes().count(b"\n")
    store = SnapshotStore(tmp_path / "out")
    assert verify(store, store.find()) == []
    assert not list((tmp_path / "out").glob(".staging-*"))
    # Each kill may cost the one reply that was on its way.
    assert archived <= asked <= archived + KILLS
