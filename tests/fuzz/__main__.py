"""`python -m tests.fuzz MINUTES [SEED]`: fuzz the reader of lists for a time, and say what was run."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings

from pipeline.curated import Format
from tests.fuzz.lists import BODIES, FORMATS, TEXTS, check_body, check_text, read

_BATCH = 200


def main(minutes: float, first: int) -> None:
    """Run batches of fresh examples until the time is over; the first failure ends the run with its example."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    until = time.monotonic() + 60 * minutes
    counts: Counter[str] = Counter()
    batch_settings = settings(
        max_examples=_BATCH,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    batch = first
    while time.monotonic() < until:

        @seed(batch)
        @batch_settings
        @given(TEXTS, FORMATS)
        def texts(text: str, fmt: Format | None) -> None:
            check_text(text, fmt)
            counts["texts"] += 1
            counts["characters"] += len(text)
            counts["entries"] += len(getattr(read(text, fmt), "entries", ()))

        @seed(batch)
        @batch_settings
        @given(BODIES)
        def bodies(body: bytes) -> None:
            check_body(body)
            counts["bodies"] += 1

        texts()
        bodies()
        batch += 1
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
    sys.stdout.write(f"{minutes:g} minutes, seeds {first} to {batch - 1}: {told}; nothing found\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
