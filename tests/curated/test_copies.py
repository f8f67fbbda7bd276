"""Tests of keeping the last good copy of a list."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.curated.copies import Copy, ListCopies
from tests.builders import NOON, minutes

URL = "https://github.com/owner/repo"
COPY = Copy(
    url="https://raw.githubusercontent.com/owner/repo/HEAD/README.md",
    body=b"- LoRA\n",
    content_type="text/plain; charset=utf-8",
    etag='W/"abc"',
    last_modified="Sun, 12 Apr 2026 10:00:00 GMT",
    fetched_at=NOON,
)


def _only_folder(root: Path) -> Path:
    (folder,) = root.iterdir()
    return folder


def test_a_copy_is_found_again(tmp_path: Path) -> None:
    """What was kept of a URL is what is found for it, in a readable place."""
    ListCopies(tmp_path).keep(URL, COPY)
    assert ListCopies(tmp_path).load(URL) == COPY
    folder = _only_folder(tmp_path)
    assert folder.name.startswith("owner-repo-")
    assert sorted(path.name for path in folder.iterdir()) == ["body", "meta.json"]
    assert (folder / "body").read_bytes() == COPY.body
    meta = json.loads((folder / "meta.json").read_bytes())
    assert set(meta) == {"url", "etag", "last_modified", "content_type", "fetched_at", "sha256"}
    assert meta["sha256"] == hashlib.sha256(COPY.body).hexdigest()


def test_a_newer_copy_takes_the_place(tmp_path: Path) -> None:
    """There is one copy of a list, the last."""
    copies = ListCopies(tmp_path)
    newer = replace(COPY, body=b"- QLoRA\n", etag=None, last_modified=None, fetched_at=NOON + minutes(5))
    copies.keep(URL, COPY)
    copies.keep(URL, newer)
    assert copies.load(URL) == newer


def test_lists_are_apart(tmp_path: Path) -> None:
    """Two lists of one repository share a name and no copy; one list of two users with passwords neither."""
    copies = ListCopies(tmp_path)
    copies.keep(URL, COPY)
    for other in (f"{URL}/blob/main/a.md", f"{URL}?key=1", "https://a:x@github.com/owner/repo"):
        assert copies.load(other) is None


def test_a_password_is_no_part_of_a_copy(tmp_path: Path) -> None:
    """A list behind a password is known again with another password, and neither is written."""
    copies = ListCopies(tmp_path)
    copies.keep("https://me:secret@example.org/list.md", COPY)
    assert copies.load("https://me:changed@example.org/list.md") == COPY
    assert _only_folder(tmp_path).name.startswith("example-org-list-md-")
    assert b"secret" not in (_only_folder(tmp_path) / "meta.json").read_bytes()


def test_no_address_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Whatever a URL holds, its copy lies in a folder of letters, digits and dashes."""
    root = tmp_path / "lists"
    for url in (
        "http://a.example/../../x",
        "http://a.example/%2e%2e/\0",
        "http://../..",
        "http://a.example/" + "x" * 500,
    ):
        ListCopies(root).keep(url, COPY)
        assert ListCopies(root).load(url) == COPY
    assert [path.name for path in tmp_path.iterdir()] == ["lists"]
    assert all(set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for path in root.iterdir())


@pytest.mark.parametrize(
    "damage",
    [
        {"body": b"- LoRA"},
        {"body": b""},
        {"body": None},
        {"meta.json": None},
        {"meta.json": b""},
        {"meta.json": b"{"},
        {"meta.json": b"[]"},
        {"meta.json": b"\xff\xfe"},
        {"etag": 3},
        {"url": None},
        {"fetched_at": "yesterday"},
        {"fetched_at": "2026-04-12T12:00:00"},
        {"sha256": ""},
    ],
    ids=repr,
)
def test_a_damaged_copy_is_no_copy(tmp_path: Path, damage: dict[str, object]) -> None:
    """A copy that is not as it was kept is never trusted, and the next good one mends it."""
    copies = ListCopies(tmp_path)
    copies.keep(URL, COPY)
    folder = _only_folder(tmp_path)
    for name, value in damage.items():
        if name in {"body", "meta.json"}:
            (folder / name).unlink() if value is None else (folder / name).write_bytes(bytes(value))  # type: ignore[call-overload]
        else:
            meta = json.loads((folder / "meta.json").read_bytes())
            (folder / "meta.json").write_text(json.dumps(meta | {name: value}))
    assert copies.load(URL) is None
    copies.keep(URL, COPY)
    assert copies.load(URL) == COPY


def test_a_killed_write_loses_neither_copy(tmp_path: Path) -> None:
    """At whatever step a run is killed, either the old copy or the new one is whole."""
    newer = replace(COPY, body=b"- QLoRA\n", fetched_at=NOON + minutes(5))
    before, after = tmp_path / "before", tmp_path / "after"
    for root in (before, after):
        ListCopies(root).keep(URL, COPY)
    ListCopies(after).keep(URL, newer)
    old, new = _only_folder(before), _only_folder(after)

    (old / "body.next").write_bytes(newer.body[:3])
    assert ListCopies(before).load(URL) == COPY
    (old / "body.next").write_bytes(newer.body)
    assert ListCopies(before).load(URL) == COPY
    (old / "meta.json").write_bytes((new / "meta.json").read_bytes())
    assert ListCopies(before).load(URL) == newer


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where nothing can be kept, the caller learns it; nothing is found there either."""
    (tmp_path / "lists").write_text("a file, not a folder")
    with pytest.raises(OSError, match="lists"):
        ListCopies(tmp_path / "lists").keep(URL, COPY)
    assert ListCopies(tmp_path / "lists").load(URL) is None


@pytest.mark.parametrize("etag", ['x"\r\nX-Evil: 1', "\u6df1", '"a\x01b"'])
def test_a_validator_that_no_header_holds_is_dropped(tmp_path: Path, etag: str) -> None:
    """A server's odd validator costs the condition of the next request, not the copy."""
    copies = ListCopies(tmp_path)
    copies.keep(URL, replace(COPY, etag=etag))
    assert copies.load(URL) == replace(COPY, etag=None)
