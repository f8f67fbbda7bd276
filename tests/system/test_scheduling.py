"""The examples of `docs/scheduling` do what they say: their scripts run, through the sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.scheduling import WORKFLOW, cron_jobs, workflow_steps

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    """An environment in which `papers` asks the sandbox."""
    script = tmp_path / "bin" / "papers"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline.cli "$@" --source sandbox\n', encoding="utf-8")
    script.chmod(0o755)
    path = f"{script.parent}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PREFECT_API_URL": ""}


def _run(script: str, folder: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_the_crontab_keeps_quiet_until_something_is_wrong(tmp_path: Path, environ: Mapping[str, str]) -> None:
    """A good night and a good day print nothing, so nothing is mailed; a bad one prints what went wrong."""
    folder = tmp_path / "papers"
    folder.mkdir()
    night, day = (what.replace("/srv/papers", str(folder)) for _, what in cron_jobs())
    assert "no snapshot yet" in _run(day, folder, environ).stdout
    done = _run(night, folder, environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "nothing is found wanting" in (folder / "night.log").read_text(encoding="utf-8")
    assert _run(day, folder, environ).stdout == ""
    done = _run(night, folder, {**environ, "PAPERS_LIST": "nowhere.md"})
    assert "nowhere.md" in done.stdout


def test_the_steps_of_the_workflow_make_snapshot_and_page(tmp_path: Path, environ: Mapping[str, str]) -> None:
    """One after another, as GitHub runs them after the installation."""
    output = tmp_path / "output"
    for step in workflow_steps(WORKFLOW):
        if "run" in step and "pip install" not in step["run"]:
            done = _run(step["run"], tmp_path, {**environ, "GITHUB_OUTPUT": str(output)})
            assert done.returncode == 0, done.stdout + done.stderr
    name, _, folder = output.read_text(encoding="utf-8").strip().partition("=")
    assert name == "folder"
    assert (tmp_path / folder / "manifest.json").exists()
    assert "<html" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
