"""Tests of the wiring."""

from __future__ import annotations

import errno
import os
import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.parameters import RefreshParameters
from flows.places import default_out
from flows.runtime import holding, in_sandbox, make_job, make_tools, read_format, user_agent
from pipeline.errors import StorageError, UsageError
from pipeline.job import RoundAccount
from pipeline.memory import Freshness
from pipeline.model import Service
from pipeline.settings import Settings

STARTED = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "source", "folder"),
    [
        ("post-training-llms", "live", "data/enriched"),
        ("post-training-llms", "sandbox", "data/enriched/sandbox"),
        ("owner-repo", "live", "data/enriched/owner-repo"),
        ("snapshots", "live", "data/enriched/snapshots-list"),
        ("sandbox", "live", "data/enriched/sandbox-list"),
        ("owner-repo", "sandbox", "data/enriched/owner-repo-sandbox"),
    ],
)
def test_every_list_and_source_has_a_folder(name: str, source: str, folder: str) -> None:
    """Without --out no two lists and no two sources share a folder."""
    assert default_out(name, source) == Path(folder)


def test_a_job_is_filled_from_defaults() -> None:
    """Nothing named: the bundled list, today, the public pace."""
    job = make_job(RefreshParameters(), Settings(), STARTED)
    assert (job.list_name, job.source, job.as_of) == ("post-training-llms", "live", date(2026, 11, 22))
    assert (job.services[Service.SEMANTIC_SCHOLAR].interval_s, job.services[Service.ARXIV].interval_s) == (1.0, 3.0)
    assert Path(job.list_source).exists()
    assert job.freshness == Freshness()


def test_parameters_go_before_settings() -> None:
    """What is said to the command counts more than what the environment says."""
    settings = Settings(list="a.md", out="there", s2_rate=10, contact="me@example.org")
    job = make_job(RefreshParameters(list_source="b.md", out="here", as_of=date(2026, 1, 2)), settings, STARTED)
    assert (job.list_source, job.out, job.as_of) == ("b.md", Path("here"), date(2026, 1, 2))
    assert job.services[Service.SEMANTIC_SCHOLAR].interval_s == pytest.approx(0.1)
    assert "me@example.org" in job.user_agent


def test_archives_are_apart(tmp_path: Path) -> None:
    """Replies of the sandbox and of the live services, and of two lists, never share an archive."""
    settings = Settings(raw=tmp_path)
    jobs = [
        make_job(RefreshParameters(list_source=name, source=source), settings, STARTED)
        for name in ("a.md", "b.md")
        for source in ("live", "sandbox")
    ]
    assert len({job.archive for job in jobs}) == len({job.workspace for job in jobs}) == 4


def test_copies_of_lists_lie_in_the_raw_folder(tmp_path: Path) -> None:
    """Good copies are kept beside the replies, and shared by all runs: each belongs to a URL."""
    settings = Settings(raw=tmp_path)
    jobs = [make_job(RefreshParameters(list_source=name), settings, STARTED) for name in ("a.md", "b.md")]
    assert {job.lists for job in jobs} == {tmp_path / "lists"}


def test_the_bundled_overrides_give_way_to_the_operators(tmp_path: Path) -> None:
    """Overrides in the raw folder go before those that travel with the package."""
    settings = Settings(raw=tmp_path)
    bundled = make_job(RefreshParameters(), settings, STARTED).overrides
    (tmp_path / "overrides.toml").write_text("", encoding="utf-8")

    assert bundled.name == "overrides.toml"
    assert bundled.exists()
    assert make_job(RefreshParameters(), settings, STARTED).overrides == tmp_path / "overrides.toml"


def test_a_job_travels_and_holds_no_key() -> None:
    """A job survives pickling, and the key is no part of it."""
    job = make_job(RefreshParameters(), Settings(s2_api_key="very-secret-key"), STARTED)
    assert pickle.loads(pickle.dumps(job)) == job
    assert b"very-secret-key" not in pickle.dumps(job)


def test_the_key_goes_to_the_live_service_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox is never sent a key."""
    monkeypatch.setenv("PAPERS_S2_API_KEY", "very-secret-key")
    live = make_job(RefreshParameters(source="live"), Settings(), STARTED)
    boxed = in_sandbox(make_job(RefreshParameters(source="sandbox"), Settings(), STARTED), "http://127.0.0.1:9")
    keys = []
    for job in (live, boxed):
        send = make_tools(job).desks[Service.SEMANTIC_SCHOLAR]._send
        keys.append(send._endpoints[Service.SEMANTIC_SCHOLAR].headers.get("x-api-key"))  # type: ignore[attr-defined]
    assert keys == ["very-secret-key", None]


def test_a_stopped_service_stays_stopped() -> None:
    """A service that failed in one stage is not asked in the next."""
    before = RoundAccount(stopped={Service.ARXIV: "down"}, waited_s={Service.SEMANTIC_SCHOLAR: 290.0})
    tools = make_tools(make_job(RefreshParameters(), Settings(), STARTED), before)
    assert str(tools.desks[Service.ARXIV].stopped) == "down"
    assert tools.desks[Service.SEMANTIC_SCHOLAR].stopped is None
    assert tools.desks[Service.SEMANTIC_SCHOLAR]._retrier.waited_s == 290.0


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    """A misspelt format is answered by the list of formats."""
    with pytest.raises(UsageError, match="markdown"):
        read_format("word")


def test_the_services_see_who_asks() -> None:
    """The User-Agent names the program, its version and whom to write to."""
    assert user_agent(None).startswith("curated-papers/")
    assert user_agent("me@example.org").endswith(" (me@example.org)")


def test_object_storage_is_no_folder_of_that_name(tmp_path: Path) -> None:
    """Of an address of object storage the job says the URL, and where copies lie; each URL has its own."""
    settings = Settings(raw=tmp_path)
    jobs = [make_job(RefreshParameters(out=out), settings, STARTED) for out in ("s3://b/x", "s3://b/x/", "s3://b/y")]
    assert [job.url for job in jobs] == ["s3://b/x", "s3://b/x", "s3://b/y"]
    assert jobs[0].out.parent == tmp_path / "copies"
    assert jobs[0].out == jobs[1].out != jobs[2].out
    assert jobs[0].workspace == jobs[1].workspace != jobs[2].workspace
    assert make_tools(jobs[0]).store.address == "s3://b/x"


def test_runs_with_other_folders_share_no_workspace(tmp_path: Path) -> None:
    """Two runs of one list that publish to two folders never write over each other's entries."""
    jobs = [make_job(RefreshParameters(out=str(tmp_path / name)), Settings(), STARTED) for name in "ab"]
    assert jobs[0].workspace != jobs[1].workspace
    assert jobs[0].archive == jobs[1].archive


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_disk_that_cannot_be_written_is_told_with_the_remedy(tmp_path: Path, number: int) -> None:
    """Wherever a run writes, a full or read-only disk is exit code 2 and one sentence that says what to do."""
    job = make_job(RefreshParameters(out=str(tmp_path / "out")), Settings(raw=tmp_path / "raw"), STARTED)
    told = rf"cannot write to .*raw/replies \({os.strerror(number)}\): .*, or name another folder .* PAPERS_RAW"
    with pytest.raises(StorageError, match=told) as error, holding(job):
        raise OSError(number, os.strerror(number))
    assert error.value.exit_code == 2


def test_other_errors_of_the_system_are_not_blamed_on_the_disk(tmp_path: Path) -> None:
    """A lost connection stays what it is."""
    job = make_job(RefreshParameters(out=str(tmp_path / "out")), Settings(raw=tmp_path / "raw"), STARTED)
    with pytest.raises(ConnectionResetError), holding(job):
        raise ConnectionResetError(errno.ECONNRESET, "reset")
