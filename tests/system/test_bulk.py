"""`papers match` in processes and on clusters: killed at any time, run again, the answers are the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.cluster import reach

pytestmark = pytest.mark.system

_TEXT = """
    learning deep graph neural networks attention transformers retrieval language models efficient sparse robust
    planning vision speech reinforcement diffusion protein quantum causal inference federated privacy compression
    alignment benchmark optimal transport kernels bandits tabular molecules dialogue summarization translation
"""
_WORKS, _QUERIES = 6000, 9000
"""More queries than one worker takes at once."""


def _match(folder: Path, out: str, *options: str, queries: str = "q.jsonl") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline.cli", "match", queries, "--corpus", "index", "--out", out, *options]
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


@pytest.fixture(scope="module")
def whole(folder: Path) -> bytes:
    """The answers of a run on this machine that was left alone."""
    said = _ended(_match(folder, "whole.parquet"))
    assert f"queries: {_QUERIES}" in said
    assert pq.read_table(folder / "whole.parquet").num_rows == _QUERIES
    return (folder / "whole.parquet").read_bytes()


def _ended(process: subprocess.Popen[str]) -> str:
    said, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    return said


def _until(folder: Path, reached: str, process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Wait until there is a file or folder of a pattern or the process has ended."""
    end = time.monotonic() + 120
    while not any(folder.glob(reached)) and process.poll() is None:
        assert time.monotonic() < end, f"{reached} was not reached"
        time.sleep(0.01)


def test_a_killed_match_goes_on(folder: Path, whole: bytes) -> None:
    """Killed with all its processes, once at each stage, it ends with the answers of a run that was left alone."""
    for stage in ("queries", "asked", "equal", "near", "answers"):
        process = _match(folder, "killed.parquet")
        end = time.monotonic() + 120
        while not any((folder / ".killed.parquet.work").glob(f"*/{stage}/[!.]*")) and process.poll() is None:
            assert time.monotonic() < end, f"the stage {stage} was not reached"
            time.sleep(0.01)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    _ended(_match(folder, "killed.parquet"))
    assert (folder / "killed.parquet").read_bytes() == whole
    assert not (folder / ".killed.parquet.work").exists()


_needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the workers")


def _worker(process: subprocess.Popen[str]) -> int:
    """The number of a process that works for another one."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        time.sleep(0.01)
    raise AssertionError("no worker was started")


@_needs_proc
def test_a_killed_worker_loses_nothing(folder: Path, whole: bytes) -> None:
    """A worker that is killed amid its work is replaced, which is told; the run ends by itself with the same bytes."""
    process = _match(folder, "left.parquet")
    # The folder of a step's file is there when the step begins.
    _until(folder, ".left.parquet.work/*/near", process)
    os.kill(_worker(process), signal.SIGKILL)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "warning: a worker was lost" in errors
    assert "Traceback" not in errors
    assert (folder / "left.parquet").read_bytes() == whole
    assert not (folder / ".left.parquet.work").exists()


@_needs_proc
def test_workers_end_with_the_process_that_started_them(folder: Path, whole: bytes) -> None:
    """Killed alone, it leaves no worker behind, and a run of other queries gives their answers in the same place."""
    (folder / "turned.jsonl").write_text(
        "".join(reversed((folder / "q.jsonl").read_text(encoding="utf-8").splitlines(keepends=True))), encoding="utf-8"
    )
    for sent in (signal.SIGKILL, signal.SIGTERM):
        process = _match(folder, "orphans.parquet", queries="turned.jsonl")
        _until(folder, ".orphans.parquet.work/*/near", process)
        worker = _worker(process)
        process.send_signal(sent)
        process.wait(60)
        end = time.monotonic() + 10
        while _is_alive(worker):
            assert time.monotonic() < end, "the worker went on"
            time.sleep(0.01)
        process.communicate(timeout=60)
    _ended(_match(folder, "orphans.parquet"))
    assert (folder / "orphans.parquet").read_bytes() == whole


def _is_alive(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def test_bad_queries_are_passed_over(folder: Path) -> None:
    """They are told with file and line, and counted; the others are matched."""
    lines = ('{"title": "Sparse graph"}', "{", '{"title": "Deep", "year": "x"}')
    (folder / "bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    options = ["match", "bad.jsonl", "--corpus", "index", "--out", "bad.parquet", "--on-bad", "skip"]
    command = [sys.executable, "-m", "pipeline.cli", *options]
    passed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    told = [line for line in passed.stderr.splitlines() if line.startswith("warning: ")]
    assert [line[:39] for line in told] == [
        "warning: bad.jsonl:2: expected a JSON o",
        "warning: bad.jsonl:3: expected a year s",
    ]
    assert passed.stdout.endswith("; passed over: 1; values left out: 1.\n")
    assert pq.read_table(folder / "bad.parquet")["query_id"].to_pylist() == ["1", "3"]


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, itself, and two workers with one thread each."""
    (told := folder / "scheduler.json").unlink(missing_ok=True)
    listening = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
    working = ["worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with ExitStack() as stack:
        scheduler = _dask(folder, listening)
        stack.callback(_gone, scheduler)
        _until(folder, told.name, scheduler)
        workers = [_dask(folder, working) for _ in range(2)]
        for worker in workers:
            stack.callback(_gone, worker)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        with reach(address, len(workers)) as runner:
            runner.client.wait_for_workers(len(workers), timeout=60)
        yield address, scheduler, workers


def _dask(folder: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _gone(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(60)


def test_a_cluster_gives_the_same_bytes(folder: Path, whole: bytes) -> None:
    """Whether of this machine or reached by its address, also when a worker is killed amid its work."""
    _ended(_match(folder, "alone.parquet", "--runner", "dask"))
    assert (folder / "alone.parquet").read_bytes() == whole
    with _cluster(folder) as (address, _, workers):
        for out, killed in (("both.parquet", False), ("left.parquet", True)):
            process = _match(folder, out, "--runner", "dask", "--cluster", address)
            if killed:
                # The folder of a step's file is there when the step begins.
                _until(folder, f".{out}.work/*/near", process)
                os.kill(workers[0].pid, signal.SIGKILL)
                assert process.poll() is None
            _ended(process)
            assert (folder / out).read_bytes() == whole
            assert not (folder / f".{out}.work").exists()
        assert workers[0].wait(60) == -signal.SIGKILL
        assert workers[1].poll() is None


def test_a_match_goes_on_when_its_cluster_is_lost(folder: Path, whole: bytes) -> None:
    """It ends with one sentence, and goes on wherever it is called again."""
    with _cluster(folder) as (address, scheduler, _):
        process = _match(folder, "lost.parquet", "--runner", "dask", "--cluster", address)
        _until(folder, ".lost.parquet.work/*/near", process)
        scheduler.kill()
        _, errors = process.communicate(timeout=240)
    assert process.returncode == 2
    assert errors.splitlines()[-1].startswith("papers: the cluster was lost amid the run; start it again.")
    assert "Traceback" not in errors
    assert any((folder / ".lost.parquet.work").glob("*/open"))
    _ended(_match(folder, "lost.parquet"))
    assert (folder / "lost.parquet").read_bytes() == whole


def test_a_cluster_that_is_not_there_is_told(folder: Path) -> None:
    """One sentence, and nothing is left of the run."""
    process = _match(folder, "none.parquet", "--runner", "dask", "--cluster", "tcp://no-port")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.count("\n") == 1
    assert "no worker of Dask at tcp://no-port (missing port number" in errors
    assert not list(folder.glob("*none.parquet*"))
