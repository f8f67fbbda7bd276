"""Ten nights on Prefect, of which most go wrong: the right alerts come and no others, and each next night runs."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Service
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify
from tests.refreshing import SMALL_LIST, environ_at, sandbox
from tests.sources import local_server
from tests.system.operator import Place, a_place, kill, kill_run, wait_for

pytestmark = pytest.mark.system

FIRST = date(2026, 11, 1)
ALWAYS_ASK = {"PAPERS_FRESH_IDENTIFIER_HOURS": "0", "PAPERS_ABSENT_FIRST_DAYS": "0", "PAPERS_ABSENT_MOST_DAYS": "0"}
"""The nights are seconds apart, and yet each asks the services again."""
UNHEARD_S = 45
"""Seconds after which a run that is not heard of has crashed; it is heard of every 30 s at the most often."""
SILENT_S = 10
"""Seconds that stand for 26 hours; the least that Prefect takes."""
SLOWLY = {"PAPERS_S2_RATE": "0.2"}
"""At this pace a run takes long enough for something to befall its server."""
HANGING = {"faults": "s2:hang", "PAPERS_TIMEOUT": "600"}
"""A run that is underway until it is killed."""


class Nights:
    """Nights of one list, one after another, each a run of the nightly deployment."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._list = place.folder / "nights.md"
        self.number = 0

    @contextmanager
    def begun(self, faults: str = "", text: str | None = SMALL_LIST, **settings: str) -> Iterator[str]:
        """Begin the next night and go on while the services are there; gives the id of its run, which is underway.

        Args:
            text: The list, or None where there is none any more.
        """
        if text is None:
            self._list.unlink()
        else:
            self._list.write_text(text, encoding="utf-8")
        self.number += 1
        with sandbox(faults) as (url, ledger):
            run_id = self._place.start(
                "refresh/refresh-nightly",
                {**environ_at(url, S2_RATE="100"), **ALWAYS_ASK, **settings},
                list_source=self._list.name,
                as_of=self.date.isoformat(),
            )
            if text is not None:
                wait_for(lambda: ledger.times[Service.SEMANTIC_SCHOLAR])
            yield run_id

    def lived(self, ends: str = "Completed", **how: Any) -> None:
        """Live through the next night until its run has ended."""
        with self.begun(**how) as run_id:
            self._place.ended(run_id, ends)

    @property
    def date(self) -> date:
        """Of the night."""
        return FIRST + timedelta(days=self.number - 1)

    def has_published(self) -> bool:
        """Whether the night has published a snapshot, which is whole."""
        store = SnapshotStore(self._place.folder / "data/enriched/nights")
        latest = store.latest()
        if latest is None or not str(latest["snapshot_id"]).startswith(self.date.isoformat()):
            return False
        return verify(store, store.find()) == []


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Keep everybody else from writing to the database of the server while the block runs."""
    database = sqlite3.connect(Path(place.environ["PREFECT_HOME"]) / "prefect.db", timeout=30, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()


def five_minutes_pass(place: Place) -> None:
    """While the server is off, the leases of slots that it keeps in files run out."""
    leases = Path(place.environ["PREFECT_HOME"]) / "concurrency_leases"
    long_ago = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    (lease,) = (file for file in leases.glob("*.json") if file.name != "expirations.json")
    lease.write_text(json.dumps(json.loads(lease.read_text()) | {"expiration": long_ago}))
    (leases / "expirations.json").write_text(json.dumps({lease.stem: long_ago}))


EXPECTED = (
    "source.degraded (nights): arxiv stopped answering",
    "Crashed (refresh-nights-live-2026-11-03): nothing was heard of it",
    "snapshot.refused (nights): the new snapshot was refused, the last one stands: 1 entry",
    "Failed (refresh-nights-live-2026-11-06): Flow run encountered an exception: ListError: nights.md",
    "source.degraded (nights): no service could be reached, so nothing was published",
    "no new snapshot for 26 hours: papers.list.nights-live",
)
"""How the alerts begin, in the order of the nights.

Of the run that the power cut ended none comes yet: Prefect holds a state back for a quarter of an hour when it has not
seen the one before since it was started.
"""


@pytest.mark.timeout(600)
def test_ten_nights(tmp_path: Path) -> None:
    """A service down, workers killed, a power cut, bad lists, a server that is away or locked: each is told once."""
    for name in ("operator", "prefect"):
        (tmp_path / name).mkdir()
    place = a_place(
        tmp_path / "operator", tmp_path / "prefect", {"PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "2"}
    )
    nights = Nights(place)
    with local_server.serving(local_server.answer()) as receiver, ExitStack() as powered:
        server = powered.enter_context(place.serving())
        place.set_up(receiver.url, papers_crashed={"within": UNHEARD_S})
        worker = powered.enter_context(place.working())
        with nights.begun(**SLOWLY) as run_id:
            kill(server)
            wait_for(nights.has_published)
            server = powered.enter_context(place.serving())
            place.ended(run_id, "Completed")
        nights.lived(faults="arxiv:403", ends="Degraded")
        assert nights.has_published()

        with nights.begun(**HANGING) as run_id:
            wait_for(lambda: place.heard_of(run_id))
            kill(worker)
            kill_run(run_id)
        assert not nights.has_published()
        worker = powered.enter_context(place.working())
        nights.lived()
        assert nights.has_published()

        nights.lived(text="- Proximal policy optimization algorithms\n", ends="Refused")
        nights.lived(text=None, ends="Failed")
        nights.lived(faults="all:403", ends="Unavailable")
        assert not nights.has_published()
        with nights.begun(**SLOWLY) as run_id:
            with locked(place):
                wait_for(nights.has_published)
            place.ended(run_id, "Completed")
        wait_for(lambda: len(receiver.heard) == 5)

        with nights.begun(**HANGING) as cut:
            wait_for(lambda: place.heard_of(cut))
            kill(worker)
            kill(server)
            kill_run(cut)
        five_minutes_pass(place)
        powered.enter_context(place.serving())
        powered.enter_context(place.working())
        place.change("papers-silence", within=SILENT_S)
        nights.lived()
        assert nights.has_published()
        place.ended(cut, "Crashed")
        wait_for(lambda: len(receiver.heard) == len(EXPECTED))
        # Whatever else was on its way comes now.
        time.sleep(SILENT_S)
    assert nights.number == 10
    texts = [json.loads(heard.body)["text"] for heard in receiver.heard]
    assert [text[: len(begins)] for text, begins in zip(sorted(texts), sorted(EXPECTED), strict=True)] == sorted(
        EXPECTED
    )
