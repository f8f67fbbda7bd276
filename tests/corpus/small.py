"""A small corpus, and a matcher for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from pipeline.corpus.index import CorpusIndex
from pipeline.corpus.match import CorpusMatcher
from pipeline.corpus.works import CorpusWorks

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


def works_of(rows: Sequence[tuple[str, str, list[str], int, list[str]]] = WORKS) -> CorpusWorks:
    """The columns of a corpus."""
    ids, titles, authors, years, identifiers = zip(*rows, strict=True)
    return CorpusWorks(
        ids=pa.array(ids, pa.string()),
        titles=pa.array(titles, pa.string()),
        authors=pa.array(authors, pa.list_(pa.string())),
        authors_complete=np.ones(len(ids), np.bool_),
        years=np.array(years, np.int32),
        identifiers=pa.array(identifiers, pa.list_(pa.string())),
    )


def matcher_of(rows: Sequence[tuple[str, str, list[str], int, list[str]]] = WORKS) -> CorpusMatcher:
    """A matcher for a corpus."""
    works = works_of(rows)
    return CorpusMatcher(works, CorpusIndex(works))
