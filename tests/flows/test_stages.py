"""Tests of how the stages of a run are driven."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.stages import ask_all, collecting_seldom
from pipeline.audit.case import SAID
from pipeline.errors import PapersError
from pipeline.job import Job, Outcome, RoundAccount
from pipeline.model import Service
from tests.refreshing import a_job


@dataclass
class _NotedStages:
    """Stages that note whom they are to search, and ask nobody."""

    searched: list[Service] = field(default_factory=list)

    def read_list(self, job: Job) -> object:
        """Read nothing."""
        return job

    def look_up(self, _job: Job, _so_far: RoundAccount, _stage: str) -> RoundAccount:
        """Ask nobody."""
        return RoundAccount()

    def search_titles(self, _job: Job, _so_far: RoundAccount, service: Service, stage: str) -> RoundAccount:
        """Note whom."""
        assert SAID[service] in stage
        self.searched.append(service)
        return RoundAccount()

    def publish(self, _job: Job, _account: RoundAccount) -> Outcome:
        """Nobody who asks all services publishes."""
        raise AssertionError("nothing was to be published")


def test_every_service_is_searched_once(tmp_path: Path) -> None:
    """Whoever were left out would leave every absent paper unchecked for ever; each round names whom it asks."""
    stages = _NotedStages()
    ask_all(a_job(tmp_path, "http://127.0.0.1:9"), stages)
    assert sorted(stages.searched) == sorted(Service)


def _a_run_that_ends_badly() -> None:
    with collecting_seldom():
        assert gc.isenabled()
        assert gc.get_threshold() == (50_000, 20, 100)
        told = "the run"
        raise PapersError(told)


def test_garbage_is_collected_as_before_behind_a_run() -> None:
    """Whatever a run ends with, the process collects as it did."""
    before = gc.get_threshold()

    with pytest.raises(PapersError, match="the run"):
        _a_run_that_ends_badly()

    assert gc.get_threshold() == before
