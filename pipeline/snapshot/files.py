"""What a store of snapshots needs of the place where they lie, and that place as a folder of this machine.

Names are relative to the place and use `/`. The other implementation, for object storage, is `remote.py`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.errors import LockedError, StorageError
from pipeline.snapshot.disk import Disk, note_of, storing
from pipeline.snapshot.manifest import FileNote


@dataclass(frozen=True, slots=True)
class Content:
    """A small file as it was read."""

    body: bytes
    version: str | None = None
    """What the place calls this content, where it can be asked to replace this one only."""


def changed_meanwhile(where: str) -> LockedError:
    """The error that says that somebody else has replaced a file since it was read."""
    told = (
        f"{where} was replaced by another run at the same time, and stays as that run left it. Nothing is lost: run "
        "again, and let one machine at a time publish there."
    )
    return LockedError(told)


class Files(Protocol):
    """The place where the snapshots of one list lie.

    Every method raises `StorageError` where the place cannot be read or written.
    """

    @property
    def address(self) -> str:
        """The folder or URL, as people name it."""
        ...

    @property
    def root(self) -> Path:
        """A folder of this machine: the place itself, or where copies of what lies there are kept."""
        ...

    @property
    def disk(self) -> Disk:
        """The disk of `root`."""
        ...

    @property
    def lock_file(self) -> Path:
        """The file whose lock those who write hold; all on this machine name the same."""
        ...

    def prepare(self) -> None:
        """Make the place if it is missing, and see that it can be written."""
        ...

    def read(self, name: str) -> Content | None:
        """Read a small file; None when there is none."""
        ...

    def replace(self, name: str, body: bytes, over: Content | None) -> None:
        """Replace a small file, so that readers see the old or the new content.

        Args:
            over: The content that is to be replaced, as `read` gave it; None where there was no file.

        Raises:
            LockedError: There is another content by now, so somebody else writes here too.
        """
        ...

    def place(self, staged: Path, folder: str) -> None:
        """Move a folder of `root` to its place, every file of it whole and checked.

        What lies there already, the same or a part of it, was left by a run that was killed.
        """
        ...

    def fetch(self, folder: str, names: Collection[str] | None = None, manifest_sha256: str | None = None) -> Path:
        """A folder of this machine with files of a snapshot: those named, or all.

        Args:
            manifest_sha256: Digest of the manifest, where it is known; a copy of another one is brought again.

        Raises:
            SnapshotError: One is missing, or is not what the manifest says.
        """
        ...

    def names(self, folder: str) -> list[str]:
        """The files below a folder, relative to it and sorted; none when there is no such folder."""
        ...

    def note(self, name: str) -> FileNote | None:
        """Size and digest of a file; None when there is none."""
        ...

    def remove(self, folder: str) -> None:
        """Remove a folder with all that is in it; one that is not there is no error."""
        ...


class LocalFiles:
    """A folder of this machine, on a file system whose renames are atomic."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self.root = root
        self.disk = disk or Disk()
        self.address = str(root)
        self.lock_file = root / ".lock"

    def prepare(self) -> None:
        """Make the folder; whether it can be written its lock will show."""
        try:
            self.disk.make_folders(self.root)
        except OSError as error:
            told = f"cannot write to {self.root} ({error.strerror}); name another folder with --out or PAPERS_RAW."
            raise StorageError(told) from None

    def read(self, name: str) -> Content | None:
        """Read a small file; None when there is none."""
        try:
            return Content((self.root / name).read_bytes())
        except FileNotFoundError:
            return None

    def replace(self, name: str, body: bytes, over: Content | None) -> None:
        """Replace a small file by writing beside it and renaming; the lock keeps others away."""
        if self.read(name) != over:
            raise changed_meanwhile(f"{self.root / name}")
        with storing(self.root / name):
            self.disk.make_folders((self.root / name).parent)
            self.disk.replace_synced(self.root / name, body)

    def place(self, staged: Path, folder: str) -> None:
        """Rename a folder to its place; one that lies there and differs was left half removed, and goes."""
        target = self.root / folder
        with storing(target):
            if target.exists() and _digests(target) != _digests(staged):
                self.disk.remove_folder(target)
            self.disk.make_folders(target.parent)
            if target.exists():
                self.disk.remove_folder(staged)
            else:
                self.disk.sync(staged)
                self.disk.rename(staged, target)
            # Also where the folder was there: whoever renamed it may have been killed before this.
            for parent in (target.parent, *target.parent.parents):
                self.disk.sync(parent)
                if parent == self.root:
                    break

    def fetch(
        self,
        folder: str,
        names: Collection[str] | None = None,  # noqa: ARG002
        manifest_sha256: str | None = None,  # noqa: ARG002
    ) -> Path:
        """The folder itself: nothing has to be brought."""
        return self.root / folder

    def names(self, folder: str) -> list[str]:
        """The files below a folder, relative to it and sorted."""
        top = self.root / folder
        return sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if not path.is_dir())

    def note(self, name: str) -> FileNote | None:
        """Size and digest of a file; None when there is none."""
        try:
            return note_of(self.root / name)
        except FileNotFoundError:
            return None

    def remove(self, folder: str) -> None:
        """Remove a folder with all that is in it."""
        path = self.root / folder
        with storing(path), contextlib.suppress(FileNotFoundError):
            self.disk.remove_folder(path)
        # The folder of a day goes with its last snapshot; where it is not empty it stays.
        with contextlib.suppress(OSError):
            path.parent.rmdir()


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): note_of(path).sha256 for path in folder.rglob("*") if not path.is_dir()
    }
