"""Tests of the last stage of a refresh on a disk that dies or is full, and killed at random instants."""

from __future__ import annotations

import pickle
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.runtime import make_tools
from flows.stages import PlainStages, ask_all, run_job
from pipeline import publishing
from pipeline.errors import StorageError
from pipeline.job import Job, RoundAccount
from pipeline.snapshot.files import LocalFiles
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify
from tests.refreshing import SMALL_LIST, STARTED, a_job, let_pass, sandbox
from tests.snapshot.failing import FailingDisk, PowerLossError, RefusingDisk, digests

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A job of a second night of which all is answered and nothing is published."""
    folder = tmp_path_factory.mktemp("ready")
    with sandbox() as (url, _):
        job = a_job(folder, url)
        run_job(job)
        let_pass(job, timedelta(days=1))
        longer = a_job(folder, url, SMALL_LIST + "- GPT-4 technical report\n")
        PlainStages().read_list(longer)
        ask_all(longer, PlainStages())
    return longer


def _publish(job: Job, files: LocalFiles) -> None:
    tools = replace(make_tools(job), store=SnapshotStore(files))
    publishing.publish(job, tools, RoundAccount(), lambda: STARTED)


def _copy(job: Job, to: Path) -> Path:
    assert isinstance(job.out, Path)
    return Path(shutil.copytree(job.out, to))


@pytest.mark.parametrize("loses", [True, False])
def test_power_lost_at_every_operation_of_the_last_stage(ready: Job, tmp_path: Path, *, loses: bool) -> None:
    """The last stage leaves the old or the new snapshot, and run again makes the bytes of an undisturbed one."""
    undisturbed = _copy(ready, tmp_path / "undisturbed")
    counting = FailingDisk()
    _publish(ready, LocalFiles(undisturbed, counting))
    assert counting.operations > 20
    for number in range(1, counting.operations + 1):
        out = _copy(ready, tmp_path / f"at-{number}")
        with pytest.raises(PowerLossError):
            _publish(ready, LocalFiles(out, FailingDisk(fails_at=number, loses=loses)))
        store = SnapshotStore(out)
        assert verify(store, store.find()) == []
        _publish(ready, LocalFiles(out))
        assert digests(out) == digests(undisturbed)
        shutil.rmtree(out)


def test_a_full_disk_at_every_operation_of_the_last_stage(ready: Job, tmp_path: Path) -> None:
    """Wherever the disk is full, the last snapshot and the replies stay, and space is all that is needed."""
    undisturbed = _copy(ready, tmp_path / "undisturbed")
    counting = RefusingDisk()
    _publish(ready, LocalFiles(undisturbed, counting))
    replies = digests(ready.archive)
    for number in range(1, counting.operations + 1):
        out = _copy(ready, tmp_path / f"at-{number}")
        with pytest.raises(StorageError, match=r"No space left on device.*: free space there"):
            _publish(ready, LocalFiles(out, RefusingDisk(fails_at=number)))
        store = SnapshotStore(out)
        assert verify(store, store.find()) == []
        _publish(ready, LocalFiles(out))
        assert digests(out) == digests(undisturbed)
        shutil.rmtree(out)
    assert digests(ready.archive) == replies


def _start(job: Job, *words: str) -> subprocess.Popen[str]:
    """Start the last stage in a process of its own; gives it when it is about to begin."""
    file = job.workspace / "job.pickle"
    file.write_bytes(pickle.dumps(job))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.system.publish_job", str(file), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_killed_while_publishing(ready: Job, tmp_path: Path) -> None:
    """Killed at random instants of publishing, the old or the new snapshot is there, and the next run ends the work."""
    undisturbed = replace(ready, out=_copy(ready, tmp_path / "undisturbed"))
    process = _start(undisturbed)
    began = time.monotonic()
    process.communicate(timeout=60)
    took = time.monotonic() - began
    assert process.returncode == 0
    expected = digests(tmp_path / "undisturbed")
    chance = random.Random(20261126)
    ends = set()
    for number in range(KILLS):
        out = _copy(ready, tmp_path / f"killed-{number}")
        process = _start(replace(ready, out=out))
        time.sleep(took * chance.uniform(0, 1))
        process.kill()
        process.communicate()
        store = SnapshotStore(out)
        assert verify(store, store.find()) == []
        ends.add(store.path_of())
        _publish(ready, LocalFiles(out))
        assert digests(out) == expected
        shutil.rmtree(out)
    assert len(ends) == 2


def test_a_file_that_may_not_grow(ready: Job, tmp_path: Path) -> None:
    """A limit of the system itself is told as a full disk is: exit code 2, one sentence, nothing lost."""
    out = _copy(ready, tmp_path / "out")
    before = digests(out)
    process = _start(replace(ready, out=out), "2000")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith(f"cannot write to {out}/.staging-")
    assert "File too large" in said
    assert "name another folder with --out" in said
    assert digests(out) == before
