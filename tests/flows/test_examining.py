"""Tests of the examination: each thing that would fail a refresh has its line, and the key is in none."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from pydantic import SecretStr

from flows.examining import Examination, examine
from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, make_job, settings
from flows.stages import run_job
from flows.surroundings import Surroundings
from pipeline.doctor.check import Check, Level
from pipeline.doctor.nightly import Server
from pipeline.errors import UsageError
from pipeline.model import Service
from pipeline.sandbox.app import service_of
from pipeline.sandbox.faults import Fault
from pipeline.settings import Settings
from pipeline.snapshot.store import SnapshotStore
from tests.refreshing import STARTED, a_job, environ_at, sandbox
from tests.sources.local_server import Answering, LocalServer, answer, serving

KEY = "Canary0Key1That2Nobody3May4See"
LIVE = {"S2_API_KEY": KEY, "CONTACT": "me@example.org", "TIMEOUT": "30", "RAW": "raw"}
IN_ORDER = (
    *("age", "snapshot", "folder", "settings", "list", "overrides", "archive", "write access", "disk", "lock"),
    *("engine", "key", "contact", *Service, "clock"),
)


@pytest.fixture(scope="module")
def services() -> Iterator[str]:
    """A sandbox that serves all tests which are not about services; gives its URL."""
    with sandbox(at=STARTED) as (url, _):
        yield url


@pytest.fixture(scope="module")
def published(services: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a snapshot of a small list; read it only."""
    folder = tmp_path_factory.mktemp("published")
    run_job(a_job(folder, services, at=STARTED), lambda: STARTED)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is the working folder."""
    folder = Path(shutil.copytree(published, tmp_path / "work"))
    monkeypatch.chdir(folder)
    return folder


NOTHING_NIGHTLY = Server(deployments=(), forgets=False)


def _no_prefect(_: str) -> None:
    raise ConnectionRefusedError


def _around(environ: dict[str, str], at: datetime = STARTED, **changes: Any) -> Surroundings:
    usual: dict[str, Any] = {
        "free": lambda _: 10**11,
        "write_to": lambda _: None,
        "prefect_api": lambda environ: environ.get("PREFECT_API_URL"),
        "reach": _no_prefect,
        "nightly": lambda: NOTHING_NIGHTLY,
    }
    return Surroundings(environ=environ, clock=lambda: at, **(usual | changes))


class Look(Protocol):
    """Looks at the small list's next refresh."""

    def __call__(
        self,
        environ: dict[str, str] | None = None,
        *,
        max_age: timedelta | None = None,
        list_source: str | None = "small.md",
        out: str = "out",
        **around: Any,
    ) -> dict[str, Check]:
        """Give the checks by name."""
        ...


@pytest.fixture
def look(services: str, folder: Path) -> Look:
    """Looks from the copied working folder, as if the sandbox were an embedded one."""
    assert folder.is_dir()

    def looking(
        environ: dict[str, str] | None = None,
        *,
        max_age: timedelta | None = None,
        list_source: str | None = "small.md",
        out: str = "out",
        **around: Any,
    ) -> dict[str, Check]:
        surroundings = _around({"PAPERS_RAW": "raw"} | (environ or {}), **around)
        parameters = RefreshParameters(list_source=list_source, out=out, source="sandbox")
        chosen = settings(surroundings.environ)
        job = in_sandbox(make_job(parameters, chosen, surroundings.clock()), services)
        return {check.name: check for check in Examination(parameters, chosen, job, max_age, surroundings).checks()}

    return looking


def _look_live(url: str, environ: dict[str, str] | None = None, **around: Any) -> dict[str, Check]:
    """Look at a refresh from live services, which are at `url`."""
    named = environ_at(url, **LIVE) | (environ or {})
    parameters = RefreshParameters(list_source="small.md", out="live", source="live")
    return {check.name: check for check in examine(parameters, None, _around(named, **around))}


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _not_ok(checks: dict[str, Check]) -> dict[str, Level]:
    return {name: check.level for name, check in checks.items() if check.level is not Level.OK}


def test_nothing_is_wanting_where_all_is_well(look: Look) -> None:
    """Each check has its line, the last snapshot's age among them; of the sandbox neither key nor contact is asked."""
    checks = look(at=STARTED + timedelta(hours=3), max_age=timedelta(hours=36))

    assert tuple(checks) == tuple(name for name in IN_ORDER if name not in {"key", "contact"})
    # The services' clock is the machine's own, this one stands still in the past.
    assert _not_ok(checks) == {"clock": Level.WARNING}
    assert checks["age"].found.endswith("is 3 hours old.")
    assert checks["list"].found == "small: 5 entries can be read."
    assert "replies" in checks["archive"].found


def test_looking_changes_nothing(look: Look, folder: Path) -> None:
    """No file comes or goes; also where there is nothing yet."""
    before = sorted(folder.rglob("*"))
    look()
    look(out="nowhere/at/all", environ={"PAPERS_RAW": "not/there"})
    assert sorted(folder.rglob("*")) == before


@pytest.mark.usefixtures("folder")
def test_live_services_are_asked_once(folder: Path) -> None:
    """One request each, key and contact in order; no clock that is off."""
    with sandbox() as (url, ledger):
        checks = _look_live(url, at=_utc_now())
    assert (len(checks), _not_ok(checks)) == (len(IN_ORDER) - 1, {"age": Level.WARNING})
    assert {service: len(times) for service, times in ledger.times.items()} == dict.fromkeys(Service, 1)
    assert not (folder / "raw" / "replies" / "small-live").exists()


S2, ARXIV = "semantic_scholar", "arxiv"
FAULTS = (
    ("s2:429", S2, Level.WARNING, "HTTP 429"),
    ("arxiv:429-retry-after", ARXIV, Level.WARNING, "HTTP 429"),
    ("s2:403", S2, Level.PROBLEM, "refuses the key (HTTP 403)"),
    ("arxiv:403", ARXIV, Level.PROBLEM, "refuses this address (HTTP 403)"),
    ("s2:500", S2, Level.PROBLEM, "HTTP 500"),
    ("arxiv:502", ARXIV, Level.PROBLEM, "HTTP 502"),
    ("s2:503", S2, Level.PROBLEM, "HTTP 503"),
    ("arxiv:504", ARXIV, Level.PROBLEM, "HTTP 504"),
    ("s2:200-html", S2, Level.PROBLEM, "an HTML page"),
    ("arxiv:200-html", ARXIV, Level.PROBLEM, "an HTML page"),
    ("s2:cut", S2, Level.PROBLEM, "does not answer"),
    ("arxiv:hang", ARXIV, Level.PROBLEM, "does not answer"),
    ("arxiv:drip", ARXIV, Level.PROBLEM, "does not answer"),
    ("s2:empty", S2, Level.PROBLEM, "JSON of another shape"),
    ("arxiv:empty", ARXIV, Level.PROBLEM, "XML of another shape"),
    ("s2:down", S2, Level.PROBLEM, "does not answer"),
)
"""Every fault that a service may have, the check that tells of it, and how."""
SLOW = {"arxiv:hang", "arxiv:drip"}
"""Those that tell by the time they take; a busy machine may be as slow with the other service."""


@pytest.mark.usefixtures("folder")
def test_each_fault_has_its_line() -> None:
    """What one service does is told of that one; each is asked once, whatever it answers."""
    assert {each[0].partition(":")[2] for each in FAULTS} == set(Fault) - {Fault.RATE}
    plan = ",".join(f"{fault}@{number}" for number, (fault, *_) in enumerate(FAULTS, start=1))
    with sandbox(plan) as (url, ledger):
        for number, (fault, name, level, said) in enumerate(FAULTS, start=1):
            checks = _look_live(url, {"PAPERS_TIMEOUT": "0.8"} if fault in SLOW else {}, at=_utc_now())
            wanting = {"age": Level.WARNING, name: level}
            assert wanting.items() <= _not_ok(checks).items() if fault in SLOW else wanting == _not_ok(checks), fault
            assert said in checks[name].found, fault
            asked = {service: len(times) for service, times in ledger.times.items()}
            assert asked == dict.fromkeys(Service, number), fault


def _echoing(status: int, content_type: str) -> Answering:
    """A service that says in its reply what it was sent."""

    def answering(handler: Any) -> None:
        body = "".join(f"{name}: {value}\n" for name, value in handler.headers.items()).encode()
        answer(status, body, Content_Type=content_type)(handler)

    return answering


KEYS = {service: [KEY if service is Service.SEMANTIC_SCHOLAR else None] for service in Service}
"""The keys that each service is sent, a request each."""


def _keys_sent(server: LocalServer) -> dict[Service | None, list[str | None]]:
    sent: dict[Service | None, list[str | None]] = {}
    for heard in server.heard:
        sent.setdefault(service_of(heard.path), []).append(heard.headers.get("x-api-key"))
    return sent


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500])
@pytest.mark.usefixtures("folder")
def test_the_key_is_sent_and_never_shown(status: int, caplog: pytest.LogCaptureFixture) -> None:
    """Not even by a service that echoes it; it goes to Semantic Scholar alone."""
    caplog.set_level(logging.DEBUG)
    with serving(_echoing(status, "application/json")) as server:
        checks = _look_live(server.url)
    assert _keys_sent(server) == KEYS
    assert checks["semantic_scholar"].level is Level.PROBLEM
    assert KEY not in f"{checks}{caplog.text}"


@pytest.mark.usefixtures("folder")
def test_a_key_from_a_block_counts() -> None:
    """It is fetched as a refresh fetches it, and sent; nobody is asked for a key that is there."""
    with serving(_echoing(404, "application/json")) as server:
        checks = _look_live(server.url, {"PAPERS_S2_API_KEY": ""}, key=lambda _: SecretStr(KEY))
    assert _keys_sent(server) == KEYS
    assert checks["key"].level is Level.OK


@pytest.mark.usefixtures("folder")
def test_a_block_that_cannot_be_had_is_a_line() -> None:
    """A refresh would end there, so that no service has to be asked; the rest was looked at all the same."""

    def nowhere(_: Settings) -> SecretStr | None:
        told = "the Secret block 'mine' cannot be had from Prefect (ValueError)."
        raise UsageError(told)

    with sandbox() as (url, ledger):
        checks = _look_live(url, {"PAPERS_S2_API_KEY": ""}, key=nowhere)
    assert (checks["key"].level, checks["key"].found) == (
        Level.PROBLEM,
        "the Secret block 'mine' cannot be had from Prefect (ValueError).",
    )
    assert "list" in checks
    assert not ledger.times


@pytest.mark.usefixtures("folder")
def test_without_a_key_and_a_contact_both_are_wanted() -> None:
    """Two warnings, and a refusal is not blamed on the key."""
    with sandbox("s2:403") as (url, _):
        checks = _look_live(url, {"PAPERS_S2_API_KEY": "", "PAPERS_CONTACT": ""})
    assert checks["key"].level is checks["contact"].level is Level.WARNING
    assert "refuses this address" in checks["semantic_scholar"].found


@pytest.mark.usefixtures("folder")
def test_a_machine_whose_clock_is_off_is_told() -> None:
    """Held against the Date header."""
    with sandbox() as (url, _):
        checks = _look_live(url, at=_utc_now() + timedelta(minutes=10))
    assert "9 minutes ahead" in checks["clock"].found or "10 minutes ahead" in checks["clock"].found


@pytest.mark.parametrize(
    ("environ", "toml", "said"),
    [
        ({"PAPERS_S2_RATE": "fast"}, "", "setting PAPERS_S2_RATE"),
        ({"PAPERS_S2_API_KEY": f"{KEY} x"}, "", "setting PAPERS_S2_API_KEY"),
        ({}, f'papers_s2_api_kye = "{KEY}"', "did you mean"),
        ({}, "\udcff", "papers.toml cannot be read"),
        ({"PAPERS_OUT": f"s3://user:{KEY}@bucket/x"}, "", "credentials"),
    ],
)
def test_settings_that_cannot_be_read_are_the_only_line(
    folder: Path, environ: dict[str, str], toml: str, said: str
) -> None:
    """Nothing else can be told then, and the key is not shown either."""
    (folder / "papers.toml").write_text(toml, encoding="utf-8", errors="surrogateescape")
    (check,) = examine(RefreshParameters(source="sandbox"), None, _around(environ))
    assert (check.name, check.level) == ("settings", Level.PROBLEM)
    assert said in check.found
    assert KEY not in f"{check}"


def _remove_latest(folder: Path) -> None:
    (folder / "out" / "latest.json").unlink()


def _damage_latest(folder: Path) -> None:
    (folder / "out" / "latest.json").write_text("[]", encoding="utf-8")


def _cut_latest(folder: Path) -> None:
    (folder / "out" / "latest.json").write_text("{", encoding="utf-8")


def _damage_catalog(folder: Path) -> None:
    (folder / "out" / "catalog.json").write_text("[3]", encoding="utf-8")


def _remove_table(folder: Path) -> None:
    (SnapshotStore(folder / "out").find() / "works.parquet").unlink()


def _remove_snapshot(folder: Path) -> None:
    shutil.rmtree(SnapshotStore(folder / "out").find())


def _change_manifest(folder: Path) -> None:
    with (SnapshotStore(folder / "out").find() / "manifest.json").open("a", encoding="utf-8") as file:
        file.write("\n")


def _damage_replies(folder: Path) -> None:
    for blob in (folder / "raw").rglob("*.z"):
        blob.write_bytes(b"x")


def _empty_list(folder: Path) -> None:
    (folder / "small.md").write_text("", encoding="utf-8")


def _remove_list(folder: Path) -> None:
    (folder / "small.md").unlink()


def _damage_overrides(folder: Path) -> None:
    (folder / "raw" / "overrides.toml").write_text("[[override]]\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "name", "level"),
    [
        (_remove_latest, "age", Level.WARNING),
        (_damage_latest, "snapshot", Level.PROBLEM),
        (_cut_latest, "snapshot", Level.PROBLEM),
        (_damage_catalog, "snapshot", Level.PROBLEM),
        (_remove_table, "snapshot", Level.PROBLEM),
        (_remove_snapshot, "snapshot", Level.PROBLEM),
        (_change_manifest, "snapshot", Level.PROBLEM),
        (_damage_replies, "archive", Level.PROBLEM),
        (_empty_list, "list", Level.PROBLEM),
        (_remove_list, "list", Level.PROBLEM),
        (_damage_overrides, "overrides", Level.PROBLEM),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_each_damage_has_its_line(
    look: Look, folder: Path, damage: Callable[[Path], None], name: str, level: Level
) -> None:
    """One line says it, and the others are as they were."""
    damage(folder)
    assert _not_ok(look()) == {name: level, "clock": Level.WARNING}


def test_a_snapshot_may_be_too_old(look: Look) -> None:
    """An alarm for whoever watches nothing else."""
    checks = look(at=STARTED + timedelta(hours=37), max_age=timedelta(hours=36))
    assert checks["age"].level is Level.PROBLEM
    assert look(at=STARTED + timedelta(hours=37))["age"].level is Level.OK


def test_a_folder_of_another_list_is_told(look: Look) -> None:
    """Where the list is named, since a refresh would end there; where it is not, it is asked for."""
    checks = look(list_source="raw/../small.md", environ={"PAPERS_LIST": "other.md"})
    assert checks["folder"].level is Level.OK
    checks = look(list_source=None, environ={"PAPERS_LIST": "other.md"})
    assert "holds snapshots of the list 'small' from sandbox, not of 'other'" in checks["folder"].found
    checks = look(list_source=None)
    assert (checks["folder"].level, checks["list"].level) == (Level.OK, Level.WARNING)
    assert "No list is named beside the folder of 'small'" in checks["list"].found
    assert checks["archive"].found == look()["archive"].found
    checks = look(list_source=None, out="new")
    assert checks["list"].found.startswith("post-training-llms: 372 entries")


def test_a_list_that_no_longer_comes_is_a_warning(look: Look) -> None:
    """While its last good copy stands in."""
    body = Path("small.md").read_bytes()
    with serving(answer(200, body, Content_Type="text/markdown")) as server:
        address = f"{server.url}/small.md"
        assert look(list_source=address, out="new")["list"].level is Level.OK
    check = look(list_source=address, out="new")["list"]
    assert check.level is Level.WARNING
    assert "The last good copy of" in check.found


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with SnapshotStore(folder).locked():
        yield


@pytest.mark.parametrize("locked", ["out", "raw/replies/small-sandbox"])
def test_another_run_is_told(look: Look, folder: Path, locked: str) -> None:
    """Of the snapshots or of the replies; and looking takes no lock away."""
    with _locked(folder / locked):
        checks = look()
        assert checks["lock"].level is Level.WARNING
        assert locked in checks["lock"].found
        assert look()["lock"].level is Level.WARNING
    assert look()["lock"].level is Level.OK


def _read_only(folder: Path) -> None:
    raise OSError(errno.EROFS, "Read-only file system", str(folder))


def test_places_that_are_full_or_read_only_are_told(look: Look) -> None:
    """Each by its name."""
    checks = look(free=lambda _: 5_000_000, write_to=_read_only)
    assert checks["disk"].found.startswith("5 MB are free")
    assert "out (Read-only file system); raw (Read-only file system); the folder for temporary files (Read-only" in (
        checks["write access"].found
    )
    assert checks["disk"].level is checks["write access"].level is Level.PROBLEM


def test_the_folder_for_temporary_files_may_be_the_full_one(look: Look, tmp_path: Path) -> None:
    """It often lies on a disk of its own."""
    checks = look(temp=lambda: tmp_path, free=lambda folder: 5_000_000 if folder == tmp_path else 10**10)
    assert checks["disk"].found == f"5 MB are free at {tmp_path}."


def _no_temp() -> Path:
    raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")


def test_a_machine_without_a_folder_for_temporary_files_is_told(look: Look) -> None:
    """The pace of the services is kept there."""
    check = look(temp=_no_temp)["write access"]
    assert check.level is Level.PROBLEM
    assert check.found == "Cannot write to the folder for temporary files (No usable temporary directory found)."


def test_what_is_written_for_a_look_is_gone(folder: Path) -> None:
    """By the real surroundings; a file in a folder's place cannot be written to."""
    (folder / "file").write_text("", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    real = Surroundings()
    real.write_to(folder)
    assert sorted(folder.rglob("*")) == before
    with pytest.raises(NotADirectoryError):
        real.write_to(folder / "file")
    assert real.free(folder) > 0


def test_object_storage_is_written_to_and_tidied(look: Look) -> None:
    """In memory it can be; under an address of no known kind it cannot."""
    pytest.importorskip("fsspec")
    checks = look(out="memory://bucket/prefix")
    assert checks["write access"].level is Level.OK
    checks = look(out="nonsense://bucket/prefix")
    assert checks["write access"].level is Level.PROBLEM
    assert "nonsense" in checks["write access"].found


def test_a_prefect_server_that_is_named_is_reached_for(look: Look) -> None:
    """Its address is shown without a password."""
    reached: list[str] = []
    named = {"PREFECT_API_URL": f"http://user:{KEY}@127.0.0.1:4200/api/"}
    assert look(named, reach=reached.append)["engine"].level is Level.OK
    assert reached == [f"http://user:{KEY}@127.0.0.1:4200/api/health"]
    check = look(named)["engine"]
    assert check.level is Level.PROBLEM
    assert KEY not in f"{check}"
    assert look(named | {"PAPERS_ENGINE": "local"})["engine"].level is Level.OK


def test_a_server_of_a_profile_is_reached_for_too(look: Look) -> None:
    """As a refresh would take it, unless it is told to do without; with it the nights it is to run are looked at."""
    reached: list[str] = []
    profile: dict[str, Any] = {"prefect_api": lambda _: "http://127.0.0.1:4200/api", "reach": reached.append}
    checks = look(**profile)
    assert reached == ["http://127.0.0.1:4200/api/health"]
    assert checks["nightly"].level is Level.OK
    assert look({"PAPERS_ENGINE": "local"}, **profile).keys() == checks.keys() - {"nightly"}
    assert len(reached) == 1


def test_a_server_that_does_not_say_what_it_runs_is_told_of(look: Look) -> None:
    """Such as one that wants a key."""

    def refusing() -> Server:
        raise OSError("PrefectHTTPStatusError")

    checks = look({"PREFECT_API_URL": "http://127.0.0.1:4200/api"}, reach=lambda _: None, nightly=refusing)
    assert checks["nightly"].level is Level.WARNING
    assert "PrefectHTTPStatusError" in checks["nightly"].found


def test_the_real_surroundings_reach_a_server() -> None:
    """Whatever it answers; where nobody listens is an OSError."""
    with serving(answer(404)) as server:
        Surroundings().reach(f"{server.url}/health")
    with pytest.raises(OSError, match="refused"):
        Surroundings().reach(f"{server.url}/health")


@pytest.mark.usefixtures("folder")
def test_a_pace_that_cannot_be_kept_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service is never asked out of turn."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "taken"))
    with serving(answer(200)) as server:
        checks = _look_live(server.url)
    assert "was not asked" in checks["semantic_scholar"].found
    assert server.heard == []
