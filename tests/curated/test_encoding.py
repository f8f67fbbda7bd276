"""Tests of turning a list's bytes into text."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.curated.encoding import read_text
from pipeline.errors import ListError
from tests.builders import steady

TEXT = "- Na\u00efve LoRA\n- \u6df1\u5ea6\u5b66\u4e60\n"
WESTERN = "- Na\u00efve LoRA\n- \u201cQuoted\u201d \u2013 caf\u00e9\n"
CHINESE = "- \u6df1\u5ea6\u5b66\u4e60\u7684\u8bba\u6587\n"
HTML = '<!DOCTYPE html>\n<html><head><meta charset="{}"></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_unicode_is_read_with_and_without_its_mark(body: bytes) -> None:
    """UTF-8, UTF-16 and UTF-32 are read without a word; the mark is no part of the text."""
    read = read_text(body, "list.md")
    assert (read.text, read.notes) == (TEXT, ())


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (CHINESE.encode("gb18030"), "text/plain; charset=GB2312", CHINESE),
        (
            CHINESE.encode("big5", "ignore"),
            'text/plain; charset="big5"',
            CHINESE.encode("big5", "ignore").decode("big5"),
        ),
        ("- \u8ad6\u6587\n".encode("iso2022_jp"), "text/plain; charset=iso-2022-jp", "- \u8ad6\u6587\n"),
        (CHINESE.encode("utf-16-le"), "text/plain; charset=utf-16le", CHINESE),
        ("- \u0141\u00f3d\u017a\n".encode("cp1250"), "text/plain;charset=windows-1250", "- \u0141\u00f3d\u017a\n"),
        (
            HTML.format("shift_jis", "\u8ad6\u6587").encode("cp932"),
            "text/html",
            HTML.format("shift_jis", "\u8ad6\u6587"),
        ),
        (
            b'<?xml version="1.0" encoding="koi8-r"?><html>' + "\u0421\u0442\u0430\u0442\u044c\u044f".encode("koi8-r"),
            "",
            '<?xml version="1.0" encoding="koi8-r"?><html>\u0421\u0442\u0430\u0442\u044c\u044f',
        ),
    ],
)
def test_a_declared_encoding_is_believed(body: bytes, content_type: str, text: str) -> None:
    """What the server or the HTML declares is what the bytes are read in."""
    read = read_text(body, "list.md", content_type)
    assert (read.text, read.notes) == (text, ())


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=iso-8859-1",
        "text/plain; charset=us-ascii",
        "text/plain; charset=utf-16",
        "text/plain; charset=utf-16le",
        "text/plain; charset=no-such-thing",
        "text/plain; charset=unicode_escape",
        "text/plain; charset=base64",
        "text/plain; charset=utf-7",
        "text/plain; charset=../../etc",
        "text/plain; charset=",
        "text/plain; charset=big5",
        "\x00",
    ],
)
def test_a_false_declaration_does_no_harm(content_type: str) -> None:
    """UTF-8 under a wrong, unknown or senseless name is read as UTF-8."""
    read = read_text(TEXT.encode(), "list.md", content_type)
    assert (read.text, read.notes) == (TEXT, ())


def test_markdown_that_shows_html_declares_nothing() -> None:
    """Only what begins as HTML can say its own encoding."""
    body = f'{TEXT}<meta charset="big5">'.encode()
    assert read_text(body, "list.md").text.startswith(TEXT)


def test_a_bad_byte_in_a_declared_encoding_is_told() -> None:
    """One bad byte costs one character; the rest is read as declared."""
    body = f"- a\n{CHINESE}".encode("gb18030") + b"- \xff x\n"
    read = read_text(body, "list.md", "text/plain; charset=gbk")
    assert read.text == f"- a\n{CHINESE}- \ufffd x\n"
    assert [note.line for note in read.notes] == [3]
    assert "read as gb18030, as declared: byte 0xff on line 3 is not" in read.notes[0].message


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_windows_1252_is_read_and_told(mark: bytes, ending: str) -> None:
    """Text in Windows-1252 is read; the note names the first byte, its line and how many lines more."""
    read = read_text(
        mark + b"- plain\n".replace(b"\n", ending.encode()) + WESTERN.replace("\n", ending).encode("cp1252"), "x"
    )
    assert read.text == "- plain\n" + WESTERN
    (note,) = read.notes
    assert note.line == 2
    assert note.message.startswith("read as Windows-1252: byte 0xef on line 2 is not UTF-8; so is 1 more line.")


def test_one_western_line_does_not_spoil_the_others() -> None:
    """A line pasted in from elsewhere is read for itself; all others stay UTF-8."""
    read = read_text(TEXT.encode() + b"- caf\xe9\n" + TEXT.encode(), "x")
    assert read.text == f"{TEXT}- caf\u00e9\n{TEXT}"
    assert [note.line for note in read.notes] == [3]


def test_stray_control_characters_stay() -> None:
    """A few control characters, as copying from PDF leaves them, make no binary file."""
    text = f"- A title with a stray \x02 in it, and\x0c a page break\n{TEXT}" * 3
    assert read_text(text.encode(), "x").text == text


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 1, "found a PDF document; save its text as Markdown"),
        (b"{\\rtf1\\ansi Papers}", 1, "rich text"),
        (b"PK\x03\x04\x14\x00", 1, "a zip archive, or a document of Word or Excel; unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", 1, "Word or Excel"),
        (gzip.compress(b"- a\n", mtime=0), 1, "a gzip file; unpack it"),
        (b"BZh91AY&SY...", 1, "bzip2"),
        (b"\xfd7zXZ\x00..", 1, "an xz file"),
        (b"\x28\xb5\x2f\xfd..", 1, "zstd"),
        (b"7z\xbc\xaf'\x1c", 1, "7z"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", 1, "JPEG"),
        (b"GIF89a\x01", 1, "GIF"),
        (b"SQLite format 3\x00", 1, "SQLite"),
        (b"PAR1\x15\x04\x15\x00PAR1", 1, "a Parquet table"),
        (b"- a\n- b\n\x00", 3, "a binary file \\(byte 0x00\\); name a list"),
        (b"\x01\x02\x03", 1, "binary"),
        ("- LoRA\n- Otter\n".encode("utf-16-le") + b"\n", 1, "a binary file \\(byte 0x00\\)"),
        (b"- caf\xe9\n- x\x01\n", 2, "binary file \\(byte 0x01\\)"),
        (b"\xff\xfe\x00\xd8", 1, "UTF-16-LE, as its first bytes say, found byte 0x00"),
        ("- a\n- b".encode("utf-16") + b"\n", 2, "UTF-16-LE.*0x0a"),
        (codecs.BOM_UTF32_LE + b"\x00\x00\x00\x7f", 1, "UTF-32-LE"),
        (b"- a\n- \x8d \n", 2, "in UTF-8, found byte 0x8d, which is neither that nor Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, line: int, told: str) -> None:
    """The message has file, line, what the file looks like and what to do."""
    with pytest.raises(ListError, match=told) as caught:
        read_text(body, "list.md")
    assert (caught.value.path, caught.value.line) == ("list.md", line)
    assert str(caught.value).startswith(f"list.md:{line}: expected text")


def test_a_title_may_begin_as_a_parquet_file_does() -> None:
    """Text is not refused for its first letters."""
    assert read_text(b"PAR1: a study\n", "x").text == "PAR1: a study\n"


@steady
@given(
    st.binary()
    | st.builds(
        bytes.__add__, st.sampled_from([b"\xff\xfe", b"\xfe\xff", codecs.BOM_UTF8, b"\0\0\xfe\xff"]), st.binary()
    ),
    st.sampled_from(
        ["", *(f"text/html; charset={name}" for name in ("gbk", "utf-16le", "iso-2022-jp", "cp874", "johab"))]
    )
    | st.text(),
)
@example(b"<html><meta charset=", "")
def test_any_bytes_are_text_or_a_list_error(body: bytes, content_type: str) -> None:
    """Decoding gives text without noughts that can be saved as UTF-8, or raises a list error, and nothing else."""
    try:
        read = read_text(body, "list.md", content_type)
    except ListError as error:
        read, line = None, error.line or 0
    else:
        line = 1
    assert line >= 1
    assert read is None or ("\0" not in read.text and read.text.encode().decode() == read.text)


@steady
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_all_unicode_text_is_read_as_it_is(text: str) -> None:
    """Whatever is written in UTF-8 is read as it was written."""
    assert read_text(text.encode(), "x").text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "piece", [b"\xe9\n", b"\n", b"\xe9\r", b"a\x00", "\u6df1".encode("utf-16-le"), b"\x01", b"<meta "]
)
def test_a_large_body_takes_no_longer_than_its_size(piece: bytes) -> None:
    """Megabytes of the worst lines are read or refused in a moment."""
    begun = time.perf_counter()
    with contextlib.suppress(ListError):
        read_text(piece * (2_000_000 // len(piece)), "x")
    assert time.perf_counter() - begun < 10
