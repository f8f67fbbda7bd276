"""A list is audited, corrected by the patch and audited again: what is left cannot be corrected."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import bundled

pytestmark = pytest.mark.system


def _papers(folder: Path, *arguments: str, code: int = 0) -> bytes:
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout


def _audited(folder: Path) -> dict[tuple[int, str], dict[str, object]]:
    """What is found of the list as it lies in the folder, by position and kind."""
    _papers(
        folder, "refresh", "README.md", "--name", "mine", "--source", "sandbox", "--engine", "local", "--out", "out"
    )
    lines = _papers(folder, "audit", "--json", "--out", "out", "--source", "sandbox", code=1).splitlines()
    found = map(json.loads, lines)
    return {(each["position"], each["kind"]): each for each in found}


def _patch(folder: Path) -> bytes:
    of_list = ("--format", "markdown", "--diff", "--list", "README.md")
    return _papers(folder, "export", *of_list, "--out", "out", "--source", "sandbox")


def test_what_is_left_of_a_corrected_list_cannot_be_corrected(tmp_path: Path) -> None:
    """The patch applies; then nothing is to be corrected, nothing new is found, and no error has a remedy."""
    shutil.copy(bundled.bundled_file(bundled.LIST), tmp_path / "README.md")
    before = _audited(tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=_patch(tmp_path), check=True)
    after = _audited(tmp_path)

    gone = before.keys() - after.keys()
    assert _patch(tmp_path) == b""
    assert len(gone) == 22
    assert {kind for _, kind in gone} == {"wrong_link", "dead_identifier", "misquoted_title"}
    assert not after.keys() - before.keys()
    assert not [each for each in after.values() if each["severity"] == "error" and each["proposed"]]
