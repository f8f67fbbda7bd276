"""What is to be said of the newest snapshot: how old it is, and whether it is as published. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pipeline.doctor.check import Check, ok, problem, warning
from pipeline.doctor.span import say_span
from pipeline.errors import SnapshotError

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The snapshot that `latest.json` names."""

    snapshot_id: str
    as_of: date
    replied_at: datetime | None
    """When the last reply came that it rests on (UTC); None when it rests on none."""
    as_pointed_to: bool
    """Whether its manifest is the one that `latest.json` means."""
    missing: tuple[str, ...]
    """Files that its manifest names and that are not there."""

    def age(self, at: datetime) -> timedelta:
        """How long ago it was made, as far as it says itself: by its last reply or, where that is later, its date.

        The time of its files would be nearer, but copying or restoring them makes an old snapshot look new. A run
        may rest on replies of the evening before alone, so its date counts too, unless that is still to come.
        """
        times = [datetime.combine(self.as_of, time.min, UTC), *([self.replied_at] if self.replied_at else [])]
        past = [each for each in times if each <= at]
        return at - max(past) if past else timedelta()


def read_newest(latest: Mapping[str, Any], manifest: bytes, names: Collection[str]) -> Newest:
    """Read what `latest.json` and the manifest that it names say.

    Args:
        names: The files that lie beside the manifest.

    Raises:
        SnapshotError: They are not of their shape.
    """
    try:
        told = json.loads(manifest)
        inputs = told["inputs"]
        times = [datetime.fromisoformat(reply["fetched_at"]).astimezone(UTC) for reply in inputs["replies"]]
        return Newest(
            snapshot_id=str(told["snapshot_id"]),
            as_of=date.fromisoformat(inputs["as_of"]),
            replied_at=max(times, default=None),
            as_pointed_to=hashlib.sha256(manifest).hexdigest() == latest["manifest_sha256"],
            missing=tuple(str(file["name"]) for file in told["files"] if file["name"] not in names),
        )
    except (ValueError, KeyError, TypeError) as error:
        told = f"the manifest of the snapshot cannot be read ({type(error).__name__})."
        raise SnapshotError(told) from None


def judge_age(newest: Newest | None, at: datetime, limit: timedelta | None) -> Check:
    """Judge how old the newest snapshot is.

    Args:
        newest: None when there is no snapshot.
        at: The time, UTC.
        limit: The oldest that it may be; None lets every age pass.
    """
    name = "age"
    if newest is None:
        advice = "Run 'papers refresh', or name the folder with --out."
        found = "There is no snapshot yet."
        return warning(name, found, advice) if limit is None else problem(name, found, advice)
    age = newest.age(at)
    found = f"Snapshot {newest.snapshot_id} is {say_span(age)} old"
    if limit is not None and age > limit:
        advice = "See why the last refresh failed, and run it again."
        return problem(name, f"{found}, more than the {say_span(limit)} it may be.", advice)
    return ok(name, f"{found}.")


def judge_files(newest: Newest) -> Check:
    """Judge whether the newest snapshot is whole; what its files hold is for `papers verify`."""
    name = "snapshot"
    advice = "'papers verify' says what else is wrong; restore it from a backup."
    if not newest.as_pointed_to:
        return problem(name, "Its manifest is not the one that latest.json names (SHA-256 differs).", advice)
    if newest.missing:
        shown = ", ".join(newest.missing[:_SHOWN]) + (", …" if len(newest.missing) > _SHOWN else "")
        return problem(name, f"Of its files {len(newest.missing)} are missing: {shown}.", advice)
    return ok(name, "Its manifest is the one that latest.json names, and its files are there.")


def judge_holder(catalog: Mapping[str, Any] | None, list_name: str, source: str) -> Check:
    """Judge whether the folder is this list's and source's, as a refresh does before anything else."""
    held = (str(catalog.get("list")), str(catalog.get("source"))) if catalog else None
    if held is None:
        return ok("folder", f"It holds no snapshot yet; the first will be of {list_name!r} from {source}.")
    if held != (list_name, source):
        found = f"It holds snapshots of the list {held[0]!r} from {held[1]}, not of {list_name!r} from {source}."
        return problem("folder", found, "Name another folder with --out, or the list with --name.")
    return ok("folder", f"It holds snapshots of {list_name!r} from {source}.")
