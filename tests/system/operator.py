"""A machine of an operator with Prefect: server, deployments, automations, workers, as the README sets them up."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import requests
from ruamel.yaml import YAML

from tests.documents import README, ROOT
from tests.refreshing import SMALL_LIST

T = TypeVar("T")

SOONER = {
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
    "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
    "PREFECT_WORKER_QUERY_SECONDS": "1",
}
"""What a night has time for and a test has not."""


def wait_for(look: Callable[[], T | None], seconds: float = 150) -> T:
    """Look again and again until there is something."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.3)
    return found


@dataclass(frozen=True, kw_only=True)
class Place:
    """A machine of an operator: a folder, a server with the deployments, a webhook, and what starts a worker.

    Server and worker may be killed and started again.
    """

    folder: Path
    api: str
    environ: dict[str, str]

    def prefect(self, *arguments: str) -> str:
        """Call Prefect's command in the folder; gives its output."""
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environ, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def call(self, method: str, path: str, **body: Any) -> Any:
        """Call the server's API; it may be too busy for a moment, which its own clients also wait for."""
        for _ in range(10):
            # One that has just been started anew may also take its time; what only asks may be asked again.
            try:
                reply = requests.request(method, f"{self.api}{path}", json=body, timeout=30)
            except requests.ReadTimeout:
                assert method == "GET", path
                continue
            if reply.status_code != 503:
                break
            time.sleep(0.5)
        assert reply.ok, reply.text
        return reply.json() if reply.content else None

    def deployment(self, name: str) -> str:
        """The id of a deployment, by flow and name."""
        return str(self.call("GET", f"/deployments/name/{name}")["id"])

    def start(self, deployment: str, settings: Mapping[str, str] | None = None, **parameters: Any) -> str:
        """Start a run of a deployment; gives its id.

        Args:
            settings: Environment of this run, over the worker's own.
        """
        path = f"/deployments/{self.deployment(deployment)}/create_flow_run"
        variables = {"env": dict(settings or {})}
        return str(self.call("POST", path, parameters={"parameters": parameters}, job_variables=variables)["id"])

    def run(self, run_id: str) -> dict[str, Any]:
        """What the server knows of a run."""
        found: dict[str, Any] = self.call("GET", f"/flow_runs/{run_id}")
        return found

    def ended(self, run_id: str, *names: str) -> dict[str, Any]:
        """Wait until a run has ended in a state of one of these names."""
        run = wait_for(lambda: self._final(run_id))
        assert run["state"]["name"] in names, run["state"]
        return run

    def _final(self, run_id: str) -> dict[str, Any] | None:
        run = self.run(run_id)
        return run if run["state"]["type"] in {"COMPLETED", "FAILED", "CANCELLED", "CRASHED"} else None

    def artifacts(self, run_id: str) -> dict[str, Any]:
        """The artifacts of a run, by key."""
        found = self.call("POST", "/artifacts/filter", artifacts={"flow_run_id": {"any_": [run_id]}})
        return {each["key"]: each["data"] for each in found}

    def events(self, name: str, run_id: str) -> list[dict[str, Any]]:
        """The events of a name that a run emitted."""
        found = self.call("POST", "/events/filter", filter={"event": {"name": [name]}})["events"]
        return [each for each in found if f"prefect.flow-run.{run_id}" in json.dumps(each["related"])]

    def heard_of(self, run_id: str) -> bool:
        """Whether the server knows from the run itself that it lives."""
        beats = {"event": {"name": ["prefect.flow-run.heartbeat"]}, "resource": {"id": [f"prefect.flow-run.{run_id}"]}}
        return bool(self.call("POST", "/events/filter", filter=beats)["events"])

    def logged(self, run_id: str) -> str:
        """The messages in the log of a run."""
        found = self.call("POST", "/logs/filter", logs={"flow_run_id": {"any_": [run_id]}})
        return "\n".join(each["message"] for each in found)

    @contextlib.contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the server while the block runs; it answers when the block begins."""
        port = self.api.removesuffix("/api").rpartition(":")[2]
        with self._running("server", "start", "--host", "127.0.0.1", "--port", port) as process:
            wait_for(self._answers)
            yield process

    @contextlib.contextmanager
    def working(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker while the block runs."""
        with self._running("worker", "start", "--pool", "papers") as process:
            yield process

    @contextlib.contextmanager
    def _running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command of Prefect, the leader of a group of its own, its output in a file, until the block ends."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            command = [sys.executable, "-m", "prefect", *arguments]
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    kill(process)

    def _answers(self) -> bool:
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(f"{self.api}/health", timeout=5).ok
        return False

    def set_up(self, webhook: str, **changed: Any) -> None:
        """Create work pool, deployments, a Webhook block and with it the automations, as they are shipped.

        Args:
            webhook: URL that alerts go to.
            changed: Fields of the trigger of an automation, by its name with underscores, that are other than shipped.
        """
        self.prefect("work-pool", "create", "papers", "--type", "process")
        self.prefect("deploy", "--all")
        block = self.block("webhook", "operator", url=webhook)
        file = self.folder / "automations.yaml"
        text = file.read_text(encoding="utf-8").replace("WEBHOOK-BLOCK-ID", block)
        shipped = YAML(typ="safe").load(text)
        for each in shipped["automations"]:
            each["trigger"] |= changed.get(each["name"].replace("-", "_"), {})
        file.write_text(json.dumps(shipped), encoding="utf-8")
        self.prefect("automation", "create", "--from-file", file.name)

    def change(self, automation: str, **trigger: Any) -> None:
        """Change fields of the trigger of an automation."""
        named = {"name": {"any_": [automation]}}
        (found,) = self.call("POST", "/automations/filter", automations=named)
        keeps = {name: found[name] for name in ("name", "description", "enabled", "actions")}
        self.call("PUT", f"/automations/{found['id']}", **keeps, trigger=found["trigger"] | trigger)

    def block(self, kind: str, name: str, **data: str) -> str:
        """Create a block; gives its id."""
        block_type = self.call("GET", f"/block_types/slug/{kind}")["id"]
        (schema, *_) = self.call(
            "POST", "/block_schemas/filter", block_schemas={"block_type_id": {"any_": [block_type]}}
        )
        made = self.call(
            *("POST", "/block_documents/"), name=name, block_type_id=block_type, block_schema_id=schema["id"], data=data
        )
        return str(made["id"])


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its group, as a power cut does; a run is in a group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_run(run_id: str) -> None:
    """Kill the process of a run, which is there."""
    mark = f"PREFECT__FLOW_RUN_ID={run_id}".encode()
    found = [process for process in Path("/proc").glob("[0-9]*") if mark in _environ(process)]
    assert found
    for process in found:
        os.kill(int(process.name), signal.SIGKILL)


def _environ(process: Path) -> list[bytes]:
    """The environment of a process, as far as it is ours to read."""
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def second_list() -> str:
    """The deployment that the README shows."""
    (block,) = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return f"\n{block}"


def a_place(folder: Path, home: Path, environ: Mapping[str, str]) -> Place:
    """Lay out what an operator has before the server is first started.

    Args:
        folder: Empty; where the data is to lie.
        home: Empty; Prefect's own folder.
        environ: Settings beside those of `SOONER`.
    """
    for name in ("prefect.yaml", "prefect.toml", "automations.yaml"):
        shutil.copy(ROOT / name, folder)
    (folder / "list.md").write_text(SMALL_LIST, encoding="utf-8")
    with (folder / "prefect.yaml").open("a", encoding="utf-8") as deployments:
        deployments.write(second_list())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERS_", "PREFECT_"))}
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    return Place(folder=folder, api=api, environ=clean | SOONER | own | dict(environ))
