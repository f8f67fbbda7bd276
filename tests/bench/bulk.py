"""Matching 100,000 titles against 935,000 works: time, memory, what is found, and what others take; recall.

`python -m tests.bench.bulk scaling` does the same with up to ten times as many works; that takes half an hour.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from rapidfuzz import fuzz, process

from pipeline.bulk.manifest import IndexManifest
from pipeline.bulk.match import FoundBy, Query, match
from pipeline.bulk.nearest import USUAL
from pipeline.bulk.store import load_manifest, save_manifest
from pipeline.bulk.terms import letters_of
from pipeline.bulk.works import CorpusWork
from pipeline.matching.choice import Choice
from pipeline.titles import title_key
from tests.bench.matching import Share
from tests.bench.processes import Taken, run
from tests.evaluation import EVALUATION_DATA
from tests.evaluation.queries import Asked, draw, spoil
from tests.evaluation.works import CorpusMatcher, all_works

_SEED = 8
_TITLES = 100_000
_ONE_BY_ONE = 30
_JOINED = 10
_EXHAUSTIVE = 600
_BESIDE = 40
"""Works that are nearest in letters, of all, that a title is held against in an exhaustive search."""
_EVERYTHING = replace(USUAL, works_a_row=4, alike=400, share=0.1, plausible=0.3, beside=0.0, kept=60, parts=40)
_TIMES = (1, 2, 5, 10)
_WORDS_OF = 100
"""Works whose words take the places of others."""


def _say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def _write(asked: Sequence[Asked], path: Path) -> None:
    pq.write_table(pa.table({"title": [each.title for each in asked]}), path)


def _twins() -> dict[str, str]:
    table = pd.read_parquet(EVALUATION_DATA / "twins.parquet")
    return {str(work): f"twin {group}" for work, group in zip(table["work_id"], table["twin_group"], strict=True)}


def _found(asked: Sequence[Asked], answers: Path) -> None:
    """What became of each kind of title."""
    same = _twins()
    counts: dict[str, Counter[str]] = {each.kind: Counter() for each in asked}
    for each, row in zip(asked, pq.read_table(answers).to_pylist(), strict=True):
        truth = each.truth.work_id if each.truth else ""
        shown = row["matched_id"] or row["suggested_id"] or "-"
        right = same.get(shown, shown) == same.get(truth, truth)
        # A changed title may be another work's own.
        owned = row["matched_id"] and title_key(row["matched_title"]) == title_key(each.title)
        status = "wrong" if row["matched_id"] and not right and not owned else row["status"]
        counts[each.kind].update({"all": 1, status: 1, "shown": right})
    for kind, count in counts.items():
        told = ", ".join(f"{name} {number}" for name, number in count.most_common() if name not in {"all", "shown"})
        _say(f"    {kind}: {told}; the right work is matched or suggested: {Share(count['shown'], count['all'])}")


def _others(asked: Sequence[Asked], works: Sequence[CorpusWork], a_second: float) -> None:
    """What a search of all titles takes, one by one and in a join, on a sample of the spoilt titles."""
    spoilt = [each.title.lower() for each in asked if each.kind not in {"as it is", "of no work"}][:_ONE_BY_ONE]
    titles = [work.title.lower() for work in works]
    start = time.monotonic()
    for title in spoilt:
        process.extractOne(title, titles, scorer=fuzz.ratio)
    rate = len(spoilt) / (time.monotonic() - start)
    _say(f"rapidfuzz.process.extractOne over all titles: {rate:.2f} titles a second; ours {a_second / rate:,.0f} times")
    with duckdb.connect() as base:
        base.register("works", pa.table({"title": titles}))
        base.register("asked", pa.table({"title": spoilt[:_JOINED]}))
        start = time.monotonic()
        base.execute(
            "SELECT a.title, arg_max(w.title, jaro_winkler_similarity(a.title, w.title))"
            " FROM asked a, works w GROUP BY a.title"
        ).fetchall()
        joined = _JOINED / (time.monotonic() - start)
        start = time.monotonic()
        base.execute(
            "WITH ours AS (SELECT title, unnest(string_split(title, ' ')) AS word FROM asked),"
            " theirs AS (SELECT title, unnest(string_split(title, ' ')) AS word FROM works)"
            " SELECT o.title, arg_max(t.title, jaro_winkler_similarity(o.title, t.title))"
            " FROM ours o JOIN theirs t USING (word) WHERE length(word) > 3 GROUP BY o.title"
        ).fetchall()
        blocked = _JOINED / (time.monotonic() - start)
    for what, theirs in (("every pair", joined), ("pairs with a word in common", blocked)):
        _say(f"DuckDB, jaro_winkler of {what}: {theirs:.2f} titles a second; ours {a_second / theirs:,.0f} times")


def _shown(choice: Choice[CorpusWork]) -> CorpusWork | None:
    best = choice.chosen or choice.suggested
    return best.key if best else None


def _recall(index: Path, works: Sequence[CorpusWork]) -> None:
    """Whether what an exhaustive search concludes is among what was retrieved, for titles that no work bears."""
    asked = [each for each in draw(works, _EXHAUSTIVE * 3, _SEED + 1) if each.kind != "as it is"][:_EXHAUSTIVE]
    same = _twins()
    usual = CorpusMatcher(index)
    everything = usual.within(_EVERYTHING)
    letters = [letters_of(work.title) for work in works]
    names = [letters_of(each.title) for each in asked]
    nearest = np.concatenate(
        [
            np.argpartition(-process.cdist([name], letters, scorer=fuzz.ratio, workers=-1)[0], _BESIDE)[:_BESIDE][None]
            for name in names
        ]
    )
    told, found, missed = 0, 0, []
    for each, rows in zip(asked, nearest.tolist(), strict=True):
        query = Query(query_id="", title=each.title)
        retrieved = usual.candidates(query)
        all_of_them = dict(everything.candidates(query))
        there = {work.work_id for work in all_of_them}
        by_letters = [works[row] for row in rows if works[row].work_id not in there]
        if not any(ways & {FoundBy.LISTED, FoundBy.CLEANED} for ways in all_of_them.values()):
            all_of_them |= dict.fromkeys(by_letters, frozenset({FoundBy.TITLE}))
        best = _shown(match(query, all_of_them))
        if best is None:
            continue
        told += 1
        kept = {same.get(work.work_id, work.work_id) for work in retrieved}
        found += same.get(best.work_id, best.work_id) in kept
        if same.get(best.work_id, best.work_id) not in kept:
            missed.append(f"{each.kind}: {each.title[:70]!r}, {best.title[:70]!r}")
    _say(f"recall of retrieval, of what an exhaustive search shows: {Share(found, told)}  asked: >= 99.5 %")
    for each_missed in missed:
        _say(f"    missed: {each_missed}")


def _scaling(folder: Path, works: Sequence[CorpusWork]) -> None:
    """Time and memory with more works: copies of the corpus, each title with a word changed."""
    chance = random.Random(_SEED)
    words = [word for work in works[:_WORDS_OF] for word in work.title.split() if len(word) > 3 and word.isalpha()]
    sources = [folder / f"copy-{copy}.parquet" for copy in range(_TIMES[-1])]
    for copy, source in enumerate(sources):
        columns = {
            "work_id": [f"{copy}/{work.work_id}" for work in works],
            "title": [spoil(work.title, "another word", words, chance) if copy else work.title for work in works],
            "authors": pa.array([list(work.names) for work in works], pa.list_(pa.string())),
            "year": pa.array([work.year for work in works], pa.int32()),
        }
        pq.write_table(pa.table(columns), source)
    index = folder / "all"
    built = run("corpus", "build", *map(str, sources), "--to", str(index))
    _say(f"index of {_TIMES[-1]} times the corpus: {_taken(built)}")
    whole = load_manifest(index)
    asked = draw(works, _TITLES // 5, _SEED)
    _write(asked, folder / "some.parquet")
    for times in _TIMES:
        # A part holds the works in order, so that the first parts are an index of the first copies.
        parts = whole.parts[: round(len(whole.parts) * times / _TIMES[-1])]
        save_manifest(index, IndexManifest(parts=parts, origins=whole.origins))
        out = folder / "some.answers.parquet"
        taken = run("match", str(folder / "some.parquet"), "--corpus", str(index), "--out", str(out))
        count = sum(part.works for part in parts)
        _say(f"{len(asked):,} titles against {count:,} works: {_taken(taken)}")


def _taken(taken: Taken) -> str:
    return f"{taken.seconds:.1f} s ({taken.processor_seconds:.1f} s of processor time), {taken.gigabytes:.2f} GB"


def main(*, scaling: bool = False) -> None:
    """Print the figures; without the evaluation data, say so."""
    if not EVALUATION_DATA.is_dir():
        sys.stdout.write("  skipped: no evaluation data (name its folder with PAPERS_EVAL_DATA)\n")
        return
    works = all_works()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if scaling:
            _scaling(folder, works)
            return
        index, out = folder / "index", folder / "answers.parquet"
        built = run("corpus", "build", str(EVALUATION_DATA / "works.parquet"), "--to", str(index))
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        _say(f"index of {len(works):,} works: {_taken(built)}; {size / len(works):.0f} bytes a work  asked: <= 180 s")
        asked = draw(works, _TITLES, _SEED)
        _write(asked, folder / "titles.parquet")
        taken = run("match", str(folder / "titles.parquet"), "--corpus", str(index), "--out", str(out))
        _say(f"{_TITLES:,} titles (seed {_SEED}): {_taken(taken)}  asked: <= 60 s, <= 4 GB")
        _found(asked, out)
        _others(asked, works, _TITLES / taken.seconds)
        _recall(index, works)


if __name__ == "__main__":
    main(scaling=sys.argv[1:] == ["scaling"])
