"""Tests of the sandbox, and the small catalogue that most of them ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.sandbox.catalogue import Catalogue, read_catalogue

Facts = Mapping[str, Any]
"""What a line of a catalogue says of a work."""

ATTENTION: Facts = {
    "title": "Attention is All you Need",
    "authors": ["Ashish Vaswani", "Noam M. Shazeer"],
    "authors_complete": False,
    "year": 2017,
    "venue": "Neural Information Processing Systems",
    "arxiv_id": "1706.03762",
    "dblp_key": "journals/corr/VaswaniSPUJGKP17",
    "s2_corpus_id": 13756489,
    "s2_paper_id": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
    "citations": [
        {"count": 136941, "source": "Semantic Scholar", "date": "2025-08-11"},
        {"count": 90000, "source": "Semantic Scholar", "date": "2023-01-01"},
    ],
}
"""A work of which every identifier and a citation count are known."""

BERT: Facts = {
    "title": "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    "authors": ["Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"],
    "year": 2018,
    "year_published": 2019,
    "venue": "NAACL",
    "arxiv_id": "1810.04805",
    "doi": "10.18653/V1/N19-1423",
    "acl_id": "N19-1423",
}
"""A work whose ids at Semantic Scholar and whose count are not known."""

TURING: Facts = {
    "title": "Computing Machinery and Intelligence",
    "authors": ["Alan Turing"],
    "year": 1950,
    "doi": "10.1093/mind/lix.236.433",
}
"""A work that arXiv does not have."""

OLD: Facts = {
    "title": "Quantum Computers and Quantum Computer Languages",
    "authors": ["Stephen Blaha"],
    "year": 2002,
    "arxiv_id": "quant-ph/0201082",
}
"""A work with an arXiv id of the old style."""


def a_catalogue(*works: Facts) -> Catalogue:
    """A catalogue of these works."""
    return read_catalogue("\n".join(json.dumps(work) for work in works), "test.jsonl")


def a_library() -> Catalogue:
    """A catalogue of the four works above."""
    return a_catalogue(ATTENTION, BERT, TURING, OLD)
