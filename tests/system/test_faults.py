"""Tests of the faults of the switchboard, alone and in pairs, on first runs and on nights: none wrong, none lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from flows.stages import run_job
from pipeline.errors import ServicesUnavailableError
from pipeline.job import Outcome
from pipeline.sandbox.faults import Fault
from pipeline.sandbox.manners import MANNERS
from pipeline.snapshot.read import read_snapshot
from tests.refreshing import a_job, let_pass, sandbox

pytestmark = pytest.mark.system

TIMEOUT_S = 0.15
SPEED = 100
"""Times the pace that the sandbox keeps to."""
NONE = "none"
TWINS = {Fault.ERROR_500, Fault.ERROR_502, Fault.ERROR_504}
"""Read as 503 is, by its hundred; they stand alone."""
LASTING = [NONE, *(str(fault) for fault in Fault if fault not in TWINS)]
ALONE = [*sorted(TWINS), *(f"{fault}@1" for fault in Fault)]
PAIRS = [
    *((s2, others) for s2 in LASTING for others in LASTING),
    *((fault, NONE) for fault in ALONE),
    *((NONE, fault) for fault in ALONE),
]
VERDICT = ["status", "work_id", "suggested_work_id", "relation", "link_check"]


def _run(folder: Path, faults: str) -> Outcome | None:
    """A run under faults; None when every service was away."""
    with sandbox(faults, speed=SPEED) as (url, _):
        try:
            return run_job(replace(a_job(folder, url), timeout_s=TIMEOUT_S))
        except ServicesUnavailableError:
            return None


def _tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    return read_snapshot(folder / "out", "entries"), read_snapshot(folder / "out", "works")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first run without faults, a day ago."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert _run(folder, "") is not None
    let_pass(a_job(folder, "http://127.0.0.1:9"), timedelta(days=1))
    return folder


def _plan(s2: str, others: str) -> str:
    """Faults of Semantic Scholar, and of everybody else."""
    faults = {each.short: others for each in MANNERS.values()} | {"s2": s2}
    return ",".join(f"{name}:{fault}" for name, fault in faults.items() if fault != NONE)


@pytest.mark.parametrize(("s2", "others"), PAIRS)
def test_first_runs(tmp_path: Path, undisturbed: Path, s2: str, others: str) -> None:
    """Each verdict is the undisturbed one or `unchecked`; with no service left nothing is published."""
    expected, _ = _tables(undisturbed)
    outcome = _run(tmp_path, _plan(s2, others))
    if outcome is None:
        assert NONE not in (s2, others)
        assert not (tmp_path / "out" / "latest.json").exists()
        return
    entries, _ = _tables(tmp_path)
    told = entries["status"] != "unchecked"
    assert list(entries["status"][told]) == list(expected["status"][told])
    assert list(entries["work_id"][told].dropna()) == list(expected["work_id"][told].dropna())
    assert told.all() or outcome.degraded


@pytest.mark.parametrize(("s2", "others"), PAIRS)
def test_nights(tmp_path: Path, undisturbed: Path, s2: str, others: str) -> None:
    """Every verdict and value stays, what could not be asked is stale; with no service left the last one stands."""
    expected, works = _tables(undisturbed)
    shutil.copytree(undisturbed, tmp_path, dirs_exist_ok=True)
    outcome = _run(tmp_path, _plan(s2, others))
    after, after_works = _tables(tmp_path)
    assert after[VERDICT].equals(expected[VERDICT])
    assert after_works.drop(columns="stale").equals(works.drop(columns="stale"))
    assert outcome is not None or NONE not in (s2, others)
    assert outcome is None or after["stale"].any() == bool(outcome.degraded)
