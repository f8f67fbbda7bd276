"""Verify snapshots where they lie: every file as the manifest notes it, every table as declared, nothing gone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.snapshot.manifest import run_id
from pipeline.snapshot.store import CATALOG, LATEST, SnapshotStore
from pipeline.tables.check import check_tables
from pipeline.tables.declare import SCHEMA_VERSION

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found wrong with a snapshot, or with what names the snapshots."""

    name: str
    """A snapshot's id, or the address of the store."""
    problems: tuple[str, ...]
    """In words; empty when nothing is wrong."""


def verify_store(store: SnapshotStore, snapshot_id: str | None = None, *, every: bool = False) -> list[Verdict]:
    """Check the pointer and the catalogue, then one snapshot or every one of the catalogue.

    Args:
        snapshot_id: Which one; the latest by default.

    Raises:
        SnapshotError: There is none, or none of that name.
    """
    latest = store.path_of() if every or snapshot_id is None else store.path_of(snapshot_id)
    paths = {str(row["path"]): str(row["snapshot_id"]) for row in store.rows()}
    chosen = {**paths, latest: paths.get(latest, latest)} if every else {latest: paths.get(latest, latest)}
    place = Verdict(store.address, tuple(_check_names(store, paths)))
    # What is missing altogether is told of the place, once.
    return [place, *(Verdict(chosen[path], tuple(_check(store, path))) for path in chosen if store.files.names(path))]


def verify(store: SnapshotStore, folder: Path) -> list[str]:
    """Everything that is wrong with a snapshot, in words; an empty list when nothing is."""
    return _check(store, folder.relative_to(store.root).as_posix())


def _check_names(store: SnapshotStore, paths: Mapping[str, str]) -> Iterator[str]:
    """Say what the pointer and the catalogue name that is not there."""
    latest = store.latest()
    if latest is not None:
        if not store.files.names(str(latest["path"])):
            yield (
                f"{LATEST} names {latest['path']}, which is not there; restore it from a backup, or let {LATEST} name "
                "a snapshot that is"
            )
        if latest["path"] not in paths:
            yield f"{CATALOG} does not list {latest['snapshot_id']}, which {LATEST} names; the next run mends that"
    for path, name in paths.items():
        if not store.files.names(path) and (latest is None or latest["path"] != path):
            yield f"{CATALOG} lists {name}, but there is nothing at {path}; restore it from a backup"


def _check(store: SnapshotStore, path: str) -> list[str]:
    content = store.files.read(f"{path}/{_MANIFEST}")
    try:
        manifest: dict[str, Any] = json.loads(content.body if content else b"")
        noted = {str(file["name"]): str(file["sha256"]) for file in manifest["files"]}
        named_by_inputs = run_id(manifest["inputs"]) == manifest["run"]
        version = manifest["schema_version"]
    except (ValueError, KeyError, TypeError) as error:
        told = "missing" if content is None else f"{type(error).__name__}: {error}"
        return [f"{store.address}/{path}/{_MANIFEST} cannot be read ({told})"]
    problems = list(_check_pointer(store, path))
    if not named_by_inputs:
        problems.append(f"{_MANIFEST}: the run is not the one its inputs name")
    problems += _check_files(store, path, noted)
    if problems:
        return problems
    if version != SCHEMA_VERSION:
        return [
            f"schema version {version}, not {SCHEMA_VERSION}: the files are as published, the tables were not checked"
        ]
    try:
        return check_tables(store.read_tables(store.files.fetch(path)))
    except (OSError, pa.ArrowException) as error:
        return [f"the tables cannot be read: {error}"]


def _check_files(store: SnapshotStore, path: str, noted: Mapping[str, str]) -> Iterator[str]:
    for name, sha256 in noted.items():
        note = store.files.note(f"{path}/{name}")
        if note is None:
            yield f"{name}: missing"
        elif note.sha256 != sha256:
            yield f"{name}: the content is not what was published (SHA-256 differs)"
    for name in store.files.names(path):
        if name != _MANIFEST and name not in noted:
            yield f"{name}: not in the manifest, so it was not published; move it elsewhere"


def _check_pointer(store: SnapshotStore, path: str) -> Iterator[str]:
    latest = store.latest()
    if latest is None or latest["path"] != path:
        return
    note = store.files.note(f"{path}/{_MANIFEST}")
    if note is None or note.sha256 != latest["manifest_sha256"]:
        yield f"{_MANIFEST}: not the one that {LATEST} names (SHA-256 differs)"
