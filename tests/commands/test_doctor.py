"""Tests of `papers doctor` as people call it: arguments, streams, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.model import Service
from tests.refreshing import environ_at
from tests.sources.local_server import answer, serving

KEY = "Canary0Key1That2Nobody3May4See"


def _doctor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str, str]:
    """Exit code and both streams of a call."""
    monkeypatch.setattr(sys, "argv", ["papers", "doctor", *arguments])
    try:
        main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return code, *capsys.readouterr()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder with a list."""
    monkeypatch.chdir(tmp_path)
    Path("mine.md").write_text("- LoRA: Low-Rank Adaptation of Large Language Models\n", encoding="utf-8")


def test_warnings_are_no_failure(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first refresh through the embedded sandbox the exit code is 0, and stdout says a line a check."""
    code, out, err = _doctor(capsys, monkeypatch, "mine.md", "--source", "sandbox")
    assert (code, err) == (0, "")
    assert "warning  age" in out
    assert "mine: 1 entry can be read." in out
    *checks, told = out.splitlines()
    assert told == f"{len(checks)} checks: 1 warning."
    assert [line.split()[1] for line in checks][-len(Service) - 1 :] == [*Service, "clock"]


def test_a_problem_is_exit_code_1(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No snapshot where there should be a young one; with --json one object a line and nothing else."""
    code, out, err = _doctor(capsys, monkeypatch, "mine.md", "--source", "sandbox", "--max-age", "36h", "--json")
    told = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert [each["check"] for each in told if each["level"] == "problem"] == ["age"]


def test_a_span_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2 and one sentence, before anything is asked."""
    code, out, err = _doctor(capsys, monkeypatch, "--max-age", "soon")
    assert (code, out) == (2, "")
    assert err == "papers: expected a span of time such as 90m, 36h or 2d, found 'soon'.\n"


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_the_key_is_in_no_stream(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]
) -> None:
    """Where it is refused, the line says so without it."""
    with serving(answer(403, KEY.encode())) as server:
        for name, value in environ_at(server.url, S2_API_KEY=KEY).items():
            monkeypatch.setenv(name, value)
        code, out, err = _doctor(capsys, monkeypatch, "mine.md", *option)
    assert code == 1
    assert "refuses the key" in out
    assert KEY not in out + err
