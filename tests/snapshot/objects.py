"""Stand-ins for object storage: one in memory that can be asked to lose its caller, and one that knows conditions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from fsspec.implementations.memory import MemoryFileSystem

from pipeline.snapshot.address import ObjectSystem
from pipeline.snapshot.remote import RemoteFiles
from pipeline.snapshot.store import SnapshotStore
from tests.snapshot.failing import PowerLossError

BASE = "/bucket/prefix"


class StatusError(Exception):
    """What a client of S3 raises, as far as it is looked at."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.response = {"ResponseMetadata": {"HTTPStatusCode": status}}


@dataclass
class Objects:
    """Object storage in memory: a write is there whole or not at all.

    Args:
        fails_at: The n-th write is the last thing its caller does; 0 never.
        done: That write is done before the caller is lost.
    """

    fails_at: int = 0
    done: bool = False
    writes: list[str] = field(default_factory=list)
    kept: MemoryFileSystem = field(default_factory=lambda: MemoryFileSystem(skip_instance_cache=True))

    def __post_init__(self) -> None:
        self.kept.store = {}
        self.kept.pseudo_dirs = [""]

    def cat_file(self, path: str) -> bytes:
        return bytes(self.kept.cat_file(path))

    def pipe_file(self, path: str, value: bytes, **conditions: str) -> object:
        return self._write(path, lambda: self.kept.pipe_file(path, value, **conditions))

    def put_file(self, lpath: str, rpath: str) -> object:
        return self._write(rpath, lambda: self.kept.pipe_file(rpath, Path(lpath).read_bytes()))

    def get_file(self, rpath: str, lpath: str) -> object:
        return self.kept.get_file(rpath, lpath)

    def open(self, path: str, mode: str) -> IO[bytes]:
        return cast("IO[bytes]", self.kept.open(path, mode))

    def info(self, path: str) -> Mapping[str, Any]:
        return {"ETag": hashlib.md5(self.cat_file(path)).hexdigest()}

    def find(self, path: str) -> list[str]:
        return [str(each) for each in self.kept.find(path)]

    def rm(self, path: str, *, recursive: bool) -> object:
        for each in self.find(path) if recursive else [path]:
            self._write(f"-{each}", partial(self.kept.rm, each))
        return None

    def digests(self) -> dict[str, str]:
        """Every object by its digest."""
        return {path: hashlib.sha256(self.cat_file(path)).hexdigest() for path in self.find(BASE)}

    def copy(self) -> Objects:
        """The same objects, kept apart."""
        other = Objects()
        for path in self.find("/"):
            other.kept.pipe_file(path, self.cat_file(path))
        return other

    def _write(self, path: str, act: Callable[[], object]) -> object:
        self.writes.append(path.removeprefix(f"{BASE}/"))
        if self.fails_at and len(self.writes) >= self.fails_at:
            if self.done and len(self.writes) == self.fails_at:
                act()
            raise PowerLossError
        return act()


@dataclass
class ConditionalObjects(Objects):
    """Object storage that knows conditional writes, as S3 does.

    Args:
        before_write: Called before each conditional write, in place of another machine.
        supported: False stands for a service that answers 501 to conditions.
        loses_answer: The write is done and its answer lost; the client tries again.
    """

    before_write: Callable[[str], object] = lambda _: None
    supported: bool = True
    loses_answer: bool = False

    def pipe_file(self, path: str, value: bytes, **conditions: str) -> object:
        if not conditions:
            return super().pipe_file(path, value)
        if not self.supported:
            raise OSError("not implemented") from StatusError(501)
        self.before_write(path)
        there = self.info(path)["ETag"] if self.kept.exists(path) else None
        if conditions.get("IfMatch", there) != there or ("IfNoneMatch" in conditions and there):
            raise OSError("a precondition did not hold") from StatusError(412)
        written = super().pipe_file(path, value)
        if self.loses_answer:
            raise OSError("a precondition did not hold") from StatusError(412)
        return written


def store_in(objects: ObjectSystem, copies: Path, url: str = "memory://bucket/prefix") -> SnapshotStore:
    """A store in object storage."""
    return SnapshotStore(RemoteFiles(url, copies, opened=lambda _: (objects, BASE)))
