"""`papers match` in processes: killed at any time, run again, the answers are the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.system

_TEXT = """
    learning deep graph neural networks attention transformers retrieval language models efficient sparse robust
    planning vision speech reinforcement diffusion protein quantum causal inference federated privacy compression
    alignment benchmark optimal transport kernels bandits tabular molecules dialogue summarization translation
"""
_WORKS, _QUERIES = 6000, 9000
"""More queries than one worker takes at once."""


def _match(folder: Path, out: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline.cli", "match", "q.jsonl", "--corpus", "index", "--out", out]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Queries, and an index in four parts."""
    folder = tmp_path_factory.mktemp("bulk")
    chance = random.Random(9)
    words = _TEXT.split()
    titles = [" ".join(chance.sample(words, 6)) for _ in range(_WORKS)]
    asked = [chance.choice(titles).replace("n", chance.choice("nnm"), 1) for _ in range(_QUERIES)]
    works = [{"id": str(number), "title": title} for number, title in enumerate(titles)]
    for name, rows in (("works.jsonl", works), ("q.jsonl", [{"title": title} for title in asked])):
        (folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    command = ["corpus", "build", "works.jsonl", "--to", "index", "--part-works", str(_WORKS // 4)]
    subprocess.run([sys.executable, "-m", "pipeline.cli", *command], cwd=folder, check=True, capture_output=True)
    return folder


def test_a_killed_match_goes_on(folder: Path) -> None:
    """Killed with all its processes, once at each stage, it ends with the answers of a run that was left alone."""
    whole = _match(folder, "whole.parquet")
    said, errors = whole.communicate(timeout=240)
    assert whole.returncode == 0, errors
    assert f"queries: {_QUERIES}" in said
    for stage in ("queries", "asked", "equal", "near", "answers"):
        process = _match(folder, "killed.parquet")
        reached = folder / ".killed.parquet.work" / stage
        end = time.monotonic() + 120
        while not (reached.is_dir() and any(reached.glob("*.parquet"))) and process.poll() is None:
            assert time.monotonic() < end, f"the stage {stage} was not reached"
            time.sleep(0.01)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    last = _match(folder, "killed.parquet")
    _, errors = last.communicate(timeout=240)
    assert last.returncode == 0, errors
    assert (folder / "killed.parquet").read_bytes() == (folder / "whole.parquet").read_bytes()
    assert pq.read_table(folder / "whole.parquet").num_rows == _QUERIES
    assert not (folder / ".killed.parquet.work").exists()
