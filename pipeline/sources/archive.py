"""The reply archive: every reply as received, append-only, content-addressed; knows hosts not at all.

```text
ROOT/index.jsonl            one line per reply: what was asked, when, status, digest
ROOT/blobs/ab/abcdef….z     the body, zlib, named by the SHA-256 of the body itself; lists lie there too
ROOT/places.txt             where snapshots lie that rest on these replies, one address a line
ROOT/set-aside/             replies that were not what was asked for, for the operator
```

A blob is complete before its line is written, and a line torn by a crash is passed over, so that
whatever the index names can be read. Freshness is asked here too: there is no second cache
(DECISIONS.md, no. 5).
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipeline.errors import SnapshotError
from pipeline.model import Service, utc
from pipeline.sources.port import Kind, Reply, Request

_KEPT_ASIDE = 200
"""Replies set aside per archive; the oldest make room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One line of the index: a request, and the reply it got."""

    request: Request
    status: int
    content_type: str
    fetched_at: datetime
    sha256: str


class ReplyArchive:
    """The archive in one folder; a folder that is not there is an empty archive."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._index = root / "index.jsonl"
        self.places_file = root / "places.txt"

    def put(self, request: Request, reply: Reply) -> Archived:
        """Keep a reply for good."""
        row = Archived(
            request=request,
            status=reply.status,
            content_type=reply.content_type,
            fetched_at=utc(reply.fetched_at),
            sha256=reply.sha256,
        )
        self._write_blob(reply.body, reply.sha256)
        line = json.dumps(asdict(row) | {"fetched_at": row.fetched_at.isoformat()}, ensure_ascii=False) + "\n"
        with self._index.open("ab") as file:
            if file.tell() and not self._ends_with_newline():
                file.write(b"\n")
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        return row

    def rows(self) -> Iterator[Archived]:
        """Every line of the index, oldest first."""
        if not self._index.exists():
            return
        with self._index.open("rb") as file:
            for line in file:
                row = _read_row(line)
                if row is not None:
                    yield row

    @staticmethod
    def _is_whole(path: Path, sha256: str) -> bool:
        try:
            return hashlib.sha256(zlib.decompress(path.read_bytes())).hexdigest() == sha256
        except (OSError, zlib.error):
            return False

    def load(self, row: Archived) -> Reply:
        """Read a reply back.

        Raises:
            SnapshotError: Its blob is missing or not what it was.
        """
        return Reply(
            status=row.status,
            content_type=row.content_type,
            body=self.kept(row.sha256),
            fetched_at=row.fetched_at,
            sha256=row.sha256,
        )

    def keep(self, body: bytes) -> str:
        """Keep what is no reply and bears on snapshots all the same, such as a list; gives its digest."""
        sha256 = hashlib.sha256(body).hexdigest()
        self._write_blob(body, sha256)
        return sha256

    def kept(self, sha256: str) -> bytes:
        """Read what was archived back by its digest.

        Raises:
            SnapshotError: It is missing or not what it was.
        """
        path = self._blob(sha256)
        try:
            body = zlib.decompress(path.read_bytes())
        except (OSError, zlib.error) as error:
            told = f"what was archived as {sha256[:12]} cannot be read at {path}: {error}"
            raise SnapshotError(told) from error
        if hashlib.sha256(body).hexdigest() != sha256:
            told = f"what was archived at {path} is not what was received (digest differs)."
            raise SnapshotError(told)
        return body

    def holds(self, sha256: str) -> bool:
        """Tell whether the body of a reply is there."""
        return self._blob(sha256).exists()

    def forget(self, digests: Iterable[str]) -> None:
        """Remove the bodies of replies; that they came, and when, stays known."""
        for sha256 in digests:
            self._blob(sha256).unlink(missing_ok=True)

    def note_place(self, address: str) -> None:
        """Note where snapshots lie that rest on this archive, so that none of their replies is forgotten."""
        if address not in self.places():
            with self.places_file.open("a", encoding="utf-8") as file:
                file.write(f"{address}\n")

    def places(self) -> list[str]:
        """Where snapshots lie that rest on this archive."""
        try:
            return self.places_file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def set_aside(self, request: Request, reply: Reply, reason: str) -> None:
        """Keep a reply that was not what was asked for where the operator can look at it."""
        folder = self.root / "set-aside"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{reply.fetched_at:%Y%m%dT%H%M%S}-{request.service}-{reply.sha256[:12]}"
        told = {"path": request.path, "asked": request.asked, "status": reply.status, "reason": reason}
        (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        (folder / f"{name}.body").write_bytes(reply.body)
        for old in sorted(folder.iterdir())[: -2 * _KEPT_ASIDE]:
            old.unlink(missing_ok=True)

    def _blob(self, sha256: str) -> Path:
        return self.root / "blobs" / sha256[:2] / f"{sha256}.z"

    def _write_blob(self, body: bytes, sha256: str) -> None:
        path = self._blob(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        if self._is_whole(path, sha256):
            return
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        with beside.open("wb") as file:
            file.write(zlib.compress(body, 6))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def _ends_with_newline(self) -> bool:
        with self._index.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"


def _read_row(line: bytes) -> Archived | None:
    """Read one index line; None for a line torn by a crash."""
    try:
        fields = json.loads(line)
        request = fields["request"]
        return Archived(
            request=Request(
                service=Service(request["service"]),
                kind=Kind(request["kind"]),
                asked=tuple(request["asked"]),
                method=request["method"],
                path=request["path"],
                params=tuple((name, value) for name, value in request["params"]),
                body=request["body"],
            ),
            status=int(fields["status"]),
            content_type=fields["content_type"],
            fetched_at=utc(datetime.fromisoformat(fields["fetched_at"])),
            sha256=fields["sha256"],
        )
    except (ValueError, KeyError, TypeError):
        return None
