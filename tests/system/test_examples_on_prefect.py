"""The README's nights on Prefect, and the bulk match of `docs/bulk.md`, their commands run as they are written."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests

from tests.examples import asking, commands_of, end, examples, installed, shown
from tests.refreshing import SMALL_LIST, sandbox
from tests.system.operator import Place, a_place, wait_for

pytestmark = [pytest.mark.system, pytest.mark.timeout(400)]


class Operator:
    """Somebody who types what is written, and opens another terminal for what goes on running.

    Args:
        meant: What is typed in the place of what is written.
    """

    def __init__(self, place: Place, meant: Mapping[str, str]) -> None:
        self._place, self._meant = place, dict(meant)
        self._left: list[subprocess.Popen[bytes]] = []

    def types(self, command: str) -> str:
        """Give what a command prints; it ends well."""
        done = subprocess.run(
            ["bash", "-c", self._typed(command)],
            cwd=self._place.folder,
            env=self._place.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def starts(self, command: str) -> None:
        """Leave a command running."""
        with (self._place.folder / "running.log").open("ab") as log:
            process = subprocess.Popen(
                shlex.split(self._typed(command)),
                cwd=self._place.folder,
                env=self._place.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._left.append(process)

    def leaves(self) -> None:
        """End what runs, the last first."""
        for process in reversed(self._left):
            end(process)

    def _typed(self, command: str) -> str:
        for written, means in self._meant.items():
            command = command.replace(written, means)
        return command


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A checkout with the second list's deployment in `prefect.yaml`, files of the names that are shown, no server."""
    for name in ("shared", "home"):
        (tmp_path / name).mkdir()
    with sandbox(speed=1000.0) as (url, _):
        place = a_place(tmp_path / "shared", tmp_path / "home", asking(url))
        (place.folder / "README.md").write_text(SMALL_LIST, encoding="utf-8")
        (place.folder / "corpus.jsonl").write_text(
            '{"id": "1", "title": "Proximal policy optimization algorithms"}\n', encoding="utf-8"
        )
        pq.write_table(
            pa.table({"title": ["Proximal policy optimization algorithms"]}), place.folder / "titles.parquet"
        )
        place.environ["PATH"] = installed(tmp_path / "programs")["PATH"]
        yield place


def test_nights_on_prefect_are_set_up_as_it_is_written(place: Place) -> None:
    """A server, deployments, a worker and a watched run; then a bulk match, the alerts, and a schedule on its own."""
    port = place.api.removesuffix("/api").rpartition(":")[2]
    place.environ["PREFECT_SERVER_API_PORT"] = port
    setting_up, alerting = map(commands_of, shown("README.md", "Every night on Prefect"))
    (_, (matching,)) = map(commands_of, shown("docs/bulk.md", "On a cluster"))
    (scheduling,) = (each for each in examples() if each.startswith("papers schedule "))
    # The port of the server, a disk that all see, and a cluster; where none is named, one of this machine is started.
    meant = {"127.0.0.1:4200": f"127.0.0.1:{port}", "/shared": str(place.folder), ', "cluster": "tcp://HOST:8786"': ""}
    operator = Operator(place, meant)
    try:
        _set_up(place, operator, setting_up)
        operator.types("papers corpus build corpus.jsonl --to corpus")
        _match(place, operator, matching)
        _alert(place, operator, alerting)
        operator.starts(scheduling)
        assert wait_for(lambda: _served(place))["schedule"]["timezone"] == "Europe/Paris"
    finally:
        operator.leaves()


def _set_up(place: Place, operator: Operator, commands: list[str]) -> None:
    """Type the README's first block; what serves goes on, and is waited for."""
    serving, exporting, pool, deploying, working, running = commands
    # What is exported holds for all that is typed behind it in the same terminal.
    name, _, value = exporting.removeprefix("export ").partition("=")
    operator.starts(serving)
    wait_for(lambda: _answers(place.api))
    assert operator.types(f"{exporting}; echo ${name}").strip() == place.environ[name], value
    operator.types(pool)
    told = operator.types(deploying)
    for deployed in ("refresh-nightly", "refresh-manual", "rebuild", "bulk-match", "agents-nightly"):
        assert deployed in told
    operator.starts(working)
    assert "Completed" in operator.types(running)
    assert (place.folder / "data/enriched/sandbox/latest.json").exists()


def _answers(api: str) -> bool:
    try:
        return requests.get(f"{api}/health", timeout=5).ok
    except requests.ConnectionError:
        return False


def _match(place: Place, operator: Operator, command: str) -> None:
    operator.types(f"{command} --watch")
    assert pq.read_table(place.folder / "answers.parquet")["matched_id"].to_pylist() == ["1"]


def _alert(place: Place, operator: Operator, commands: list[str]) -> None:
    """A Webhook block is made, its id put where it goes, and the automations are there."""
    inspecting, creating = commands
    block = place.block("webhook", "name", url="http://127.0.0.1:9/")
    assert block in operator.types(inspecting.replace("NAME", "name"))
    file = place.folder / "automations.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("WEBHOOK-BLOCK-ID", block), encoding="utf-8")
    operator.types(creating)
    assert place.call("POST", "/automations/filter")


def _served(place: Place) -> dict[str, Any] | None:
    # A README has the name of its folder.
    name = f"nightly-{place.folder.name}-live"
    named = place.call("POST", "/deployments/filter", deployments={"name": {"any_": [name]}})
    return named[0]["schedules"][0] if named and named[0]["schedules"] else None
