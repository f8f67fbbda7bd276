"""`papers match`: queries and a corpus in, a table of answers out, on this machine alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.corpus.answers import answer_table
from pipeline.corpus.index import CorpusIndex
from pipeline.corpus.match import CorpusMatcher, Query
from pipeline.corpus.queries import read_queries
from pipeline.corpus.read import read_corpus
from pipeline.errors import UsageError
from pipeline.matching.choice import Choice


class Runner(StrEnum):
    """How the queries are worked off."""

    LOCAL = "local"
    THREADS = "threads"


_Runner = Callable[[Callable[[Query], Choice[int]], Sequence[Query]], Iterable[Choice[int]]]


def _threads(match: Callable[[Query], Choice[int]], queries: Sequence[Query]) -> Iterator[Choice[int]]:
    with ThreadPoolExecutor() as pool:
        yield from pool.map(match, queries, chunksize=64)


_RUNNERS: dict[Runner, _Runner] = {Runner.LOCAL: map, Runner.THREADS: _threads}


def match_files(queries: Path, corpus: Path, out: Path, *, runner: Runner, identifiers: bool) -> Counter[str]:
    """Match a file of queries against a file of works and write the answers as Parquet.

    Args:
        queries: Parquet, CSV, JSON lines or one title a line.
        corpus: Parquet or JSON lines.
        out: Where the answers go; a file there is replaced once they are complete.
        runner: How the queries are worked off; the answers are the same.
        identifiers: Take the queries' identifiers into account.

    Returns:
        How many queries came to each status.

    Raises:
        ListError: A file cannot be read (path and line).
        UsageError: The answers cannot be written.
    """
    asked = read_queries(queries, identifiers=identifiers)
    works = read_corpus(corpus)
    matcher = CorpusMatcher(works, CorpusIndex(works))
    choices = list(_RUNNERS[runner](matcher.match, asked))
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        pq.write_table(answer_table(asked, choices, works), unfinished, compression="zstd")
        unfinished.replace(out)
    except OSError as error:
        told = f"the answers cannot be written to {out} ({error.strerror}); name another file with --out."
        raise UsageError(told) from None
    return Counter(str(choice.status) for choice in choices)
