"""Fetch a list's text from a file or a URL: the one part of `curated` that touches disk and network."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import requests

from pipeline.errors import ListError

MAX_BYTES = 16 * 1024 * 1024
"""Largest list read; the longest known ones stay below 1 MB."""

_GITHUB_BLOB = re.compile(r"https://github\.com/(?P<repo>[^/]+/[^/]+)/blob/(?P<rest>.+)")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def is_url(source: str) -> bool:
    """Tell a URL from a path."""
    return source.lower().startswith(("http://", "https://"))


def decode(body: bytes, path: str) -> str:
    """Turn a list's bytes into text: UTF-8, or UTF-16 with its mark.

    Raises:
        ListError: Binary, or in another encoding; names the line of the first byte that does not fit.
    """
    encoding = next((name for bom, name in _BOMS if body.startswith(bom)), "utf-8")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        # The error's own bytes: the codec may have taken the mark off before counting.
        line = error.object[: error.start].count(b"\n") + 1
        told = f"expected text in UTF-8, found byte 0x{error.object[error.start]:02x}; convert the list to UTF-8."
        raise ListError(told, path, line) from None
    if "\0" in text:
        told = "expected text, found a binary file."
        raise ListError(told, path, text[: text.index("\0")].count("\n") + 1)
    return text


def read_source(source: str, *, timeout_s: float, user_agent: str) -> bytes:
    """Read a list's bytes from a path or an http(s) URL; a GitHub page of a file becomes the file.

    Raises:
        ListError: Not there, not readable, too large, or not answered in time.
    """
    return _fetch(source, timeout_s, user_agent) if is_url(source) else _read_file(source)


def _read_file(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            # A pipe has no size to be asked for.
            body = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        told = f"the list cannot be read ({getattr(error, 'strerror', error)}); expected a path or an http(s) URL."
        raise ListError(told, source) from None
    if len(body) > MAX_BYTES:
        told = f"the list has more than {MAX_BYTES} bytes; split it."
        raise ListError(told, source)
    return body


def _fetch(source: str, timeout_s: float, user_agent: str) -> bytes:
    blob = _GITHUB_BLOB.fullmatch(source)
    url = f"https://raw.githubusercontent.com/{blob['repo']}/{blob['rest']}" if blob else source
    try:
        with requests.get(url, timeout=timeout_s, stream=True, headers={"User-Agent": user_agent}) as response:
            response.raise_for_status()
            body = bytearray()
            for chunk in response.iter_content(65536):
                body += chunk
                if len(body) > MAX_BYTES:
                    told = f"the list has more than {MAX_BYTES} bytes; refused."
                    raise ListError(told, source)
            return bytes(body)
    except requests.HTTPError as error:
        told = f"the server answered HTTP {error.response.status_code}; check the address."
        raise ListError(told, source) from None
    except (requests.RequestException, ValueError) as error:
        told = f"the list could not be fetched ({type(error).__name__}); check the address and the network."
        raise ListError(told, source) from None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        told = f"not a valid URL ({error}); check the address."
        raise ListError(told, url) from None


def list_name(source: str) -> str:
    """Name a list by its path or URL: lower-case words joined by dashes, at most 80 characters.

    `https://github.com/owner/repo/blob/main/README.md` is `owner-repo`; a README is named by its folder.

    Raises:
        ListError: It looks like a URL and is none.
    """
    if is_url(source):
        parts = _split(source)
        pieces = [piece for piece in parts.path.split("/") if piece]
        github = parts.hostname in {"github.com", "raw.githubusercontent.com"}
        words = pieces[:2] if github else [parts.hostname or "", *pieces]
    else:
        path = Path(source).resolve()
        words = [path.parent.name if path.stem.lower() in {"readme", "index"} else path.stem]
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    return slug[:80].strip("-") or "list"
