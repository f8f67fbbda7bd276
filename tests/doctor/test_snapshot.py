"""Tests of what is said of the newest snapshot."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pipeline.doctor.check import Level
from pipeline.doctor.snapshot import Newest, judge_age, judge_files, judge_holder, read_newest
from pipeline.errors import SnapshotError
from tests.builders import NOON

LIMIT = timedelta(hours=36)


def _newest(**changes: Any) -> Newest:
    values: dict[str, Any] = {
        "snapshot_id": "2026-04-12-abc",
        "as_of": date(2026, 4, 12),
        "replied_at": NOON,
        "as_pointed_to": True,
        "missing": (),
    }
    return Newest(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "age"),
    [
        ({}, timedelta(hours=6)),
        ({"replied_at": NOON - timedelta(days=1)}, timedelta(hours=18)),
        ({"replied_at": None}, timedelta(hours=18)),
        ({"as_of": date(2026, 4, 1)}, timedelta(hours=6)),
        ({"as_of": date(2099, 1, 1)}, timedelta(hours=6)),
        ({"as_of": date(2099, 1, 1), "replied_at": None}, timedelta(0)),
        ({"as_of": date(2026, 4, 1), "replied_at": None}, timedelta(days=11, hours=18)),
    ],
)
def test_the_age_is_that_of_the_last_reply_or_the_date(changes: dict[str, Any], age: timedelta) -> None:
    """The later of the two counts; a date that is still to come says nothing."""
    assert _newest(**changes).age(NOON + timedelta(hours=6)) == age


@pytest.mark.parametrize(
    ("hours", "limit", "level"),
    [(36, LIMIT, Level.OK), (37, LIMIT, Level.PROBLEM), (9999, None, Level.OK), (-2, LIMIT, Level.OK)],
)
def test_a_snapshot_may_be_as_old_as_the_limit(hours: int, limit: timedelta | None, level: Level) -> None:
    """Older than the limit is a problem, and without a limit no age is."""
    check = judge_age(_newest(), NOON + timedelta(hours=hours), limit)
    assert check.level is level
    assert "2026-04-12-abc" in check.found
    assert ("more than the 36 hours" in check.found) is (level is Level.PROBLEM)


@pytest.mark.parametrize(("limit", "level"), [(None, Level.WARNING), (LIMIT, Level.PROBLEM)])
def test_no_snapshot_is_older_than_any_limit(limit: timedelta | None, level: Level) -> None:
    """Before the first refresh there is nothing to be alarmed of, unless a limit says that there should be one."""
    assert judge_age(None, NOON, limit).level is level


MANIFEST: dict[str, Any] = {
    "snapshot_id": "2026-04-12-abc",
    "inputs": {
        "as_of": "2026-04-12",
        "replies": [{"fetched_at": "2026-04-12T12:00:00+00:00"}, {"fetched_at": "2026-04-12T13:00:00+02:00"}],
    },
    "files": [{"name": "entries.parquet"}, {"name": "works.parquet"}],
}


def _read(manifest: Any, names: tuple[str, ...] = ("entries.parquet", "works.parquet")) -> Newest:
    body = json.dumps(manifest).encode()
    return read_newest({"manifest_sha256": hashlib.sha256(body).hexdigest()}, body, names)


def test_a_manifest_is_read() -> None:
    """Name, date, the time of the last reply, what is missing; and whether it is the one that is meant."""
    assert _read(MANIFEST) == _newest()
    assert _read(MANIFEST, ("works.parquet", "more")).missing == ("entries.parquet",)
    assert not read_newest({"manifest_sha256": "0"}, json.dumps(MANIFEST).encode(), ()).as_pointed_to


@pytest.mark.parametrize(
    "manifest",
    [
        [],
        {},
        {**MANIFEST, "inputs": None},
        {**MANIFEST, "inputs": {"as_of": "yesterday", "replies": []}},
        {**MANIFEST, "inputs": {"as_of": "2026-04-12", "replies": [{"fetched_at": 3}]}},
        {**MANIFEST, "files": [3]},
    ],
)
def test_a_manifest_of_another_shape_is_told(manifest: Any) -> None:
    """Whatever lies there, the outcome is one error and no traceback."""
    with pytest.raises(SnapshotError, match=r"the manifest of the snapshot cannot be read"):
        _read(manifest)
    with pytest.raises(SnapshotError):
        read_newest({}, b"\xff", ())


def test_a_snapshot_that_is_not_whole_is_a_problem() -> None:
    """Another manifest or a missing file is told, of many files the first."""
    assert judge_files(_newest()).level is Level.OK
    assert "not the one that latest.json names" in judge_files(_newest(as_pointed_to=False)).found
    told = judge_files(_newest(missing=("a", "b", "c", "d")))
    assert told.level is Level.PROBLEM
    assert "4 are missing: a, b, c, …" in told.found


@pytest.mark.parametrize(
    ("catalog", "level"),
    [
        (None, Level.OK),
        ({"list": "small", "source": "live"}, Level.OK),
        ({"list": "large", "source": "live"}, Level.PROBLEM),
        ({"list": "small", "source": "sandbox"}, Level.PROBLEM),
    ],
)
def test_a_folder_is_one_lists_and_one_sources(catalog: dict[str, str] | None, level: Level) -> None:
    """A refresh of another list or source would end with exit code 2."""
    assert judge_holder(catalog, "small", "live").level is level


def test_times_are_compared_in_utc() -> None:
    """A reply's time may be written in any zone."""
    assert _read(MANIFEST).replied_at == datetime.fromisoformat("2026-04-12T12:00:00+00:00")
