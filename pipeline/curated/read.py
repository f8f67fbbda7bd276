"""Read a list from a path, a URL or standard input; where a URL gives no list, its last good copy stands in."""

from __future__ import annotations

import logging
import os
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from pipeline.curated.address import README_NAMES, is_url, redact
from pipeline.curated.copies import Copy, ListCopies
from pipeline.curated.encoding import read_text
from pipeline.curated.fetch import MAX_BYTES, Fetch, too_large
from pipeline.curated.formats import Format
from pipeline.curated.naming import STANDARD_INPUT
from pipeline.curated.parse import parse_list
from pipeline.errors import ListError
from pipeline.model import CuratedList, Problem

log = logging.getLogger(__name__)

_OTHER_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_HOST = re.compile(r"(?:www\.)?(?:github|gitlab|huggingface)\.[a-z]{2,3}/", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read."""

    source: str
    """Path or URL, as it may be shown."""
    body: bytes
    parsed: CuratedList
    notes: tuple[Problem, ...] = ()
    """What is to be said of the text's encoding."""
    fallback: str | None = None
    """Why the last good copy stood in for what the URL gave, and how old it is; None when it did not."""

    @property
    def said(self) -> tuple[str, ...]:
        """What a person should be told, one line each."""
        notes = tuple(f"{self.source}:{note.line}: {note.message}" for note in self.notes)
        return ((f"{self.source}: {self.fallback}",) if self.fallback else ()) + notes


class ListReader:
    """Reads lists.

    Args:
        fetch: Gives what lies at a URL.
        copies: Where good copies of it are kept.
        stdin: What `-` stands for.
    """

    def __init__(
        self,
        *,
        fetch: Fetch,
        copies: ListCopies,
        stdin: Callable[[], BinaryIO | None] = lambda: getattr(sys.stdin, "buffer", None),
    ) -> None:
        self._fetch = fetch
        self._copies = copies
        self._stdin = stdin

    def read(self, source: str, fmt: Format | None = None) -> ListRead:
        """Read and parse a list.

        Only what parsed to at least one entry is kept as a good copy. So a page that is no list any more (a
        login, a maintenance notice) is a failure like any other: the last good copy stands in.

        Args:
            fmt: The format, or None to tell it from the text.

        Raises:
            ListError: No list there, and none known from before.
        """
        if is_url(source):
            return self._read_url(source, fmt)
        body = self._read_stdin() if source == STANDARD_INPUT else _read_file(source)
        if body is None:
            raise ListError(too_large(None), source)
        return _parsed(body, "", source, fmt)

    def _read_stdin(self) -> bytes | None:
        file = self._stdin()
        if file is None:
            raise ListError("standard input is closed; name a file, or pipe the list in.", STANDARD_INPUT)
        return _at_most(file)

    def _read_url(self, source: str, fmt: Format | None) -> ListRead:
        known = self._copies.load(source)
        try:
            copy = self._fetch(source, known)
            _refuse_page_for_file(source, copy)
            read = _parsed(copy.body, copy.content_type, source, fmt)
            if known and known.body != copy.body:
                _refuse_without_papers(read, known, source, fmt)
        except ListError as error:
            if known is None:
                raise
            return _instead(known, error, source, fmt)
        try:
            self._copies.keep(source, copy)
        except OSError as error:
            log.warning(
                "%s: no copy could be kept (%s); without one, a failure tomorrow stops the run.", read.source, error
            )
        return read


def _parsed(body: bytes, content_type: str, source: str, fmt: Format | None) -> ListRead:
    shown = redact(source)
    text = read_text(body, shown, content_type)
    return ListRead(source=shown, body=body, parsed=parse_list(text.text, shown, fmt), notes=text.notes)


_FILE_OF_TEXT = re.compile(r"\.(?:bib|csv|jsonl?|md|markdown|tsv|txt)$", re.IGNORECASE)
_PAGE = re.compile(rb"\s{0,200}<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def _refuse_page_for_file(source: str, copy: Copy) -> None:
    """Refuse an HTML page where the address names a file of text: a login or an error, told with status 200."""
    path = urlsplit(source).path
    if _FILE_OF_TEXT.search(path) and "html" in copy.content_type.lower() and _PAGE.match(copy.body):
        told = (
            f"expected {path.rpartition('/')[2]}, found an HTML page, such as a login or an error; check the address."
        )
        raise ListError(told, redact(source))


def _refuse_without_papers(read: ListRead, known: Copy, source: str, fmt: Format | None) -> None:
    """Refuse what names no paper any more where the list did before: a notice or a login in its place."""
    try:
        before = _parsed(known.body, known.content_type, source, fmt).parsed.entries
    except ListError:
        return
    named = sum(1 for entry in before if entry.identifiers)
    if named and not any(entry.identifiers for entry in read.parsed.entries):
        told = (
            f"what lies there now names no paper by an identifier, the list of {known.fetched_at:%Y-%m-%d} named "
            f"{named}; a login or a notice in its place? Check the address"
        )
        raise ListError(told, redact(source))


def _instead(known: Copy, error: ListError, source: str, fmt: Format | None) -> ListRead:
    """Read the last good copy; when that is no list either, as with a format named wrongly, the first error stands."""
    try:
        read = _parsed(known.body, known.content_type, source, fmt)
    except ListError:
        raise error from None
    why = error.message.strip().rstrip(".;")
    fallback = f"{why}. The last good copy of {known.fetched_at:%Y-%m-%d %H:%M} UTC is used."
    return replace(read, fallback=fallback)


def decode(body: bytes, path: str) -> str:
    """Turn a list's bytes into text (`read_text`), and leave aside what is to be said of it.

    Raises:
        ListError: Binary, or in an encoding that cannot be told.
    """
    return read_text(body, path).text


def _at_most(file: BinaryIO) -> bytes | None:
    """What a file holds; None when that is too much. A pipe has no size to be asked for."""
    body = file.read(MAX_BYTES + 1)
    return body if len(body) <= MAX_BYTES else None


def _read_file(source: str) -> bytes | None:
    if found := _OTHER_SCHEME.match(source):
        told = f"expected a path or an http(s) URL, found an address of {found['scheme'].lower()}; download the list."
        raise ListError(told, redact(source))
    if not source.strip():
        raise ListError("no list is named; expected a path or an http(s) URL.", source)
    try:
        with Path(source).open("rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > MAX_BYTES:
                raise ListError(too_large(status.st_size), source)
            return _at_most(file)
    except IsADirectoryError:
        readme = next((name for name in README_NAMES if (Path(source) / name).is_file()), None)
        advice = f"name its README: {Path(source) / readme}" if readme else "name the file in it"
        raise ListError(f"the list cannot be read: it is a folder; {advice}.", source) from None
    except (OSError, ValueError) as error:
        expected = "put https:// before it" if _HOST.match(source) else "expected a path or an http(s) URL"
        told = f"the list cannot be read ({getattr(error, 'strerror', error)}); {expected}."
        raise ListError(told, source) from None
