"""Look at everything that would make the next refresh fail; judging what is found is `pipeline.doctor`'s."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import SecretStr

from flows.overseeing import examine_engine
from flows.parameters import RefreshParameters
from flows.places import archive_of, store_at
from flows.runtime import (
    in_sandbox,
    load_catalogue,
    make_job,
    make_pace,
    make_reader,
    settings,
)
from flows.services import SOURCES, make_endpoints
from flows.surroundings import Surroundings
from pipeline.curated.address import redact
from pipeline.doctor import machine, services, snapshot
from pipeline.doctor.check import Check, ok, problem, warning
from pipeline.errors import ListError, PapersError, SnapshotError, SourceError, UsageError
from pipeline.job import Job
from pipeline.matching.overrides import read_overrides
from pipeline.plural import counted
from pipeline.refresh import overrides_text
from pipeline.sandbox.app import build_app
from pipeline.sandbox.server import serving
from pipeline.settings import SETTINGS_FILE, Settings
from pipeline.snapshot.store import SnapshotStore
from pipeline.sources.archive import ReplyArchive
from pipeline.sources.http import HttpSender
from pipeline.sources.port import Reply, Source

_LONGEST_WAIT_S = 10.0
"""Seconds for each part of a reply; nobody waits longer before a screen."""


def examine(
    parameters: RefreshParameters, max_age: timedelta | None = None, around: Surroundings | None = None
) -> tuple[Check, ...]:
    """Check all that a refresh with these parameters rests on; each service is asked once, in its turn.

    Nothing is published or archived; of a list that comes from a URL a copy is kept, as in a refresh.

    Args:
        max_age: How old the newest snapshot may be; None lets every age pass.

    Returns:
        One verdict a check, always in the same order; where the settings cannot be read, that alone.
    """
    around = around or Surroundings()
    try:
        chosen = settings(around.environ)
        job = make_job(parameters, chosen, around.clock())
    except (UsageError, OSError, UnicodeDecodeError) as error:
        told = str(error) if isinstance(error, UsageError) else f"{SETTINGS_FILE} cannot be read."
        return (problem("settings", told, "Mend it and look again; the rest was not looked at."),)
    with contextlib.ExitStack() as stack:
        if job.source == "sandbox":
            job = in_sandbox(job, stack.enter_context(serving(build_app(load_catalogue()))))
        return tuple(Examination(parameters, chosen, job, max_age, around).checks())


@dataclass(frozen=True, slots=True)
class Examination:
    """An examination of what the next refresh, as `job` says it, rests on."""

    parameters: RefreshParameters
    chosen: Settings
    job: Job
    max_age: timedelta | None
    around: Surroundings
    knows_list: bool = True
    """Whether it is known which list is meant."""

    def checks(self) -> Iterator[Check]:
        """Check one thing after another."""
        # Where another list's folder is named alone, its archive and its locks are looked at, and no list is read.
        store = store_at(self.job.out, self.job.url)
        if held := self._other_list(store):
            archive = archive_of(self.chosen.raw, held, self.job.source)
            job = replace(self.job, list_name=held, archive=archive)
            yield from replace(self, job=job, knows_list=False).checks()
            return
        known = [f"PAPERS_{name.upper()}" for name in Settings.model_fields]
        yield from self._published(store)
        yield machine.judge_settings([each for each in self.around.environ if each.startswith("PAPERS_")], known)
        yield self._list()
        yield self._overrides()
        yield self._archive()
        yield self._access(store)
        yield machine.judge_room(self._free())
        yield self._lock(store)
        yield from examine_engine(self.chosen, self.around)
        yield from self._services()

    def _other_list(self, store: SnapshotStore) -> str | None:
        """The list whose snapshots a folder holds that is named without any list; None where it is the bundled one."""
        asked = self.parameters
        if asked.list_source or asked.list_name or self.chosen.list or not (asked.out or self.chosen.out):
            return None
        try:
            held = str((store.catalog() or {})["list"])
        except (PapersError, OSError, KeyError, TypeError):
            return None
        return held if held != self.job.list_name else None

    def _published(self, store: SnapshotStore) -> Iterator[Check]:
        """What lies in the folder of snapshots."""
        try:
            catalog, newest = store.catalog(), _newest(store)
            yield snapshot.judge_age(newest, self.around.clock(), self.max_age)
            if newest is not None:
                yield snapshot.judge_files(newest)
            yield snapshot.judge_holder(catalog, self.job.list_name, self.job.source)
        except (PapersError, OSError) as error:
            yield problem("snapshot", str(error), "'papers verify' says what else is wrong.")
        except (KeyError, TypeError, AttributeError):
            found = f"latest.json or catalog.json at {store.address} is not of its shape."
            yield problem("snapshot", found, "Restore it from a backup.")

    def _list(self) -> Check:
        if not self.knows_list:
            found = f"No list is named beside the folder of {self.job.list_name!r}, so none was read."
            return warning("list", found, "Name it as for the refresh: papers doctor LIST --out DIR.")
        reader = make_reader(self.job.lists, timeout_s=self._wait_s, user_agent=self.job.user_agent)
        try:
            read = reader.read(self.job.list_source, self.job.list_format)
        except ListError as error:
            return problem("list", str(error), "A refresh ends with exit code 2.")
        if read.fallback:
            return warning("list", f"{read.source}: {read.fallback}", "Check the address before the copy is too old.")
        return ok("list", f"{self.job.list_name}: {counted(len(read.parsed.entries), 'entry')} can be read.")

    def _overrides(self) -> Check:
        try:
            read_overrides(overrides_text(self.job.overrides), str(self.job.overrides))
        except UsageError as error:
            return problem("overrides", str(error), "A refresh ends with exit code 2.")
        return ok("overrides", "They can be read.")

    def _archive(self) -> Check:
        archive = ReplyArchive(self.job.archive)
        replies, newest = 0, None
        try:
            for row in archive.rows():
                replies += 1
                newest = row
            # The bodies of old ones may have been pruned.
            if newest is not None and archive.holds(newest.sha256):
                archive.load(newest)
        except (OSError, SnapshotError) as error:
            return machine.judge_archive(replies, f"{error}")
        return machine.judge_archive(replies, None)

    def _places(self) -> list[Path]:
        return [self.job.out, self.chosen.raw]

    def _free(self) -> dict[str, int]:
        places = self._places()
        with contextlib.suppress(OSError):
            # Where there is no folder for temporary files, that is told of write access.
            places.append(self.around.temp())
        return {str(place): self.around.free(_nearest(place)) for place in places}

    def _access(self, store: SnapshotStore) -> Check:
        refused = {}
        for place in self._places():
            try:
                self.around.write_to(_nearest(place))
            except OSError as error:
                refused[str(place)] = error.strerror or type(error).__name__
        try:
            self.around.write_to(self.around.temp())
        except OSError as error:
            refused["the folder for temporary files"] = error.strerror or type(error).__name__
        if self.job.url is not None:
            try:
                store.files.prepare()
            except UsageError as error:
                return problem("write access", str(error), "A refresh ends with exit code 2.")
        return machine.judge_access(refused)

    def _lock(self, store: SnapshotStore) -> Check:
        locks = {
            store.address: store.files.lock_file,
            str(self.job.archive): SnapshotStore(self.job.archive).files.lock_file,
        }
        return machine.judge_lock([place for place, file in locks.items() if _is_held(file)])

    @property
    def _wait_s(self) -> float:
        return min(self.job.timeout_s, _LONGEST_WAIT_S)

    def _services(self) -> Iterator[Check]:
        key = None
        if self.job.source == "live":
            try:
                key = self.around.key(self.chosen)
            except UsageError as error:
                yield problem("key", str(error), "A refresh ends with exit code 2.")
                return
            yield services.judge_key(present=key is not None)
            yield services.judge_contact(self.chosen.contact)
        offsets = []
        for source in SOURCES.values():
            try:
                exchange, reply = self._ask(source, key)
            except OSError as error:
                told = f"It was not asked, since its pace cannot be kept ({error.strerror or type(error).__name__})."
                yield problem(source.name, told, "See write access.")
                continue
            yield services.judge_exchange(exchange, keyed=key is not None)
            offset = machine.clock_offset(reply.date, reply.fetched_at) if reply else None
            offsets += [offset] if offset is not None else []
        yield machine.judge_clock(offsets)

    def _ask(self, source: Source, key: SecretStr | None) -> tuple[services.Exchange, Reply | None]:
        """Ask a service for one paper, once, in its turn.

        Raises:
            OSError: The file of its pace cannot be used.
        """
        endpoint = make_endpoints(self.job, key)[source.name]
        interval_s = self.job.services[source.name].interval_s
        send = HttpSender({source.name: endpoint}, timeout_s=self._wait_s, now=self.around.clock)
        (request,) = source.look_up([services.HEALTHY[source.name].probe])
        exchange, reply = services.Exchange(service=source.name, address=redact(endpoint.base_url)), None
        try:
            with make_pace(endpoint, interval_s).turn():
                reply = send(request)
            return replace(exchange, answer=source.read(request, reply)), reply
        except SourceError as error:
            return replace(exchange, error=error, form=services.form_of(reply.body) if reply else ""), reply


def _newest(store: SnapshotStore) -> snapshot.Newest | None:
    """The snapshot that `latest.json` names, from its manifest and the names of its files; None before the first.

    Raises:
        SnapshotError: It is not there, or not of its shape.
    """
    latest = store.latest()
    if latest is None:
        return None
    path = str(latest["path"])
    manifest = store.files.read(f"{path}/manifest.json")
    if manifest is None:
        told = f"latest.json names {path}, whose manifest is not there; restore it from a backup."
        raise SnapshotError(told)
    return snapshot.read_newest(latest, manifest.body, store.files.names(path))


def _nearest(place: Path) -> Path:
    """The place, or the nearest of the folders above it that is there."""
    for folder in (place.absolute(), *place.absolute().parents):
        with contextlib.suppress(OSError):
            if folder.exists():
                return folder
    return Path(place.anchor or ".")


def _is_held(file: Path) -> bool:
    """Tell whether a run holds a lock; where nobody does it is free again at once."""
    try:
        if file.exists():
            with FileLock(file, timeout=0):
                return False
    except Timeout:
        return True
    except PermissionError:
        # What cannot be looked at is told as what cannot be written to.
        return False
    return False
