"""The asking stages of a refresh, in order; each takes a job and its tools, and returns small values.

What passes between stages lies on disk: the entries in the job's workspace, the replies in the
archive. So a stage can run in another process than the one before it, and a run that is killed and
started again asks only for what the archive does not hold.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.curated.read import ListReader
from pipeline.errors import ServicesUnavailableError, SnapshotError, SourceError, UsageError
from pipeline.job import Job, ListAccount, RoundAccount, Tools
from pipeline.matching import plan
from pipeline.matching.decide import decide
from pipeline.matching.knowledge import Knowledge
from pipeline.matching.overrides import apply, read_overrides
from pipeline.memory import Memory
from pipeline.model import CuratedEntry, CuratedList, Ruling, Service
from pipeline.plural import counted
from pipeline.progress import report
from pipeline.sources.archive import Archived, ReplyArchive
from pipeline.sources.corpus import path_of
from pipeline.sources.port import Answer, CutReplyError, Request, Source
from pipeline.titles import title_key

log = logging.getLogger(__name__)

_LIST = TypeAdapter(CuratedList)
_ACCOUNT = TypeAdapter(ListAccount)
_RULING = TypeAdapter(Ruling)


def read_list(job: Job, reader: ListReader) -> ListAccount:
    """Read and parse the list; what was passed over is reported line by line by `papers parse`."""
    read = reader.read(job.list_source, job.list_format)
    for said in read.said:
        log.warning("%s", said)
    parsed, digest = _overridden(job, read.parsed)
    size, passed_over = len(parsed.entries), len(parsed.problems)
    account = ListAccount(entries=size, problems=passed_over, fallback=read.fallback, overrides_sha256=digest)
    job.workspace.mkdir(parents=True, exist_ok=True)
    (job.workspace / "list.txt").write_bytes(read.body)
    (job.workspace / "entries.json").write_bytes(_LIST.dump_json(parsed))
    (job.workspace / "account.json").write_bytes(_ACCOUNT.dump_json(account))
    report("Reading the list", size, size, f"{counted(size, 'entry')}, {counted(passed_over, 'line')} passed over")
    return account


def _overridden(job: Job, parsed: CuratedList) -> tuple[CuratedList, str | None]:
    """Lay the overrides upon the entries; those that no entry is meant by are told. Gives the digest of the others.

    Raises:
        UsageError: The overrides cannot be read, or contradict each other.
    """
    path = str(job.overrides)
    overrides = read_overrides(overrides_text(job.overrides), path)
    entries, unused = apply(overrides, parsed.entries, list_name=job.list_name, path=path)
    for each in unused:
        log.warning(
            "%s:%d: no entry of %s has the %s; the override is not used", path, each.line, job.list_name, each.about
        )
    rulings = sorted(
        f"{entry.entry_id} {_RULING.dump_json(entry.ruling).decode()}" for entry in entries if entry.ruling
    )
    digest = hashlib.sha256("\n".join(rulings).encode()).hexdigest() if rulings else None
    return replace(parsed, entries=entries), digest


def overrides_text(file: Path) -> str:
    """The text of a file of overrides; empty where there is none.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        told = f"{file}: expected overrides in UTF-8, but the file cannot be read ({error})."
        raise UsageError(told) from None


def list_account(job: Job) -> ListAccount:
    """What `read_list` left in the job's workspace of how it went."""
    return _ACCOUNT.validate_json((job.workspace / "account.json").read_bytes())


def staged_list(job: Job) -> bytes:
    """The list as `read_list` left it in the job's workspace; `read_entries` reads it."""
    return (job.workspace / "entries.json").read_bytes()


def staged_entries(job: Job) -> tuple[CuratedEntry, ...]:
    """The entries that `read_list` left in the job's workspace."""
    return read_entries(staged_list(job))


def read_entries(body: bytes) -> tuple[CuratedEntry, ...]:
    """Read the entries of a list that was staged or archived.

    Raises:
        pydantic.ValidationError: It is none, or one of another version.
    """
    return _LIST.validate_json(body).entries


def remember(job: Job, tools: Tools) -> Memory:
    """What was ever asked for this job's list and source, judged by the time at which the job began."""
    # What another corpus said, or this one before it was brought up to date, says nothing of this one.
    path = path_of(job.corpus.sha256) if job.corpus else None
    rows = (row for row in tools.archive.rows() if path in {None, row.request.path})
    return Memory(rows, job.started_at, job.freshness)


def recall(job: Job, tools: Tools) -> Knowledge:
    """Everything that the archive says and that is not due to be asked again."""
    memory = remember(job, tools)
    return fresh(memory, list(read_again(memory.rows(), tools.archive, tools.sources)), staged_entries(job))


def fresh(memory: Memory, read: Sequence[tuple[Archived, Answer]], entries: Sequence[CuratedEntry]) -> Knowledge:
    """What need not be asked again.

    Args:
        read: All that the memory's replies say.
        entries: A title of theirs that was found and settled nothing is searched again, as an absent one is.
    """
    first = Knowledge.of(memory.kept(row, answer) for row, answer in read)
    searched = (entry for entry in entries if _was_found(entry, first))
    unsettled = {title_key(entry.title) for entry in searched if decide(entry, first).record is None}
    return Knowledge.of(memory.kept(row, answer, unsettled) for row, answer in read)


def _was_found(entry: CuratedEntry, knowledge: Knowledge) -> bool:
    """Whether a search of the entry's title gave anything; most entries are found by their links."""
    answers = [knowledge.of_title(service, entry.title) for service in Service]
    return any(known.records for known in answers if known is not None)


def read_again(
    rows: Iterable[Archived], archive: ReplyArchive, sources: Mapping[Service, Source]
) -> Iterator[tuple[Archived, Answer]]:
    """Read archived replies; one that cannot be read is as good as never fetched, and is asked again."""
    passed_over: list[Exception] = []
    for row in rows:
        try:
            yield row, sources[row.request.service].read(row.request, archive.load(row))
        except (SnapshotError, SourceError, CutReplyError) as error:
            passed_over.append(error)
    if passed_over:
        told = counted(len(passed_over), "archived reply")
        log.warning("%s cannot be read and will be asked for again: %s", told, passed_over[0])


def look_up(job: Job, tools: Tools, *, stage: str) -> RoundAccount:
    """Ask each service for the identifiers it has not answered yet, in batches."""
    entries, knowledge = staged_entries(job), recall(job, tools)
    missing = plan.missing_identifiers(entries, knowledge)
    requests = [
        request
        for service, identifiers in missing.items()
        for request in tools.desks[service].source.look_up(identifiers)
    ]
    return _ask(tools, requests, stage)


def search_titles(job: Job, tools: Tools, service: Service, *, stage: str) -> RoundAccount:
    """Ask a service for the titles that are not settled and that it has not answered yet."""
    titles = plan.missing_titles(service, staged_entries(job), recall(job, tools))
    return _ask(tools, list(tools.desks[service].source.search(titles)), stage)


def _ask(tools: Tools, requests: Sequence[Request], stage: str) -> RoundAccount:
    total = sum(len(request.asked) for request in requests)
    done = found = 0
    report(stage, 0, total)
    for request in requests:
        for answer in tools.desks[request.service].ask(request):
            done += len(answer.found)
            found += sum(1 for records in answer.found.values() if records)
            report(stage, done, total)
    report(stage, done, total, f"{found} of {total} answered with a paper" if total else "nothing to ask")
    return RoundAccount(
        requests={service: desk.account.requests for service, desk in tools.desks.items() if desk.account.requests},
        retries=sum(desk.account.retries for desk in tools.desks.values()),
        waited_s={service: desk.account.waited_s for service, desk in tools.desks.items() if desk.account.waited_s},
        stopped={service: str(desk.stopped) for service, desk in tools.desks.items() if desk.stopped is not None},
    )


def check_services(account: RoundAccount) -> None:
    """See that something can be concluded.

    Raises:
        ServicesUnavailableError: Every service stopped answering before all was asked.
    """
    if not set(Service) <= account.stopped.keys():
        return
    reasons = "; ".join(account.stopped[service] for service in Service)
    told = (
        f"no service could be reached, so nothing was published ({reasons}). "
        "Check the network and run again: what was answered is kept."
    )
    raise ServicesUnavailableError(told, "all")
