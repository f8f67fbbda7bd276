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
    environ = {"PREFECT_API_URL": ""}
    with pytest.raises(ListError):
        engine.run(RefreshParameters(list_source="nowhere.md", source="sandbox"), "auto", environ)
    assert "PREFECT_SERVER_EPHEMERAL_ENABLED" not in environ


def test_what_an_operator_set_is_kept() -> None:
    """Our quiet defaults give way to the operator's own settings."""
    assert not set(engine.QUIET) & set(engine.EPHEMERAL)
    assert all(name.startswith("PREFECT_") or name == "DO_NOT_TRACK" for name in (*engine.QUIET, *engine.EPHEMERAL))
