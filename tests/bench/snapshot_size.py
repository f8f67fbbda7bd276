"""Time, memory and size of a snapshot of 1,000, 10,000 and 100,000 entries, and how they grow.

Real works of the evaluation corpus stand for the list and for what both services say; nothing is asked. Each size
runs in a process of its own, and prints beside each figure how many times more than linear it grew.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.stages import collecting_seldom
from pipeline.identifiers import parse_identifier
from pipeline.matching.knowledge import Knowledge
from pipeline.model import Author, CitationFigure, CuratedEntry, Link, Service, SourceRecord
from pipeline.report.page import render_page
from pipeline.snapshot.gates import GateLimits, check_gates, measure
from pipeline.snapshot.history import keep_history
from pipeline.snapshot.manifest import DISTRIBUTION, Inputs, build_manifest, run_id, to_json
from pipeline.snapshot.store import SnapshotStore
from pipeline.snapshot.verify import verify
from pipeline.sources.port import Answer, Kind
from pipeline.tables.assemble import assemble
from pipeline.tables.carry import LOOKED_AT
from pipeline.tables.check import check_tables
from pipeline.tables.growth import citation_growth
from pipeline.tables.trend import build_trend
from tests.builders import NOON
from tests.evaluation import EVALUATION_DATA

_VERSIONS = {DISTRIBUTION: "0"}
_SIZES = (1_000, 10_000, 100_000)
_BATCH = 500
_UNASKED = 500
"""On a second night one entry of as many could not be asked about, and takes what the last night knew."""
_COLUMNS = ["title", "authors", "authors_complete", "year", "venue", "arxiv_id", "doi", "citation_count"]
_MEGABYTE = 1_000_000

Row = Mapping[str, Any]


def _rows(size: int) -> list[Row]:
    """As many works, from the whole corpus."""
    file = pq.ParquetFile(EVALUATION_DATA / "works.parquet")
    step = file.metadata.num_rows // size
    rows: list[Row] = []
    passed = 0
    for batch in file.iter_batches(columns=_COLUMNS):
        # The first row of this batch that is one of every `step` rows.
        chosen = range(-passed % step, batch.num_rows, step)
        rows += batch.take(pa.array(chosen, pa.int64())).to_pylist()
        passed += batch.num_rows
    return rows[:size]


def _identifier(row: Row) -> str | None:
    """What the list links to: arXiv, else a DOI, else nothing."""
    doi = parse_identifier(f"doi:{row['doi']}") if row["doi"] else None
    return f"arxiv:{row['arxiv_id']}" if row["arxiv_id"] else str(doi) if doi else None


def _entry(place: int, row: Row) -> CuratedEntry:
    printed = _identifier(row)
    identifier = parse_identifier(printed) if printed else None
    url = f"https://doi.org/{row['doi']}" if row["doi"] else None
    url = f"https://arxiv.org/abs/{row['arxiv_id']}" if row["arxiv_id"] else url
    return CuratedEntry(
        entry_id=f"{place:016x}",
        position=place + 1,
        line=place + 1,
        title=row["title"],
        title_listed=row["title"],
        headings=("Papers", f"Section {place // 100}"),
        links=(Link(url=url, label="Paper"),) if url else (),
        link=url,
        identifiers=(identifier,) if identifier else (),
    )


def _record(place: int, row: Row, source: Service, night: int) -> SourceRecord:
    doi = parse_identifier(f"doi:{row['doi']}") if row["doi"] else None
    by_s2 = source is Service.SEMANTIC_SCHOLAR
    count = row["citation_count"]
    return SourceRecord(
        source=source,
        record_id=f"{place:040x}" if by_s2 else f"{row['arxiv_id']}v1",
        title=row["title"],
        fetched_at=NOON + timedelta(days=night),
        reply_sha256=f"{night:064x}",
        authors=tuple(Author(name=name) for name in row["authors"] or ()),
        authors_complete=bool(row["authors_complete"]),
        year=row["year"],
        venue=row["venue"] if by_s2 else None,
        arxiv_id=row["arxiv_id"],
        doi=doi.value if doi else None,
        s2_paper_id=f"{place:040x}" if by_s2 else None,
        s2_corpus_id=place + 1 if by_s2 else None,
        citations=CitationFigure(count=count + night, source="corpus") if by_s2 and count is not None else None,
        abstract=None if by_s2 else row["title"] * 12,
        withdrawn=None if by_s2 else False,
    )


def _answers(rows: Sequence[Row], night: int) -> Iterator[Answer]:
    """Look-ups of links, and a search of every title that has none: the paper, and the next one beside it."""
    fetched_at, digest = NOON + timedelta(days=night), f"{night:064x}"

    def answers(
        service: Service, kind: Kind, found: Sequence[tuple[str, tuple[SourceRecord, ...]]]
    ) -> Iterator[Answer]:
        for start in range(0, len(found), _BATCH):
            part = dict(found[start : start + _BATCH])
            yield Answer(service=service, kind=kind, found=part, fetched_at=fetched_at, reply_sha256=digest)

    asked = [(place, row) for place, row in enumerate(rows) if not night or place % _UNASKED]
    for service in Service:
        identified = [
            (printed, (_record(place, row, service, night),))
            for place, row in asked
            if (printed := _identifier(row)) and (service is Service.SEMANTIC_SCHOLAR or row["arxiv_id"])
        ]
        yield from answers(service, Kind.IDENTIFIER, identified)
    searched = [(place, row) for place, row in asked if _identifier(row) is None]
    offered = [
        (row["title"], tuple(_record(at, rows[at], Service.SEMANTIC_SCHOLAR, night) for at in (place, place - 1)))
        for place, row in searched
    ]
    yield from answers(Service.SEMANTIC_SCHOLAR, Kind.TITLE, offered)
    yield from answers(Service.ARXIV, Kind.TITLE, [(row["title"], ()) for _, row in searched])


def _inputs(night: int, previous: str | None) -> dict[str, Any]:
    return Inputs(
        list_name="many",
        list_sha256="0" * 64,
        entries_sha256="0" * 64,
        list_format=None,
        source="live",
        as_of=(NOON + timedelta(days=night)).date(),
        replies=(),
        previous=previous,
        limits={},
    ).as_json()


def _peak() -> float:
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MEGABYTE


class _Measured:
    """Nights of one list, published one upon the other, and what the last one cost."""

    def __init__(self, size: int, folder: Path) -> None:
        self.figures: dict[str, float] = {}
        self._rows = _rows(size)
        self._entries = [_entry(place, row) for place, row in enumerate(self._rows)]
        self._store = SnapshotStore(folder)
        self._before: dict[str, pa.Table] | None = None
        self._previous: str | None = None

    @contextlib.contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.figures[f"{what}, CPU s"] = time.process_time() - began

    def publish(self, night: int) -> None:
        """Go the way of a run's last stage."""
        knowledge = Knowledge.of(_answers(self._rows, night))
        self.figures.setdefault("memory before assembling, MB", _peak())
        with self._timed("assemble"):
            assembled = assemble(self._entries, knowledge, self._before)
        self.figures.setdefault("memory after assembling, MB", _peak())
        inputs = _inputs(night, self._previous)
        with self._timed("trend"):
            growth = citation_growth(assembled.tables, self._before) if self._before else None
            trend = self._before["trend"] if self._before else None
            as_of = date.fromisoformat(inputs["as_of"])
            tables = {
                **assembled.tables,
                "trend": build_trend(assembled.tables, trend, growth, snapshot_id=f"{as_of}-x", as_of=as_of),
            }
        with self._timed("write"):
            staging = self._store.stage(run_id(inputs))
            files = [self._store.write_table(staging, name, table, {}) for name, table in tables.items()]
        with self._timed("page"):
            page = render_page(tables, inputs, snapshot_id="x", growth=growth)
        files.append(self._store.write(staging / "report.html", page.encode()))
        by_status = Counter(assembled.tables["entries"]["status"].to_pylist())
        kinds = Counter(assembled.tables["findings"]["kind"].to_pylist())
        manifest = build_manifest(
            inputs, files=files, by_status=by_status, findings=kinds, versions={DISTRIBUTION: "0"}
        )
        self._store.write(staging / "manifest.json", to_json(manifest))
        with self._timed("read"):
            written = self._store.read_tables(staging)
        with self._timed("check"):
            assert check_tables(written) == []
        if self._before is not None:
            with self._timed("gates"):
                assert check_gates(measure(written, self._before), GateLimits()) == []
        with self._timed("publish"):
            published = self._store.publish(staging, manifest)
        with self._timed("history"):
            keep_history(self._store)
        with self._timed("verify"):
            assert verify(self._store, published) == []
        self._before = self._store.read_tables(published, LOOKED_AT)
        self._previous = manifest["snapshot_id"]
        sizes = {f"{file.name}, MB": file.bytes / _MEGABYTE for file in files}
        self.figures |= {"peak memory of the process, MB": _peak()} | sizes | {"all files, MB": sum(sizes.values())}


def measured(size: int, folder: Path) -> dict[str, float]:
    """Publish two nights of a list; gives CPU seconds of the second one's stages, megabytes of memory and of files."""
    nights = _Measured(size, folder)
    with collecting_seldom():
        for night in range(2):
            nights.publish(night)
    return nights.figures


def _in_a_process(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.snapshot_size", str(size)]
    read: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return read


def main(sizes: Sequence[int] = _SIZES) -> None:
    """Print the figures of every size, and beside each how many times more than linear it grew from the one before."""
    if not EVALUATION_DATA.is_dir():
        sys.stdout.write("no evaluation data; name its folder with PAPERS_EVAL_DATA\n")
        return
    figures = {size: _in_a_process(size) for size in sizes}
    sys.stdout.write(f"  {'':<34}" + "".join(f"{size:>20,}" for size in sizes) + "\n")
    for name in figures[sizes[0]]:
        told = f"{figures[sizes[0]][name]:>20.3f}"
        for smaller, size in pairwise(sizes):
            value, old = figures[size][name], figures[smaller][name]
            growth = f"(x{value / old / (size / smaller):.2f})" if old else ""
            told += f"{value:>12.3f} {growth:>7}"
        sys.stdout.write(f"  {name:<34}{told}\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory(prefix="papers-") as scratch:
            sys.stdout.write(json.dumps(measured(int(sys.argv[1]), Path(scratch))))
    else:
        main()
