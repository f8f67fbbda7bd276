"""The stages of a refresh, wired and driven; both engines run these, in this order. No Prefect here."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.parameters import RefreshParameters
from flows.runtime import holding, make_reader, make_tools, now, prepared
from pipeline import publishing, refresh
from pipeline.job import Job, Outcome, RoundAccount
from pipeline.model import Service

STARTING = "Starting Prefect"
"""The stage before the first when Prefect runs them; with a server of its own it takes a while."""


class Stages(Protocol):
    """The stages as callables: plain functions, or tasks of a flow."""

    @property
    def read_list(self) -> Callable[[Job], object]:
        """Read and parse the list."""
        ...

    @property
    def look_up(self) -> Callable[[Job, RoundAccount, str], RoundAccount]:
        """Ask for identifiers."""
        ...

    @property
    def search_titles(self) -> Callable[[Job, RoundAccount, Service, str], RoundAccount]:
        """Ask for titles."""
        ...

    @property
    def publish(self) -> Callable[[Job, RoundAccount], Outcome]:
        """Decide, check and publish."""
        ...


def ask_all(job: Job, stages: Stages) -> RoundAccount:
    """Run the asking rounds in order.

    Raises:
        ServicesUnavailableError: Every service stopped answering.
    """
    account = stages.look_up(job, RoundAccount(), "Looking up the links' identifiers")
    for service, searching in (
        (Service.ARXIV, "Searching titles on arXiv"),
        (Service.SEMANTIC_SCHOLAR, "Matching titles on Semantic Scholar"),
    ):
        refresh.check_services(account)
        account = account.plus(stages.search_titles(job, account, service, searching))
    refresh.check_services(account)
    account = account.plus(stages.look_up(job, account, "Looking up what was found"))
    refresh.check_services(account)
    return account


@contextlib.contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for cycles among young values only; those that a run holds for long form none, and are many."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def drive(job: Job, stages: Stages) -> Outcome:
    """Run the stages in order; both engines do."""
    with collecting_seldom():
        stages.read_list(job)
        return stages.publish(job, ask_all(job, stages))


@dataclass(frozen=True, slots=True)
class PlainStages:
    """The stages as plain functions."""

    clock: Callable[[], datetime] = now
    """UTC; replies are stamped by it."""

    def read_list(self, job: Job) -> object:
        """Read and parse the list."""
        reader = make_reader(job.lists, timeout_s=job.timeout_s, user_agent=job.user_agent)
        return refresh.read_list(job, reader)

    def look_up(self, job: Job, so_far: RoundAccount, stage: str) -> RoundAccount:
        """Ask for identifiers."""
        return refresh.look_up(job, make_tools(job, so_far, self.clock), stage=stage)

    def search_titles(self, job: Job, so_far: RoundAccount, service: Service, stage: str) -> RoundAccount:
        """Ask for titles."""
        return refresh.search_titles(job, make_tools(job, so_far, self.clock), service, stage=stage)

    def publish(self, job: Job, account: RoundAccount) -> Outcome:
        """Decide, check and publish."""
        return publishing.publish(job, make_tools(job), account, self.clock)


def run_local(parameters: RefreshParameters) -> Outcome:
    """Run a refresh without Prefect."""
    with prepared(parameters) as job:
        return drive(job, PlainStages())


def run_job(job: Job, clock: Callable[[], datetime] = now) -> Outcome:
    """Run a job that is made already, against services that are there, by any clock (UTC)."""
    with holding(job):
        return drive(job, PlainStages(clock))
