"""A newcomer's walk: a fresh clone, the README's commands in order, each output as it is printed there."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents import README, ROOT

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone; the walk begins by cloning one"),
    pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine"),
]

_CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
_END = "end of what a command printed"


def _shown() -> Iterator[tuple[str, str]]:
    """Each command of the walk with the output below it."""
    for block in _CONSOLE.findall(README.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def _plain(text: str) -> str:
    """A text without blanks at the ends of its lines, which nobody sees, and without empty lines around it."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")) + "\n"


def test_a_newcomer_sees_what_the_readme_shows(tmp_path: Path) -> None:
    """All commands are typed into one shell; `...` of the README stands for anything."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    shown = list(_shown())
    script = "".join(f"{command}\necho '{_END}'\n" for command, _ in shown)
    # A newcomer has set nothing that bears on a run; where programs and package registries are stays known.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERS_", "PREFECT_", "PYTHON"))}
    told = subprocess.run(
        ["bash", "-e"],
        input=f"exec 2>&1\nunset VIRTUAL_ENV MAKEFLAGS MAKELEVEL\n{script}",
        cwd=clone,
        env=kept | {"PREFECT_HOME": str(tmp_path / "prefect")},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    ).stdout
    printed = told.split(f"{_END}\n")
    assert len(printed) == len(shown) + 1, told
    # Not even where the README shows three dots.
    assert not re.search(r"^(?:Traceback|papers: |warning)", told, re.MULTILINE), told
    for (command, expected), got in zip(shown, printed, strict=False):
        example = doctest.Example(command, _plain(expected))
        checker = doctest.OutputChecker()
        if not checker.check_output(example.want, _plain(got), doctest.ELLIPSIS):
            pytest.fail(f"$ {command}\n{checker.output_difference(example, _plain(got), doctest.REPORT_NDIFF)}")
