"""Matching on a cluster of Dask: two workers against one, each a process with one thread; the same answers."""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.cluster import reach
from tests.bench.processes import run
from tests.evaluation import EVALUATION_DATA
from tests.evaluation.queries import draw
from tests.evaluation.works import all_works

_SEED = 8
_PART, _PARTS = 1 << 14, 8
_TITLES = 1 << 15
"""Four times what one worker takes at once, so that two of them share it evenly."""
_TIMES = 5


def _say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def _seconds(match: Sequence[str], out: Path, address: str) -> float:
    return run(*match, "--out", str(out), "--runner", "dask", "--cluster", address).seconds


def main() -> None:
    """Print the figures; without the evaluation data, say so."""
    if not EVALUATION_DATA.is_dir():
        sys.stdout.write("  skipped: no evaluation data (name its folder with PAPERS_EVAL_DATA)\n")
        return
    works = all_works()[: _PART * _PARTS]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, titles, index = folder / "works.parquet", folder / "titles.parquet", folder / "index"
        pq.write_table(pq.read_table(EVALUATION_DATA / "works.parquet").slice(0, len(works)), source)
        pq.write_table(pa.table({"title": [each.title for each in draw(works, _TITLES, _SEED)]}), titles)
        run("corpus", "build", str(source), "--to", str(index), "--part-works", str(_PART))
        match = ("match", str(titles), "--corpus", str(index))
        _say(f"{_TITLES:,} titles (seed {_SEED}) against {len(works):,} works in {_PARTS} parts, median of {_TIMES}:")
        taken: dict[int, list[float]] = {1: [], 2: []}
        with ExitStack() as stack:
            clusters = {workers: stack.enter_context(reach(None, workers)).client for workers in taken}
            # In turn, so that what else the machine does meets both; the first time each worker imports what it needs.
            for _ in range(1 + _TIMES):
                for workers, client in clusters.items():
                    out = folder / f"{workers}.parquet"
                    taken[workers].append(_seconds(match, out, client.scheduler.address))
        taken = {workers: seconds[1:] for workers, seconds in taken.items()}
        answers = {hashlib.sha256((folder / f"{workers}.parquet").read_bytes()).hexdigest() for workers in taken}
        run(*match, "--out", str(out := folder / "local.parquet"))
        answers.add(hashlib.sha256(out.read_bytes()).hexdigest())
        one, two = (statistics.median(seconds) for seconds in taken.values())
        for workers, seconds in taken.items():
            spread = f"{min(seconds):.1f} to {max(seconds):.1f} s"
            _say(f"    {workers} worker{'s' * (workers > 1)}: {statistics.median(seconds):.1f} s ({spread})")
        _say(f"    two are {one / two:.2f} times as fast as one  asked: >= 1.4; the start of the command is among it")
        _say(f"    the same bytes as with --runner local: {'yes' if len(answers) == 1 else 'NO'}")


if __name__ == "__main__":
    main()
