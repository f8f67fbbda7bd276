"""The place where snapshots lie as object storage, through fsspec: `s3://bucket/prefix`, `gs://…`, `memory://…`.

A snapshot's files are uploaded to where they stay, and each is read back; nobody looks there before the
pointer names them. Where the service can (S3), the pointer is replaced on condition that it is still
what was read, so that of two machines one notices. Credentials come from the environment, by whatever
names fsspec's own implementation reads; none is in an address, a message or a manifest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import PapersError, SnapshotError, StorageError
from pipeline.snapshot.address import ObjectSystem, connect
from pipeline.snapshot.disk import Disk, note_of, storing
from pipeline.snapshot.files import Content, changed_meanwhile
from pipeline.snapshot.manifest import FileNote

_MANIFEST = "manifest.json"
_PROBE = ".writable"
_CONDITIONAL = frozenset({"s3", "s3a"})
"""Protocols whose writes can be made conditional on what is there."""
_REFUSED = frozenset({409, 412})
"""HTTP statuses of a conditional write that found something else."""
_NOT_SUPPORTED = 501
"""Status of a service that speaks S3 but knows no conditional writes."""
_LONGEST_REASON = 200
_CHUNK = 1 << 20
"""Bytes read at a time."""


class RemoteFiles:
    """A place in object storage, and a folder of this machine with copies of what was staged or fetched.

    Args:
        url: Such as `s3://bucket/prefix`.
        copies: What lies there is a snapshot's own files, so that it can be removed at any time.
        opened: Gives the file system of a URL, and what the place is called there.
    """

    def __init__(
        self,
        url: str,
        copies: Path,
        *,
        opened: Callable[[str], tuple[ObjectSystem, str]] = connect,
    ) -> None:
        self.address = url
        self.root = copies
        self.disk = Disk()
        shared = Path(tempfile.gettempdir()) / f"curated-papers-{os.getuid()}"
        self.lock_file = shared / f"publish-{hashlib.sha256(url.encode()).hexdigest()[:16]}.lock"
        self._conditional = url.partition("://")[0] in _CONDITIONAL
        self._open = opened

    @cached_property
    def _opened(self) -> tuple[ObjectSystem, str]:
        return self._open(self.address)

    @property
    def _system(self) -> ObjectSystem:
        return self._opened[0]

    def _path(self, name: str) -> str:
        return f"{self._opened[1]}/{name}"

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except PapersError:
            raise
        except Exception as error:
            # Every implementation has errors of its own; fsspec names no common one.
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]
            told = (
                f"{self.address} cannot be used ({reason}). See that it is there, that the credentials are in the "
                "environment and the network is up, and run again. The last snapshot stands; what was answered is kept."
            )
            raise StorageError(told) from error

    def prepare(self) -> None:
        """See that the place can be written, before anything is asked of the services."""
        with storing(self.root):
            self.disk.make_folders(self.root)
            self.lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._reaching():
            self._system.pipe_file(self._path(_PROBE), b"")
            self._system.rm(self._path(_PROBE), recursive=False)

    def read(self, name: str) -> Content | None:
        """Read a small file; None when there is none."""
        with self._reaching():
            try:
                # Asked first: should the content change in between, the version is too old and nothing is overwritten.
                version = self._system.info(self._path(name)).get("ETag") if self._conditional else None
                return Content(self._system.cat_file(self._path(name)), version)
            except FileNotFoundError:
                return None

    def replace(self, name: str, body: bytes, over: Content | None) -> None:
        """Replace a small file on condition that it is what was read; where that cannot be asked for, after looking."""
        with self._reaching():
            if self._conditional and self._replaced(name, body, over):
                return
            there = self.read(name)
            if (there and there.body) != (over and over.body):
                raise changed_meanwhile(f"{self.address}/{name}")
            self._system.pipe_file(self._path(name), body)

    def _replaced(self, name: str, body: bytes, over: Content | None) -> bool:
        """Replace a file by a conditional write; False where the service knows none."""
        condition = {"IfNoneMatch": "*"} if over is None else {"IfMatch": str(over.version)}
        try:
            self._system.pipe_file(self._path(name), body, **condition)
        except OSError as error:
            status = _status_of(error)
            if status == _NOT_SUPPORTED:
                return False
            if status not in _REFUSED and not (over and isinstance(error, FileNotFoundError)):
                raise
            there = self.read(name)
            # A write whose answer was lost is tried again by the client, and then finds itself.
            if there is None or there.body != body:
                raise changed_meanwhile(f"{self.address}/{name}") from None
        return True

    def place(self, staged: Path, folder: str) -> None:
        """Upload a folder, read each file back, and keep it as the copy; what a killed run left there is completed."""
        notes = {path.relative_to(staged).as_posix(): note_of(path) for path in staged.rglob("*") if not path.is_dir()}
        with self._reaching():
            for name in self.names(folder):
                if name not in notes:
                    self._system.rm(self._path(f"{folder}/{name}"), recursive=False)
            # The manifest last: whoever finds one finds all that it names.
            for name in sorted(notes, key=lambda each: (each == _MANIFEST, each)):
                if not self._holds(f"{folder}/{name}", notes[name]):
                    self._system.put_file(str(staged / name), self._path(f"{folder}/{name}"))
                    if not self._holds(f"{folder}/{name}", notes[name]):
                        told = f"{self.address}/{folder}/{name} does not read back as it was written; run again."
                        raise StorageError(told)
        copy = self._copy(folder)
        with storing(copy):
            if copy.exists():
                self.disk.remove_folder(copy)
            self.disk.make_folders(copy.parent)
            self.disk.rename(staged, copy)

    def _holds(self, name: str, note: FileNote) -> bool:
        there = self.note(name)
        return there is not None and (there.bytes, there.sha256) == (note.bytes, note.sha256)

    def fetch(self, folder: str, names: Collection[str] | None = None, manifest_sha256: str | None = None) -> Path:
        """The copy of a folder, with the files that are wanted; what is not as the manifest says is brought again."""
        copy = self._copy(folder)
        if not _fits(copy / _MANIFEST, manifest_sha256):
            self._bring(f"{folder}/{_MANIFEST}", manifest_sha256)
        try:
            noted = {str(file["name"]): str(file["sha256"]) for file in _read_json(copy / _MANIFEST)["files"]}
        except (ValueError, KeyError, TypeError) as error:
            (copy / _MANIFEST).unlink()
            told = f"{self.address}/{folder}/{_MANIFEST} cannot be read ({error})."
            raise SnapshotError(told) from None
        for name in noted if names is None else names:
            if name not in noted:
                told = f"the snapshot at {self.address}/{folder} has no {name}; it has {', '.join(noted)}."
                raise SnapshotError(told)
            if not _fits(self._copy(f"{folder}/{name}"), noted[name]):
                self._bring(f"{folder}/{name}", noted[name])
        return copy

    def _bring(self, name: str, sha256: str | None) -> None:
        path = self._copy(name)
        beside = path.with_name(f".{path.name}.{os.getpid()}.new")
        with storing(path):
            self.disk.make_folders(path.parent)
        with self._reaching():
            try:
                self._system.get_file(self._path(name), str(beside))
            except FileNotFoundError:
                told = f"{self.address}/{name} is missing; 'papers verify' says what else is."
                raise SnapshotError(told) from None
        if sha256 is not None and note_of(beside).sha256 != sha256:
            beside.unlink()
            told = f"{self.address}/{name} is not what was published (SHA-256 differs)."
            raise SnapshotError(told)
        with storing(path):
            self.disk.sync(beside)
            self.disk.replace(path, beside)
            self.disk.sync(path.parent)

    def _copy(self, name: str) -> Path:
        """Where the copy of a file or folder lies; a name that leads elsewhere is refused, whoever wrote it."""
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            told = f"{self.address} names {name!r}, which leads out of it; something else writes there."
            raise SnapshotError(told)
        return self.root / name

    def names(self, folder: str) -> list[str]:
        """The files below a folder, relative to it and sorted."""
        with self._reaching():
            try:
                found = self._system.find(self._path(folder))
            except FileNotFoundError:
                return []
        top = f"{self._path(folder)}/".lstrip("/")
        return sorted(path.lstrip("/").removeprefix(top) for path in found if path.lstrip("/").startswith(top))

    def note(self, name: str) -> FileNote | None:
        """Size and digest of a file as it reads back; None when there is none."""
        with self._reaching():
            try:
                digest, size = hashlib.sha256(), 0
                with self._system.open(self._path(name), "rb") as file:
                    while chunk := file.read(_CHUNK):
                        digest.update(chunk)
                        size += len(chunk)
            except FileNotFoundError:
                return None
        return FileNote(name=name.rpartition("/")[2], bytes=size, sha256=digest.hexdigest())

    def remove(self, folder: str) -> None:
        """Remove a folder, and its copy."""
        with self._reaching(), contextlib.suppress(FileNotFoundError):
            self._system.rm(self._path(folder), recursive=True)
        with storing(self.root), contextlib.suppress(FileNotFoundError):
            self.disk.remove_folder(self._copy(folder))


def _fits(path: Path, sha256: str | None) -> bool:
    """Whether there is a copy, and it has the digest that is known."""
    return path.exists() and (sha256 is None or note_of(path).sha256 == sha256)


def _read_json(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def _status_of(error: BaseException | None) -> int | None:
    """The HTTP status behind an error of an S3 client, or None."""
    while error is not None:
        response = getattr(error, "response", None)
        if isinstance(response, dict):
            status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            return int(status) if status else None
        error = error.__cause__ or error.__context__
    return None
