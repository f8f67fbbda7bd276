"""The last good copy of each list that comes from a URL, on disk.

```text
ROOT/<name of the list>-<digest of its URL>/meta.json   where it was, when, its validators, digest of the body
ROOT/<name of the list>-<digest of its URL>/body        the list as it was sent, decompressed
```

A copy whose body is not what `meta.json` says is no copy. `meta.json` is replaced before `body`, which until
then lies whole beside it as `body.next`: a run killed in between has lost neither.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import AwareDatetime, TypeAdapter

from pipeline.curated.address import redact
from pipeline.curated.naming import list_name

_META, _BODY, _NEXT = "meta.json", "body", "body.next"
_PASSWORD = re.compile(r"(?<=://)(?P<user>[^/?#\s:@]*):[^/?#\s]*@")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A list as a server sent it."""

    url: str
    """Where it was in the end, as it may be shown."""
    body: bytes
    """Decompressed."""
    content_type: str
    etag: str | None
    last_modified: str | None
    fetched_at: AwareDatetime
    """UTC time at which the server sent it, or last said that it is still the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meta:
    url: str
    etag: str | None
    last_modified: str | None
    content_type: str
    fetched_at: AwareDatetime
    sha256: str


_META_JSON = TypeAdapter(_Meta)


class ListCopies:
    """Copies of lists in one folder; a folder that is not there holds none.

    Only what was read as a list is kept: whether a body is one, the caller knows.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def load(self, source: str) -> Copy | None:
        """The last good copy of what lies at a URL; None when there is none, or a damaged one."""
        folder = self._folder(source)
        try:
            meta = _META_JSON.validate_json((folder / _META).read_bytes())
        except (OSError, ValueError):
            return None
        for name in (_BODY, _NEXT):
            body = _read(folder / name)
            if hashlib.sha256(body).hexdigest() == meta.sha256:
                return Copy(
                    url=meta.url,
                    body=body,
                    content_type=meta.content_type,
                    etag=_for_a_header(meta.etag),
                    last_modified=_for_a_header(meta.last_modified),
                    fetched_at=meta.fetched_at,
                )
        return None

    def keep(self, source: str, copy: Copy) -> None:
        """Keep a good copy in the place of the one before.

        Raises:
            OSError: It cannot be written.
        """
        folder = self._folder(source)
        folder.mkdir(parents=True, exist_ok=True)
        meta = _Meta(
            url=copy.url,
            etag=copy.etag,
            last_modified=copy.last_modified,
            content_type=copy.content_type,
            fetched_at=copy.fetched_at,
            sha256=hashlib.sha256(copy.body).hexdigest(),
        )
        _replace(folder / _NEXT, copy.body)
        _replace(folder / _META, _META_JSON.dump_json(meta, indent=1))
        (folder / _NEXT).replace(folder / _BODY)

    def _folder(self, source: str) -> Path:
        # Whoever reads it, and with whatever password, it is the same place.
        digest = hashlib.sha256(_PASSWORD.sub(r"\g<user>@", source).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return self._root / f"{list_name(redact(source))}-{digest}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _for_a_header(value: str | None) -> str | None:
    """A validator, unless no header can hold it; the list is then asked for as a whole."""
    return value if value and _HEADER_VALUE.fullmatch(value) else None


def _replace(path: Path, body: bytes) -> None:
    """Replace a file atomically."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with beside.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
