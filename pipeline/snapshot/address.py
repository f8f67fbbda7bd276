"""Where snapshots lie as people write it: a folder, or the URL of a place in object storage, opened through fsspec."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Protocol, cast
from urllib.parse import urlsplit

from pipeline.errors import UsageError


class ObjectSystem(Protocol):
    """What is used of fsspec's `AbstractFileSystem`."""

    def cat_file(self, path: str) -> bytes:
        """Read a file."""
        ...

    def pipe_file(self, path: str, value: bytes, **conditions: str) -> object:
        """Write a file."""
        ...

    def put_file(self, lpath: str, rpath: str) -> object:
        """Upload a file."""
        ...

    def get_file(self, rpath: str, lpath: str) -> object:
        """Download a file."""
        ...

    def open(self, path: str, mode: str) -> IO[bytes]:
        """Open a file."""
        ...

    def info(self, path: str) -> Mapping[str, Any]:
        """What is known of a file."""
        ...

    def find(self, path: str) -> list[str]:
        """The files below a path."""
        ...

    def rm(self, path: str, *, recursive: bool) -> object:
        """Remove what is at a path."""
        ...


def read_address(text: str) -> Path | str:
    """Read where snapshots lie: a folder of this machine, or the URL of a place in object storage.

    Raises:
        UsageError: The URL holds credentials, or is one of several chained ones.
    """
    if "://" not in text:
        return Path(text)
    parts = urlsplit(text)
    if "@" in parts.netloc:
        told = (
            f"the address {parts.scheme}://***@{parts.netloc.rpartition('@')[2]}{parts.path} holds credentials; leave "
            "them out and put them into the environment (for S3 AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)."
        )
        raise UsageError(told)
    if "::" in text or parts.query or parts.fragment or not parts.netloc + parts.path.strip("/"):
        told = f"cannot keep snapshots at {parts.scheme}://{parts.netloc}{parts.path}; expected such as s3://bucket/prefix."
        raise UsageError(told)
    return Path(parts.path) if parts.scheme == "file" else text.rstrip("/")


def connect(url: str) -> tuple[ObjectSystem, str]:
    """Open the file system of a URL, and say what the place is called there; nothing is sent yet.

    Raises:
        UsageError: There is no such protocol, or what it needs is not installed.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415

        # Other machines write there too: what a listing said before is not to be believed.
        system, path = url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)
    except (ImportError, ValueError) as error:
        told = f"cannot use {url} ({error}); for S3 install 'curated-papers[s3]', or name a folder with --out."
        raise UsageError(told) from None
    return cast("ObjectSystem", system), str(path).rstrip("/")
