"""What a run tells of its night: a text readable in ten seconds, tables beside it, facts for events. Pure.

Titles and other words of lists and services are escaped where they stand in Markdown, and cut everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.audit.finding import Severity
from pipeline.job import THE_LIST, Outcome, asked_text
from pipeline.model import Status
from pipeline.plural import counted
from pipeline.rebuilding import Rebuilt
from pipeline.report.words import STATUS_TEXT
from pipeline.tables.growth import Growth
from pipeline.tables.schema.changes import Change, Compared

SHOWN_MOVERS = 10
"""How many works are named of those whose citation counts moved."""
_LONGEST = 120
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

Cell = str | int | float | None
Rows = list[dict[str, Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A run that published, or found that there is nothing new."""

    list_name: str
    source: str
    """`live`, `sandbox` or `corpus`."""
    as_of: str
    """ISO date."""
    outcome: Outcome
    changes: pa.Table
    """The snapshot's table `changes`."""
    findings: pa.Table
    """Its table `findings`."""
    growth: Growth | None
    """How citations grew since the snapshot before it, or None where there is none to compare with."""


def key_of(list_name: str, source: str) -> str:
    """A list and where its records come from as lower-case words joined by dashes; begins the key of each artifact."""
    slug = re.sub(r"[^a-z0-9]+", "-", list_name.lower())[:_LONGEST].strip("-")
    return f"{slug or 'list'}-{source}"


def resource_of(list_name: str, source: str) -> str:
    """The resource that events about a list speak of."""
    return f"papers.list.{key_of(list_name, source)}"


def plain(text: str) -> str:
    """A text of a list or a service on one line, without what cannot be printed, cut at 120 characters."""
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"


def escaped(text: str) -> str:
    """The same as Markdown shows it: no markup, no link, no HTML, whatever it says."""
    return _PUNCTUATION.sub(r"\\\1", plain(text))


def status_rows(night: Night) -> Rows:
    """Entries by status."""
    counts = night.outcome.by_status
    return [
        {"status": status, "entries": counts[status], "means": STATUS_TEXT[status]}
        for status in Status
        if counts.get(status)
    ]


def change_rows(night: Night) -> Rows:
    """How often which field changed since the last snapshot, and how many rows came and went."""
    counted = Counter(
        (row["table"], row["change"], row["field"] if row["change"] == Change.CHANGED else None)
        for row in night.changes.select(["table", "change", "field"]).to_pylist()
    )
    order = sorted(counted, key=lambda key: (key[0], list(Change).index(key[1]), -counted[key], key[2] or ""))
    return [{"table": key[0], "change": key[1], "field": key[2], "rows": counted[key]} for key in order]


def mover_rows(night: Night) -> Rows:
    """The works whose citation counts moved the farthest, falls too."""
    works = night.growth.works[:SHOWN_MOVERS] if night.growth else ()
    return [
        {
            "gained": work.gained,
            "before": work.before,
            "after": work.after,
            "days": work.days,
            "work": plain(work.title),
        }
        for work in works
        if work.gained
    ]


def finding_rows(night: Night) -> Rows:
    """Findings by severity and kind, the gravest first."""
    counted = Counter((row["severity"], row["kind"]) for row in night.findings.select(["severity", "kind"]).to_pylist())
    order = sorted(counted, key=lambda key: (Severity(key[0]).rank, -counted[key], key[1]))
    return [{"severity": key[0], "kind": key[1], "findings": counted[key]} for key in order]


def request_rows(night: Night) -> Rows:
    """Requests by service, or in whose place a corpus was asked; and whether it stopped answering."""
    return [
        {"service": service, "requests": count, "answered": "no" if service in night.outcome.degraded else "yes"}
        for service, count in night.outcome.requests.items()
    ]


def tables_of(night: Night) -> Mapping[str, tuple[str, Rows]]:
    """Every table that has rows, by a short name, each with a heading."""
    tables = {
        "statuses": ("Entries by status", status_rows(night)),
        "changes": ("Changes since the last snapshot", change_rows(night)),
        "movers": ("Works whose citation counts moved most", mover_rows(night)),
        "findings": ("Findings about the list", finding_rows(night)),
        "requests": (_REQUESTS.get(night.source, "Requests by service"), request_rows(night)),
    }
    return {name: (heading, rows) for name, (heading, rows) in tables.items() if rows}


def verdict_of(outcome: Outcome) -> str:
    """How many entries matched, in a sentence."""
    matched = outcome.by_status.get(Status.MATCHED, 0)
    share = f" ({matched / outcome.entries:.0%})" if outcome.entries else ""
    return f"{matched} of {counted(outcome.entries, 'entry')} matched{share}."


_CORPUS = "corpus"
_REQUESTS = {_CORPUS: "Requests to the corpus, by the service in whose place it was asked"}
_MADE_FROM = {
    "sandbox": ["*Made from the sandbox: nothing of it is to be taken for real.*"],
    _CORPUS: ["*Made from a corpus: no service was asked.*"],
}


def summary_of(night: Night) -> str:
    """The night in Markdown: the verdict in bold, what changed, what needs a look, and where all lies."""
    outcome = night.outcome
    made = "published" if outcome.new else "stands: the same inputs made it before"
    lines = [
        f"# {escaped(night.list_name)}, {night.as_of}",
        *_MADE_FROM.get(night.source, ()),
        f"**{verdict_of(outcome)}** Snapshot {escaped(outcome.snapshot_id)} {made}.",
        *(f"**{escaped(degraded_text(each))}**" for each in outcome.degraded),
        _bullets([_changed(night), _grown(night), _found(night), _asked(night), f"Lies at: {escaped(outcome.path)}"]),
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines if line)


def degraded_text(name: str) -> str:
    """What it means that a service, or the list, did not answer."""
    if name == THE_LIST:
        return "The list did not come from its address; its last good copy was used."
    return f"{name} stopped answering: what depends on it is marked."


def _changed(night: Night) -> str:
    if night.growth is None:
        return "Changes: none can be told, this is the first snapshot."
    rows = night.changes.select(["table", "change", "key"]).to_pylist()
    told = []
    for table in Compared:
        keys: dict[str, set[str]] = {change: set() for change in Change}
        for row in rows:
            if row["table"] == table:
                keys[row["change"]].add(row["key"])
        counts = ", ".join(f"{len(each)} {change}" for change, each in keys.items() if each)
        told.append(f"{table}: {counts or 'none'}")
    return f"Changes since the last snapshot: {'; '.join(told)}"


def _grown(night: Night) -> str:
    movers = mover_rows(night)
    if night.growth is None or not movers:
        return ""
    first = movers[0]
    return f"Citations: {night.growth.gained:+}; most moved: {escaped(str(first['work']))} ({first['gained']:+})"


def _found(night: Night) -> str:
    counts = Counter(night.findings["severity"].to_pylist())
    told = ", ".join(counted(count, severity) for severity in Severity if (count := counts[severity]))
    return f"Findings about the list: {told or 'none'}"


def _asked(night: Night) -> str:
    outcome = night.outcome
    requests = {escaped(service): count for service, count in outcome.requests.items()}
    asked = asked_text(requests, corpus=night.source == _CORPUS)
    return f"{asked}; retries: {outcome.retries}; {outcome.seconds:.0f} s"


def facts_of(night: Night) -> dict[str, Cell | Sequence[str]]:
    """What the event of a published snapshot says: small facts."""
    outcome = night.outcome
    return {
        "list": plain(night.list_name),
        "source": night.source,
        "as_of": night.as_of,
        "snapshot_id": outcome.snapshot_id,
        "path": outcome.path,
        "entries": outcome.entries,
        "works": outcome.works,
        "matched": outcome.by_status.get(Status.MATCHED, 0),
        "changed": night.changes.num_rows,
        "findings": sum(outcome.findings.values()),
        "degraded": list(outcome.degraded),
        "seconds": outcome.seconds,
    }


def failure_facts(list_name: str, source: str, error: str) -> dict[str, Any]:
    """What the event of a refused snapshot, or of services that are away, says."""
    return {"list": plain(list_name), "source": source, "told": " ".join(error.split())[:1000]}


def rebuilt_text(rebuilt: Rebuilt) -> str:
    """Whether a rebuild gave the same bytes, in Markdown."""
    name = escaped(rebuilt.snapshot_id)
    if not rebuilt.differing:
        return f"**{name}: all {counted(rebuilt.files, 'file')} are the same, byte for byte.**\n"
    return f"**{name} is not as published:**\n\n" + _bullets(map(escaped, rebuilt.differing)) + "\n"
