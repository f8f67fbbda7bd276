"""What was found in the parts of a corpus, one after the other → what may be meant, in bounded memory. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bulk.match import FoundBy
from pipeline.bulk.nearest import Limits
from pipeline.bulk.search import CANDIDATES, nearest_of_all

_ROWS = 50_000
"""Rows that are gathered before they are reduced; some 12 MB."""


def folded(asked: pa.Table, found: Iterable[pa.Table], limits: Limits) -> pa.Table:
    """Of what was found in parts, all that `nearest_of_all` may choose.

    What it chooses of that is what it would choose of all at once, whatever the parts and their order. Never more is
    held than twice the result and some rows, and a part.

    Args:
        asked: The queries.
        found: What was found for them, part by part.
        limits: How much is looked at.
    """
    held, rows = CANDIDATES.empty_table(), 0
    waiting: list[pa.Table] = []
    for table in found:
        waiting.append(table)
        rows += len(table)
        if rows >= max(_ROWS, len(held)):
            held = still_near(asked, pa.concat_tables([held, *waiting]), limits)
            waiting, rows = [], 0
    return still_near(asked, pa.concat_tables([held, *waiting]), limits)


def still_near(asked: pa.Table, found: pa.Table, limits: Limits) -> pa.Table:
    """Of what was found in some parts, what `nearest_of_all` may choose when what the others hold is known too.

    The closest of some parts may be among the closest of all, and none else: closeness of the closest only grows.
    """
    # Of works that bear a title one more than are looked at, which tells that there are too many.
    nearest = nearest_of_all(asked, found, replace(limits, equal=limits.equal + 1))
    return nearest.filter(pc.field("found_by") != int(FoundBy.CROWDED))
