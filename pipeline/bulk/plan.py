"""What a run of `papers match` set out to do, in a file beside its own: whether one that was killed is gone on with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipeline.bulk.store import replace_file

_PLAN = "plan.json"
_NONCE = "files"


def folder_of_run(place: Path, told: Mapping[str, Any]) -> Path:
    """The folder of the files of a run: that of the last one if it set out to do the same, or else a new one.

    It bears a name that no other run has: a worker may outlive its run, and what it writes then lies elsewhere.

    Args:
        place: Where such folders and the plan are, ours alone; what is not of this run is removed.
        told: What is done, as JSON can hold it.

    Returns:
        Absolute, since workers may be started elsewhere; made when something is written to it.
    """
    path = place / _PLAN
    plan = _read(path)
    run = str(plan.pop(_NONCE, ""))
    if not run or plan != told:
        # Before the files are: half of them must not be taken for what a run left.
        path.unlink(missing_ok=True)
        run = uuid4().hex
    _remove(each for each in place.iterdir() if each.name not in {run, _PLAN})
    replace_file(path, json.dumps({**told, _NONCE: run}, sort_keys=True).encode())
    return place.absolute() / run


def end_run(place: Path) -> None:
    """Remove plan and files of a run; what a late writer puts there meanwhile goes with the next run."""
    (place / _PLAN).unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)


def stand(path: Path) -> list[str | int]:
    """What tells whether a file is still the same: its path, size and time of change, as far as it is there."""
    try:
        found = path.stat()
    except OSError:
        return [str(path.absolute())]
    return [str(path.absolute()), found.st_size, found.st_mtime_ns]


def _read(path: Path) -> dict[str, Any]:
    """The plan of the last run; nothing where there is none."""
    try:
        plan = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) else {}


def _remove(left: Iterable[Path]) -> None:
    for each in left:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
