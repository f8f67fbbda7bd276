"""Tests of reading a list's bytes from disk and network, and of turning them into text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.curated.read import MAX_BYTES, decode, is_url, list_name, read_source
from pipeline.errors import ListError
from tests.sources.local_server import answer, serving

LAW = settings(derandomize=True, deadline=None, max_examples=120)
TEXT = "- Na\u00efve LoRA\n- \u6df1\u5ea6\u5b66\u4e60\n"


def _read(source: str | Path) -> bytes:
    return read_source(str(source), timeout_s=5.0, user_agent="lists/1 (a@b.example)")


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
)
def test_text_is_decoded(body: bytes) -> None:
    """UTF-8 with or without its mark, and UTF-16 with its mark, are read; the mark is no part of the text."""
    assert decode(body, "list.md") == TEXT


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        (b"- a\n- caf\xe9\n", 2, "0xe9"),
        (codecs.BOM_UTF8 + b"- a\n- b\n- caf\xe9 xyz\n", 3, "0xe9"),
        ("- a\n- b".encode("utf-16") + b"\n", 2, "0x0a"),
        (b"\xff\xfe\x00\xd8", 1, "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "0x89"),
        (b"PK\x03\x04\x14\x00", 1, "binary"),
        (b"- a\n- b\n\x00", 3, "binary"),
        (TEXT.encode("utf-32"), 1, "binary"),
        (TEXT.encode("utf-16-le"), 1, "0xef"),
    ],
)
def test_other_bytes_are_refused_with_their_line(body: bytes, line: int, told: str) -> None:
    """Binary files and other encodings are refused; the message has file, line and the byte that did not fit."""
    with pytest.raises(ListError, match=told) as caught:
        decode(body, "list.md")
    assert (caught.value.path, caught.value.line) == ("list.md", line)
    assert str(caught.value).startswith(f"list.md:{line}: expected text")


@LAW
@given(
    st.binary() | st.builds(bytes.__add__, st.sampled_from([b"\xff\xfe", b"\xfe\xff", codecs.BOM_UTF8]), st.binary())
)
def test_any_bytes_are_text_or_a_list_error(body: bytes) -> None:
    """Decoding gives text without binary noughts, or raises a list error, and nothing else."""
    try:
        text = decode(body, "list.md")
    except ListError as error:
        place = error.line or 0
    else:
        place = 1
        assert "\0" not in text
    assert 1 <= place <= body.count(b"\n") + 1


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    """The bytes of a file come unchanged."""
    path = tmp_path / "list.md"
    path.write_bytes(b"- a\r\n\xff")
    assert _read(path) == b"- a\r\n\xff"


def test_a_file_that_cannot_be_read_is_a_list_error(tmp_path: Path) -> None:
    """A missing file, a folder and a name no file can have are told with their path."""
    for source in (str(tmp_path / "missing.md"), str(tmp_path), "a\0b", "x" * 5000, ""):
        with pytest.raises(ListError, match="cannot be read") as caught:
            _read(source)
        assert caught.value.path == source


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    """More than the limit is refused, exactly the limit is read."""
    path = tmp_path / "list.md"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(_read(path)) == MAX_BYTES
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(ListError, match=f"more than {MAX_BYTES} bytes"):
        _read(path)


def test_a_url_is_fetched() -> None:
    """A list's bytes come from its URL, asked for under the name of whoever runs this."""
    with serving(answer(body=TEXT.encode())) as server:
        assert _read(f"{server.url}/README.md") == TEXT.encode()
    assert [heard.path for heard in server.heard] == ["/README.md"]
    assert server.heard[0].headers["user-agent"] == "lists/1 (a@b.example)"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refused_url_is_a_list_error(status: int) -> None:
    """A status that is no success is told with its number."""
    with serving(answer(status, b"no")) as server, pytest.raises(ListError, match=f"HTTP {status}"):
        _read(server.url)


def test_a_reply_too_large_is_refused() -> None:
    """A list over the limit is not read to its end."""
    with serving(answer(body=b"x" * (MAX_BYTES + 1))) as server, pytest.raises(ListError, match="refused"):
        _read(server.url)


def test_a_reply_cut_short_is_a_list_error() -> None:
    """Half a list is not taken for the list."""
    with (
        serving(answer(body=b"not gzip", Content_Encoding="gzip")) as server,
        pytest.raises(ListError, match="could not be fetched"),
    ):
        _read(server.url)


@pytest.mark.parametrize(
    "source", ["http://", "http://[::1", "https://" + "a" * 70 + ".example/", "http://127.0.0.1:1/list.md"]
)
def test_an_address_that_leads_nowhere_is_a_list_error(source: str) -> None:
    """An invalid address, a host that cannot be and a closed port are told with the address."""
    with pytest.raises(ListError, match="could not be fetched") as caught:
        _read(source)
    assert caught.value.path == source


def test_urls_and_paths_are_told_apart() -> None:
    """Only http and https, in any case, make a URL."""
    assert all(map(is_url, ("https://example.org/list.md", "HTTP://example.org/list.md")))
    assert not any(map(is_url, ("list.md", "ftp://example.org/list.md", "httpdocs/list.md", "")))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://github.com/owner/My_Repo/blob/main/README.md", "owner-my-repo"),
        ("https://raw.githubusercontent.com/owner/repo/main/docs/list.md", "owner-repo"),
        ("https://example.org/lists/papers.md?raw=1", "example-org-lists-papers-md"),
        ("lists/post-training-llms.md", "post-training-llms"),
        ("lists/awesome/README.md", "awesome"),
        ("lists/awesome/index.txt", "awesome"),
        ("x" * 200 + ".md", "x" * 80),
        ("\u6df1\u5ea6.md", "list"),
    ],
)
def test_names_of_lists(source: str, expected: str) -> None:
    """A list is named by its repository or its path; a README by its folder."""
    assert list_name(source) == expected


def test_no_name_for_what_is_no_url() -> None:
    """What looks like a URL and is none is a list error, not a failure of the program."""
    with pytest.raises(ListError, match="not a valid URL"):
        list_name("http://[::1/list.md")
