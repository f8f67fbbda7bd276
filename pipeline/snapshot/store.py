"""The snapshots of one list: the pointer, the catalogue of snapshots, the lock, the publishing.

Everything is written into a staging folder and synced, verified, moved to its place, and named by `catalog.json` and,
last, by `latest.json`, which names a whole snapshot whenever a run is killed. The place is a folder or object storage.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from pipeline.errors import LockedError, NoSnapshotError, SnapshotError, StorageError, UsageError
from pipeline.snapshot.disk import storing
from pipeline.snapshot.files import Content, Files, LocalFiles, changed_meanwhile
from pipeline.snapshot.manifest import FileNote, to_json
from pipeline.snapshot.parquet import read_parquet
from pipeline.snapshot.pointers import Row, filled_in, pointer_to, row_of, settle
from pipeline.tables.schema import TABLES

TABLE_NAMES = tuple(table.name for table in TABLES)
"""Tables of a snapshot as they are declared today."""

CATALOG = "catalog.json"
LATEST = "latest.json"
_STAGING = ".staging-"
_ROW_GROUP = 100_000


class SnapshotStore:
    """The snapshots of one list from one source, in one place.

    Args:
        place: A folder of this machine, or any place that keeps files.
    """

    def __init__(self, place: Path | Files) -> None:
        self.files: Files = LocalFiles(place) if isinstance(place, Path) else place
        self.root = self.files.root
        self.address = self.files.address

    @property
    def absolute_address(self) -> str:
        """The address as it reads from any folder of this machine."""
        return str(self.root.resolve()) if self.address == str(self.root) else self.address

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the place while the block runs.

        Raises:
            LockedError: Another run holds it.
            StorageError: The place cannot be written.
        """
        lock = FileLock(self.files.lock_file, timeout=0)
        self.files.prepare()
        try:
            lock.acquire()
        except Timeout:
            told = f"another run holds the lock of {self.address}; wait for it to end."
            raise LockedError(told) from None
        except OSError as error:
            told = f"cannot write to {self.address} ({error.strerror}); name another folder with --out or PAPERS_RAW."
            raise StorageError(told) from None
        try:
            yield
        finally:
            lock.release()

    def claim(self, list_name: str, source: str) -> None:
        """See that the place holds snapshots of this list from this source, or none.

        Raises:
            UsageError: It holds another list's or another source's.
        """
        catalog = self.catalog()
        held = (catalog["list"], catalog["source"]) if catalog else None
        if held is not None and held != (list_name, source):
            told = (
                f"{self.address} holds snapshots of the list {held[0]!r} from {held[1]}, not of {list_name!r} from "
                f"{source}. Name another folder with --out, or the list with --name."
            )
            raise UsageError(told)

    def catalog(self) -> dict[str, Any] | None:
        """`catalog.json`, or None before the first snapshot."""
        return self.read_json(CATALOG)[1]

    def latest(self) -> dict[str, Any] | None:
        """`latest.json`, or None before the first snapshot."""
        return self.read_json(LATEST)[1]

    def read_json(self, name: str) -> tuple[Content | None, dict[str, Any] | None]:
        """A small file of the place, to be replaced over and to be looked into; None where there is none.

        Raises:
            SnapshotError: It is not JSON.
        """
        content = self.files.read(name)
        if content is None:
            return None, None
        try:
            read: dict[str, Any] = json.loads(content.body)
        except ValueError as error:
            told = (
                f"{self.address}/{name} is not valid JSON ({error}); restore it from a backup or a snapshot's manifest."
            )
            raise SnapshotError(told) from None
        return content, read

    def rows(self) -> list[Row]:
        """The snapshots that the catalogue lists, oldest first."""
        catalog = self.catalog()
        return list(catalog["snapshots"]) if catalog else []

    def path_of(self, snapshot_id: str | None = None) -> str:
        """Where a snapshot lies below the place, by default the latest.

        Raises:
            SnapshotError: There is none of that name.
        """
        return str(self._named(snapshot_id)["path"])

    def _named(self, snapshot_id: str | None) -> Mapping[str, Any]:
        """What names a snapshot: the pointer or a row of the catalogue."""
        if snapshot_id is None:
            latest = self.latest()
            if latest is None:
                told = f"no snapshot in {self.address} yet; run 'papers refresh' first, or name the folder with --out."
                raise NoSnapshotError(told)
            return latest
        rows = self.rows()
        for row in rows:
            if row["snapshot_id"] == snapshot_id:
                return row
        known = ", ".join(row["snapshot_id"] for row in rows[-3:]) or "none"
        told = f"no snapshot {snapshot_id!r} in {self.address}; the newest there: {known}."
        raise NoSnapshotError(told)

    def find(self, snapshot_id: str | None = None, names: Collection[str] | None = None) -> Path:
        """The folder of a snapshot on this machine, by default of the latest.

        Args:
            names: The files that are wanted, where not all are; what lies in object storage is brought.

        Raises:
            SnapshotError: There is none of that name.
        """
        named = self._named(snapshot_id)
        return self.files.fetch(str(named["path"]), names, named.get("manifest_sha256"))

    def address_of(self, folder: Path) -> str:
        """Where a folder below `root` lies, as people name it: a path or a URL."""
        return f"{self.address}/{folder.relative_to(self.root).as_posix()}"

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
        return {name: read_parquet(folder / f"{name}.parquet") for name in names}

    def whole_manifest(self, snapshot_id: str | None = None) -> dict[str, Any]:
        """A snapshot's manifest, by default the latest's, held against the digest that it was published under.

        Raises:
            SnapshotError: There is none of that name, or its manifest is not what was published.
        """
        folder = self.find(snapshot_id, ())
        self._whole(folder / "manifest.json", self._named(snapshot_id).get("manifest_sha256"))
        return self.manifest(folder)

    def read_whole(self, snapshot_id: str | None, names: Sequence[str]) -> dict[str, pa.Table]:
        """Tables of a snapshot, by name, each held against its digest: for what a new snapshot is to rest on.

        Raises:
            SnapshotError: There is none of that name, or a file of it is missing or not what was published.
        """
        noted = {file["name"]: file["sha256"] for file in self.whole_manifest(snapshot_id)["files"]}
        files = {name: f"{name}.parquet" for name in names}
        folder = self.find(snapshot_id, files.values())
        read = ((name, self._whole(folder / file, noted.get(file))) for name, file in files.items())
        return {name: read_parquet(pa.BufferReader(body)) for name, body in read}

    def _whole(self, path: Path, sha256: str | None) -> bytes:
        """A file of a snapshot, read and held against its digest, where that is known."""
        wrong = "is not what was published (SHA-256 differs)"
        try:
            body = path.read_bytes()
            if sha256 is None or hashlib.sha256(body).hexdigest() == sha256:
                return body
        except OSError as error:
            wrong = f"cannot be read ({error.strerror})"
        # What makes a snapshot again reads its manifest.
        again = "" if path.name == "manifest.json" else ", or make it again with 'papers rebuild ID --to FOLDER'"
        raise SnapshotError(
            f"{self.address_of(path)} {wrong}, and nothing may rest on it: restore it from a backup{again}."
        )

    def stage(self, run: str) -> Path:
        """Make an empty staging folder; those that killed runs left behind go."""
        self.sweep()
        folder = self.root / f"{_STAGING}{run}"
        with storing(self.root):
            self.files.disk.make_folders(self.root)
            self.files.disk.make_folder(folder)
        return folder

    def sweep(self) -> None:
        """Remove what was staged and not published; call it under the lock."""
        with storing(self.root):
            for left in sorted(self.root.glob(f"{_STAGING}*")):
                self.files.disk.remove_folder(left)

    def write(self, path: Path, body: bytes) -> FileNote:
        """Write a file of a staging folder and wait until it is on disk; gives its size and digest.

        Both are those of what was to be written, and never those of what came to lie there.
        """
        with storing(path):
            self.files.disk.write_synced(path, body)
        return FileNote(name=path.name, bytes=len(body), sha256=hashlib.sha256(body).hexdigest())

    def write_table(self, folder: Path, name: str, table: pa.Table, notes: Mapping[str, str]) -> FileNote:
        """Write one table into a staging folder, in one fixed way, with file-level notes."""
        extra = {key.encode(): value.encode() for key, value in notes.items()}
        sink = pa.BufferOutputStream()
        pq.write_table(
            table.replace_schema_metadata({**(table.schema.metadata or {}), **extra}),
            sink,
            compression="zstd",
            row_group_size=_ROW_GROUP,
            write_page_index=True,
        )
        note = self.write(folder / f"{name}.parquet", sink.getvalue().to_pybytes())
        return replace(note, rows=table.num_rows)

    def publish(self, staging: Path, manifest: Mapping[str, Any]) -> Path:
        """Move a verified staging folder to its place and point to it.

        The same snapshot may lie there already, from a run that was killed before it pointed to it.

        Raises:
            LockedError: Another machine has published here since the manifest's previous snapshot was read.
        """
        row = row_of(manifest)
        self.files.place(staging, row["path"])
        self._point_to(row, manifest)
        return self.root / str(row["path"])

    def _point_to(self, row: Row, manifest: Mapping[str, Any]) -> None:
        pointed, latest = self.read_json(LATEST)
        listed, catalog = self.read_json(CATALOG)
        inputs = manifest["inputs"]
        catalog = catalog or {"list": inputs["list"]["name"], "source": inputs["source"], "snapshots": []}
        rows = settle(catalog["snapshots"], self.row_named(latest, catalog["snapshots"]))
        others = [each for each in rows if each["snapshot_id"] != row["snapshot_id"]]
        newest = self.row_named(latest, rows)
        if newest is not None and row["as_of"] < newest["as_of"]:
            # A past date is filled in: it takes its place among the others, and the newest stays the newest.
            self.files.replace(CATALOG, to_json({**catalog, "snapshots": filled_in(others, row)}), over=listed)
            return
        if latest is not None and latest["snapshot_id"] not in {inputs["previous"], row["snapshot_id"]}:
            raise changed_meanwhile(f"{self.address}/{LATEST}")
        self.files.replace(CATALOG, to_json({**catalog, "snapshots": [*others, row]}), over=listed)
        note = self.files.note(f"{row['path']}/manifest.json")
        if note is None:
            told = f"{self.address}/{row['path']}/manifest.json is gone; something else removes files there."
            raise SnapshotError(told)
        self.files.replace(LATEST, to_json(pointer_to(row, note.sha256)), over=pointed)

    def row_named(self, latest: Mapping[str, Any] | None, rows: Sequence[Row]) -> Row | None:
        """The row of the snapshot that `latest.json` names, made from its manifest where the catalogue has none."""
        if latest is None:
            return None
        known = (row for row in rows if row["snapshot_id"] == latest["snapshot_id"])
        found = next(known, None)
        if found is not None:
            return found
        row = row_of(self.manifest(self.files.fetch(str(latest["path"]), ())))
        # That of the pointer, so that another manifest in its place is not taken for the one that was published.
        return {**row, "manifest_sha256": latest["manifest_sha256"]}
