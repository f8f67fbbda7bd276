"""One folder of snapshots on disk: the pointer, the catalogue of snapshots, the lock, the publishing.

Order of publishing: everything is written into a staging folder and synced, verified, renamed to its
place, and named by `catalog.json` and, last, by `latest.json`. Whatever instant a run is killed at,
`latest.json` names a whole snapshot.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from pipeline.errors import LockedError, SnapshotError, UsageError
from pipeline.snapshot.manifest import FileNote, relative_path, to_json
from pipeline.tables.schema import TABLES

TABLE_NAMES = tuple(table.name for table in TABLES)
"""Tables of a snapshot as they are declared today."""

_STAGING = ".staging-"
_ROW_GROUP = 100_000


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, body: bytes) -> None:
    """Write a file and wait until it is on disk."""
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, body: bytes) -> None:
    """Replace a file atomically."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    write_synced(beside, body)
    beside.replace(path)
    _sync_folder(path.parent)


def note_of(path: Path, rows: int | None = None) -> FileNote:
    """Size and digest of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileNote(name=path.name, bytes=path.stat().st_size, sha256=digest, rows=rows)


class SnapshotStore:
    """The snapshots of one list from one source, in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder's lock while the block runs.

        Raises:
            LockedError: Another run holds it.
            UsageError: The folder cannot be written.
        """
        lock = FileLock(self.root / ".lock", timeout=0)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            told = f"another run holds the lock of {self.root}; wait for it to end."
            raise LockedError(told) from None
        except OSError as error:
            told = f"cannot write to {self.root} ({error.strerror}); name another folder with --out or PAPERS_RAW."
            raise UsageError(told) from None
        try:
            yield
        finally:
            lock.release()

    def claim(self, list_name: str, source: str) -> None:
        """See that the folder holds snapshots of this list from this source, or none.

        Raises:
            UsageError: It holds another list's or another source's.
        """
        catalog = self.catalog()
        held = (catalog["list"], catalog["source"]) if catalog else None
        if held is not None and held != (list_name, source):
            told = (
                f"{self.root} holds snapshots of the list {held[0]!r} from {held[1]}, not of {list_name!r} from "
                f"{source}. Name another folder with --out, or the list with --name."
            )
            raise UsageError(told)

    def catalog(self) -> dict[str, Any] | None:
        """`catalog.json`, or None before the first snapshot."""
        return self._read_json("catalog.json")

    def latest(self) -> dict[str, Any] | None:
        """`latest.json`, or None before the first snapshot."""
        return self._read_json("latest.json")

    def _read_json(self, name: str) -> dict[str, Any] | None:
        path = self.root / name
        try:
            read: dict[str, Any] = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            told = f"{path} is not valid JSON ({error}); restore it from a backup or a snapshot's manifest."
            raise SnapshotError(told) from None
        return read

    def find(self, snapshot_id: str | None = None) -> Path:
        """The folder of a snapshot, by default of the latest.

        Raises:
            SnapshotError: There is none of that name.
        """
        if snapshot_id is None:
            latest = self.latest()
            if latest is None:
                told = f"no snapshot in {self.root} yet; run 'papers refresh' first, or name the folder with --out."
                raise SnapshotError(told)
            return self.root / str(latest["path"])
        rows = (self.catalog() or {"snapshots": []})["snapshots"]
        for row in rows:
            if row["snapshot_id"] == snapshot_id:
                return self.root / str(row["path"])
        known = ", ".join(row["snapshot_id"] for row in rows[-3:]) or "none"
        told = f"no snapshot {snapshot_id!r} in {self.root}; the newest there: {known}."
        raise SnapshotError(told)

    def manifest(self, folder: Path) -> dict[str, Any]:
        """A snapshot's manifest.

        Raises:
            SnapshotError: It is missing or unreadable.
        """
        try:
            read: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
        except (OSError, ValueError) as error:
            told = f"{folder / 'manifest.json'} cannot be read ({error})."
            raise SnapshotError(told) from None
        return read

    def read_tables(self, folder: Path, names: Sequence[str] = TABLE_NAMES) -> dict[str, pa.Table]:
        """Tables of a snapshot, by name; all that are declared today by default."""
        return {name: pq.read_table(folder / f"{name}.parquet", partitioning=None) for name in names}

    def stage(self, run: str) -> Path:
        """Make an empty staging folder; those that killed runs left behind go."""
        for left in self.root.glob(f"{_STAGING}*"):
            shutil.rmtree(left)
        folder = self.root / f"{_STAGING}{run}"
        folder.mkdir(parents=True)
        return folder

    def write_table(self, folder: Path, name: str, table: pa.Table, notes: Mapping[str, str]) -> FileNote:
        """Write one table into a staging folder, in one fixed way, with file-level notes."""
        extra = {key.encode(): value.encode() for key, value in notes.items()}
        path = folder / f"{name}.parquet"
        pq.write_table(
            table.replace_schema_metadata({**(table.schema.metadata or {}), **extra}),
            path,
            compression="zstd",
            row_group_size=_ROW_GROUP,
            write_page_index=True,
        )
        with path.open("rb") as file:
            os.fsync(file.fileno())
        return note_of(path, rows=table.num_rows)

    def quarantine(self, staging: Path, run: str) -> Path:
        """Keep a refused snapshot for a look, out of the readers' way."""
        kept = self.root / "quarantine" / f"run={run}"
        if kept.exists():
            shutil.rmtree(kept)
        kept.parent.mkdir(exist_ok=True)
        staging.rename(kept)
        return kept

    def publish(self, staging: Path, manifest: Mapping[str, Any]) -> Path:
        """Move a verified staging folder to its place and point to it.

        The same snapshot may lie there already, from a run that was killed before it pointed to it;
        equal inputs made equal bytes, so that one stands.
        """
        inputs = manifest["inputs"]
        relative = relative_path(inputs["as_of"], manifest["run"])
        target = self.root / relative
        _sync_folder(staging)
        if target.exists():
            shutil.rmtree(staging)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            staging.rename(target)
            _sync_folder(target.parent)
        self._point_to(target, relative, manifest)
        return target

    def _point_to(self, target: Path, relative: str, manifest: Mapping[str, Any]) -> None:
        inputs = manifest["inputs"]
        row = {
            "snapshot_id": manifest["snapshot_id"],
            "as_of": inputs["as_of"],
            "path": relative,
            "schema_version": manifest["schema_version"],
            "status": "published",
            "rows": {
                file["name"].removesuffix(".parquet"): file["rows"] for file in manifest["files"] if "rows" in file
            },
        }
        catalog = self.catalog() or {"list": inputs["list"]["name"], "source": inputs["source"], "snapshots": []}
        others = [each for each in catalog["snapshots"] if each["snapshot_id"] != row["snapshot_id"]]
        _replace(self.root / "catalog.json", to_json({**catalog, "snapshots": [*others, row]}))
        latest = {
            "snapshot_id": manifest["snapshot_id"],
            "path": relative,
            "schema_version": manifest["schema_version"],
            "manifest_sha256": note_of(target / "manifest.json").sha256,
        }
        _replace(self.root / "latest.json", to_json(latest))
