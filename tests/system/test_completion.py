"""Completion as people meet it: installed by the command itself, then the tabulator in bash, zsh and fish."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents import ROOT

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

INTERACTIVE = {"bash": ["bash", "-i"], "zsh": ["zsh", "-i"], "fish": ["fish", "-i"]}
"""How a person starts each shell; what it reads at its start lies in a home of its own."""
KEY = {"bash": "\t", "zsh": "\t\t", "fish": "\t"}
"""What a person types; in zsh the first one of a session loads typer's script, and the second completes."""
WAIT_S = 30


def _environ(home: Path) -> dict[str, str]:
    """A new user's, with the command on the way that programs are looked for."""
    command = home / "bin" / "papers"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {
        "HOME": str(home),
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "COLUMNS": "200",
        "LANG": "C.UTF-8",
    }


def _typed(shell: str, environ: dict[str, str], typed: str, expected: str) -> str:
    """What a terminal shows once `typed` was typed after the prompt, until `expected` is seen or time is up."""
    child, handle = pty.fork()
    if not child:
        os.chdir(environ["HOME"])
        os.execvpe(INTERACTIVE[shell][0], INTERACTIVE[shell], environ)
    shown, sent, began = "", False, time.monotonic()
    try:
        while time.monotonic() < began + WAIT_S and not (sent and expected in shown):
            if select.select([handle], [], [], 0.7)[0]:
                shown += os.read(handle, 65536).decode(errors="replace")
            elif not sent:
                # It has said its prompt and waits.
                os.write(handle, typed.encode())
                shown, sent = "", True
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(handle)
    return shown


@pytest.mark.parametrize("shell", INTERACTIVE)
def test_the_tabulator_completes_commands_and_options(shell: str, tmp_path: Path) -> None:
    """After `papers --install-completion` in that shell, a new one completes; `--quiet` behind a command, too."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}; .ci/run installs it")
    environ = _environ(tmp_path)
    # Two commands, or the shell would give its place to the first and not be there to be found.
    installed = subprocess.run(
        [shell, "-c", "papers --install-completion; echo"], env=environ, capture_output=True, text=True, check=False
    )
    assert f"{shell} completion installed" in installed.stdout, installed.stdout + installed.stderr
    for typed, expected in (
        ("papers snap", "shots"),
        ("papers export --f", "ormat"),
        ("papers audit --q", "uiet"),
    ):
        shown = _typed(shell, environ, typed + KEY[shell], expected)
        assert expected in shown, repr(shown)
