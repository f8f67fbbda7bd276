"""Tests of `papers match`: files of every shape in, one table out, and clear errors."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.corpus.answers import SCHEMA
from pipeline.corpus.queries import read_queries
from pipeline.corpus.read import read_corpus
from pipeline.corpus.run import Runner, match_files
from pipeline.errors import ListError, UsageError
from tests.corpus.small import DPO, LORA

OWN = {"work_id": "w1", "title": LORA, "authors": ["Edward J. Hu"], "year": 2021, "arxiv_id": "2106.09685"}
DUMP = {
    "corpusid": 235458009,
    "title": LORA,
    "authors": [{"authorId": "1", "name": "Edward J. Hu"}],
    "year": 2021,
    "externalids": {"ArXiv": "2106.09685", "DOI": None},
}
ARXIV = {
    "id": "2106.09685",
    "title": LORA,
    "authors": "Edward J. Hu, Yelong Shen",
    "authors_parsed": [["Hu", "Edward J.", ""]],
    "update_date": "2021-10-18",
}
SHAPES = {"own": (OWN, "w1"), "Semantic Scholar": (DUMP, "235458009"), "arXiv": (ARXIV, "2106.09685")}


def _lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    return path


@pytest.mark.parametrize(("record", "work_id"), SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".parquet"])
def test_shapes_of_a_corpus(tmp_path: Path, record: dict[str, Any], work_id: str, suffix: str) -> None:
    """Every shape, packed or not, gives the same work."""
    path = tmp_path / f"corpus{suffix}"
    if suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([record]), path)
    elif suffix == ".jsonl.gz":
        path.write_bytes(gzip.compress(f"{json.dumps(record)}\n".encode()))
    else:
        _lines(path, record)
    works = read_corpus(path)
    assert (works.ids.to_pylist(), works.title(0), works.names(0), works.year(0)) == (
        [work_id],
        LORA,
        ("Edward J. Hu",),
        2021,
    )
    assert works.identifiers.to_pylist()[0][-1:] == ["arxiv:2106.09685"]


BROKEN = {
    "no JSON": ("{\n", "expected a JSON object", 1),
    "no object": ('{"id": "1", "title": "a"}\n[1]\n', "found list", 2),
    "no id": ('{"title": "a"}\n', "one of work_id, corpusid, id", 1),
    "nothing": ("", "holds no work", None),
}


@pytest.mark.parametrize(("text", "told", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_corpus(tmp_path: Path, text: str, told: str, line: int | None) -> None:
    """What is no corpus is said with file and line."""
    path = tmp_path / "corpus.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListError, match=told) as caught:
        read_corpus(path)
    assert caught.value.line == line


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    """A missing file and one that is no Parquet are said in a sentence."""
    (tmp_path / "x.parquet").write_bytes(b"none")
    (tmp_path / "x.jsonl.gz").write_bytes(b"none")
    for name in ("missing.jsonl", "x.parquet", "x.jsonl.gz"):
        with pytest.raises(ListError, match="the corpus cannot be read"):
            read_corpus(tmp_path / name)


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
    assert read_queries(path, identifiers=False)[0].identifier is None


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
        read_queries(path, identifiers=True)


@pytest.mark.parametrize("runner", list(Runner))
def test_answers(tmp_path: Path, runner: Runner) -> None:
    """One row for each query, in order, with the declared columns; the runner changes nothing."""
    corpus = _lines(tmp_path / "c.jsonl", OWN, {"work_id": "w2", "title": DPO})
    queries = tmp_path / "q.txt"
    queries.write_text(
        f"{LORA}\n{DPO.replace('Secretly', 'Never')}\nSomething else entirely of birds\n", encoding="utf-8"
    )
    counts = match_files(queries, corpus, tmp_path / "out.parquet", runner=runner, identifiers=False)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.equals(SCHEMA, check_metadata=False)
    rows = table.to_pylist()
    assert [row["status"] for row in rows] == ["matched", "near_match", "not_found"]
    assert dict(counts) == {"matched": 1, "near_match": 1, "not_found": 1}
    assert (rows[0]["matched_id"], rows[0]["matched_title"], rows[0]["relation"]) == ("w1", LORA, "exact")
    assert (rows[1]["matched_id"], rows[1]["suggested_id"]) == (None, "w2")
    assert 0.0 <= rows[1]["probability"] < rows[0]["probability"] <= 1.0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_answers_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is said, with what to do."""
    corpus = _lines(tmp_path / "c.jsonl", OWN)
    queries = tmp_path / "q.txt"
    queries.write_text(LORA, encoding="utf-8")
    with pytest.raises(UsageError, match="name another file with --out"):
        match_files(queries, corpus, tmp_path / "no" / "out.parquet", runner=Runner.LOCAL, identifiers=False)
