"""The corpus of real works and the labelled pairs, for benchmarks and for fitting."""

from __future__ import annotations

import math
import tempfile
from collections import defaultdict
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bulk.build import build_index
from pipeline.bulk.match import Candidates, Query, match, weigh
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.problems import OnBad, stop
from pipeline.bulk.read import read_works
from pipeline.bulk.runners import Runner, processors, working
from pipeline.bulk.search import candidates_in, equal_works, near_works, nearest_of_all, prepare, unsettled
from pipeline.bulk.store import load_manifest, load_part
from pipeline.bulk.works import CorpusWork
from pipeline.matching.choice import Choice, Weighed
from tests.evaluation import EVALUATION_DATA


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a file of the evaluation data; every column of a CSV file as text, gaps as None."""
    path = EVALUATION_DATA / name
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def all_works() -> list[CorpusWork]:
    """The works of the corpus, in its order."""
    return [work for _, work in read_works(EVALUATION_DATA / "works.parquet", stop)]


WIDE = Limits(share=0.2, plausible=0.3, beside=0.0, kept=25)
"""Limits under which neighbours are found too that no query would be held against."""


class CorpusMatcher:
    """Matches one query after the other against an index, as `papers match` does with many.

    Args:
        index: Folder of the index.
        limits: How much is looked at.
    """

    def __init__(self, index: Path, limits: Limits = USUAL) -> None:
        self._parts = [load_part(index, part) for part in load_manifest(index).parts]
        self._limits = limits

    def within(self, limits: Limits) -> CorpusMatcher:
        """The same with other limits."""
        other = copy(self)
        other._limits = limits
        return other

    def candidates(self, query: Query, *, without: frozenset[str] = frozenset()) -> Candidates:
        """Works that may be meant.

        Args:
            query: What is looked for.
            without: Ids of works that are taken not to be there.
        """
        asked = prepare([query], 0)
        equal = self._left(pa.concat_tables([equal_works(part, asked, self._limits) for part in self._parts]), without)
        left = unsettled(asked, equal, self._limits)
        if len(left):
            # What is left out would take the place of what is near.
            own, more = self._limits, len(without)
            limits = replace(own, kept=own.kept + more, parts=own.parts + more, beside=0.0) if more else own
            near = pa.concat_tables([near_works(part, left, limits) for part in self._parts])
            equal = pa.concat_tables([equal, self._left(near, without)])
        return candidates_in(nearest_of_all(asked, equal, self._limits)).get(0, {})

    def _left(self, found: pa.Table, without: frozenset[str]) -> pa.Table:
        return found.filter(pc.invert(pc.is_in(found["work_id"], pa.array(sorted(without), pa.string()))))

    def match(self, query: Query, *, without: frozenset[str] = frozenset()) -> Choice[CorpusWork]:
        """Match one query."""
        return match(query, self.candidates(query, without=without))

    def weigh(self, query: Query, *, without: frozenset[str] = frozenset()) -> list[Weighed[CorpusWork]]:
        """The candidates for a query, each with what speaks for it."""
        return weigh(query, self.candidates(query, without=without))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The corpus, its matcher, and which of its works are one."""

    works: list[CorpusWork]
    matcher: CorpusMatcher
    by_id: dict[str, CorpusWork]
    twin_of: dict[str, int]
    ids_of_twin: dict[int, frozenset[str]]
    ids_of_arxiv: dict[str, frozenset[str]]

    def work(self, work_id: str) -> str | int:
        """What names the work of an id: equal for twins."""
        return self.twin_of.get(work_id, work_id)

    def twins(self, work_id: str) -> frozenset[str]:
        """An id and those that are the same work."""
        twin = self.twin_of.get(work_id)
        return frozenset({work_id}) if twin is None else self.ids_of_twin[twin]

    def works_of_arxiv(self, arxiv_id: str) -> set[str | int]:
        """The works that bear an arXiv id."""
        return {self.work(work_id) for work_id in self.ids_of_arxiv.get(arxiv_id, ())}


_FOLDER = tempfile.TemporaryDirectory(prefix="corpus-index-")


@cache
def corpus_index() -> Path:
    """An index of the corpus, built once a run."""
    index = Path(_FOLDER.name) / "index"
    with working(Runner.LOCAL, processors()) as mapper:
        build_index([EVALUATION_DATA / "works.parquet"], index, on_bad=OnBad.STOP, mapper=mapper)
    return index


@cache
def corpus() -> Corpus:
    """Load and index the corpus, once a run."""
    works = all_works()
    by_id = {work.work_id: work for work in works}
    twins = pd.read_parquet(EVALUATION_DATA / "twins.parquet")
    twin_of = {str(work_id): int(group) for work_id, group in zip(twins["work_id"], twins["twin_group"], strict=True)}
    ids_of_twin: dict[int, set[str]] = defaultdict(set)
    for work_id, group in twin_of.items():
        if work_id in by_id:
            ids_of_twin[group].add(work_id)
    return Corpus(
        works=works,
        matcher=CorpusMatcher(corpus_index()),
        by_id=by_id,
        twin_of=twin_of,
        ids_of_twin={group: frozenset(ids) for group, ids in ids_of_twin.items()},
        ids_of_arxiv=_ids_of_arxiv(),
    )


def _ids_of_arxiv() -> dict[str, frozenset[str]]:
    columns = ["work_id", "arxiv_id", "arxiv_id_from_lists", "other_arxiv_ids"]
    table = pd.read_parquet(EVALUATION_DATA / "works.parquet", columns=columns)
    ids: dict[str, set[str]] = defaultdict(set)
    for work_id, own, listed, others in table.itertuples(index=False):
        for found in (own, listed, *(others if others is not None else ())):
            if isinstance(found, str) and found:
                ids[found].add(str(work_id))
    return {arxiv: frozenset(found) for arxiv, found in ids.items()}
