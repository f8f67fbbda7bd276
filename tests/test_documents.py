"""Tests that the documents say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents import README, documents


def test_generated_documents_are_current(published: Path) -> None:
    """What `make docs` writes is what is committed."""
    for path, text in documents(published).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date; run 'make docs'"


def test_python_of_the_readme_runs(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's Python runs in a folder in which `make run` ran."""
    monkeypatch.chdir(workplace)
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_no_file_names_a_registry_or_a_machine() -> None:
    """No committed text names a package index or a path of a developer's machine."""
    root = README.parent
    hosts = "|".join(("pypi" + r"\.org", "python" + "hosted", "--index" + "-url", "extra-index" + "-url"))
    for path in (*root.glob("*.lock"), *root.glob("*.md"), root / "pyproject.toml", root / "Makefile"):
        assert not re.search(hosts, path.read_text(encoding="utf-8")), path.name
