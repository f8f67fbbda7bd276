"""Tests of the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_list_and_catalogue_travel_in_the_wheel(tmp_path: Path) -> None:
    """Who installs the wheel has the bundled list, overrides and catalogue and what pages are made of, and no tests."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")

    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        bundled = archive.read("pipeline/bundled/post-training-llms.md")

    assert bundled == (ROOT / "data/raw/post-training-llms.md").read_bytes()
    assert {
        "pipeline/bundled/catalogue.jsonl",
        "pipeline/bundled/overrides.toml",
        "pipeline/report/templates/page.html.j2",
        "pipeline/report/templates/page.css",
        "pipeline/report/templates/page.js",
        "flows/refresh.py",
    } <= names
    assert not [name for name in names if name.startswith("tests")]
