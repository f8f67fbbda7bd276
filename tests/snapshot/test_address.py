"""Tests of addresses of snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.snapshot.address import connect, read_address


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("data/enriched", Path("data/enriched")),
        ("file:///tmp/out", Path("/tmp/out")),
        ("s3://bucket/prefix/", "s3://bucket/prefix"),
        ("s3://bucket", "s3://bucket"),
        ("memory://a/b", "memory://a/b"),
    ],
)
def test_folders_and_urls(text: str, place: Path | str) -> None:
    """A URL of files is a folder; any other is object storage."""
    assert read_address(text) == place


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("s3://user:hunter2@bucket/prefix", r"s3://\*\*\*@bucket/prefix holds credentials"),
        ("s3://hunter2@bucket", "AWS_SECRET_ACCESS_KEY"),
        ("simplecache::s3://bucket/prefix", "expected such as s3://bucket/prefix"),
        ("s3://bucket/prefix?secret=hunter2", "expected such as s3://bucket/prefix"),
        ("s3://", "expected such as s3://bucket/prefix"),
    ],
)
def test_addresses_with_secrets_are_refused_and_not_repeated(text: str, told: str) -> None:
    """What may be a password is exit code 2 and stands in no message."""
    with pytest.raises(UsageError, match=told) as error:
        read_address(text)
    assert "hunter2" not in str(error.value)


def test_an_unknown_protocol_is_told() -> None:
    """What fsspec does not know, or needs a package for, is exit code 2 with the remedy."""
    with pytest.raises(UsageError, match=r"cannot use carrier-pigeon://x/y .*curated-papers\[s3\]"):
        connect("carrier-pigeon://x/y")
