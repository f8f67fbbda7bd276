"""Tests of reading files of queries."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.bulk.queries import read_queries
from pipeline.errors import ListError
from tests.bulk.small import DPO, LORA

QUERIES = {
    "q.csv": (
        'query_id,title,authors,year,identifier\n'
        'a,"A, title",Ada Lovelace and Grace Hopper,2021,arxiv:2106.09685\n'
    ),
    "q.jsonl": json.dumps(
        {"query_id": "a", "title": "A, title", "authors": ["Ada Lovelace", "Grace Hopper"], "year": 2021,
         "identifier": "https://arxiv.org/abs/2106.09685"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_files_of_queries(tmp_path: Path, name: str) -> None:
    """Every column is read; identifiers count only when they are asked for."""
    path = tmp_path / name
    path.write_text(QUERIES[name], encoding="utf-8")
    (query,) = read_queries(path, identifiers=True)
    assert (query.query_id, query.title, query.year) == ("a", "A, title", 2021)
    assert query.authors == ("Ada Lovelace", "Grace Hopper")
    assert query.identifier == "arxiv:2106.09685"
    assert next(read_queries(path, identifiers=False)).identifier is None


def test_titles_one_a_line(tmp_path: Path) -> None:
    """Lines are queries named by their numbers; a table's rows too."""
    (tmp_path / "q.txt").write_text(f"{LORA}\n\n{DPO}\n", encoding="utf-8")
    assert [(each.query_id, each.title) for each in read_queries(tmp_path / "q.txt", identifiers=False)] == [
        ("1", LORA),
        ("3", DPO),
    ]
    pd.DataFrame({"title": [LORA], "year": [2021.0]}).to_parquet(tmp_path / "q.parquet")
    (query,) = read_queries(tmp_path / "q.parquet", identifiers=False)
    assert (query.query_id, query.year) == ("1", 2021)


WRONG = {
    "a year": ('{"title": "a", "year": "soon"}', "expected a year"),
    "an identifier": ('{"title": "a", "identifier": "x"}', "expected an identifier"),
    "no title": ('{"name": "a"}', "expected a title"),
    "no JSON": ("{", "expected a JSON object"),
    "no object": ("[]", "found list"),
    "nothing": ("", "no queries found"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG.keys())
def test_queries_that_are_none(tmp_path: Path, text: str, told: str) -> None:
    """What is no query is said with file and line."""
    path = tmp_path / "q.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListError, match=told):
        list(read_queries(path, identifiers=True))
