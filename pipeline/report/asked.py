"""What was asked of whom for a snapshot, as its inputs say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.audit.case import SAID
from pipeline.model import Service
from pipeline.sources.port import Kind

_KIND_NAMES: Mapping[str, str] = {Kind.IDENTIFIER: "identifiers, looked up", Kind.TITLE: "titles, searched for"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one service was asked in one way."""

    service: str
    kind: str
    replies: int
    """Replies that the snapshot rests on."""
    things: int
    """Identifiers or titles in their requests; one that was asked twice counts twice."""
    oldest: datetime
    """When the oldest of these replies came, UTC."""
    newest: datetime
    stale: int
    """Things for which a newer reply was due and could not be had."""


def asked_of(replies: Iterable[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """Sum up the replies of a snapshot's inputs by service and by what was asked."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for reply in replies:
        groups.setdefault((reply["service"], reply["kind"]), []).append(reply)
    order = [(str(service), str(kind)) for service in Service for kind in Kind]
    return tuple(_asked(key, groups[key]) for key in order if key in groups)


def _asked(key: tuple[str, str], replies: Sequence[Mapping[str, Any]]) -> Asked:
    times = [datetime.fromisoformat(each["fetched_at"]).astimezone(UTC) for each in replies]
    return Asked(
        service=SAID[key[0]],
        kind=_KIND_NAMES[key[1]],
        replies=len(replies),
        things=sum(each["asked"] for each in replies),
        oldest=min(times),
        newest=max(times),
        stale=sum(len(each["stale"]) for each in replies),
    )
