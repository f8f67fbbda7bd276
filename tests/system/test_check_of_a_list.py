"""The workflow that checks a list in its own repository, its steps run one after another as GitHub would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.runtime import load_catalogue
from pipeline import bundled
from pipeline.sandbox.app import build_app
from pipeline.sandbox.server import serving
from tests.refreshing import environ_at
from tests.scheduling import CHECK, workflow_steps

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]


def _ready(folder: Path) -> dict[str, str]:
    """A repository of the bundled list, with the command installed; gives the environment of its steps."""
    (folder / "bin").mkdir()
    command = folder / "bin" / "papers"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m pipeline.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    shutil.copy(bundled.bundled_file(bundled.LIST), folder / "README.md")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}


def test_the_steps_tell_what_is_wrong_and_fail_on_an_error(tmp_path: Path) -> None:
    """Annotations name lines of the list, the patch applies, and the last step alone fails."""
    if shutil.which("jq") is None:
        pytest.skip("there is no jq, which GitHub's machines have")
    environ = _ready(tmp_path)
    scripts = [
        step["run"] for step in workflow_steps(CHECK) if "papers " in step.get("run", "") or "jq" in step.get("run", "")
    ]
    codes, printed = [], ""
    with serving(build_app(load_catalogue(), speed=1000.0)) as url:
        asked = environ_at(url)
        for script in scripts:
            done = subprocess.run(
                ["bash", "-e", "-o", "pipefail", "-c", script],
                cwd=tmp_path,
                env=environ | asked,
                capture_output=True,
                text=True,
                check=False,
            )
            codes.append(done.returncode)
            printed += done.stdout if "jq" in script else ""

    assert codes == [0, 0, 0, 1]
    findings = [json.loads(line) for line in (tmp_path / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    annotations = printed.splitlines()
    assert len(annotations) == len(findings)
    assert all(re.match(r"::(?:error|warning|notice) file=README\.md,line=\d+::\S", each) for each in annotations)
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("```diff\n--- a/README.md\n")
    subprocess.run(["git", "apply", "corrections.patch"], cwd=tmp_path, check=True)


@pytest.mark.parametrize(
    ("line", "fence"), [("+ plain", "```"), ("+ `` two", "```"), ("+ ``` three", "````"), (f"+x`{'`' * 9}\r", "`" * 11)]
)
def test_nothing_in_the_patch_ends_its_block(tmp_path: Path, line: str, fence: str) -> None:
    """The summary is the patch between two fences that are longer than any in it, whatever a title holds."""
    if shutil.which("jq") is None:
        pytest.skip("there is no jq, which GitHub's machines have")
    patch = f"--- a/README.md\n+++ b/README.md\n{line}\n` one ` two\n"
    (tmp_path / "corrections.patch").write_bytes(patch.encode())
    (tmp_path / "findings.jsonl").touch()
    (script,) = (step["run"] for step in workflow_steps(CHECK) if "jq" in step.get("run", ""))
    summary = tmp_path / "summary.md"
    subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"GITHUB_STEP_SUMMARY": str(summary)},
        check=True,
    )
    assert summary.read_bytes().decode() == f"{fence}diff\n{patch}{fence}\n"
