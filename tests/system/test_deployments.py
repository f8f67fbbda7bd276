"""Tests of the deployments on a real server with a worker: manual and scheduled runs, collisions, events, secrets."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests

from pipeline.snapshot.store import SnapshotStore
from tests.documents import README, ROOT
from tests.refreshing import SMALL_LIST
from tests.sources import local_server

pytestmark = pytest.mark.system

T = TypeVar("T")

KEY = "Canary0Key1That2Nobody3May4See"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A machine of an operator: a folder, a server with the deployments, a webhook, and what starts a worker."""

    folder: Path
    api: str
    environ: dict[str, str]
    heard: list[local_server.Heard]
    """What the webhook's receiver heard."""

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
            reply = requests.request(method, f"{self.api}{path}", json=body, timeout=30)
            if reply.status_code != 503:
                break
            time.sleep(0.5)
        assert reply.ok, reply.text
        return reply.json() if reply.content else None

    def deployment(self, name: str) -> str:
        """The id of a deployment, by flow and name."""
        return str(self.call("GET", f"/deployments/name/{name}")["id"])

    def start(self, deployment: str, **parameters: Any) -> str:
        """Start a run of a deployment; gives its id."""
        path = f"/deployments/{self.deployment(deployment)}/create_flow_run"
        return str(self.call("POST", path, parameters={"parameters": parameters})["id"])

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

    def logged(self, run_id: str) -> str:
        """The messages in the log of a run."""
        found = self.call("POST", "/logs/filter", logs={"flow_run_id": {"any_": [run_id]}})
        return "\n".join(each["message"] for each in found)


def wait_for(look: Callable[[], T | None], seconds: float = 90) -> T:
    """Look again and again until there is something."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.3)
    return found


@contextlib.contextmanager
def _running(*arguments: str, cwd: Path, environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Prefect, its output in a file, until the block ends."""
    with (cwd / f"{arguments[0]}.log").open("wb") as log:
        command = [sys.executable, "-m", "prefect", *arguments]
        process = subprocess.Popen(command, cwd=cwd, env=environ, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def second_list() -> str:
    """The deployment that the README shows."""
    (block,) = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return f"\n{block}"


def _healthy(api: str) -> bool:
    with contextlib.suppress(requests.ConnectionError):
        return requests.get(f"{api}/health", timeout=5).ok
    return False


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server and the deployments of prefect.yaml, as the README sets them up; there is no worker yet."""
    folder, home = tmp_path_factory.mktemp("operator"), tmp_path_factory.mktemp("prefect")
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
    environ = clean | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        # Faster than a night needs.
        "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    with (
        _running("server", "start", "--host", "127.0.0.1", "--port", str(port), cwd=folder, environ=environ),
        local_server.serving(local_server.answer()) as receiver,
    ):
        place = Place(folder=folder, api=api, environ=environ, heard=receiver.heard)
        wait_for(lambda: _healthy(api))
        place.prefect("work-pool", "create", "papers", "--type", "process")
        place.prefect("deploy", "--all")
        _automate(place, receiver.url)
        yield place


def _automate(place: Place, url: str) -> None:
    """Create a Webhook block, and with it the automations as they are shipped."""
    block_type = place.call("GET", "/block_types/slug/webhook")
    schema = place.call("POST", "/block_schemas/filter", block_schemas={"block_type_id": {"any_": [block_type["id"]]}})
    block = place.call(
        "POST",
        "/block_documents/",
        name="operator",
        block_type_id=block_type["id"],
        block_schema_id=schema[0]["id"],
        data={"url": url},
    )
    shipped = place.folder / "automations.yaml"
    shipped.write_text(shipped.read_text(encoding="utf-8").replace("WEBHOOK-BLOCK-ID", block["id"]), encoding="utf-8")
    place.prefect("automation", "create", "--from-file", "automations.yaml")


@pytest.fixture(scope="module")
def missed(place: Place) -> list[str]:
    """Three nights that were due while there was no worker: ids of their runs, oldest first."""
    deployment = place.deployment("refresh/refresh-nightly")
    start = datetime.now(UTC) + timedelta(seconds=8)
    rule = f"DTSTART:{start:%Y%m%dT%H%M%SZ}\nRRULE:FREQ=SECONDLY;INTERVAL=2;COUNT=3"
    place.call("PATCH", f"/deployments/{deployment}", parameters={"parameters": {"source": "sandbox"}})
    schedule = {"schedule": {"rrule": rule, "timezone": "UTC"}, "active": True}
    wait_for(lambda: requests.post(f"{place.api}/deployments/{deployment}/schedules", json=[schedule], timeout=30).ok)

    def due() -> list[str] | None:
        runs = place.call(
            "POST",
            "/flow_runs/filter",
            sort="EXPECTED_START_TIME_ASC",
            flow_runs={
                "deployment_id": {"any_": [deployment]},
                "expected_start_time": {"before_": datetime.now(UTC).isoformat()},
            },
        )
        return [run["id"] for run in runs] if len(runs) == 3 else None

    return wait_for(due)


@pytest.fixture(scope="module")
def worker(place: Place, missed: list[str]) -> Iterator[None]:
    """A worker, which starts after the nights were missed."""
    assert missed
    with _running("worker", "start", "--pool", "papers", cwd=place.folder, environ=place.environ):
        yield


def test_a_second_list_is_a_second_deployment(place: Place) -> None:
    """What the README shows is deployed beside the others, with a form for its parameters."""
    deployment = place.call("GET", "/deployments/name/refresh/agents-nightly")
    assert deployment["schedules"][0]["schedule"]["timezone"] == "America/New_York"
    form = deployment["parameter_openapi_schema"]["definitions"]["RefreshParameters"]["properties"]
    assert form["source"]["enum"] == ["live", "sandbox"]
    assert form["as_of"]["description"] == "Date of the snapshot; today in UTC by default."
    path = f"{place.api}/deployments/{deployment['id']}/create_flow_run"
    refused = requests.post(path, json={"parameters": {"parameters": {"source": "nowhere"}}}, timeout=30)
    assert refused.status_code in {409, 422}


@pytest.mark.usefixtures("worker")
def test_of_missed_nights_the_last_one_runs(place: Place, missed: list[str]) -> None:
    """Scheduled runs fire; after a time without a worker the newest does the work and the others say so."""
    *before, last = missed
    place.ended(last, "Completed")
    for run_id in before:
        run = place.ended(run_id, "Superseded")
        assert "A later night of the same schedule" in run["state"]["message"]
        assert not place.artifacts(run_id)


@pytest.mark.usefixtures("worker")
def test_a_manual_run_explains_itself(place: Place) -> None:
    """It has a name, tags, log lines of the library, a summary, tables and a link, and says that it published."""
    run_id = place.start("refresh/refresh-manual", list_source="list.md", source="sandbox")
    run = place.ended(run_id, "Completed")

    assert run["name"] == f"refresh-list-sandbox-{datetime.now(UTC).date()}"
    assert set(run["tags"]) == {"papers", "list:list", "source:sandbox"}
    assert wait_for(lambda: "Reading the list: 5/5 (5 entries, 0 lines passed over)" in place.logged(run_id))
    artifacts = place.artifacts(run_id)
    assert "of 5 entries matched" in artifacts["list-sandbox-summary"]
    statuses = json.loads(artifacts["list-sandbox-statuses"])
    assert sum(row["entries"] for row in statuses) == 5
    assert json.loads(artifacts["list-sandbox-findings"])
    assert [row["service"] for row in json.loads(artifacts["list-sandbox-requests"])] == ["semantic_scholar", "arxiv"]
    assert "/report.html" in artifacts["list-sandbox-report"]
    assert artifacts["list-sandbox-progress"] == 100
    assert (place.folder / "data/enriched/list-sandbox/latest.json").exists()
    (event,) = wait_for(lambda: place.events("snapshot.published", run_id))
    assert event["resource"]["prefect.resource.id"] == "papers.list.list-sandbox"
    assert event["payload"]["entries"] == 5


@pytest.mark.usefixtures("worker")
def test_two_runs_at_once_take_turns(place: Place) -> None:
    """Of two runs of one deployment the second waits for the slot of the first; both end well."""
    runs = [place.start("refresh/refresh-manual", list_source="list.md", source="sandbox") for _ in range(2)]
    times = [place.ended(run_id, "Completed") for run_id in runs]
    first, second = sorted(times, key=lambda run: str(run["start_time"]))
    assert first["end_time"] <= second["start_time"]


@pytest.mark.usefixtures("worker")
def test_a_run_beside_another_is_locked(place: Place) -> None:
    """Where something else, such as the command, works on the same list, the run ends at once and says so."""
    folder = place.folder / "data/enriched/locked-sandbox"
    with SnapshotStore(folder).locked():
        run_id = place.start("refresh/refresh-manual", list_source="list.md", list_name="locked", source="sandbox")
        run = place.ended(run_id, "Locked")
    assert run["state"]["type"] == "CANCELLED"


@pytest.mark.usefixtures("worker")
def test_a_refused_snapshot_calls_the_webhook(place: Place) -> None:
    """A list that has lost most of its entries is refused, an event says so, and an automation posts it."""
    (place.folder / "shrinking.md").write_text(SMALL_LIST, encoding="utf-8")
    place.ended(place.start("refresh/refresh-manual", list_source="shrinking.md", source="sandbox"), "Completed")
    (place.folder / "shrinking.md").write_text("- Proximal policy optimization algorithms\n", encoding="utf-8")
    run_id = place.start("refresh/refresh-manual", list_source="shrinking.md", source="sandbox")
    run = place.ended(run_id, "Refused")

    assert run["state"]["type"] == "FAILED"
    (event,) = wait_for(lambda: place.events("snapshot.refused", run_id))
    assert event["resource"]["prefect.resource.id"] == "papers.list.shrinking-sandbox"
    heard = wait_for(lambda: place.heard)
    text = json.loads(heard[0].body)["text"]
    assert text.startswith("snapshot.refused (shrinking): the new snapshot was refused, the last one stands:")


@pytest.mark.usefixtures("worker")
def test_the_key_comes_from_a_block_and_stays_there(place: Place) -> None:
    """The key in a Secret block reaches its header, and no parameter, log, database or file."""
    block_type = place.call("GET", "/block_types/slug/secret")
    schema = place.call("POST", "/block_schemas/filter", block_schemas={"block_type_id": {"any_": [block_type["id"]]}})
    place.call(
        "POST",
        "/block_documents/",
        name="papers-s2-api-key",
        block_type_id=block_type["id"],
        block_schema_id=schema[0]["id"],
        data={"value": KEY},
    )
    with local_server.serving(local_server.answer(403, b'{"message":"Forbidden"}')) as services:
        settings = {
            "PAPERS_S2_API_KEY_BLOCK": "papers-s2-api-key",
            "PAPERS_S2_URL": services.url,
            "PAPERS_ARXIV_URL": services.url,
        }
        path = f"/deployments/{place.deployment('refresh/refresh-manual')}/create_flow_run"
        parameters = {"parameters": {"list_source": "list.md", "source": "live"}}
        started = place.call("POST", path, parameters=parameters, job_variables={"env": settings})
        run = place.ended(started["id"], "Unavailable")
    asked = [heard for heard in services.heard if heard.path.startswith("/graph")]
    assert asked
    assert {heard.headers.get("x-api-key") for heard in asked} == {KEY}
    assert wait_for(lambda: place.events("source.degraded", run["id"]))
    folders = (place.folder, Path(place.environ["PREFECT_HOME"]))
    written = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(written) > 20
    assert [path for path in written if KEY.encode() in path.read_bytes()] == []
    assert KEY not in json.dumps(run) + place.logged(run["id"])


@pytest.mark.usefixtures("worker")
def test_rebuild_and_bulk_match_run(place: Place) -> None:
    """The thin flows end well, and say what they found."""
    (place.folder / "titles.txt").write_text("Proximal policy optimization algorithms\n", encoding="utf-8")
    (place.folder / "works.jsonl").write_text(
        '{"corpusid": 1, "title": "Proximal policy optimization algorithms", "authors": [], "year": 2017}\n',
        encoding="utf-8",
    )
    rebuilt = place.start("rebuild/rebuild", source="sandbox")
    matched = place.start("bulk-match/bulk-match", queries="titles.txt", corpus="works.jsonl", out="answers.parquet")
    place.ended(rebuilt, "Completed")
    place.ended(matched, "Completed")
    assert "byte for byte" in place.artifacts(rebuilt)["rebuild"]
    assert json.loads(place.artifacts(matched)["bulk-match"])
    assert (place.folder / "answers.parquet").exists()


def test_a_schedule_is_served_by_one_command(place: Place) -> None:
    """`papers schedule` makes a deployment, runs what is due, and leaves the schedule to the server when it ends."""
    command = ["-m", "pipeline.cli", "schedule", "list.md", "--source", "sandbox"]
    command += ["--cron", "30 4 * * *", "--timezone", "Europe/Paris"]
    with (place.folder / "schedule.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=place.folder, env=place.environ, stdout=log, stderr=log
        )

        def served() -> dict[str, Any] | None:
            found = place.call("POST", "/deployments/filter", deployments={"name": {"any_": ["nightly-list-sandbox"]}})
            return found[0] if found and found[0]["schedules"] else None

        try:
            deployment = wait_for(served)
            path = f"/deployments/{deployment['id']}/create_flow_run"
            place.ended(str(place.call("POST", path)["id"]), "Completed")
        finally:
            process.terminate()
            process.wait(60)
    assert deployment["parameters"] == {"parameters": {"list_source": "list.md", "source": "sandbox"}}
    (schedule,) = deployment["schedules"]
    assert schedule["schedule"]["cron"] == "30 4 * * *"
    assert schedule["schedule"]["timezone"] == "Europe/Paris"
    left = wait_for(served)
    assert left["schedules"][0]["active"]
    told = (place.folder / "schedule.log").read_text(encoding="utf-8")
    assert "list is refreshed at '30 4 * * *' (Europe/Paris)." in told
    # Prefect's own runner may stumble over its tasks once it was told to end.
    assert "Traceback" not in told.partition("SIGTERM received")[0]
