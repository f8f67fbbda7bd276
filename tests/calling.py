"""The command, called in this process as its script calls it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Protocol

import pytest

from pipeline.cli import main


@dataclass(frozen=True)
class Done:
    """How a call of the command ended."""

    returncode: int
    stdout: str
    stderr: str


class Papers(Protocol):
    """Calls the command in this process."""

    def __call__(self, *arguments: str) -> Done:
        """Give exit code and streams."""
        ...


def caller(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Papers:
    """What calls the command, its streams caught."""

    def call(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["papers", *arguments])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        streams = capsys.readouterr()
        return Done(code, streams.out, streams.err)

    return call
