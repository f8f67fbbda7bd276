"""Wires real things: settings, clock, transport, archive, lock, sandbox. No Prefect here.

The only file that builds the real collaborators; what they do lies in `pipeline`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from flows.corpora import check_corpus, corpus_desks, with_corpus
from flows.keys import s2_key
from flows.parameters import RefreshParameters
from flows.places import archive_of, default_out, place_of, store_at
from flows.services import make_endpoints, services_at, sources_of
from pipeline import bundled
from pipeline.curated.copies import ListCopies
from pipeline.curated.fetch import ListFetcher
from pipeline.curated.formats import Format
from pipeline.curated.naming import list_name
from pipeline.curated.read import ListReader
from pipeline.errors import StorageError, TransientSourceError, UsageError
from pipeline.job import Job, RoundAccount, ServiceAt, Tools
from pipeline.memory import Freshness
from pipeline.sandbox.app import build_app
from pipeline.sandbox.catalogue import Catalogue, read_catalogue
from pipeline.sandbox.server import serving
from pipeline.settings import SETTINGS_FILE, Settings, settings_from
from pipeline.snapshot.disk import storing
from pipeline.snapshot.gates import GateLimits
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.ask import Desk, log
from pipeline.sources.http import Endpoint, HttpSender
from pipeline.sources.once import ReadOnce
from pipeline.sources.pace import FilePace
from pipeline.sources.port import Source
from pipeline.sources.retry import Retrier, RetryPolicy

LISTS = "lists"
"""Folder of the last good copies of lists, below `Settings.raw`."""

_SANDBOX_WAIT_S = 0.2
"""First wait before another try in the embedded sandbox, where nobody is to be spared."""


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment and from `papers.toml` here; `UsageError` where they cannot be."""
    try:
        text = Path(SETTINGS_FILE).read_text(encoding="utf-8") if Path(SETTINGS_FILE).exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{SETTINGS_FILE} cannot be read ({error}); save it in UTF-8, or remove it.") from None
    return settings_from(environ, text)


def user_agent(contact: str | None) -> str:
    """What the services see: name, version, and whom to write to."""
    return f"curated-papers/{version('curated-papers')}" + (f" ({contact})" if contact else "")


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read a catalogue for the sandbox, by default the bundled one.

    Raises:
        UsageError: It cannot be read.
    """
    chosen = path or bundled.bundled_file(bundled.CATALOGUE)
    try:
        return read_catalogue(chosen.read_text(encoding="utf-8"), str(chosen))
    except (OSError, UnicodeDecodeError) as error:
        told = f"the catalogue {chosen} cannot be read ({error})."
        raise UsageError(told) from None


def open_store(out: str | None, source: str) -> SnapshotStore:
    """The snapshots of a folder, by default the bundled list's."""
    chosen = settings()
    folder, url = place_of(out or chosen.out, default_out(Path(bundled.LIST).stem, source), chosen.raw)
    return store_at(folder, url)


def which_list(parameters: RefreshParameters, chosen: Settings) -> tuple[str, str]:
    """The path or URL of the list, and its name."""
    source = parameters.list_source or chosen.list or str(bundled.bundled_file(bundled.LIST))
    return source, parameters.list_name or list_name(source)


def make_job(parameters: RefreshParameters, chosen: Settings, started_at: datetime) -> Job:
    """Fill a job from parameters and settings; parameters go first.

    Raises:
        UsageError: An unknown list format, or a corpus that is missing or not asked for.
    """
    source_of_list, name = which_list(parameters, chosen)
    check_corpus(parameters)
    out = parameters.out or chosen.out
    freshness = Freshness(
        identifiers=timedelta(hours=chosen.fresh_identifier_hours),
        absent_first=timedelta(days=chosen.absent_first_days),
        absent_most=timedelta(days=chosen.absent_most_days),
    )
    kept = f"{name}-{parameters.source}"
    folder, url = place_of(out, default_out(name, parameters.source), chosen.raw)
    return Job(
        list_source=source_of_list,
        list_name=name,
        list_format=read_format(parameters.list_format),
        source=parameters.source,
        as_of=parameters.as_of or started_at.date(),
        started_at=started_at,
        out=folder,
        url=url,
        archive=archive_of(chosen.raw, name, parameters.source),
        workspace=chosen.raw / "work" / f"{kept}-{_digest(folder)}",
        overrides=overrides_file(chosen.raw),
        lists=chosen.raw / LISTS,
        services=services_at(chosen),
        first_wait_s=RetryPolicy().first_wait_s,
        timeout_s=chosen.timeout,
        user_agent=user_agent(chosen.contact),
        limits=GateLimits(
            entries=chosen.gate_entries,
            matched=chosen.gate_matched,
            citations=chosen.gate_citations,
        ),
        freshness=freshness,
        quarantine_kept=chosen.quarantine_kept,
    )


def overrides_file(raw: Path) -> Path:
    """The operator's overrides, or where there are none those of the bundled list."""
    own = raw / bundled.OVERRIDES
    return own if own.exists() else bundled.bundled_file(bundled.OVERRIDES)


def _digest(folder: Path) -> str:
    """A short name for a folder, so that runs with different folders never share a workspace."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]


def read_format(text: str | None) -> Format | None:
    """Read a format's name.

    Raises:
        UsageError: There is no such format; names those there are.
    """
    if text is None or text in set(Format):
        return Format(text) if text else None
    told = f"unknown format {text!r}; expected one of {', '.join(Format)}."
    raise UsageError(told)


@contextlib.contextmanager
def prepared(parameters: RefreshParameters) -> Iterator[Job]:
    """Hold the lock and have at hand what answers: the sandbox's server while the block runs, a corpus's index.

    Raises:
        LockedError: Another run works in the same folder.
        UsageError: The folder holds another list's snapshots, or a setting or a corpus is wrong.
    """
    job = make_job(parameters, settings(), now())
    with holding(job), contextlib.ExitStack() as stack:
        if parameters.corpus is not None:
            job = with_corpus(job, Path(parameters.corpus))
        if job.source == "sandbox":
            job = in_sandbox(job, stack.enter_context(serving(build_app(load_catalogue()))))
        yield job


@contextlib.contextmanager
def holding(job: Job) -> Iterator[None]:
    """Hold the locks of a job's folder and archive, and see that the folder is this list's and source's.

    Raises:
        LockedError: Another run works in the same folder.
        StorageError: The disk is full, read-only or failing.
        UsageError: The folder holds another list's snapshots.
    """
    store = store_at(job.out, job.url)
    with storing(job.archive.parent), store.locked(), SnapshotStore(job.archive).locked():
        store.claim(job.list_name, job.source)
        ReplyArchive(job.archive).note_place(store.absolute_address)
        try:
            yield
        finally:
            # A run that a full disk has ended gives back what it took.
            with contextlib.suppress(StorageError):
                store.sweep()


def in_sandbox(job: Job, url: str) -> Job:
    """The same job against an embedded sandbox, which needs no pace."""
    here = ServiceAt(url=url, interval_s=0.0)
    return replace(job, services=dict.fromkeys(job.services, here), first_wait_s=_SANDBOX_WAIT_S)


def make_reader(lists: Path, *, timeout_s: float, user_agent: str) -> ListReader:
    """Build what reads a list.

    Args:
        lists: Folder of the last good copies.
    """
    return ListReader(
        fetch=ListFetcher(timeout_s=timeout_s, user_agent=user_agent, now=now),
        copies=ListCopies(lists),
    )


def make_pace(endpoint: Endpoint, interval_s: float) -> FilePace:
    """The pace of an endpoint's host, which all runs of this user on this machine keep."""
    return FilePace(_pace_file(endpoint.base_url), interval_s, clock=time.time, sleep=time.sleep)


@lru_cache(maxsize=1)
def _sources_of_run(_archive: Path, _started_at: datetime, corpus: str | None) -> tuple[Source, ...]:
    """What all stages of a run in one process share, so that each reply is read once; kept for one run."""
    return tuple(map(ReadOnce, sources_of({"sha256": corpus} if corpus else None).values()))


def make_tools(job: Job, so_far: RoundAccount | None = None, clock: Callable[[], datetime] = now) -> Tools:
    """Build the desks of a job.

    Args:
        so_far: The rounds of this run before: what was waited, and who is not to be asked any more.
        clock: UTC; replies are stamped by it.
    """
    before = so_far or RoundAccount()
    archive = ReplyArchive(job.archive)
    if job.corpus is not None:
        sources = _sources_of_run(job.archive, job.started_at, job.corpus.sha256)
        desks = corpus_desks(job.corpus, sources, archive, clock)
        return Tools(desks=desks, archive=archive, store=store_at(job.out, job.url))
    endpoints = make_endpoints(job, s2_key(settings()) if job.source == "live" else None)
    send = HttpSender(endpoints, timeout_s=job.timeout_s, now=clock)
    desks = {}
    for source in _sources_of_run(job.archive, job.started_at, None):
        pace = make_pace(endpoints[source.name], job.services[source.name].interval_s)
        retrier = Retrier(
            RetryPolicy(first_wait_s=job.first_wait_s),
            sleep=time.sleep,
            on_wait=lambda seconds, error, pace=pace: _tell_wait(pace, seconds, error),  # type: ignore[misc]
            waited_s=before.waited_s.get(source.name, 0.0),
        )
        desk = Desk(source, send=send, pace=pace, retrier=retrier, archive=archive)
        if source.name in before.stopped:
            desk.stopped = TransientSourceError(before.stopped[source.name], source.name)
        desks[source.name] = desk
    return Tools(desks=desks, archive=archive, store=store_at(job.out, job.url))


def _tell_wait(pace: FilePace, seconds: float, error: TransientSourceError) -> None:
    log.warning("waiting %.1f s before another try: %s", seconds, error)
    if error.status == 429:  # noqa: PLR2004
        pace.back_off(seconds)


def _pace_file(url: str) -> Path:
    """One file per host, shared by all runs of this user on this machine."""
    host = urlsplit(url).netloc.replace(":", "-")
    return Path(tempfile.gettempdir()) / f"curated-papers-{os.getuid()}" / f"pace-{host}"
