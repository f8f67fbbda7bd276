"""A disk that loses power at a chosen operation, or refuses one, and snapshots to publish on it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.snapshot.disk import Disk, note_of
from pipeline.snapshot.manifest import DISTRIBUTION, build_manifest, run_id, to_json
from pipeline.snapshot.pointers import pointer_to, row_of
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.upkeep import heal


class PowerLossError(Exception):
    """The power is gone; nothing that follows reaches the disk."""


@dataclass
class _Pending:
    """Something done that is lost with the power, unless what it depends on is synced first."""

    inode: int
    undo: Callable[[], object]


@dataclass
class FailingDisk(Disk):
    """Counts operations, and loses power at the n-th.

    Args:
        fails_at: 1-based; an operation on many bytes or files is then half done.
        loses: With the power goes all that was not synced, as the strictest file system may have it.
    """

    fails_at: int = 0
    loses: bool = True
    operations: int = 0
    _pending: list[_Pending] = field(default_factory=list)
    _handles: list[int] = field(default_factory=list)

    def write(self, path: Path, body: bytes) -> None:
        dies = self._counts()
        new = not path.exists()
        super().write(path, bytes(body)[: len(body) // 2] if dies else body)
        handle = self._open(path, os.O_RDWR)
        self._pending.append(_Pending(os.fstat(handle).st_ino, lambda: os.ftruncate(handle, 0)))
        if new:
            folder = self._open(path.parent, os.O_RDONLY)
            self._pending.append(_Pending(os.fstat(folder).st_ino, lambda: os.unlink(path.name, dir_fd=folder)))
        if dies:
            self._die()

    def sync(self, path: Path) -> None:
        if self._counts():
            self._die()
        inode = path.stat().st_ino
        self._pending = [each for each in self._pending if each.inode != inode]

    def rename(self, path: Path, to: Path) -> None:
        if self._counts():
            self._die()
        super().rename(path, to)
        self._pending.append(_Pending(to.parent.stat().st_ino, lambda: to.rename(path)))

    def replace(self, path: Path, by: Path) -> None:
        if self._counts():
            self._die()
        old = path.read_bytes() if path.exists() else None

        def undo() -> None:
            path.replace(by)
            if old is not None:
                path.write_bytes(old)

        super().replace(path, by)
        self._pending.append(_Pending(path.parent.stat().st_ino, undo))

    def make_folder(self, path: Path) -> None:
        if self._counts():
            self._die()
        super().make_folder(path)
        self._pending.append(_Pending(path.parent.stat().st_ino, lambda: shutil.rmtree(path, ignore_errors=True)))

    def remove_folder(self, path: Path) -> None:
        if self._counts():
            for file in sorted(path.iterdir())[::2]:
                file.unlink()
            self._die()
        super().remove_folder(path)

    def _open(self, path: Path, flags: int) -> int:
        """Open what may be renamed before it is lost."""
        self._handles.append(os.open(path, flags))
        return self._handles[-1]

    def _counts(self) -> bool:
        self.operations += 1
        if self.fails_at and self.operations > self.fails_at:
            raise PowerLossError
        return self.operations == self.fails_at

    def lose_power(self) -> None:
        """Lose what was not synced, or keep it, as may happen too."""
        if self.loses:
            for each in reversed(self._pending):
                each.undo()
        for handle in self._handles:
            os.close(handle)

    def _die(self) -> None:
        self.lose_power()
        raise PowerLossError


class QuickDisk(Disk):
    """A disk that is not waited for."""

    def sync(self, path: Path) -> None:
        pass


@dataclass
class RefusingDisk(Disk):
    """Refuses the n-th operation with an error of the system; those after it too, as a full disk does."""

    fails_at: int = 0
    number: int = errno.ENOSPC
    operations: int = 0

    def write(self, path: Path, body: bytes) -> None:
        self._may(path)
        super().write(path, body)

    def sync(self, path: Path) -> None:
        self._may(path)

    def rename(self, path: Path, to: Path) -> None:
        self._may(path)
        super().rename(path, to)

    def replace(self, path: Path, by: Path) -> None:
        self._may(path)
        super().replace(path, by)

    def make_folder(self, path: Path) -> None:
        self._may(path)
        super().make_folder(path)

    def remove_folder(self, path: Path) -> None:
        self._may(path)
        super().remove_folder(path)

    def _may(self, path: Path) -> None:
        self.operations += 1
        if self.fails_at and self.operations >= self.fails_at:
            raise OSError(self.number, os.strerror(self.number), str(path))


@dataclass(frozen=True)
class Prepared:
    """A snapshot that is ready to be published: its manifest and its files."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """Its snapshot id."""
        return str(self.manifest["snapshot_id"])

    def publish(self, store: SnapshotStore) -> None:
        """Do what the last stage of a refresh does with it, unless it is the latest already."""
        heal(store)
        latest = store.latest()
        if latest is not None and latest["snapshot_id"] == self.name:
            return
        staging = store.stage(self.manifest["run"])
        for name, body in self.files.items():
            store.write(staging / name, body)
        store.write(staging / "manifest.json", to_json(self.manifest))
        store.publish(staging, self.manifest)


def follow(store: SnapshotStore, as_of: str) -> Prepared:
    """The snapshot that follows the latest one of a store, with the same tables."""
    folder = store.find()
    last = store.manifest(folder)
    return prepared(folder, last, as_of=as_of, previous=str(last["snapshot_id"]))


def prepared(folder: Path, like: Mapping[str, Any], *, as_of: str, previous: str | None) -> Prepared:
    """A snapshot with the files of another and inputs of its own."""
    inputs = {**like["inputs"], "as_of": as_of, "previous": previous}
    rows = {file["name"]: file.get("rows") for file in like["files"]}
    manifest = build_manifest(
        inputs,
        files=[note_of(folder / name, rows=count) for name, count in rows.items()],
        by_status=like["by_status"],
        findings=like["findings"],
        versions={DISTRIBUTION: "0"},
    )
    assert manifest["run"] == run_id(inputs)
    return Prepared(manifest, {name: (folder / name).read_bytes() for name in rows})


def note_again(store: SnapshotStore) -> None:
    """Let the manifest, the pointer and the catalogue note the latest snapshot's files as they are now."""
    folder = store.find()
    manifest = store.manifest(folder)
    there = [file for file in manifest["files"] if (folder / file["name"]).exists()]
    manifest["files"] = [{**file, **_noted(folder / file["name"])} for file in there]
    (folder / "manifest.json").write_bytes(to_json(manifest))
    catalog = store.catalog() or {}
    row = {**row_of(manifest), "manifest_sha256": note_of(folder / "manifest.json").sha256}
    catalog["snapshots"] = [*catalog["snapshots"][:-1], row]
    (store.root / "latest.json").write_bytes(to_json(pointer_to(row, row["manifest_sha256"])))
    (store.root / "catalog.json").write_bytes(to_json(catalog))


def _noted(path: Path) -> dict[str, Any]:
    note = note_of(path)
    return {"bytes": note.bytes, "sha256": note.sha256}


def below(known: Mapping[str, str], path: str) -> dict[str, str]:
    """The files of one snapshot, of those that are known."""
    return {name: digest for name, digest in known.items() if name.startswith(f"{path}/")}


def digests(root: Path) -> dict[str, str]:
    """Every file below a folder by its digest, locks apart."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
