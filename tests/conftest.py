"""Fixtures shared by all tests: a published snapshot, and an environment without the developer's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.snapshot.store import SnapshotStore
from tests.calling import Papers, caller
from tests.documents import publish_bundled
from tests.nights import publish_nights


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PAPERS_{name.upper()}", raising=False)
    monkeypatch.setenv("PREFECT_API_URL", "")


@pytest.fixture
def papers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Papers:
    """The command, called as its script calls it."""
    return caller(capsys, monkeypatch)


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which the bundled list was published through the sandbox once."""
    folder = tmp_path_factory.mktemp("workplace")
    publish_bundled(folder)
    return folder


@pytest.fixture(scope="session")
def published(workplace: Path) -> Path:
    """The folder of snapshots of `workplace`; read it only."""
    return workplace / "data" / "enriched" / "sandbox"


@pytest.fixture(scope="session")
def nights(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which two releases published the bundled list night by night; read it only."""
    folder = tmp_path_factory.mktemp("nights")
    publish_nights(SnapshotStore(published), folder / "data" / "enriched" / "sandbox")
    return folder
