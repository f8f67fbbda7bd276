"""A small corpus, and a matcher for it."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from pipeline.bulk.match import Candidates, Query, match
from pipeline.bulk.nearest import USUAL
from pipeline.bulk.partition import index_works
from pipeline.bulk.search import candidates_in, equal_works, near_works, nearest_of_all, prepare, unsettled
from pipeline.bulk.works import CorpusWork, table_of
from pipeline.matching.choice import Choice

Rows = Sequence[tuple[str, str, list[str], int, list[str]]]
LORA = "LoRA: Low-Rank Adaptation of Large Language Models"
DPO = "Direct Preference Optimization: Your Language Model is Secretly a Reward Model"
PAGED = "Efficient Memory Management for Large Language Model Serving with PagedAttention"
WORKS: tuple[tuple[str, str, list[str], int, list[str]], ...] = (
    ("w1", LORA, ["Edward J. Hu", "Yelong Shen"], 2021, ["arxiv:2106.09685"]),
    ("w2", DPO, ["Rafael Rafailov", "Archit Sharma"], 2023, ["arxiv:2305.18290"]),
    ("w3", PAGED, ["Woosuk Kwon", "Zhuohan Li"], 2023, []),
    ("w4", "Deep Learning", ["Yann LeCun", "Yoshua Bengio"], 2015, []),
    ("w5", "Overcoming catastrophic forgetting in neural networks", ["James Kirkpatrick"], 2016, []),
    ("w6", "Overcoming Catastrophic Forgetting in Neural Networks", ["Brandon Loke"], 2025, []),
    ("w7", "Preface", ["Ada Lovelace"], 2001, []),
    ("w8", "Supervised contrastive pretraining of graph encoders", ["Grace Hopper"], 2020, []),
    ("w9", "Supervised contrastive pretraining of graph encoders", [], 2020, ["doi:10.1000/xyz"]),
)


def works_of(rows: Rows = WORKS) -> list[CorpusWork]:
    """Works of a corpus, as they stand in `WORKS`."""
    return [
        CorpusWork(work_id=work_id, title=title, names=tuple(names), year=year, identifiers=tuple(identifiers))
        for work_id, title, names, year, identifiers in rows
    ]


class SmallCorpus:
    """A corpus of some parts, and the choices that come of it.

    Args:
        rows: Works as they stand in `WORKS`.
        parts: How many parts they are spread over, in turn.
    """

    def __init__(self, rows: Rows = WORKS, parts: int = 1) -> None:
        works = works_of(rows)
        self._parts = [index_works(table_of(works[first::parts])) for first in range(parts)]

    def candidates(self, query: Query) -> Candidates:
        """The works that may be meant by a query."""
        asked = prepare([query], 0)
        equal = pa.concat_tables([equal_works(part, asked, USUAL) for part in self._parts])
        left = unsettled(asked, equal, USUAL)
        near = pa.concat_tables([near_works(part, left, USUAL) for part in self._parts])
        return candidates_in(nearest_of_all(asked, pa.concat_tables([equal, near]), USUAL)).get(0, {})

    def match(self, query: Query) -> Choice[CorpusWork]:
        """Match one query."""
        return match(query, self.candidates(query))
