"""Tests of `papers rebuild` as people call it, in a process that can reach nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.test_prefect import papers

pytestmark = pytest.mark.system

WITHOUT_SOCKETS = """
import socket, sys

class NoSocket(socket.socket):
    def __new__(cls, *args, **kwargs):
        raise OSError("this process has no network")

socket.socket = NoSocket
from pipeline.cli import main
main()
"""


def test_an_older_snapshot_is_made_again_without_sockets(tmp_path: Path) -> None:
    """The same bytes come out of another process that cannot open a socket, and can be written to a folder."""
    for as_of in ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"):
        done = papers(
            *("refresh", "--source", "sandbox", "--engine", "local", "--as-of", as_of), cwd=tmp_path, home=tmp_path
        )
        assert done.returncode == 0, done.stderr
    listed = papers("snapshots", "--source", "sandbox", "--json", cwd=tmp_path, home=tmp_path).stdout.splitlines()
    name = listed[0].split('"snapshot_id": "')[1].partition('"')[0]
    assert name.startswith("2026-11-20")

    rebuilt = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOCKETS, "rebuild", name, "--source", "sandbox", "--to", "again"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONHASHSEED": "7"},
    )

    assert rebuilt.returncode == 0, rebuilt.stderr
    assert f"{name}: made again from archived replies; all" in rebuilt.stdout
    (published,) = (tmp_path / "data/enriched/sandbox/snapshots/snapshot_date=2026-11-20").iterdir()
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
        path.name: path.read_bytes() for path in published.iterdir()
    }
