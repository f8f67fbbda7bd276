"""The corpus of real works and the labelled pairs, for benchmarks and for fitting."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corpus.index import CorpusIndex
from pipeline.corpus.match import CorpusMatcher
from pipeline.corpus.works import CorpusWorks
from tests.evaluation import EVALUATION_DATA


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a file of the evaluation data; every column of a CSV file as text, gaps as None."""
    path = EVALUATION_DATA / name
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def load_works() -> CorpusWorks:
    """The corpus as the matcher takes it."""
    names = ["work_id", "title", "authors", "authors_complete", "year", "arxiv_id", "doi"]
    table = pq.read_table(EVALUATION_DATA / "works.parquet", columns=names).combine_chunks()
    identifiers = [
        [*([f"arxiv:{arxiv}"] if arxiv else []), *([f"doi:{doi.lower()}"] if doi else [])]
        for arxiv, doi in zip(table["arxiv_id"].to_pylist(), table["doi"].to_pylist(), strict=True)
    ]
    return CorpusWorks(
        ids=table["work_id"].cast(pa.string()).combine_chunks(),
        titles=table["title"].cast(pa.string()).combine_chunks(),
        authors=table["authors"].combine_chunks(),
        authors_complete=table["authors_complete"].to_pandas().fillna(False).to_numpy(dtype=np.bool_),
        years=table["year"].to_pandas().fillna(0).to_numpy(dtype=np.int32),
        identifiers=pa.array(identifiers, pa.list_(pa.string())),
    )


@dataclass(frozen=True, slots=True)
class Corpus:
    """The corpus, its matcher, and which of its rows are one work."""

    works: CorpusWorks
    matcher: CorpusMatcher
    ids: list[str]
    row_of: dict[str, int]
    twin_of: dict[str, int]
    rows_of_twin: dict[int, frozenset[int]]
    rows_of_arxiv: dict[str, frozenset[int]]

    def work(self, row: int) -> str | int:
        """What names the work of a row: equal for twins."""
        return self.twin_of.get(self.ids[row], self.ids[row])

    def twins(self, row: int) -> frozenset[int]:
        """A row and those that are the same work."""
        twin = self.twin_of.get(self.ids[row])
        return frozenset({row}) if twin is None else self.rows_of_twin[twin]

    def works_of_arxiv(self, arxiv_id: str) -> set[str | int]:
        """The works that bear an arXiv id."""
        return {self.work(row) for row in self.rows_of_arxiv.get(arxiv_id, ())}


@cache
def corpus() -> Corpus:
    """Load and index the corpus, once a run."""
    works = load_works()
    ids = [str(work_id) for work_id in works.ids.to_pylist()]
    row_of = {work_id: row for row, work_id in enumerate(ids)}
    twins = pd.read_parquet(EVALUATION_DATA / "twins.parquet")
    twin_of = {str(work_id): int(group) for work_id, group in zip(twins["work_id"], twins["twin_group"], strict=True)}
    rows_of_twin: dict[int, set[int]] = defaultdict(set)
    for work_id, group in twin_of.items():
        if work_id in row_of:
            rows_of_twin[group].add(row_of[work_id])
    return Corpus(
        works=works,
        matcher=CorpusMatcher(works, CorpusIndex(works)),
        ids=ids,
        row_of=row_of,
        twin_of=twin_of,
        rows_of_twin={group: frozenset(rows) for group, rows in rows_of_twin.items()},
        rows_of_arxiv=_rows_of_arxiv(),
    )


def _rows_of_arxiv() -> dict[str, frozenset[int]]:
    columns = ["arxiv_id", "arxiv_id_from_lists", "other_arxiv_ids"]
    table = pd.read_parquet(EVALUATION_DATA / "works.parquet", columns=columns)
    rows: dict[str, set[int]] = defaultdict(set)
    for row, (own, listed, others) in enumerate(table.itertuples(index=False)):
        for found in (own, listed, *(others if others is not None else ())):
            if isinstance(found, str) and found:
                rows[found].add(row)
    return {arxiv: frozenset(found) for arxiv, found in rows.items()}
