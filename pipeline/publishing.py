"""The last stage of a refresh: decide, merge, check, and publish unless the same inputs already did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import GateError, StorageError
from pipeline.job import THE_LIST, Job, Outcome, RoundAccount, Tools
from pipeline.matching import plan
from pipeline.matching.knowledge import Knowledge
from pipeline.memory import things_of
from pipeline.model import CuratedEntry, Service
from pipeline.progress import report
from pipeline.refresh import fresh, list_account, read_again, remember, staged_entries, staged_list
from pipeline.snapshot.gates import GateLimits, check_gates, measure
from pipeline.snapshot.history import keep_history
from pipeline.snapshot.manifest import Inputs, Used, run_id
from pipeline.snapshot.pointers import PUBLISHED
from pipeline.snapshot.quarantine import REFUSED, Refusal, set_aside
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.upkeep import heal
from pipeline.staging import knowledge_of, last_tables, stage
from pipeline.tables.assemble import assemble
from pipeline.tables.check import check_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class _Published:
    """A snapshot that stands."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.manifest["snapshot_id"])

    @property
    def works(self) -> int:
        return next(int(file["rows"]) for file in self.manifest["files"] if file["name"] == "works.parquet")


def _last(store: SnapshotStore, as_of: date) -> _Published | None:
    """The snapshot that one of a date follows: the latest, for a date before that the last one up to it."""
    if store.latest() is None:
        return None
    manifest = store.whole_manifest()
    if as_of.isoformat() < manifest["inputs"]["as_of"]:
        before = [row for row in store.rows() if row["status"] == PUBLISHED and row["as_of"] <= as_of.isoformat()]
        if not before:
            return None
        manifest = store.whole_manifest(before[-1]["snapshot_id"])
    return _Published(folder=store.find(manifest["snapshot_id"], names=()), manifest=manifest)


def _used_replies(job: Job, tools: Tools, entries: Sequence[CuratedEntry]) -> tuple[Used, ...]:
    """The replies that the snapshot is to rest on: the newest to each thing that bears on it, however old."""
    memory = remember(job, tools)
    read = list(read_again(memory.rows(), tools.archive, tools.sources))
    everything = Knowledge.of(answer for _, answer in read)
    used = plan.used_replies(entries, everything)
    unanswered = plan.unanswered(entries, everything, fresh(memory, read, entries))
    wanted = plan.things(entries, everything)
    return tuple(
        Used(row=row, stale=tuple(asked for asked, thing in things_of(row.request) if thing in unanswered))
        for row, _ in read
        # "No such title" is the same reply whatever the title was, and "none of these ids" whatever the ids.
        if row.sha256 in used and any(thing in wanted for _, thing in things_of(row.request))
    )


def _inputs(
    job: Job, tools: Tools, replies: tuple[Used, ...], account: RoundAccount, previous: str | None
) -> dict[str, Any]:
    limits = job.limits
    return Inputs(
        list_name=job.list_name,
        # Kept beside the replies, so that a rebuild finds all it needs.
        list_sha256=tools.archive.keep((job.workspace / "list.txt").read_bytes()),
        list_format=job.list_format,
        entries_sha256=tools.archive.keep(staged_list(job)),
        source=job.source,
        corpus={"sha256": job.corpus.sha256, "works": job.corpus.works} if job.corpus else None,
        as_of=job.as_of,
        replies=replies,
        previous=previous,
        overrides_sha256=list_account(job).overrides_sha256,
        degraded=tuple(str(service) for service in account.stopped),
        limits={"entries": limits.entries, "matched": limits.matched, "citations": limits.citations},
    ).as_json()


def publish(job: Job, tools: Tools, account: RoundAccount, clock: Callable[[], datetime]) -> Outcome:
    """Publish a snapshot; identical inputs publish nothing new.

    Args:
        account: All rounds together.

    Raises:
        GateError: The snapshot is kept under `quarantine/`, the last one stands.
    """
    entries = staged_entries(job)
    store = tools.store
    heal(store)
    keep_history(store)
    replies = _used_replies(job, tools, entries)
    last = _last(store, job.as_of)
    # What came before is an input too; a second run comes after the same snapshot as the first did.
    again = _inputs(job, tools, replies, account, last.manifest["inputs"]["previous"] if last else None)
    if last is not None and run_id(again) == last.manifest["run"]:
        published, new = last, False
    else:
        inputs = _inputs(job, tools, replies, account, last.name if last else None)
        before = last_tables(store, last.name) if last else None
        knowledge = knowledge_of(replies, tools.archive, tools.sources)
        silent = [Service(each) for each in inputs["degraded"]]
        assembled = assemble(entries, knowledge, before, silent=silent, corpus=job.corpus is not None)
        staging, manifest = stage(store, inputs, assembled, before)
        refusal = _refusal(manifest, store.read_tables(staging), before, job.limits, clock())
        if refusal is not None:
            raise _refused(store, staging, refusal, job.quarantine_kept)
        published, new = _Published(folder=store.publish(staging, manifest), manifest=manifest), True
        _keep_history_of(published, store)
    report("Publishing", 1, 1, published.name if new else "nothing new: the same inputs made the last snapshot")
    return Outcome(
        snapshot_id=published.name,
        path=store.address_of(published.folder),
        entries=len(entries),
        works=published.works,
        by_status=published.manifest["by_status"],
        requests={service: account.requests.get(service, 0) for service in Service},
        retries=account.retries,
        from_archive=sum(1 for each in replies if each.row.fetched_at < job.started_at),
        seconds=round((clock() - job.started_at).total_seconds(), 2),
        findings=published.manifest["findings"],
        degraded=tuple(sorted([*account.stopped, *([THE_LIST] if list_account(job).fallback else [])])),
        new=new,
    )


def _keep_history_of(published: _Published, store: SnapshotStore) -> None:
    """Write what a new snapshot adds to the history; where that cannot be, the snapshot stands nevertheless."""
    try:
        keep_history(store, published.name)
    except StorageError as error:
        told = (
            f"snapshot {published.name} is published and the last one now; its citation history "
            f"follows with the next run, since this one {error}"
        )
        raise StorageError(told) from error


def _refusal(
    manifest: Mapping[str, Any],
    written: Mapping[str, pa.Table],
    before: Mapping[str, pa.Table] | None,
    limits: GateLimits,
    at: datetime,
) -> Refusal | None:
    """Why a staged snapshot is not to be published; None where nothing speaks against it.

    Args:
        written: Its tables as they lie in the staging folder.
        before: Tables of the last snapshot, or None before there is one.
        at: UTC.
    """
    wrong = check_tables(written)
    measured = measure(written, before) if before is not None and not wrong else None
    reasons = wrong or check_gates(measured, limits)
    if not reasons:
        return None
    return Refusal(
        snapshot_id=manifest["snapshot_id"],
        run=manifest["run"],
        refused_at=at,
        last=manifest["inputs"]["previous"],
        reasons=reasons,
        limits=asdict(limits),
        numbers=asdict(measured) if measured else {},
    )


def _refused(store: SnapshotStore, staging: Path, refusal: Refusal, keep: int) -> GateError:
    """Set a staged snapshot aside; gives the error that says so."""
    kept = set_aside(store, staging, refusal, keep=keep)
    told = (
        f"the new snapshot was refused, the last one stands: {'; '.join(refusal.reasons)}. It is kept at {kept}, where "
        f"{REFUSED} holds the numbers; if the change is meant, run once with another limit (PAPERS_GATE_...)."
    )
    return GateError(told)
