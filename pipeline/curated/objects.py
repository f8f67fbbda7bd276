"""JSON → raw entries: one object a line, an array of them, or an object that holds such arrays. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.curated.raw import RawList
from pipeline.curated.records import Numbered, field_of, read_records


def _objects(text: str) -> Iterator[Numbered]:
    for number, line in enumerate(text.split("\n"), start=1):
        if bare := line.strip().rstrip(","):
            if bare in {"[", "]"}:
                continue
            try:
                value = json.loads(bare)
            except (ValueError, RecursionError):
                value = None
            yield number, value if isinstance(value, (dict, str)) else None


def _array(text: str) -> list[Numbered] | None:
    """The elements of one JSON array, each with the line it begins on; None when the text is none."""
    decoder = json.JSONDecoder()
    at = len(text) - len(text.lstrip())
    if text[at : at + 1] != "[":
        return None
    found: list[Numbered] = []
    at, line, counted = at + 1, 1, 0
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] in {"]", ""}:
            return found if text[at : at + 1] else None
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        found.append((line, value if isinstance(value, (dict, str)) else None))


_BLANK = re.compile(r"[\s,]*")


def _one_object(text: str) -> list[Numbered] | None:
    """The records in the lists of one JSON object (`{"papers": [...]}`), wherever they stand; None when it is none."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or _is_record(whole):
        return None
    found: list[Numbered] = []
    at, line = 0, 1
    for record in _records_in(whole, (), 0):
        # Each title stands behind the one before.
        spelt = (json.dumps(record["title"], ensure_ascii=ascii_only) for ascii_only in (False, True))
        next_at = next((place for title in spelt if (place := text.find(title, at)) >= 0), at)
        line, at = line + text.count("\n", at, next_at), next_at
        found.append((line, record))
    return found


def _is_record(value: object) -> bool:
    """Whether a value is a paper: an object with a title that holds no papers itself."""
    if not isinstance(value, Mapping):
        return False
    titled = any(field_of(str(name)) == "title" and isinstance(value[name], str) for name in value)
    # `references` of a paper are no list of its own, `papers` of a section are.
    lists = (
        below
        for name, below in value.items()
        if isinstance(below, list) and (str(name).lower() in _SAYS_NOTHING or not _is_titled(value))
    )
    return titled and not any(_is_titled(each) for below in lists for each in below)


def _is_titled(value: object) -> bool:
    return isinstance(value, Mapping) and any(str(name).lower() == "title" for name in value)


def _records_in(value: object, names: tuple[str, ...], depth: int) -> Iterator[dict[str, Any]]:
    """Records below an object or a list, each with the names of what it stands in for its headings."""
    if depth > _DEEPEST_RECORDS:
        return
    if isinstance(value, Mapping):
        own = next(
            (value[key] for key in ("name", "category", "section", "topic") if isinstance(value.get(key), str)), None
        )
        names = (*names, own) if own else names
        for key, below in value.items():
            if isinstance(below, (Mapping, list)):
                said = key if key.lower() not in _SAYS_NOTHING and not own else None
                yield from _records_in(below, (*names, said) if said else names, depth + 1)
    elif isinstance(value, list):
        for each in value:
            if _is_record(each):
                title = next(
                    each[name] for name in each if field_of(str(name)) == "title" and isinstance(each[name], str)
                )
                yield {"headings": list(names), **each, "title": title}
            else:
                yield from _records_in(each, names, depth + 1)


_DEEPEST_RECORDS = 6
_SAYS_NOTHING = frozenset(
    [
        "articles",
        "categories",
        "data",
        "entries",
        "items",
        "list",
        "papers",
        "publications",
        "records",
        "results",
        "sections",
    ]
)


def read_jsonl(text: str) -> RawList:
    """Read one JSON object or string a line, one array of them, or one object that holds such an array.

    What `papers parse --json` prints is read back.
    """
    return read_records(_array(text) or _one_object(text) or _objects(text), "line")
