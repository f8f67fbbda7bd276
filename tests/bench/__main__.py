"""`python -m tests.bench`: run every benchmark and print it."""

from __future__ import annotations

import sys

from tests.bench import (
    asking,
    bulk,
    clusters,
    correcting,
    engines,
    findings,
    matching,
    page,
    reading_lists,
    reading_snapshots,
    requests_and_matches,
    snapshot_size,
)

for benchmark in (
    *(reading_lists, requests_and_matches, asking, findings, correcting),
    *(reading_snapshots, matching, bulk, clusters, page, snapshot_size, engines),
):
    sys.stdout.write(f"\n{(benchmark.__doc__ or '').splitlines()[0]}\n")
    benchmark.main()
