"""What was concluded for each query → the table that `papers match` writes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from pipeline.bulk.match import Query
from pipeline.bulk.works import CorpusWork
from pipeline.matching.choice import Choice

_COLUMNS = (
    ("query_id", pa.string(), False, "The query's own id, else its line or row, from 1."),
    ("title", pa.string(), False, "The title that was looked for."),
    ("status", pa.string(), False, "matched, near_match, ambiguous or not_found."),
    ("matched_id", pa.string(), True, "The corpus's id of the work that is meant."),
    ("matched_title", pa.string(), True, "Its title in the corpus."),
    (
        "probability",
        pa.float64(),
        True,
        "That the matched, else the suggested work is the one meant, in [0, 1].",
    ),
    ("relation", pa.string(), True, "How the title relates to that of the matched, else the suggested work."),
    ("suggested_id", pa.string(), True, "The closest work where none was matched."),
    ("suggested_title", pa.string(), True, "Its title in the corpus."),
    ("runner_up_id", pa.string(), True, "The most probable of the other works that were considered."),
    ("runner_up_probability", pa.float64(), True, "That it is the one that is meant, in [0, 1]."),
)
SCHEMA = pa.schema(
    [pa.field(name, kind, nullable, metadata={"description": what}) for name, kind, nullable, what in _COLUMNS]
)


def answer_table(queries: Sequence[Query], choices: Iterable[Choice[CorpusWork]]) -> pa.Table:
    """One row for each query, in the queries' order."""
    rows = [_row(query, choice) for query, choice in zip(queries, choices, strict=True)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(query: Query, choice: Choice[CorpusWork]) -> dict[str, object]:
    chosen, suggested, other = choice.chosen, choice.suggested, choice.runner_up
    shown = chosen or suggested
    return {
        "query_id": query.query_id,
        "title": query.title,
        "status": str(choice.status),
        "matched_id": chosen.key.work_id if chosen else None,
        "matched_title": chosen.key.title if chosen else None,
        "probability": shown.probability if shown else None,
        "relation": str(choice.relation) if choice.relation else None,
        "suggested_id": suggested.key.work_id if suggested else None,
        "suggested_title": suggested.key.title if suggested else None,
        "runner_up_id": other.key.work_id if other else None,
        "runner_up_probability": other.probability if other else None,
    }
