"""Tests that the key for Semantic Scholar reaches its header and nothing else."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from flows.parameters import RefreshParameters
from flows.stages import run_local
from pipeline.errors import PapersError
from tests.refreshing import SMALL_LIST, environ_at, sandbox
from tests.sources import local_server
from tests.sources.local_server import answer

KEY = "Canary0Key1That2Nobody3May4See"


def _set_up(monkeypatch: pytest.MonkeyPatch, folder: Path, url: str) -> RefreshParameters:
    for name, value in environ_at(url, S2_API_KEY=KEY).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    (folder / "list.md").write_text(SMALL_LIST, encoding="utf-8")
    return RefreshParameters(list_source="list.md", source="live", out="out")


@pytest.mark.parametrize("faults", ["", "s2:403", "all:403", "s2:200-html@1", "s2:429-retry-after@1"])
def test_the_key_is_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, faults: str
) -> None:
    """No log at its finest, archive, snapshot, page, reply set aside or traceback holds it."""
    caplog.set_level(logging.DEBUG)
    told = ""
    with sandbox(faults) as (url, _):
        try:
            told = repr(run_local(_set_up(monkeypatch, tmp_path, url)))
        except PapersError:
            told = traceback.format_exc()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert KEY not in caplog.text + told
    assert len(files) > 5 or faults == "all:403"
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []


def test_the_key_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise nothing would be shown by its absence."""
    with local_server.serving(answer(403, b'{"message":"Forbidden"}')) as server, pytest.raises(PapersError):
        run_local(_set_up(monkeypatch, tmp_path, server.url))
    assert [heard.headers.get("x-api-key") for heard in server.heard if heard.path.startswith("/graph")] == [KEY]
    assert not any("x-api-key" in heard.headers for heard in server.heard if heard.path.startswith("/api"))
