"""The reply archive on disk: what is put can be read again, whatever happened in between."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SnapshotError
from pipeline.model import Service
from pipeline.sources import archive as module
from pipeline.sources.archive import Archived, ReplyArchive
from pipeline.sources.port import Kind, Request
from tests.builders import NOON, a_reply, a_request, minutes, steady

BATCH = a_request(
    "arxiv:2401.00001",
    "doi:10.1234/x",
    kind=Kind.IDENTIFIER,
    method="POST",
    path="/graph/v1/paper/batch?fields=title",
    params=(),
    body='{"ids": []}',
)
SEARCH = a_request(
    "Über „Listen“: 注意", service=Service.ARXIV, path="/api/query", params=(("id_list", ""), ("start", "0"))
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where an archive may come to be."""
    return tmp_path / "replies"


def _blobs(root: Path) -> list[Path]:
    return sorted(path for path in (root / "blobs").rglob("*") if path.is_file())


@pytest.mark.parametrize("request_", [a_request(), BATCH, SEARCH], ids=["match", "batch", "search"])
def test_what_is_put_can_be_read_again(root: Path, request_: Request) -> None:
    """A request and its reply come back as they went in; Retry-After has served its purpose."""
    reply = a_reply("{“ä”}\n\x00", 404, content_type="text/html; charset=utf-8", retry_after="7")

    put = ReplyArchive(root).put(request_, reply)
    (row,) = ReplyArchive(root).rows()

    assert row == put
    assert row.request == request_
    assert ReplyArchive(root).load(row) == replace(reply, retry_after=None)


def test_archive_that_is_not_there_is_empty(root: Path) -> None:
    """Asking makes no folder."""
    assert list(ReplyArchive(root).rows()) == []
    assert not root.exists()


def test_rows_come_oldest_first(root: Path) -> None:
    """The index is in the order in which replies were put."""
    archive = ReplyArchive(root)
    put = [archive.put(a_request(str(number)), a_reply(str(number))) for number in range(5)]

    assert list(archive.rows()) == put


def test_times_are_kept_to_the_microsecond(root: Path) -> None:
    """Ages are judged by the recorded time, which is UTC whatever it was recorded in."""
    at = NOON.replace(microsecond=123456)

    ReplyArchive(root).put(a_request(), a_reply(fetched_at=at))

    (row,) = ReplyArchive(root).rows()
    assert (row.fetched_at, row.fetched_at.utcoffset()) == (at, minutes(0))


def test_same_body_is_stored_once(root: Path) -> None:
    """Two requests that got the same bytes share a blob; the index tells of both."""
    archive = ReplyArchive(root)
    for asked in ("A", "B"):
        archive.put(a_request(asked), a_reply("[]"))
    archive.put(a_request("C"), a_reply("[null]"))

    rows = list(archive.rows())

    assert [row.request.asked for row in rows] == [("A",), ("B",), ("C",)]
    assert len({row.sha256 for row in rows}) == len(_blobs(root)) == 2


def test_blob_is_named_by_its_body(root: Path) -> None:
    """A blob lies under the digest of the plain body, in a folder of its first two signs."""
    reply = a_reply("[]")

    ReplyArchive(root).put(a_request(), reply)

    (blob,) = _blobs(root)
    assert blob == root / "blobs" / reply.sha256[:2] / f"{reply.sha256}.z"
    assert zlib.decompress(blob.read_bytes()) == b"[]"


def test_index_knows_no_host(root: Path) -> None:
    """What was asked of one host can be read again for another: only service, path and parameters are kept."""
    ReplyArchive(root).put(BATCH, a_reply())

    (line,) = (root / "index.jsonl").read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert set(told) == {"request", "status", "content_type", "fetched_at", "sha256"}
    assert set(told["request"]) == {"service", "kind", "asked", "method", "path", "params", "body"}
    assert "http" not in line.replace("application/json", "")


@pytest.mark.parametrize("kept", [1, 20, 100, -3, -1])
def test_torn_last_line_is_passed_over(root: Path, kept: int) -> None:
    """A line that a crash cut off costs its own reply, not the ones before or after it."""
    archive = ReplyArchive(root)
    archive.put(a_request("A"), a_reply("1"))
    whole = (root / "index.jsonl").read_bytes()
    archive.put(SEARCH, a_reply("2"))
    line = (root / "index.jsonl").read_bytes()[len(whole) :]
    (root / "index.jsonl").write_bytes(whole + line[:kept])

    before = [row.request.asked for row in archive.rows()]
    archive.put(a_request("C"), a_reply("3"))
    after = [row.request.asked for row in archive.rows()]

    # A line that lacks nothing but its end can be read.
    torn = [] if kept != -1 else [SEARCH.asked]
    assert before == [("A",), *torn]
    assert after == [("A",), *torn, ("C",)]


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"7\n",
        b"[]\n",
        b"{}\n",
        b"null\n",
        b"\xff\xfe\n",
        b'{"request": 7}\n',
        b'{"request": {"service": "another", "kind": "title"}}\n',
    ],
)
def test_foreign_line_is_passed_over(root: Path, line: bytes) -> None:
    """A line that is no row of an index hides none of the others."""
    archive = ReplyArchive(root)
    archive.put(a_request("A"), a_reply("1"))
    with (root / "index.jsonl").open("ab") as file:
        file.write(line)
    archive.put(a_request("B"), a_reply("2"))

    assert [row.request.asked for row in archive.rows()] == [("A",), ("B",)]


@settings(steady, max_examples=40)
@given(cut=st.integers(0, 1100))
def test_index_cut_anywhere_keeps_what_came_before(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    """Wherever a crash cuts the index, every whole line can be read, and the next put can."""
    root = tmp_path_factory.mktemp("replies")
    archive = ReplyArchive(root)
    for number in range(3):
        archive.put(a_request(str(number)), a_reply(str(number)))
    index = root / "index.jsonl"
    left = index.read_bytes()[:cut]
    index.write_bytes(left)

    archive.put(a_request("next"), a_reply("next"))

    names = [row.request.asked[0] for row in archive.rows()]
    whole = left.count(b"\n")
    assert names[-1] == "next"
    assert names[:-1] in ([str(number) for number in range(whole)], [str(number) for number in range(whole + 1)])


def _only_row(root: Path) -> Archived:
    (row,) = ReplyArchive(root).rows()
    return row


@pytest.mark.parametrize(
    "damage",
    [b"", b"not compressed", zlib.compress(b"another body"), zlib.compress(b"[1, 2, 3]")[:-4]],
    ids=["empty", "not compressed", "another body", "cut"],
)
def test_damaged_blob_is_not_read(root: Path, damage: bytes) -> None:
    """A body that is not what was received is never handed out."""
    archive = ReplyArchive(root)
    archive.put(a_request(), a_reply("[1, 2, 3]"))
    _blobs(root)[0].write_bytes(damage)

    with pytest.raises(SnapshotError):
        archive.load(_only_row(root))


def test_missing_blob_is_told_with_its_place(root: Path) -> None:
    """The operator sees which file is missing."""
    archive = ReplyArchive(root)
    archive.put(a_request(), a_reply())
    (blob,) = _blobs(root)
    blob.unlink()

    with pytest.raises(SnapshotError, match=str(blob)):
        archive.load(_only_row(root))


def test_damaged_blob_heals_when_its_body_comes_again(root: Path) -> None:
    """A body that is received again replaces its damaged blob, so that it is not asked for every night."""
    archive = ReplyArchive(root)
    archive.put(a_request(), a_reply("[1]"))
    _blobs(root)[0].write_bytes(b"")

    archive.put(a_request(), a_reply("[1]"))

    assert [archive.load(row).body for row in archive.rows()] == [b"[1]", b"[1]"]


def test_blob_is_there_before_its_line(root: Path) -> None:
    """When the line cannot be written the blob is there already: the index never names what is not."""
    root.mkdir()
    (root / "index.jsonl").mkdir()

    with pytest.raises(IsADirectoryError):
        ReplyArchive(root).put(a_request(), a_reply("[]"))

    assert [zlib.decompress(blob.read_bytes()) for blob in _blobs(root)] == [b"[]"]


def test_no_line_without_a_blob(root: Path) -> None:
    """When the blob cannot be written nothing is added to the index."""
    root.mkdir()
    (root / "blobs").write_bytes(b"in the way")

    with pytest.raises(OSError, match="blobs"):
        ReplyArchive(root).put(a_request(), a_reply())

    assert list(ReplyArchive(root).rows()) == []


def test_nothing_half_written_stays_behind(root: Path) -> None:
    """After a put there are the index and blobs, and nothing else."""
    archive = ReplyArchive(root)
    for number in range(3):
        archive.put(a_request(), a_reply(str(number)))

    assert {path.suffix for path in _blobs(root)} == {".z"}


def test_set_aside_tells_what_was_asked_and_why(root: Path) -> None:
    """A reply that was not what was asked for lies beside a note that a person can read."""
    ReplyArchive(root).set_aside(SEARCH, a_reply(b"<html>"), "expected a feed")

    body, note = sorted((root / "set-aside").iterdir())
    told = json.loads(note.read_text(encoding="utf-8"))
    assert body.read_bytes() == b"<html>"
    assert (told["asked"], told["status"], told["reason"]) == (list(SEARCH.asked), 200, "expected a feed")
    assert (body.stem, note.suffix, body.suffix) == (note.stem, ".json", ".body")


def test_set_aside_is_no_part_of_the_archive(root: Path) -> None:
    """What is set aside is never read again."""
    ReplyArchive(root).set_aside(a_request(), a_reply(), "x")

    assert list(ReplyArchive(root).rows()) == []


def test_oldest_of_what_is_set_aside_make_room(root: Path) -> None:
    """The folder keeps at most its number of replies, the newest ones, each with its note."""
    archive = ReplyArchive(root)
    number = module._KEPT_ASIDE + 3
    for place in range(number):
        archive.set_aside(a_request(), a_reply(f"{place}", fetched_at=NOON + minutes(place)), "x")

    bodies = sorted((root / "set-aside").glob("*.body"))
    assert [int(path.read_bytes()) for path in bodies] == list(range(3, number))
    assert len(list((root / "set-aside").glob("*.json"))) == module._KEPT_ASIDE


def test_a_forgotten_reply_is_known_to_have_come(root: Path) -> None:
    """Its body goes, its line stays; put again, it can be read again; forgetting twice is no error."""
    archive = ReplyArchive(root)
    row = archive.put(BATCH, a_reply("first"))
    archive.forget([row.sha256])
    archive.forget([row.sha256])
    assert not archive.holds(row.sha256)
    assert list(archive.rows()) == [row]
    archive.put(BATCH, a_reply("first"))
    assert archive.holds(row.sha256)
    assert archive.load(row).body == b"first"


def test_places_are_noted_once(root: Path) -> None:
    """Where snapshots lie that rest on an archive is known, in the order of noting."""
    root.mkdir()
    archive = ReplyArchive(root)
    for address in ("/a", "s3://b/c", "/a"):
        archive.note_place(address)
    assert archive.places() == ["/a", "s3://b/c"]
    assert ReplyArchive(root / "nowhere").places() == []
