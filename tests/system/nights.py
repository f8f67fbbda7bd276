"""Nights of one list: what a script may say of them, and how they are lived through."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import PapersError
from pipeline.job import Outcome
from pipeline.sandbox.catalogue import Catalogue, read_catalogue
from tests.refreshing import STARTED, run_at, sandbox

COUNTED_BY = "A Counter"
"""Who counts citations in the sandbox, every day."""

Facts = Mapping[str, Any]
"""What a line of a catalogue says of a work."""
Told = tuple[str, str, str, str, str | None, str | None]
"""A row of `changes`: table, key, change, field, old, new."""
_KEYS = {"entries": "entry_id", "works": "work_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One night, and what must come of it."""

    upstream: Mapping[str, Facts | None] = field(default_factory=dict)
    """New facts of works by name; None where there is no such record any more."""
    edits: tuple[tuple[str, str], ...] = ()
    """Texts of the list, and what stands in their place from now on."""
    faults: str = ""
    lies: bool = False
    """Half of all counts are zero."""
    ends: type[PapersError] | None = None
    """The error that the night ends with; nothing is published then."""
    stale_entries: frozenset[str] = frozenset()
    stale_works: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()
    """Entries whose match rests on a record that is stale."""
    told: tuple[Told, ...] = ()
    """Every change against the last published snapshot, apart from counts that moved and from what became stale."""

    @property
    def counted(self) -> bool:
        """Whether counts came, and stand in a snapshot."""
        return self.ends is None and not self.faults.startswith(("s2", "all"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What came of a night."""

    night: Night
    at: datetime
    came: Outcome | PapersError
    again: Outcome | PapersError | None
    """What came of the same run once more, where it was repeated."""
    counts: Mapping[str, int]
    """What the sandbox had to say of each work, by the work's name."""


def live(
    folder: Path, works: Mapping[str, Facts], first_list: str, nights: Sequence[Night], *, twice: bool = True
) -> Iterator[Lived]:
    """Live through nights, one a day.

    Args:
        works: What the services know on the first night, by names of the script's own.
        twice: Whether each night's run is repeated at once.
    """
    known, text = dict(works), first_list
    for number, night in enumerate(nights):
        known = {**known, **{name: {**known.get(name, {}), **(facts or {})} for name, facts in night.upstream.items()}}
        known = {name: facts for name, facts in known.items() if night.upstream.get(name, {}) is not None}
        text = _edited(text, night.edits)
        at = STARTED + timedelta(days=number)
        counts = {name: _count(place, number, lies=night.lies) for place, name in enumerate(known)}
        with sandbox(night.faults, _catalogue(known, counts, at), at=at) as (url, _):
            came = _run(folder, url, text, at)
            again = _run(folder, url, text, at) if twice else None
        yield Lived(night=night, at=at, came=came, again=again, counts=counts)


def changed(table: str, key: str, **fields: tuple[str | None, str | None]) -> tuple[Told, ...]:
    """Fields of one row that changed, each with its old and its new value."""
    return tuple((table, key, "changed", name, old, new) for name, (old, new) in fields.items())


def added(table: str, key: str) -> Told:
    """A row that is new."""
    return (table, key, "added", _KEYS[table], None, key)


def removed(table: str, key: str) -> Told:
    """A row that is gone."""
    return (table, key, "removed", _KEYS[table], key, None)


def _run(folder: Path, url: str, text: str, at: datetime) -> Outcome | PapersError:
    try:
        return run_at(folder, url, text, at)
    except PapersError as error:
        return error


def _edited(text: str, edits: Sequence[tuple[str, str]]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the list"
        text = text.replace(old, new)
    return text


def _count(place: int, number: int, *, lies: bool) -> int:
    return 0 if lies and place % 2 else 100 + 10 * place + number


def _catalogue(known: Mapping[str, Facts], counts: Mapping[str, int], at: datetime) -> Catalogue:
    lines = [
        json.dumps({**facts, "citations": [{"count": counts[name], "source": COUNTED_BY, "date": f"{at:%Y-%m-%d}"}]})
        for name, facts in known.items()
    ]
    return read_catalogue("\n".join(lines), "nights")


def shuffle_archive(folder: Path, seed: int) -> None:
    """Put the lines of every archive's index in another order."""
    for index in (folder / "raw" / "replies").rglob("index.jsonl"):
        lines = index.read_bytes().splitlines(keepends=True)
        random.Random(seed).shuffle(lines)
        index.write_bytes(b"".join(lines))


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that readers see, by its path below the place of the snapshots."""
    out = folder / "out"
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.suffix in {".parquet", ".json", ".html"} and "quarantine" not in path.parts
    }
