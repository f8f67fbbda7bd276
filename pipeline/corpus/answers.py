"""What was concluded for each query → the table that `papers match` writes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from pipeline.corpus.match import Query
from pipeline.corpus.works import CorpusWorks
from pipeline.matching.choice import Choice, Weighed

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


def answer_table(queries: Sequence[Query], choices: Iterable[Choice[int]], works: CorpusWorks) -> pa.Table:
    """One row for each query, in the queries' order."""
    rows = [_row(query, choice, works) for query, choice in zip(queries, choices, strict=True)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(query: Query, choice: Choice[int], works: CorpusWorks) -> dict[str, object]:
    shown = choice.chosen or choice.suggested
    return {
        "query_id": query.query_id,
        "title": query.title,
        "status": str(choice.status),
        "matched_id": _id(choice.chosen, works),
        "matched_title": works.title(choice.chosen.key) if choice.chosen else None,
        "probability": shown.probability if shown else None,
        "relation": str(choice.relation) if choice.relation else None,
        "suggested_id": _id(choice.suggested, works),
        "suggested_title": works.title(choice.suggested.key) if choice.suggested else None,
        "runner_up_id": _id(choice.runner_up, works),
        "runner_up_probability": choice.runner_up.probability if choice.runner_up else None,
    }


def _id(each: Weighed[int] | None, works: CorpusWorks) -> str | None:
    return str(works.ids[each.key].as_py()) if each else None
