"""What a curator ruled of entries, read from TOML and laid upon the entries before anything else counts. Pure.

```toml
[[override]]
title = "A title as the list has it"    # or entry_id
pin = "arxiv:2401.00001"                # or reject = ["doi:10.1234/x"], or not_a_paper = true
reason = "its first version bore this title"
date = 2026-04-12
list = "post-training-llms"             # optional: this list alone
```
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pipeline.errors import UsageError
from pipeline.identifiers import LOOKED_UP, Identifier, read_identifier
from pipeline.model import CuratedEntry, Ruling
from pipeline.titles import title_key

_RULINGS = ("pin", "reject", "not_a_paper")
_KEYS = frozenset({"title", "entry_id", "reason", "date", "list", *_RULINGS})
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*override[ \t]*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r" \(at line (?P<line>\d+), column \d+\)$")
_EXAMPLE = '"arxiv:2401.00001"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One table of the file."""

    line: int
    """1-based line of its header."""
    title: str | None
    entry_id: str | None
    list_name: str | None
    """The one list it is about; None for every list."""
    ruling: Ruling

    @property
    def about(self) -> str:
        """The entry as the file names it."""
        return f"title {self.title!r}" if self.title is not None else f"entry_id {self.entry_id!r}"

    def means(self, entry_id: str, *titles: str) -> bool:
        """Whether it is about an entry of an id and of titles, as listed or cleaned, compared but for typography."""
        if self.title is None:
            return self.entry_id == entry_id
        return title_key(self.title) in map(title_key, titles)

    def is_for(self, list_name: str) -> bool:
        """Whether it bears on a list."""
        return self.list_name in (None, list_name)


def read_overrides(text: str, path: str) -> tuple[Override, ...]:
    """Read the overrides of a file.

    Args:
        path: Names the file in errors.

    Raises:
        UsageError: Not valid TOML, an unknown key, or a value that cannot be; says the line.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        place = f"{path}:{found['line']}" if found else path
        told = f"{place}: not valid TOML ({_AT_LINE.sub('', str(error))})."
        raise UsageError(told) from None
    except (RecursionError, ValueError) as error:
        told = f"{path}: not valid TOML ({type(error).__name__}: nested too deep, or a number too long)."
        raise UsageError(told) from None
    tables = read.pop("override", [])
    if read or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        told = f"{path}: expected tables [[override]] and nothing else, found {', '.join(read) or 'another override'}."
        raise UsageError(told)
    lines = [text.count("\n", 0, header.start()) + 1 for header in _HEADER.finditer(text)]
    # Written as an inline array, the tables have no headers.
    lines += [1] * (len(tables) - len(lines))
    return tuple(_Table(table, f"{path}:{line}", line).read() for table, line in zip(tables, lines, strict=False))


def print_override(title: str, ruling: Ruling, list_name: str) -> str:
    """Print one table as `read_overrides` reads it."""
    says = [f"list = {_quoted(list_name)}", f"title = {_quoted(title)}"]
    if ruling.pinned:
        says.append(f"pin = {_quoted(str(ruling.pinned))}")
    if ruling.rejected:
        says.append(f"reject = [{', '.join(_quoted(str(each)) for each in ruling.rejected)}]")
    if ruling.not_a_paper:
        says.append("not_a_paper = true")
    says += [f"reason = {_quoted(ruling.reason)}", f"date = {ruling.ruled_on}"]
    return "\n".join(["[[override]]", *says, ""])


def _quoted(text: str) -> str:
    """A basic string of TOML; what JSON leaves as it is and TOML does not allow is escaped too."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass(frozen=True, slots=True)
class _Table:
    values: Mapping[str, Any]
    place: str
    line: int

    def read(self) -> Override:
        unknown = sorted(set(self.values) - _KEYS)
        if unknown:
            raise self._wrong(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
        named = [key for key in ("title", "entry_id") if key in self.values]
        ruled = [key for key in _RULINGS if key in self.values]
        if len(named) != 1:
            raise self._wrong(f"expected a title or an entry_id, found {' and '.join(named) or 'neither'}")
        if len(ruled) != 1:
            raise self._wrong(f"expected one of {', '.join(_RULINGS)}, found {' and '.join(ruled) or 'none'}")
        if ruled == ["not_a_paper"] and self.values["not_a_paper"] is not True:
            raise self._wrong(f"not_a_paper: expected true, found {self.values['not_a_paper']!r}")
        return Override(
            line=self.line,
            title=self._text("title") if "title" in self.values else None,
            entry_id=self._text("entry_id") if "entry_id" in self.values else None,
            list_name=self._text("list") if "list" in self.values else None,
            ruling=Ruling(
                reason=self._text("reason"),
                ruled_on=self._date(),
                pinned=self._identifier("pin", self.values["pin"]) if "pin" in self.values else None,
                rejected=tuple(self._rejected()),
                not_a_paper="not_a_paper" in self.values,
            ),
        )

    def _text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            found = "nothing" if value is None else repr(value)
            raise self._wrong(f"{key}: expected a text that is not empty, found {found}")
        return " ".join(value.split())

    def _date(self) -> date:
        value = self.values.get("date")
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        elif isinstance(value, date) and not isinstance(value, datetime):
            return value
        found = "nothing" if value is None else repr(str(value))
        raise self._wrong(f"date: expected a date such as 2026-01-31, found {found}")

    def _rejected(self) -> Iterator[Identifier]:
        value = self.values.get("reject", [])
        if "reject" in self.values and not value:
            raise self._wrong("reject: expected one identifier or more, found none")
        for each in value if isinstance(value, list) else [value]:
            yield self._identifier("reject", each)

    def _identifier(self, key: str, value: object) -> Identifier:
        identifier = read_identifier(value) if isinstance(value, str) else None
        if identifier is None:
            raise self._wrong(f"{key}: expected an identifier such as {_EXAMPLE} or a paper's URL, found {value!r}")
        if identifier.scheme not in LOOKED_UP:
            known = ", ".join(sorted(LOOKED_UP))
            raise self._wrong(f"{key}: expected an identifier that a service looks up ({known}), found {value!r}")
        return identifier

    def _wrong(self, told: str) -> UsageError:
        return UsageError(f"{self.place}: {told}.")


def apply(
    overrides: Sequence[Override],
    entries: Iterable[CuratedEntry],
    *,
    list_name: str,
    path: str,
) -> tuple[tuple[CuratedEntry, ...], tuple[Override, ...]]:
    """Lay overrides upon the entries they are about.

    Args:
        list_name: Overrides for other lists are passed over.
        path: Names the file in errors.

    Returns:
        The entries, in order; and the overrides of this list that no entry is meant by.

    Raises:
        UsageError: Two overrides of one entry contradict each other.
    """
    ours = [each for each in overrides if each.is_for(list_name)]
    used: set[int] = set()
    ruled = []
    for entry in entries:
        names = (entry.entry_id, entry.title, entry.title_listed)
        meant = [number for number, each in enumerate(ours) if each.means(*names)]
        used.update(meant)
        ruled.append(replace(entry, ruling=_joined([ours[number] for number in meant], path)) if meant else entry)
    return tuple(ruled), tuple(each for number, each in enumerate(ours) if number not in used)


def _joined(overrides: Sequence[Override], path: str) -> Ruling:
    """One ruling of several: rejections add up, a pin or `not_a_paper` may stand once."""
    rulings = [each.ruling for each in overrides]
    rejected = tuple(dict.fromkeys(identifier for each in rulings for identifier in each.rejected))
    deciding = [each for each in overrides if not each.ruling.rejected]
    first = deciding[0].ruling if deciding else rulings[0]
    for other in deciding[1:]:
        if (other.ruling.pinned, other.ruling.not_a_paper) != (first.pinned, first.not_a_paper):
            told = f"{path}:{other.line}: contradicts line {deciding[0].line}, which is about the same entry."
            raise UsageError(told)
    if first.pinned in rejected:
        told = f"{path}:{overrides[-1].line}: {first.pinned} is both pinned and rejected for one entry."
        raise UsageError(told)
    return replace(first, rejected=rejected)
