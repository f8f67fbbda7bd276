"""What the safety of snapshots rests on: operations on a disk, one method each, so that any of them can be failed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import StorageError
from pipeline.snapshot.manifest import FileNote

_CANNOT_WRITE = {
    errno.ENOSPC: "free space there",
    errno.EDQUOT: "free space there, or have the quota raised",
    errno.EFBIG: "have the limit on the size of files raised",
    errno.EROFS: "make it writable",
    errno.EACCES: "make it writable",
    errno.EPERM: "make it writable",
    errno.EIO: "see to the disk",
}
"""Errors that speak of a place and not of the run, and what helps."""
_STANDS = "The last snapshot stands, and what was answered is kept."


@contextlib.contextmanager
def storing(place: object) -> Iterator[None]:
    """Tell in one sentence that a place cannot be written while the block runs.

    Args:
        place: Where the block writes; a file that the error itself names goes before it.

    Raises:
        StorageError: The disk is full, read-only or failing. Any other error stays what it is.
    """
    try:
        yield
    except OSError as error:
        remedy = _CANNOT_WRITE.get(error.errno or 0)
        if remedy is None:
            raise
        told = (
            f"cannot write to {error.filename or place} ({error.strerror}): {remedy}, or name another folder with "
            f"--out or PAPERS_RAW, and run again. {_STANDS}"
        )
        raise StorageError(told) from error


class Disk:
    """A disk of this machine. No method but `sync` promises that what it did outlives a loss of power."""

    def write(self, path: Path, body: bytes) -> None:
        """Write a file."""
        with path.open("wb") as file:
            file.write(body)

    def sync(self, path: Path) -> None:
        """Wait until a file's content, or the names in a folder, are on disk."""
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def rename(self, path: Path, to: Path) -> None:
        """Give a folder another name; there must be nothing of that name."""
        path.rename(to)

    def replace(self, path: Path, by: Path) -> None:
        """Put a file in another's place: whoever opens `path` sees the old or the new one."""
        by.replace(path)

    def make_folder(self, path: Path) -> None:
        """Make a folder in one that is there."""
        path.mkdir()

    def remove_folder(self, path: Path) -> None:
        """Remove a folder with all that is in it; not at once, a reader may see a part of it."""
        shutil.rmtree(path)

    def make_folders(self, path: Path) -> None:
        """Make a folder and those above it that are missing, for good; those that are there are synced too.

        A run that was killed may have made them without waiting for the disk.
        """
        missing = []
        while not path.exists():
            missing.append(path)
            path = path.parent
        for folder in reversed(missing):
            self.make_folder(folder)
            self.sync(folder.parent)

    def write_synced(self, path: Path, body: bytes) -> None:
        """Write a file, wait until it is on disk, and see that all of it is.

        Raises:
            StorageError: What came to lie there is not what was written.
        """
        self.write(path, body)
        self.sync(path)
        there = note_of(path)
        if (there.bytes, there.sha256) != (len(body), hashlib.sha256(body).hexdigest()):
            told = (
                f"{path} does not read back as it was written ({there.bytes} of {len(body)} bytes): see to the disk, "
                f"or name another folder with --out or PAPERS_RAW, and run again. {_STANDS}"
            )
            raise StorageError(told)

    def replace_synced(self, path: Path, body: bytes, *, mode: int | None = None) -> None:
        """Replace a file by another content, atomically and for good.

        Args:
            mode: The file's permissions, from its first byte on; those of any new file by default.
        """
        beside = path.with_name(f".{path.name}.new")
        if mode is not None:
            beside.touch(mode=0o600)
            beside.chmod(mode)
        self.write_synced(beside, body)
        self.replace(path, beside)
        self.sync(path.parent)


def write_synced(path: Path, body: bytes) -> None:
    """Write a file and wait until it is on disk."""
    Disk().write_synced(path, body)


def note_of(path: Path, rows: int | None = None) -> FileNote:
    """Size and digest of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileNote(name=path.name, bytes=path.stat().st_size, sha256=digest, rows=rows)
