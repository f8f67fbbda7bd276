"""Verify a snapshot on disk: every file as the manifest notes it, every table as declared."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from pipeline.errors import SnapshotError
from pipeline.snapshot.disk import note_of
from pipeline.snapshot.manifest import run_id
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.check import check_tables
from pipeline.tables.declare import SCHEMA_VERSION


def verify(store: SnapshotStore, folder: Path) -> list[str]:
    """Everything that is wrong with a snapshot, in words; an empty list when nothing is."""
    try:
        manifest = store.manifest(folder)
    except SnapshotError as error:
        return [str(error)]
    problems = _check_pointer(store, folder)
    if run_id(manifest["inputs"]) != manifest["run"]:
        problems.append("manifest.json: the run is not the one its inputs name")
    for noted in manifest["files"]:
        path = folder / noted["name"]
        if not path.exists():
            problems.append(f"{noted['name']}: missing")
        elif note_of(path).sha256 != noted["sha256"]:
            problems.append(f"{noted['name']}: the content is not what was published (SHA-256 differs)")
    if problems:
        return problems
    if manifest["schema_version"] != SCHEMA_VERSION:
        found = manifest["schema_version"]
        return [
            f"schema version {found}, not {SCHEMA_VERSION}: the files are as published, the tables were not checked"
        ]
    try:
        return check_tables(store.read_tables(folder))
    except (OSError, pa.ArrowException) as error:
        return [f"the tables cannot be read: {error}"]


def _check_pointer(store: SnapshotStore, folder: Path) -> list[str]:
    latest = store.latest()
    if latest is None or store.root / latest["path"] != folder:
        return []
    if note_of(folder / "manifest.json").sha256 != latest["manifest_sha256"]:
        return ["manifest.json: not the one that latest.json names (SHA-256 differs)"]
    return []
