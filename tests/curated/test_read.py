"""Tests of reading a list from disk, standard input and network, and of the last good copy that stands in."""

from __future__ import annotations

import io
import logging
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import BinaryIO

import pytest

from pipeline.curated.copies import Copy, ListCopies
from pipeline.curated.fetch import MAX_BYTES, ListFetcher
from pipeline.curated.formats import Format
from pipeline.curated.read import ListRead, ListReader, decode
from pipeline.errors import ListError
from tests.builders import NOON, minutes
from tests.sources.local_server import answer, serving

GOOD = b"LoRA\n"
NEWER = GOOD + b"QLoRA\n"
URL = "https://example.org/list.md"


@dataclass
class FakeFetch:
    """Gives what it is told to give, or fails as it is told to; keeps what it was asked."""

    gives: bytes | ListError
    content_type: str = "text/plain"
    etag: str | None = '"1"'
    calls: list[tuple[str, Copy | None]] = field(default_factory=list)

    def __call__(self, source: str, known: Copy | None = None) -> Copy:
        """Give a copy fetched five minutes after noon."""
        self.calls.append((source, known))
        if isinstance(self.gives, ListError):
            raise self.gives
        return Copy(
            url=source,
            body=self.gives,
            content_type=self.content_type,
            etag=self.etag,
            last_modified=None,
            fetched_at=NOON + minutes(5),
        )


def _no_stdin() -> BinaryIO:
    raise AssertionError("standard input was asked for")


def _reader(
    folder: Path,
    gives: bytes | ListError = GOOD,
    *,
    stdin: Callable[[], BinaryIO | None] = _no_stdin,
    content_type: str = "",
) -> ListReader:
    return ListReader(fetch=FakeFetch(gives, content_type), copies=ListCopies(folder / "lists"), stdin=stdin)


def _titles(read: ListRead) -> list[str]:
    return [entry.title for entry in read.parsed.entries]


def test_a_file_is_read(tmp_path: Path) -> None:
    """A path gives bytes and entries, and nothing to say."""
    (tmp_path / "list.md").write_bytes(GOOD)
    read = _reader(tmp_path).read(str(tmp_path / "list.md"))
    assert (read.source, read.body, read.said) == (str(tmp_path / "list.md"), GOOD, ())
    assert _titles(read) == ["LoRA"]
    assert not (tmp_path / "lists").exists()


def test_the_named_format_is_taken(tmp_path: Path) -> None:
    """A format that is named goes before the guess."""
    (tmp_path / "list.md").write_bytes(GOOD)
    with pytest.raises(ListError, match="no papers found \\(read as text\\)"):
        _reader(tmp_path).read(str(tmp_path / "list.md"), Format.TEXT)


def test_standard_input_and_pipes_are_read(tmp_path: Path) -> None:
    """`-` and a named pipe give a list as a file does."""
    reader = _reader(tmp_path, stdin=lambda: io.BytesIO(GOOD))
    assert _titles(reader.read("-")) == ["LoRA"]

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(GOOD,))
    writer.start()
    assert _titles(_reader(tmp_path).read(str(pipe))) == ["LoRA"]
    writer.join()


def test_a_pipe_without_end_is_refused(tmp_path: Path) -> None:
    """What has no size is read up to the limit and no further."""
    endless = io.BytesIO(b"x" * (MAX_BYTES + 2))
    with pytest.raises(ListError, match=f"-: the list has more than {MAX_BYTES} bytes"):
        _reader(tmp_path, stdin=lambda: endless).read("-")
    with pytest.raises(ListError, match="more than"):
        _reader(tmp_path).read("/dev/zero")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    """A file above the limit is refused by its size, both told; one of the limit is looked into."""
    path = tmp_path / "list.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ListError, match=re.escape(f"has 50000000 bytes, expected at most {MAX_BYTES} (16 MiB)")):
        _reader(tmp_path).read(str(path))
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES)
    with pytest.raises(ListError, match="found a binary file"):
        _reader(tmp_path).read(str(path))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("missing.md", "the list cannot be read (No such file or directory); expected a path or an http(s) URL"),
        ("github.com/owner/repo", "put https:// before it"),
        ("a\0b", "cannot be read (embedded null byte)"),
        ("x" * 5000, "cannot be read (File name too long)"),
        ("", "no list is named"),
        (" ", "no list is named"),
        ("ftp://me:secret@a.example/list.md", "found an address of ftp; download the list"),
        ("FILE:///list.md", "found an address of file"),
        ("folder", "it is a folder; name the file in it"),
        ("with-readme", "it is a folder; name its README: with-readme/readme.md"),
        ("http://[::1/list.md", "not a valid URL"),
    ],
)
def test_a_path_that_leads_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, told: str
) -> None:
    """The message has the path, without a password, what was found and what to do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "with-readme").mkdir()
    (tmp_path / "with-readme" / "readme.md").write_bytes(GOOD)
    with pytest.raises(ListError) as caught:
        _reader(tmp_path).read(source)
    assert told in caught.value.message
    assert caught.value.path == source.replace("me:secret", "***")


def test_an_encoding_is_told(tmp_path: Path) -> None:
    """A note on the encoding names list and line; the entries are read."""
    (tmp_path / "list.md").write_bytes(GOOD + b"Caf\xe9\n")
    read = _reader(tmp_path).read(str(tmp_path / "list.md"))
    assert _titles(read) == ["LoRA", "Caf\u00e9"]
    (said,) = read.said
    assert said.startswith(f"{tmp_path}/list.md:2: read as Windows-1252: byte 0xe9 on line 2 is not UTF-8")


def test_the_charset_of_a_server_is_believed(tmp_path: Path) -> None:
    """What the server says of the encoding counts now and when the copy is read again."""
    body = "\u6df1\u5ea6\u5b66\u4e60\n".encode("gb18030")
    first = _reader(tmp_path, body, content_type="text/plain; charset=gbk").read(URL)
    again = _reader(tmp_path, ListError("down", URL)).read(URL)
    assert _titles(first) == ["\u6df1\u5ea6\u5b66\u4e60"]
    assert again.parsed == first.parsed


def test_a_good_list_is_kept_and_asked_conditionally(tmp_path: Path) -> None:
    """What was read as a list is kept; the next time it goes along as what is known."""
    fetch = FakeFetch(GOOD)
    reader = ListReader(fetch=fetch, copies=ListCopies(tmp_path))
    first, second = reader.read(URL), reader.read(URL)
    assert first == second
    assert first.said == ()
    known = [known for _, known in fetch.calls]
    assert known[0] is None
    assert known[1] is not None
    assert (known[1].body, known[1].etag) == (GOOD, '"1"')


@pytest.mark.parametrize(
    ("gives", "told"),
    [
        (ListError("the server answered HTTP 503; check the address.", URL), "the server answered HTTP 503"),
        (b"", "the list is empty"),
        (b"\n\n", "the list is empty"),
        (b"!!!\n", "no papers found"),
        (b"%PDF-1.7\n", "found a PDF document"),
        (b"- a\x00b\n", "found a binary file"),
        (b"- \x8d\xff\n", "neither that nor Windows-1252"),
    ],
)
def test_the_last_good_copy_stands_in(tmp_path: Path, gives: bytes | ListError, told: str) -> None:
    """Where a URL gives no list, the last good copy is used, said with reason and age, and stays kept."""
    _reader(tmp_path).read(URL)
    for _ in range(2):
        read = _reader(tmp_path, gives).read(URL)
        assert read.body == GOOD
        assert _titles(read) == ["LoRA"]
        assert read.fallback is not None
        assert told in read.fallback
        assert read.fallback.endswith(" The last good copy of 2026-04-12 12:05 UTC is used.")
        assert read.said == (f"{URL}: {read.fallback}",)
    assert _reader(tmp_path, NEWER).read(URL).fallback is None
    assert _reader(tmp_path, gives).read(URL).body == NEWER


@pytest.mark.parametrize("gives", [ListError("down", URL), b"", b"%PDF-1.7\n"])
def test_without_a_copy_the_failure_is_an_error(tmp_path: Path, gives: bytes | ListError) -> None:
    """Nothing stands in for a list that was never read, and nothing bad is kept."""
    with pytest.raises(ListError) as caught:
        _reader(tmp_path, gives).read(URL)
    assert (caught.value.path, caught.value.exit_code) == (URL, 2)
    assert not (tmp_path / "lists").exists()


def test_another_list_stands_in_for_none(tmp_path: Path) -> None:
    """The copy of one URL is never used for another."""
    _reader(tmp_path).read(URL)
    with pytest.raises(ListError, match="down"):
        _reader(tmp_path, ListError("down", URL)).read(f"{URL}?page=2")


def test_a_damaged_copy_stands_in_for_nothing(tmp_path: Path) -> None:
    """A copy that rotted on disk is neither used nor sent along."""
    _reader(tmp_path).read(URL)
    (body,) = (tmp_path / "lists").rglob("body")
    body.write_bytes(b"- Rotten\n")
    with pytest.raises(ListError, match="down"):
        _reader(tmp_path, ListError("down", URL)).read(URL)
    fetch = FakeFetch(GOOD)
    assert ListReader(fetch=fetch, copies=ListCopies(tmp_path / "lists")).read(URL).fallback is None
    assert fetch.calls == [(URL, None)]
    assert body.read_bytes() == GOOD


def test_when_the_copy_is_no_list_either_the_first_error_stands(tmp_path: Path) -> None:
    """A copy that the named format does not fit is of no help; the message is that of what came."""
    copies = ListCopies(tmp_path / "lists")
    copies.keep(URL, replace(FakeFetch(b"!!!\n")(URL), etag=None))
    with pytest.raises(ListError, match="down"):
        _reader(tmp_path, ListError("down", URL)).read(URL)


def test_a_list_that_cannot_be_kept_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A folder that cannot be written costs a warning, not the list."""
    (tmp_path / "lists").write_text("a file, not a folder")
    with caplog.at_level(logging.WARNING):
        assert _reader(tmp_path).read("https://me:secret@example.org/list.md").body == GOOD
    assert "no copy could be kept" in caplog.text
    assert "secret" not in caplog.text


def test_over_a_real_server(tmp_path: Path) -> None:
    """Fetched, unchanged, gone: the list stays, and what happened is said without the password."""
    reader = ListReader(
        fetch=ListFetcher(timeout_s=5, user_agent="lists/1", now=lambda: NOON), copies=ListCopies(tmp_path)
    )
    replies = [answer(body=GOOD, ETag='"1"'), answer(304), answer(503)]

    def answering(handler: BaseHTTPRequestHandler) -> None:
        replies.pop(0)(handler)

    with serving(answering) as server:
        address = server.url.replace("//", "//me:secret@") + "/list.md"
        reads = [reader.read(address) for _ in range(3)]
    reads.append(reader.read(address))
    assert [read.body for read in reads] == [GOOD] * 4
    assert [heard.headers.get("if-none-match") for heard in server.heard] == [None, '"1"', '"1"']
    assert [read.fallback is None for read in reads] == [True, True, False, False]
    assert "HTTP 503" in str(reads[2].fallback)
    assert "no connection" in str(reads[3].fallback)
    assert "secret" not in repr([(read.said, read.source) for read in reads])


def test_decode_leaves_the_notes_aside() -> None:
    """Text alone is what some callers want."""
    assert decode(b"- caf\xe9\n", "x") == "- caf\u00e9\n"


LINKED = b"- LoRA: Low-Rank Adaptation [Paper](https://arxiv.org/abs/2106.09685)\n"
LOGIN = (
    b"<!DOCTYPE html><html><body><ul><li>Sign in with your Account</li><li>Terms of our Service</li></ul></body></html>"
)


@pytest.mark.parametrize("body", [LOGIN, b"Service temporarily unavailable\nPlease try again later today\n"])
def test_a_page_in_place_of_the_list_is_not_taken_for_it(tmp_path: Path, body: bytes) -> None:
    """What names no paper where the list named some is a login or a notice: the last good copy stands in, and stays."""
    url = "https://example.org/list"
    _reader(tmp_path, LINKED).read(url)
    for gives in (body, body):
        read = _reader(tmp_path, gives).read(url)
        assert _titles(read) == ["LoRA: Low-Rank Adaptation"]
        assert read.fallback is not None
        assert "names no paper by an identifier, the list of" in read.fallback
    assert _reader(tmp_path, LINKED * 2).read(url).fallback is None


def test_a_page_is_no_file_of_text(tmp_path: Path) -> None:
    """An address that ends in `.md` gives no HTML page, even the first time."""
    with pytest.raises(ListError, match=r"expected list\.md, found an HTML page"):
        _reader(tmp_path, LOGIN, content_type="text/html; charset=utf-8").read(URL)


def test_a_list_may_lose_its_links_if_it_never_had_any(tmp_path: Path) -> None:
    """A list of titles alone stays one, and a copy that is no list any more refuses nothing."""
    _reader(tmp_path, GOOD).read(URL)
    assert _titles(_reader(tmp_path, NEWER).read(URL)) == ["LoRA", "QLoRA"]
    reader = _reader(tmp_path, b"@article{a, title={One title of a paper}}")
    assert _titles(reader.read(URL, Format.BIBTEX)) == ["One title of a paper"]


def test_standard_input_may_be_closed(tmp_path: Path) -> None:
    """Without a standard input, `-` is told to be no list."""
    with pytest.raises(ListError, match="standard input is closed"):
        _reader(tmp_path, stdin=lambda: None).read("-")
