"""What a real terminal receives: panels, bars and colour, and none of these where they are not wanted."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[0-7](?:;\d+)*m")


def _received(folder: Path, *arguments: str, **environ: str) -> tuple[int, str]:
    """Exit code of a command, and what a terminal receives of it."""
    child, handle = pty.fork()
    if not child:
        os.chdir(folder)
        os.environ.update({"COLUMNS": "120", "TERM": "xterm-256color"} | environ)
        os.execv(sys.executable, [sys.executable, "-m", "pipeline.cli", *arguments])
    received = b""
    while part := _read(handle):
        received += part
    _, status = os.waitpid(child, 0)
    os.close(handle)
    return os.waitstatus_to_exitcode(status), received.decode()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:
        # What the other side has closed cannot be read on Linux.
        return b""


def test_a_terminal_gets_panels_bars_and_colour(tmp_path: Path) -> None:
    """Where it can show them; with `NO_COLOR` no colour, on a dumb one lines."""
    (tmp_path / "tiny.md").write_text("- LoRA [Paper](https://arxiv.org/abs/2106.09685)\n", encoding="utf-8")
    refresh = ("refresh", "tiny.md", "--source", "sandbox", "--engine", "local")
    code, bars = _received(tmp_path, *refresh)
    _, plain = _received(tmp_path, *refresh, NO_COLOR="1")
    _, lines = _received(tmp_path, *refresh, TERM="dumb")
    _, panels = _received(tmp_path, "export", "--help")
    refused, sentence = _received(tmp_path, "export")

    assert (code, refused) == (0, 2)
    assert COLOUR.search(bars)
    assert "\u2501" in bars
    assert not COLOUR.search(plain)
    assert "\x1b" not in lines
    assert "Reading the list: 1 entry, 0 lines passed over" in lines
    assert "\u256d" in panels
    assert sentence.startswith("papers: Missing option '--format'.")
