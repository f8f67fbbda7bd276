"""Tests of choosing the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import engine
from flows.parameters import RefreshParameters
from pipeline.errors import ListError


def test_the_local_engine_needs_no_prefect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Prefect nothing of Prefect is set."""
    monkeypatch.chdir(tmp_path)
    environ: dict[str, str] = {}
    with pytest.raises(ListError):
        engine.run(RefreshParameters(list_source="nowhere.md", source="sandbox"), "local", environ)
    assert environ == {}


def test_auto_without_a_server_is_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Auto starts no server of its own."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ListError):
        engine.run(RefreshParameters(list_source="nowhere.md", source="sandbox"), "auto", {"PREFECT_API_URL": ""})


def test_an_operators_setting_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our quiet defaults give way to what is set already."""
    monkeypatch.chdir(tmp_path)
    environ = {"PREFECT_API_URL": "", "PREFECT_LOGGING_LEVEL": "DEBUG"}
    with pytest.raises(ListError):
        engine.run(RefreshParameters(list_source="nowhere.md", source="sandbox"), "auto", environ)
    assert environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
