"""A URL as the readers of identifiers want it: host, decoded path, query. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 2000
"""Characters; longer than any URL or identifier of a paper."""

_ENDS = frozenset("/.,;:!?'\"*`|\\")
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
_LEADING = "<\"'\ufeff\u200b\u200c\u200d\u2060"
_SLASHES = re.compile(r"/{2,}")
_ANOTHER = re.compile(r"(?:%20|[,;])(?=https?://)")
"""What parts two addresses in the place of one."""
_ARCHIVED = re.compile(r"\Ahttps?://(?:web\.archive\.org/web/\d+[a-z_]*|sci-hub\.[a-z]{2,3})/(?=h)", re.ASCII)
_SCHEME = re.compile(
    r"\A(?:(?:h{0,2}t{1,3}ps?:?/{1,3})+(?=\w)|//(?=\w)|(?=(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,12}/))", re.IGNORECASE
)
"""What lists write for a scheme: `https:/`, `http//`, `https://https://`, `//` or nothing."""


_PLAIN = re.compile(
    r"https?://(?!web\.archive\.|sci-hub\.)(?P<host>(?:[a-z\d][a-z\d-]*\.)+[a-z]{2,})(?P<path>(?:/[\w.~-]+)*)(?<!\.)"
    r"(?:\?(?P<query>[\w=&.~-]+)(?<!\.))?(?:#[\w=.~-]+(?<!\.))?",
    re.ASCII,
)


def plain_parts(url: str) -> tuple[str, str, str] | None:
    """Host, path and query of a URL in which nothing is to be mended, decoded or dropped; None for any other."""
    found = _PLAIN.fullmatch(url)
    return (found["host"], found["path"], found["query"] or "") if found else None


def _is_loose(character: str) -> bool:
    """Tell whether a character belongs to no address: a blank, a mark of the sentence, anything unseen."""
    if character.isascii():
        return character in _ENDS or not character.isprintable() or character == " "
    return category(character)[0] in "CPZ"


def without_end(text: str) -> str:
    """Drop what a sentence, Markdown or BibTeX leaves at the end of an address; balanced brackets stay."""
    end = len(text)
    while end:
        last = text[end - 1]
        opening = _OPENING.get(last)
        surplus = opening is not None and text.count(last, 0, end) > text.count(opening, 0, end)
        if not surplus and not _is_loose(last):
            break
        end -= 1
    return text[:end]


class Address(NamedTuple):
    """The parts of a URL that say which paper it leads to."""

    host: str
    """In lower case, without user, port and final dot."""
    path: str
    """Decoded once; slashes neither double nor at the end."""
    raw_path: str
    """As written, for what may be encoded more than once or hold empty pieces."""
    query: str

    def hosts(self) -> Iterator[str]:
        """The host, then each domain above it."""
        host = self.host
        while "." in host:
            yield host
            host = host.partition(".")[2]

    def asked(self, *names: str) -> str | None:
        """The value that the query gives for the first of `names` it has; None when it gives several."""
        given = parse_qsl(self.query)
        for name in names:
            if values := {value for key, value in given if key.lower() == name}:
                return without_end(values.pop()) if len(values) == 1 else None
        return None


def read_address(url: str) -> Address | None:
    """Take a URL of the web apart, its scheme mended if mistyped.

    None for what is no such URL, is too long or holds blanks and control characters.
    """
    if len(url) > LONGEST:
        return None
    if plain := plain_parts(url):
        return Address(host=plain[0], path=plain[1], raw_path=plain[1], query=plain[2])
    # Lists carry escapes of Markdown and of HTML over into their URLs.
    first = _ANOTHER.split(url, maxsplit=1)[0]
    tidy = without_end(first.strip().lstrip(_LEADING)).replace("\\_", "_").replace("&amp;", "&")
    if not tidy.isprintable() or " " in tidy:
        return None
    tidy = _SCHEME.sub("https://", _ARCHIVED.sub("", tidy, count=1), count=1)
    try:
        parts = urlsplit(tidy)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    path = without_end(_SLASHES.sub("/", unquote(parts.path)))
    if parts.scheme not in {"http", "https"} or not host or not path.isprintable() or " " in path:
        return None
    return Address(host=host.rstrip("."), path=path, raw_path=parts.path, query=parts.query)
