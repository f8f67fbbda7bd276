"""Tests of snapshots in S3, against a local server that speaks its protocol."""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest
from moto.server import ThreadedMotoServer

import pipeline
from pipeline.errors import LockedError
from pipeline.snapshot.address import connect
from pipeline.snapshot.read import citation_history
from pipeline.snapshot.remote import RemoteFiles
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify_store
from tests.snapshot.failing import follow

pytestmark = pytest.mark.system

SECRET = "a-secret-that-nobody-may-see"
KILLS = 6
TITLES = "LoRA: Low-Rank Adaptation of Large Language Models\nGPT-4 technical report\n"


@contextmanager
def _serving() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A place of its own, and an environment that reaches it."""
    with _serving() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        fsspec.filesystem("s3", skip_instance_cache=True).makedirs("snapshots", exist_ok=True)
        yield f"s3://snapshots/{tmp_path.name}/list"


def _start(folder: Path, *words: str) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    (folder / "titles.txt").write_text(TITLES, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("PAPERS_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(folder: Path, *words: str) -> tuple[int, str, str]:
    process = _start(folder, *words)
    out, said = process.communicate(timeout=120)
    assert SECRET not in out + said
    assert "Traceback" not in said
    return process.returncode, out, said


def _refresh(bucket: str, *more: str) -> tuple[str, ...]:
    return ("refresh", "titles.txt", "--source", "sandbox", "--engine", "local", "--out", bucket, *more)


def test_a_list_lives_in_a_bucket(bucket: str, tmp_path: Path) -> None:
    """Three nights, from two machines: published, listed, verified, read, pruned, and no secret anywhere."""
    for night, machine in (("2026-01-29", "two"), ("2026-01-30", "one"), ("2026-01-31", "two")):
        code, out, said = _run(tmp_path / machine, *_refresh(bucket, "--as-of", night, "--json"))
        assert code == 0, said
        told = json.loads(out)
        assert told["path"].startswith(f"{bucket}/snapshots/snapshot_date={night}/run=")

    listed = [
        json.loads(line) for line in _run(tmp_path / "one", "snapshots", "--out", bucket, "--json")[1].splitlines()
    ]
    assert [row["as_of"] for row in listed] == ["2026-01-29", "2026-01-30", "2026-01-31"]
    code, out, _ = _run(tmp_path / "one", "verify", "--all", "--out", bucket)
    assert (code, out.count("as published")) == (0, 3)
    page = _run(tmp_path / "one", "report", "--out", bucket)[1].strip()
    assert (tmp_path / "one" / page).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    works = pipeline.read_snapshot(bucket)
    assert sorted(works["title"]) == ["GPT-4 Technical Report", "LoRA: Low-Rank Adaptation of Large Language Models"]
    assert len(pipeline.read_snapshot(bucket, "entries", listed[0]["snapshot_id"])) == 2

    assert _run(tmp_path / "two", "snapshots", "prune", "--out", bucket)[0] == 0
    system, place = connect(bucket)
    left = system.find(place)
    assert not [path for path in left if "snapshots/snapshot_date=2026-01-29" in path]
    assert "2026-01-29" in set(citation_history(bucket)["snapshot_date"].astype(str))
    assert not [path for path in left if SECRET.encode() in system.cat_file(path)]
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if SECRET.encode() in path.read_bytes()]
    assert _run(tmp_path / "one", "verify", "--all", "--out", bucket)[0] == 0


def test_of_two_machines_at_once_one_is_refused(bucket: str, tmp_path: Path) -> None:
    """A conditional write finds out what no lock of one machine can, and exit code 5 says so."""
    assert _run(tmp_path / "one", *_refresh(bucket))[0] == 0
    here, there = (SnapshotStore(RemoteFiles(bucket, tmp_path / name)) for name in ("here", "there"))
    mine, theirs = follow(here, "2026-12-03"), follow(there, "2026-12-02")
    read = here.files.read("latest.json")
    theirs.publish(there)
    with pytest.raises(LockedError, match="replaced by another run at the same time"):
        here.files.replace("latest.json", b"{}", over=read)
    with pytest.raises(LockedError):
        mine.publish(here)
    assert there.path_of().startswith("snapshots/snapshot_date=2026-12-02/")
    assert not [problem for verdict in verify_store(there, every=True) for problem in verdict.problems]


def test_killed_while_uploading(bucket: str, tmp_path: Path) -> None:
    """Killed at random instants, what `latest.json` names is whole, and the next run ends the work."""
    began = time.monotonic()
    assert _run(tmp_path / "one", *_refresh(bucket, "--as-of", "2026-01-01"))[0] == 0
    took = time.monotonic() - began
    chance = random.Random(20261126)
    for number in range(KILLS):
        process = _start(tmp_path / "one", *_refresh(bucket, "--as-of", f"2026-01-{number + 2:02}"))
        time.sleep(took * chance.uniform(0.5, 1))
        process.kill()
        process.communicate()
        store = SnapshotStore(RemoteFiles(bucket, tmp_path / f"reader-{number}"))
        assert not [problem for verdict in verify_store(store) for problem in verdict.problems]
    code, _, said = _run(tmp_path / "one", *_refresh(bucket, "--as-of", "2026-02-01"))
    assert code == 0, said
    assert _run(tmp_path / "one", "verify", "--all", "--out", bucket)[0] == 0


def test_a_bucket_that_is_not_there(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is asked of the services, a place that cannot be used is exit code 2 and one sentence."""
    code, _, said = _run(tmp_path / "one", *_refresh("s3://nowhere/at/all"))
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("papers: s3://nowhere/at/all cannot be used (FileNotFoundError")
    code, _, said = _run(tmp_path / "one", *_refresh(f"s3://somebody:{SECRET[:6]}@bucket/x"))
    assert (code, SECRET[:6] in said) == (2, False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    code, _, said = _run(tmp_path / "one", "verify", "--out", bucket)
    assert (code, "cannot be used (" in said) == (2, True)
