"""Where refused snapshots are kept for a look, with the reasons, out of the readers' way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipeline.snapshot.manifest import to_json
from pipeline.snapshot.store import SnapshotStore

FOLDER = "quarantine"
REFUSED = "refused.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a snapshot was refused; stands beside its files as `refused.json`."""

    snapshot_id: str
    run: str
    refused_at: datetime
    """UTC."""
    last: str | None
    """The snapshot that stands instead, or None where there is none."""
    reasons: Sequence[str]
    limits: Mapping[str, float]
    """The limits that were in force, shares in [0, 1]."""
    numbers: Mapping[str, float]
    """What was held against them; empty where the tables themselves are wrong."""

    def as_json(self) -> bytes:
        """The text of `refused.json`."""
        return to_json(asdict(self) | {"refused_at": self.refused_at.isoformat()})


def set_aside(store: SnapshotStore, staging: Path, refusal: Refusal, *, keep: int) -> str:
    """Move a staged snapshot to the quarantine, where the newest `keep` stay; gives its address."""
    store.write(staging / REFUSED, refusal.as_json())
    kept = f"{FOLDER}/run={refusal.run}"
    store.files.place(staging, kept)
    others = {f"{FOLDER}/{name.partition('/')[0]}" for name in store.files.names(FOLDER)} - {kept}
    newest_first = sorted(others, key=lambda folder: _refused_at(store, folder), reverse=True)
    for folder in newest_first[keep - 1 :]:
        store.files.remove(folder)
    return f"{store.address}/{kept}"


def _refused_at(store: SnapshotStore, folder: str) -> str:
    """When a snapshot was refused, as ISO text; empty, and so the oldest, where that cannot be read."""
    content = store.files.read(f"{folder}/{REFUSED}")
    try:
        return str(json.loads(content.body)["refused_at"]) if content else ""
    except (ValueError, KeyError, TypeError):
        return ""
