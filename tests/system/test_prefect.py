"""Tests of the flow on Prefect: through the command with a server of its own, and on a test server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.refreshing import SMALL_LIST, environ_at, sandbox

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of Prefect that is empty at first, as on a new machine."""
    return tmp_path_factory.mktemp("prefect")


def papers(*arguments: str, cwd: Path, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Call the command as a newcomer would."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERS_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        cwd=cwd,
        env=clean | {"PREFECT_HOME": str(home)} | environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _processes_of(home: Path) -> list[str]:
    """Command lines of living processes whose environment names `home`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue
    return found


def test_the_first_run_of_a_newcomer(tmp_path: Path, home: Path) -> None:
    """On an empty machine the flow publishes, prints nothing of Prefect's and leaves no server behind."""
    done = papers("refresh", "--source", "sandbox", "--engine", "prefect", "--json", cwd=tmp_path, home=home)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["entries"] == 372
    assert told["by_status"]["matched"] >= 325
    assert (tmp_path / "data/enriched/sandbox/latest.json").exists()
    stages = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert stages == [
        "Starting Prefect",
        "Reading the list",
        "Looking up the links' identifiers",
        "Searching titles on arXiv",
        "Matching titles on Semantic Scholar",
        "Looking up what was found",
        "Publishing",
    ]
    assert not _processes_of(home)


@pytest.mark.parametrize("engine", ["local", "prefect"])
def test_no_network_is_one_sentence(tmp_path: Path, home: Path, engine: str) -> None:
    """Without a network either engine ends within a minute: exit code 3, no traceback, no key, nothing published."""
    began = time.monotonic()
    done = papers(
        *("refresh", "--engine", engine),
        cwd=tmp_path,
        home=home,
        **environ_at("http://127.0.0.1:9", S2_API_KEY="very-secret-key"),
    )
    assert time.monotonic() - began < 60
    assert done.returncode == 3, done.stderr
    assert done.stderr.splitlines()[-1].startswith("papers: no service could be reached, so nothing was published")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("latest.json"))
    assert "very-secret-key" not in done.stdout + done.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"very-secret-key" in path.read_bytes()]


@pytest.mark.parametrize("faults", ["", "all:403"])
def test_the_key_is_nowhere_in_prefect(tmp_path: Path, home: Path, faults: str) -> None:
    """Neither Prefect's database nor what it logs at its finest holds the key, whether the run completes or fails."""
    key = "Canary0Key1That2Nobody3May4See"
    (tmp_path / "list.md").write_text(SMALL_LIST, encoding="utf-8")
    with sandbox(faults) as (url, _):
        done = papers(
            *("refresh", "list.md", "--engine", "prefect"),
            cwd=tmp_path,
            home=home,
            **environ_at(url, S2_API_KEY=key),
            PREFECT_LOGGING_LEVEL="DEBUG",
            PREFECT_LOGGING_ROOT_LEVEL="DEBUG",
        )
    written = {path: path.read_bytes() for folder in (home, tmp_path) for path in folder.rglob("*") if path.is_file()}
    assert done.returncode == (3 if faults else 0), done.stderr
    # Prefect has logged and kept what it could.
    assert "Finished in state" in done.stderr
    assert any(b"refresh-list-live" in content for content in written.values())
    assert key not in done.stdout + done.stderr
    assert [path for path, content in written.items() if key.encode() in content] == []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server for tests, which ends with the module."""
    os.environ.update(
        PREFECT_HOME=str(tmp_path_factory.mktemp("server")),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        PREFECT_LOGGING_LEVEL="CRITICAL",
    )
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: PLC0415
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    with (
        prefect_test_harness(server_startup_timeout=90),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.mark.usefixtures("server")
@pytest.mark.filterwarnings("default")
def test_each_stage_is_a_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server knows one flow run with one task run per stage, all completed, and no list of records."""
    from prefect import get_client  # noqa: PLC0415

    from flows.parameters import RefreshParameters  # noqa: PLC0415
    from flows.refresh import refresh  # noqa: PLC0415
    from pipeline.job import Outcome  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    outcome = refresh(RefreshParameters(source="sandbox"))

    with get_client(sync_client=True) as client:
        (run,) = client.read_flow_runs()
    assert isinstance(outcome, Outcome)
    assert outcome.new
    assert run.state is not None
    assert run.state.is_completed()
    assert run.name == f"refresh-post-training-llms-sandbox-{datetime.now(UTC).date()}"
    assert {"list:post-training-llms", "source:sandbox"} <= set(run.tags)
    assert len(json.dumps(run.parameters)) < 1000
