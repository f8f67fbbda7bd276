"""Tests of the deployments on a real server with a worker: manual and scheduled runs, collisions, events, secrets."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from filelock import FileLock
from playwright.sync_api import expect

from pipeline.model import Service
from pipeline.snapshot.store import SnapshotStore
from tests.browsing import browsing, needs_browser
from tests.refreshing import SMALL_LIST, environ_at, sandbox
from tests.sources import local_server
from tests.system.operator import Place, a_place, wait_for

pytestmark = pytest.mark.system

KEY = "Canary0Key1That2Nobody3May4See"


@pytest.fixture(scope="module")
def receiver() -> Iterator[local_server.LocalServer]:
    """What hears the webhook's calls."""
    with local_server.serving(local_server.answer()) as receiver:
        yield receiver


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, receiver: local_server.LocalServer) -> Iterator[Place]:
    """A server and the deployments of prefect.yaml, as the README sets them up; there is no worker yet."""
    place = a_place(tmp_path_factory.mktemp("operator"), tmp_path_factory.mktemp("prefect"), {})
    with place.serving():
        place.set_up(receiver.url)
        yield place


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
    with place.working():
        yield


def test_a_second_list_is_a_second_deployment(place: Place) -> None:
    """What the README shows is deployed beside the others, with a form for its parameters."""
    deployment = place.call("GET", "/deployments/name/refresh/agents-nightly")
    assert deployment["schedules"][0]["schedule"]["timezone"] == "America/New_York"
    form = deployment["parameter_openapi_schema"]["definitions"]["RefreshParameters"]["properties"]
    assert form["source"]["enum"] == ["live", "sandbox", "corpus"]
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


@pytest.fixture(scope="module")
def manual(place: Place, worker: None) -> str:  # noqa: ARG001
    """A run of the small list that a person started; its id."""
    run_id = place.start("refresh/refresh-manual", list_source="list.md", source="sandbox")
    place.ended(run_id, "Completed")
    return run_id


def test_a_manual_run_explains_itself(place: Place, manual: str) -> None:
    """It has a name, tags, log lines of the library, a summary, tables and a link, and says that it published."""
    run_id, run = manual, place.run(manual)

    assert run["state"]["message"] == "3 of 5 entries matched (60%)."
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


@needs_browser
def test_a_run_is_read_in_the_interface(place: Place, manual: str) -> None:
    """A browser shows name, state, tags, stages and log of a run, its summary, a table and where the page is."""
    site = place.api.removesuffix("/api")
    outside: list[str] = []
    with browsing() as browser:
        page = browser.new_page()
        page.on("request", lambda asked: outside.append(asked.url) if site not in asked.url else None)
        page.goto(f"{site}/runs/flow-run/{manual}")
        heading = page.locator(".page-heading")
        expect(heading).to_contain_text(f"refresh-list-sandbox-{datetime.now(UTC).date()}")
        for told in ("Completed", "list:list", "source:sandbox", "refresh-manual", "6 Task runs"):
            expect(heading).to_contain_text(told)
        expect(page.get_by_text("Reading the list: 5/5 (5 entries, 0 lines passed over)")).to_be_visible()
        page.get_by_text("Task Runs", exact=True).click()
        for stage in ("Reading the list", "Searching titles on arXiv", "Publishing"):
            expect(page.get_by_role("link", name=stage)).to_be_visible()
        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_text("list-sandbox-summary").last.click()
        expect(page.get_by_role("heading", name="list, ")).to_be_visible()
        expect(page.get_by_text("3 of 5 entries matched (60%).").first).to_be_visible()
        expect(page.get_by_text("Findings about the list: ")).to_be_visible()
        page.go_back()
        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_text("list-sandbox-statuses").last.click()
        expect(page.get_by_text("Entries by status")).to_be_visible()
        rows = page.locator("tbody tr")
        expect(rows.first).to_contain_text("matched")
        assert page.locator("th").all_inner_texts() == ["status", "entries", "means"]
        page.go_back()
        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_text("list-sandbox-report").last.click()
        expect(page.get_by_text("It lies at ")).to_contain_text("/report.html on the machine of the worker")
        expect(page.get_by_role("link", name="The report of the snapshot")).to_be_visible()
    assert outside == []


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
def test_a_cancelled_run_leaves_nothing_half_done(place: Place) -> None:
    """Amid a request it ends at once, with no snapshot, no lock and no slot of its own; the next run publishes."""
    store = SnapshotStore(place.folder / "data/enriched/cancelled")
    for ends, faults in (("Cancelled", "s2:hang"), ("Completed", "")):
        with sandbox(faults) as (url, ledger):
            settings = environ_at(url, TIMEOUT="600")
            parameters = {"list_source": "list.md", "list_name": "cancelled", "source": "live"}
            run_id = place.start("refresh/refresh-manual", settings, **parameters)
            if faults:
                wait_for(lambda: ledger.times[Service.SEMANTIC_SCHOLAR])
                place.call("POST", f"/flow_runs/{run_id}/set_state", state={"type": "CANCELLING"})
            place.ended(run_id, ends)
        assert list(store.files.lock_file.parent.glob(".staging-*")) == []
        with store.locked():
            assert (store.latest() is None) is bool(faults)


@pytest.mark.usefixtures("worker")
def test_a_refused_snapshot_calls_the_webhook(place: Place, receiver: local_server.LocalServer) -> None:
    """A list that has lost most of its entries is refused, an event says so, and an automation posts it."""
    (place.folder / "shrinking.md").write_text(SMALL_LIST, encoding="utf-8")
    place.ended(place.start("refresh/refresh-manual", list_source="shrinking.md", source="sandbox"), "Completed")
    (place.folder / "shrinking.md").write_text("- Proximal policy optimization algorithms\n", encoding="utf-8")
    run_id = place.start("refresh/refresh-manual", list_source="shrinking.md", source="sandbox")
    run = place.ended(run_id, "Refused")

    assert run["state"]["type"] == "FAILED"
    (event,) = wait_for(lambda: place.events("snapshot.refused", run_id))
    assert event["resource"]["prefect.resource.id"] == "papers.list.shrinking-sandbox"
    heard = wait_for(lambda: receiver.heard)
    text = json.loads(heard[0].body)["text"]
    assert text.startswith("snapshot.refused (shrinking): the new snapshot was refused, the last one stands:")


@pytest.mark.usefixtures("worker")
def test_the_key_comes_from_a_block_and_stays_there(place: Place) -> None:
    """The key in a Secret block reaches its header, and no parameter, log, database or file."""
    place.block("secret", "papers-s2-api-key", value=KEY)
    with local_server.serving(local_server.answer(403, b'{"message":"Forbidden"}')) as services:
        settings = environ_at(services.url, S2_API_KEY_BLOCK="papers-s2-api-key")
        run_id = place.start("refresh/refresh-manual", settings, list_source="list.md", source="live")
        run = place.ended(run_id, "Unavailable")
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
def test_doctor_looks_at_the_nights_of_the_server(place: Place) -> None:
    """It reads from the server of a profile whether a worker waits for the nightly runs, and whether one is paused."""
    profile = {name: value for name, value in place.environ.items() if name != "PREFECT_API_URL"}
    (Path(profile["PREFECT_HOME"]) / "profiles.toml").write_text(
        f'active = "operator"\n[profiles.operator]\nPREFECT_API_URL = "{place.api}"\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "pipeline.cli", "doctor", "list.md", "--source", "sandbox", "--json"]
    nightly = place.deployment("refresh/agents-nightly")
    found = {}
    for paused in (True, False):
        place.call("PATCH", f"/deployments/{nightly}", paused=paused)
        done = subprocess.run(command, cwd=place.folder, env=profile, capture_output=True, text=True, check=False)
        checks = {check["check"]: check for check in map(json.loads, done.stdout.splitlines())}
        assert place.api in checks["engine"]["found"]
        found[paused] = checks["nightly"]
    assert found[False]["found"].startswith("A worker asks for the runs of ")
    assert (found[True]["level"], found[True]["found"]) == ("warning", "The schedule of agents-nightly is paused.")


@pytest.mark.usefixtures("worker")
def test_rebuild_and_bulk_match_run(place: Place) -> None:
    """The thin flows end well, and say what they found."""
    (place.folder / "titles.txt").write_text("Proximal policy optimization algorithms\n", encoding="utf-8")
    (place.folder / "works.jsonl").write_text(
        '{"corpusid": 1, "title": "Proximal policy optimization algorithms", "authors": [], "year": 2017}\n',
        encoding="utf-8",
    )
    rebuilt = place.start("rebuild/rebuild", source="sandbox")
    matched, spread = (
        place.start("bulk-match/bulk-match", queries="titles.txt", corpus="works.jsonl", out=out, runner=runner)
        for out, runner in (("answers.parquet", "local"), ("spread.parquet", "dask"))
    )
    for run_id in (rebuilt, matched, spread):
        place.ended(run_id, "Completed")
    assert "byte for byte" in place.artifacts(rebuilt)["rebuild"]
    assert json.loads(place.artifacts(matched)["bulk-match"])
    assert (place.folder / "answers.parquet").read_bytes() == (place.folder / "spread.parquet").read_bytes()

    with FileLock(place.folder / ".answers.parquet.lock"):
        again = place.start("bulk-match/bulk-match", queries="titles.txt", corpus="works.jsonl", out="answers.parquet")
        assert "another run writes" in place.ended(again, "Locked")["state"]["message"]


@pytest.mark.parametrize(
    ("ended_by", "code", "ends"), [(signal.SIGINT, 130, "Completed"), (signal.SIGTERM, 0, "Crashed")]
)
def test_a_schedule_is_served_by_one_command(place: Place, ended_by: signal.Signals, code: int, ends: str) -> None:
    """`papers schedule` makes a deployment, runs what is due, and ends quietly, also amid a run; the schedule stays."""
    command = ["-m", "pipeline.cli", "schedule", "list.md", "--cron", "30 4 * * *", "--timezone", "Europe/Paris"]
    log = place.folder / f"schedule-{code}.log"

    def served() -> dict[str, Any] | None:
        found = place.call("POST", "/deployments/filter", deployments={"name": {"any_": ["nightly-list-live"]}})
        return found[0] if found and found[0]["schedules"] else None

    with sandbox("s2:hang" if ends == "Crashed" else "") as (url, ledger), log.open("wb") as told:
        services = environ_at(url, S2_RATE="100", FRESH_IDENTIFIER_HOURS="0")
        process = subprocess.Popen(
            [sys.executable, *command], cwd=place.folder, env=place.environ | services, stdout=told, stderr=told
        )
        try:
            deployment = wait_for(served)
            run_id = str(place.call("POST", f"/deployments/{deployment['id']}/create_flow_run")["id"])
            wait_for(lambda: ledger.times[Service.SEMANTIC_SCHOLAR])
            if ends == "Completed":
                place.ended(run_id, ends)
        finally:
            process.send_signal(ended_by)
            ended = process.wait(60)
    assert ended == code
    place.ended(run_id, ends)
    assert deployment["parameters"] == {"parameters": {"list_source": "list.md", "source": "live"}}
    (schedule,) = deployment["schedules"]
    assert schedule["schedule"]["cron"] == "30 4 * * *"
    assert schedule["schedule"]["timezone"] == "Europe/Paris"
    left = wait_for(served)
    assert left["schedules"][0]["active"]
    text = log.read_text(encoding="utf-8")
    assert "list is refreshed at '30 4 * * *' (Europe/Paris)." in text
    assert "Traceback" not in text
