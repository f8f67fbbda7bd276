"""Tests of runs that are killed: the last snapshot stays readable, and nothing is asked twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pandas as pd
import pytest
import requests

from flows.runtime import load_catalogue
from pipeline.memory import things_of
from pipeline.sandbox.app import Ledger, build_app
from pipeline.sandbox.server import serving
from pipeline.snapshot.read import read_snapshot
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify
from pipeline.sources.archive import ReplyArchive
from pipeline.tables.schema import TABLES
from tests.refreshing import environ_at
from tests.system.one_refresh import refresh_once

pytestmark = pytest.mark.system

KILLS = 8
INSTANTS = 50


def _start(cwd: Path, url: str) -> subprocess.Popen[bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAPERS_")}
    environ |= environ_at(url, S2_RATE="200")
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


def _start_by_a_still_clock(folder: Path, url: str, titles: Path) -> BaseProcess:
    """A run in a process of its own, whose modules are there already: it is the run that is to be killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.system.one_refresh"])
    run = context.Process(target=refresh_once, args=(folder, url, titles))
    run.start()
    return run


def _ends_well(run: BaseProcess) -> bool:
    run.join(timeout=120)
    return run.exitcode == 0


def _tables(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of the last snapshot, without its name: that tells in which replies they came, which a kill parts."""
    store = SnapshotStore(folder / "out")
    assert verify(store, store.find()) == []
    tables = {table.name: read_snapshot(folder / "out", table.name) for table in TABLES}
    return {name: table.drop(columns="snapshot_id", errors="ignore") for name, table in tables.items()}


def test_a_cold_run_killed_at_any_instant_is_continued(tmp_path: Path) -> None:
    """After a kill at any instant the next run makes what an undisturbed one makes, and asks nothing archived again."""
    titles = [work.title for work in load_catalogue().works[:40]]
    (tmp_path / "titles.txt").write_text("\n".join(titles), encoding="utf-8")
    titles_file = tmp_path / "titles.txt"
    ledger = Ledger()
    with serving(build_app(load_catalogue(), ledger=ledger)) as url:
        undisturbed = tmp_path / "undisturbed"
        undisturbed.mkdir()
        again = tmp_path / "again"
        again.mkdir()
        assert _ends_well(_start_by_a_still_clock(undisturbed, url, titles_file))
        began = time.monotonic()
        assert _ends_well(_start_by_a_still_clock(again, url, titles_file))
        took = time.monotonic() - began
        expected = _tables(undisturbed)
        chance = random.Random(20261126)
        for number in range(INSTANTS):
            ledger.times.clear()
            folder = tmp_path / f"run-{number}"
            folder.mkdir()
            run = _start_by_a_still_clock(folder, url, titles_file)
            time.sleep(took * chance.uniform(0.0, 1.0))
            run.kill()
            run.join()
            if SnapshotStore(folder / "out").latest() is not None:
                _tables(folder)
            assert _ends_well(_start_by_a_still_clock(folder, url, titles_file))
            for name, table in _tables(folder).items():
                pd.testing.assert_frame_equal(table, expected[name])
            archive = ReplyArchive(folder / "raw/replies/titles-live")
            things = [thing for row in archive.rows() for _, thing in things_of(row.request)]
            assert len(things) == len(set(things))
            # The kill may cost the one reply that was on its way.
            archived = sum(1 for _ in archive.rows())
            assert archived <= sum(map(len, ledger.times.values())) <= archived + 1
