"""Bytes of a list → text, whatever it was saved in; what is no text is refused with its line. Pure."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.errors import ListError
from pipeline.model import Problem
from pipeline.plural import counted, word_for

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark this one begins with.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_UNPACK = "unpack it and name the list inside"
_EXPORT = "save its text as Markdown, plain text or CSV"
_KNOWN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", _EXPORT),
    (b"{\\rtf", "a rich text document", _EXPORT),
    (b"PK\x03\x04", "a zip archive, or a document of Word or Excel", f"{_UNPACK}, or {_EXPORT}"),
    (b"\xd0\xcf\x11\xe0", "a document of Word or Excel", _EXPORT),
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd file", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"\x89PNG", "an image (PNG)", "name the list's text"),
    (b"\xff\xd8\xff", "an image (JPEG)", "name the list's text"),
    (b"GIF89a", "an image (GIF)", "name the list's text"),
    (b"SQLite format 3\x00", "an SQLite database", _EXPORT),
)
"""First bytes of what is often named by mistake, what it is, and what to do."""

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
_CONTROL_BYTE = re.compile(b"[" + re.escape(_CONTROL) + b"]")
_CONTROL_SHARE = 0.05
"""Share of control characters above which text is taken for a binary file; copying from PDF leaves a few."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?(?P<name>[\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_HTML_START = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype|html|head|meta|\?xml)\b", re.IGNORECASE | re.DOTALL)
_HTML_CHARSET = re.compile(
    r"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]{1,40})"
    r"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<xml>[\w.:-]{1,40})",
    re.IGNORECASE | re.ASCII,
)
_HTML_HEAD = 1024
"""Bytes within which HTML has to say its encoding."""

_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
"""What is meant by names that are used more widely than they are defined."""
_DECLARABLE = re.compile(
    r"utf-(?:16|32)-[bl]e|gb18030|big5|big5hkscs|cp932|euc_jp|iso2022_jp(?:_\w+)?|cp949|johab|koi8-[rtu]"
    r"|iso8859-(?:[2-9]|1\d)|cp125[013-8]|cp8\d\d|mac-\w+|tis-620"
)
"""Encodings that are believed when declared. UTF-8 and Latin 1 are left out: servers say them of anything."""

_WESTERN = "cp1252"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListText:
    """A list's text, and what is to be said of how it was read."""

    text: str
    notes: tuple[Problem, ...] = ()


def read_text(body: bytes, path: str, content_type: str = "") -> ListText:
    """Turn a list's bytes into text.

    The byte order mark says what the text is in; else the charset that the server or the HTML names; else it
    is UTF-8, or UTF-16 where every other byte is nought. A line that is no UTF-8 in text without control
    bytes is read as Windows-1252, which is said.

    Args:
        path: Where it came from, for messages only.
        content_type: The Content-Type it was sent with.

    Raises:
        ListError: Binary, or in an encoding that cannot be told; names the line of the first such byte.
    """
    _refuse_known(body, path)
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            body = body[len(mark) :]
            read = _utf8(body, path) if encoding == "utf-8" else _strictly(body, path, encoding)
            break
    else:
        read = _unmarked(body, path, content_type)
    _refuse_binary(read.text, path)
    return read


def _refuse_known(body: bytes, path: str) -> None:
    for start, what, remedy in _KNOWN:
        if body.startswith(start):
            raise ListError(f"expected text, found {what}; {remedy}.", path, 1)
    if body.startswith(b"PAR1") and b"\0" in body:
        raise ListError(f"expected text, found a Parquet table; {_EXPORT}.", path, 1)


def _refuse_binary(text: str, path: str) -> None:
    # One byte a character, so that places in both are the same.
    ascii_only = text.encode("ascii", "replace")
    stray = len(ascii_only) - len(ascii_only.translate(None, _CONTROL))
    nought = text.find("\0")
    if nought < 0 and stray <= _CONTROL_SHARE * len(text):
        return
    first = _CONTROL_BYTE.search(ascii_only)
    place = nought if nought >= 0 or first is None else first.start()
    raise _binary(text[:place], ascii_only[place:], path)


def _binary(before: str, rest: bytes, path: str) -> ListError:
    told = f"expected text, found a binary file (byte {_hex(rest)}); name a list in Markdown or plain text."
    return ListError(told, path, _line_of(before))


def _line_of(before: str) -> int:
    """The 1-based line that comes after `before`, any line ending."""
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


def _strictly(body: bytes, path: str, encoding: str) -> ListText:
    try:
        return ListText(text=body.decode(encoding))
    except UnicodeDecodeError as error:
        line = _line_of(body[: error.start].decode(encoding, "replace"))
        told = (
            f"expected text in {encoding.upper()}, as its first bytes say, found byte 0x{body[error.start]:02x}; "
            "convert the list to UTF-8."
        )
        raise ListError(told, path, line) from None


def _unmarked(body: bytes, path: str, content_type: str) -> ListText:
    declared = _declared(body, content_type)
    if declared is not None and (not declared.startswith(("utf-16", "utf-32")) or b"\0" in body):
        try:
            return ListText(text=body.decode(declared))
        except UnicodeDecodeError as error:
            if not _is_utf8(body):
                line = _line_of(body[: error.start].decode(declared, "replace"))
                message = f"read as {declared}, as declared: byte 0x{body[error.start]:02x} on line {line} is not."
                return ListText(text=body.decode(declared, "replace"), notes=(Problem(line=line, message=message),))
    wide = _utf16_without_mark(body)
    return _utf8(body, path) if wide is None else ListText(text=wide)


def _declared(body: bytes, content_type: str) -> str | None:
    """The encoding that the server or, in HTML, the text itself declares; None when it says nothing worth believing."""
    name = None
    if found := _CHARSET.search(content_type):
        name = found["name"]
    elif _HTML_START.match(body) and (found := _HTML_CHARSET.search(body[:_HTML_HEAD].decode("latin-1"))):
        name = found["meta"] or found["xml"]
    try:
        known = codecs.lookup(name).name if name else ""
    except LookupError:
        return None
    known = _SUPERSETS.get(known, known)
    return known if _DECLARABLE.fullmatch(known) else None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(body: bytes) -> str | None:
    """Text of UTF-16, told by its noughts: every second byte of what Western letters and blanks there are."""
    start = body[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    few, many = len(start) // 200, max(3, len(start) // 10)
    if odd > many and even <= few:
        encoding = "utf-16-le"
    elif even > many and odd <= few:
        encoding = "utf-16-be"
    else:
        return None
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf8(body: bytes, path: str) -> ListText:
    try:
        return ListText(text=body.decode())
    except UnicodeDecodeError as error:
        if stray := _CONTROL_BYTE.search(body):
            raise _binary(body[: stray.start()].decode("latin-1"), body[stray.start() :], path) from None
        return _partly_western(body, path, error)


def _partly_western(body: bytes, path: str, first: UnicodeDecodeError) -> ListText:
    """Read line by line, so that one line in another encoding does not spoil those in UTF-8."""
    lines: list[str] = []
    western: list[int] = []
    for number, line in enumerate(body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), start=1):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            western.append(number)
            try:
                lines.append(line.decode(_WESTERN))
            except UnicodeDecodeError as error:
                told = (
                    f"expected text in UTF-8, found byte {_hex(line[error.start :])}, which is neither that nor "
                    "Windows-1252; convert the list to UTF-8."
                )
                raise ListError(told, path, number) from None
    more = len(western) - 1
    others = f"; so {word_for(more, 'is', 'are')} {counted(more, 'more line')}" if more else ""
    message = (
        f"read as Windows-1252: byte {_hex(body[first.start :])} on line {western[0]} is not UTF-8{others}. "
        "Save the list in UTF-8."
    )
    return ListText(text="\n".join(lines), notes=(Problem(line=western[0], message=message),))


def _hex(found: bytes) -> str:
    return f"0x{found[0]:02x}"
