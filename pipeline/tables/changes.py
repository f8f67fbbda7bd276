"""Two snapshots' tables → what changed from one to the other. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

import pyarrow as pa

from pipeline.tables.build import Row, to_arrow
from pipeline.tables.schema import CHANGES, ENTRIES, WORKS
from pipeline.tables.schema.changes import Change, Compared

_TABLES = {Compared.ENTRIES: ENTRIES, Compared.WORKS: WORKS}
_UNTOLD = {
    Compared.ENTRIES: {"position", "line", "last_checked_at", "reason"},
    Compared.WORKS: {"citation_count_as_of"},
}
"""Columns that change with the order of the list, with every reply, or with others that are told."""


def build_changes(new: Mapping[str, pa.Table], last: Mapping[str, pa.Table] | None) -> pa.Table:
    """What changed since the last snapshot, as `CHANGES` declares it.

    Args:
        new: Tables by name; `entries` and `works` are looked at.
        last: Those of the last snapshot, or None before there is one. They may be of an older schema: a column
            that only one of the two has is passed over.
    """
    rows = [] if last is None else [row for name in _TABLES for row in _of_table(name, new[name], last[name])]
    return to_arrow(CHANGES, rows)


def _of_table(name: Compared, new: pa.Table, last: pa.Table) -> Iterator[Row]:
    (key,) = _TABLES[name].key
    now = {value: place for place, value in enumerate(new[key].to_pylist())}
    before = {value: place for place, value in enumerate(last[key].to_pylist())}
    titles = dict(zip(last[key].to_pylist(), last["title"].to_pylist(), strict=True))
    titles |= zip(new[key].to_pylist(), new["title"].to_pylist(), strict=True)

    def row(value: str, change: Change, field: str, old: str | None, current: str | None) -> Row:
        return {"table": name, "key": value, "change": change, "field": field, "old": old, "new": current} | {
            "title": titles[value]
        }

    for value in now.keys() - before.keys():
        yield row(value, Change.ADDED, key, None, value)
    for value in before.keys() - now.keys():
        yield row(value, Change.REMOVED, key, value, None)
    both = [value for value in now if value in before]
    here, there = (pa.array([places[value] for value in both], pa.int64()) for places in (now, before))
    for field in new.schema.names:
        if field == key or field in _UNTOLD[name] or field not in last.schema.names:
            continue
        current, old = new[field].take(here), last[field].take(there)
        if current.equals(old):
            continue
        for value, was, now_is in zip(both, old.to_pylist(), current.to_pylist(), strict=True):
            if was != now_is:
                yield row(value, Change.CHANGED, field, printed(was), printed(now_is))


def printed(value: object) -> str | None:
    """A value of a column as text: a string as it is, a date in ISO form, anything else as JSON; None for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=printed)
