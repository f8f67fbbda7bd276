"""What passes between the stages of a refresh: small values that any process can take up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pipeline.curated.formats import Format
from pipeline.memory import Freshness
from pipeline.model import Service
from pipeline.snapshot.gates import GateLimits
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.ask import Desk
from pipeline.sources.port import Source

THE_LIST = "list"
"""Stands among the degraded services when the list's last good copy stood in for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAt:
    """Where a service is, and how often it may be asked."""

    url: str
    """The base of its URLs."""
    interval_s: float
    """Seconds between requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusAt:
    """The index of a corpus that answers in the place of the services."""

    index: Path
    sha256: str
    """Digest of its `index.json`, which names those of all its files."""
    works: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One refresh as small values: no client, no secret; any process can take it up."""

    list_source: str
    """Path or URL of the list."""
    list_name: str
    list_format: Format | None
    source: str
    """`live`, `sandbox` or `corpus`."""
    as_of: date
    started_at: datetime
    """UTC; freshness of replies is judged by this one time in all stages."""
    out: Path
    """Folder of the snapshots; where they lie in object storage, of their copies on this machine."""
    archive: Path
    workspace: Path
    overrides: Path
    """What the curator ruled of entries; it need not be there."""
    lists: Path
    """Folder of the last good copies of lists that come from URLs."""
    services: Mapping[Service, ServiceAt]
    first_wait_s: float
    timeout_s: float
    user_agent: str
    limits: GateLimits = field(default_factory=GateLimits)
    freshness: Freshness = field(default_factory=Freshness)
    corpus: CorpusAt | None = None
    """Where the source is a corpus, which one."""
    url: str | None = None
    """Where the snapshots lie in object storage, or None."""
    quarantine_kept: int = 5
    """How many refused snapshots are kept for a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the asking stages work with."""

    desks: Mapping[Service, Desk]
    archive: ReplyArchive
    store: SnapshotStore

    @property
    def sources(self) -> Mapping[Service, Source]:
        """Who makes the requests and reads the replies, by service."""
        return {service: desk.source for service, desk in self.desks.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAccount:
    """What reading the list gave."""

    entries: int
    problems: int
    fallback: str | None = None
    """Why the last good copy stood in for the list, or None."""
    overrides_sha256: str | None = None
    """Digest of the overrides that bear on entries of the list, or None when none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAccount:
    """What one round of asking cost, and which services are not to be asked any more in this run."""

    requests: Mapping[Service, int] = field(default_factory=dict)
    retries: int = 0
    waited_s: Mapping[Service, float] = field(default_factory=dict)
    """Seconds waited for each service, this round and those before."""
    stopped: Mapping[Service, str] = field(default_factory=dict)
    """Reason by service."""

    def plus(self, other: RoundAccount) -> RoundAccount:
        """Both rounds together."""
        return RoundAccount(
            requests=Counter(self.requests) + Counter(other.requests),
            retries=self.retries + other.retries,
            waited_s={**self.waited_s, **other.waited_s},
            stopped={**self.stopped, **other.stopped},
        )


def asked_text(requests: Mapping[str, int], *, corpus: bool) -> str:
    """How often whom was asked, in words.

    Args:
        requests: By service.
        corpus: Whether it was a corpus that was asked, in the place of the services.
    """
    if not corpus:
        return "Requests: " + ", ".join(f"{count} to {service}" for service, count in requests.items())
    told = ", ".join(f"{count} in the place of {service}" for service, count in requests.items())
    return f"Requests to the corpus, to no service: {told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a refresh published; `papers refresh --json` prints it."""

    snapshot_id: str
    path: str
    entries: int
    works: int
    by_status: Mapping[str, int]
    requests: Mapping[str, int]
    retries: int
    from_archive: int
    """Replies the snapshot rests on that an earlier run had fetched."""
    seconds: float
    findings: Mapping[str, int]
    degraded: tuple[str, ...]
    """Services that stopped answering in this run; `list` where the list's last good copy stood in."""
    new: bool
    """False when identical inputs made the last snapshot already."""
