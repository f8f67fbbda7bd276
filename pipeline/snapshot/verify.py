"""Verify snapshots where they lie: every file as the manifest notes it, every table as declared, nothing gone."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import SnapshotError
from pipeline.snapshot.history import date_of, part_name, parts, read_part
from pipeline.snapshot.manifest import relative_path, run_id, snapshot_id
from pipeline.snapshot.pointers import PUBLISHED, Row, pointer_to, row_of
from pipeline.snapshot.store import CATALOG, LATEST, SnapshotStore
from pipeline.tables.check import check_tables
from pipeline.tables.declare import SCHEMA_VERSION
from pipeline.tables.schema import CITATION_HISTORY

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a snapshot, or of what names the snapshots."""

    name: str
    """A snapshot's id, or the address of the store."""
    problems: tuple[str, ...]
    """What is wrong, in words; empty when nothing is."""
    notes: tuple[str, ...] = ()
    """What is worth knowing and nothing wrong, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A manifest as it was read, and what follows from it."""

    manifest: Mapping[str, Any]
    sha256: str
    row: Row
    """The row that the catalogue should have."""
    wrong: tuple[str, ...]
    """What it says of itself that its inputs do not."""


def verify_store(store: SnapshotStore, snapshot_id: str | None = None, *, every: bool = False) -> list[Verdict]:
    """Check the pointer and the catalogue, then one snapshot, or every one of the catalogue and the history.

    Args:
        snapshot_id: Which one; the latest by default.

    Raises:
        SnapshotError: There is none, or none of that name.
    """
    latest = store.path_of() if every or snapshot_id is None else store.path_of(snapshot_id)
    rows = store.rows()
    paths = {str(row["path"]): str(row["snapshot_id"]) for row in rows}
    chosen = {**paths, latest: paths.get(latest, latest)} if every else {latest: paths.get(latest, latest)}
    problems, notes = list(_check_names(store, paths)), list[str]()
    if every:
        more, notes = _check_history(store, rows)
        problems += more
    place = Verdict(store.address, tuple(problems), tuple(notes))
    # What is missing altogether is told of the place, once.
    return [place, *(_check(store, path, chosen[path]) for path in chosen if store.files.names(path))]


def verify(store: SnapshotStore, folder: Path) -> list[str]:
    """Everything that is wrong with a snapshot, in words; an empty list when nothing is."""
    return list(_check(store, folder.relative_to(store.root).as_posix(), "").problems)


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


def _check(store: SnapshotStore, path: str, name: str) -> Verdict:
    content = store.files.read(f"{path}/{_MANIFEST}")
    try:
        read = _read(content.body if content else b"", path)
        noted = {str(file["name"]): str(file["sha256"]) for file in read.manifest["files"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        told = "missing" if content is None else f"{type(error).__name__}: {error}"
        return Verdict(name, (f"{store.address}/{path}/{_MANIFEST} cannot be read ({told})",))
    problems = [*_check_pointer(store, path, read), *read.wrong, *_check_row(store, path, read)]
    problems += _check_files(store, path, noted)
    version = read.manifest["schema_version"]
    if problems or version == SCHEMA_VERSION:
        return Verdict(name, tuple(problems or _check_tables(store, path, read)))
    note = f"schema version {version}, not {SCHEMA_VERSION}: the files are as published, the tables were not checked"
    return Verdict(name, (), (note,))


def _read(body: bytes, path: str) -> _Read:
    manifest: dict[str, Any] = json.loads(body)
    inputs, row = manifest["inputs"], row_of(manifest)
    run = run_id(inputs)
    follows = {
        "run": run,
        "snapshot_id": snapshot_id(inputs["as_of"], manifest["run"]),
        "sandbox": inputs["source"] == "sandbox",
        "degraded": inputs.get("degraded"),
    }
    wrong = [
        f"{_MANIFEST}: the {key} is not the one its inputs name"
        for key, value in follows.items()
        # An older schema may have said less.
        if key in manifest and manifest[key] != value
    ]
    if path != relative_path(inputs["as_of"], manifest["run"]):
        wrong.append(f"{_MANIFEST}: it is that of {manifest['snapshot_id']}, which belongs elsewhere ({row['path']})")
    return _Read(manifest=manifest, sha256=hashlib.sha256(body).hexdigest(), row=row, wrong=tuple(wrong))


def _check_pointer(store: SnapshotStore, path: str, read: _Read) -> Iterator[str]:
    latest = store.latest()
    if latest is None or latest["path"] != path:
        return
    if latest["manifest_sha256"] != read.sha256:
        yield f"{_MANIFEST}: not the one that {LATEST} names (SHA-256 differs)"
    elif wrong := _unlike(latest, pointer_to(read.row, read.sha256)):
        yield f"{LATEST}: {wrong} of what it names is not as its manifest says"


def _check_row(store: SnapshotStore, path: str, read: _Read) -> Iterator[str]:
    for row in store.rows():
        if row["path"] != path:
            continue
        if row.get("manifest_sha256", read.sha256) != read.sha256:
            yield f"{_MANIFEST}: not the one that {CATALOG} lists (SHA-256 differs)"
        elif wrong := _unlike(row, {**read.row, "status": row["status"], "manifest_sha256": read.sha256}):
            yield f"{CATALOG}: {wrong} in its row not as its manifest says"


def _unlike(told: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """The keys under which two accounts differ; one of an older release may have said less."""
    return ", ".join(sorted(key for key in told.keys() & known.keys() if told[key] != known[key]))


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


def _check_tables(store: SnapshotStore, path: str, read: _Read) -> list[str]:
    try:
        tables = store.read_tables(store.files.fetch(path, manifest_sha256=read.sha256))
        problems = check_tables(tables)
        counted = {
            "by_status": Counter(tables["entries"]["status"].to_pylist()),
            "findings": Counter(tables["findings"]["kind"].to_pylist()),
            "rows": {f"{name}.parquet": table.num_rows for name, table in tables.items()},
        }
    except (OSError, KeyError, pa.ArrowException) as error:
        return [f"the tables cannot be read: {error}"]
    # Of the tables that are declared today; a later release may have left more.
    rows = {file["name"]: file.get("rows") for file in read.manifest["files"] if file["name"] in counted["rows"]}
    said = {**read.manifest, "rows": rows}
    return [
        *problems,
        *(f"{_MANIFEST}: {key} not as in the tables" for key, told in counted.items() if said.get(key) != told),
    ]


def _check_history(store: SnapshotStore, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """What is wrong with the history of citation counts, and what is worth knowing."""
    there = parts(store)
    problems = [told for part in there if (told := _harm_of(store, part))]
    lacking = {str(row["as_of"]): row for row in rows if row["status"] == PUBLISHED}
    dates = {date_of(part) for part in there}
    latest = (store.latest() or {}).get("snapshot_id")
    notes = []
    for as_of, row in lacking.items():
        if as_of in dates or not _is_counted(store, row):
            continue
        told = f"{part_name(as_of)} is missing"
        if row["snapshot_id"] == latest:
            notes.append(f"{told}; the next run writes it")
        # Releases that kept no history left snapshots too.
        elif there and (row["schema_version"] == SCHEMA_VERSION or as_of > min(dates)):
            problems.append(f"{told}, though {row['snapshot_id']} has counts; restore it from a backup")
    return problems, notes


def _harm_of(store: SnapshotStore, part: str) -> str | None:
    content = store.files.read(part)
    try:
        table = read_part(content.body if content else b"", part)
        several = table.group_by(list(CITATION_HISTORY.key)).aggregate([]).num_rows != table.num_rows
    except SnapshotError as error:
        return str(error)
    except (KeyError, pa.ArrowException) as error:
        return f"{part} is no history of citation counts ({error}); restore it from a backup"
    return f"{part} has several rows of one {', '.join(CITATION_HISTORY.key)}" if several else None


def _is_counted(store: SnapshotStore, row: Row) -> bool:
    """Whether a snapshot has citation counts; one that cannot be read is told elsewhere."""
    try:
        works = store.read_tables(store.files.fetch(str(row["path"]), ["works.parquet"]), ["works"])["works"]
    except (OSError, SnapshotError, pa.ArrowException):
        return False
    return "citation_count" in works.column_names and works["citation_count"].null_count < works.num_rows
