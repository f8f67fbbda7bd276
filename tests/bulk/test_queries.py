"""Tests of reading files of queries."""

from __future__ import annotations

import gzip
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


@pytest.mark.parametrize("name", ["q.CSV", "q.ndjson", "q.JSONL", "q.csv.gz", "q.jsonl.gz", "q.ndjson.GZ"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    """A kind is told by the name however it is written, packed or not."""
    text = QUERIES["q.csv" if ".csv" in name.lower() else "q.jsonl"].encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.lower().endswith(".gz") else text)
    (query,) = read_queries(tmp_path / name, identifiers=False)
    assert (query.query_id, query.title) == ("a", "A, title")


def test_ids_as_they_are_given(tmp_path: Path) -> None:
    """Nought is an id; whole numbers of a column with gaps are whole; what has none is named by its number."""
    _write(tmp_path / "q.jsonl", *({"query_id": each, "title": DPO} for each in (0, 5, "", None, "0.0")))
    ids = [each.query_id for each in read_queries(tmp_path / "q.jsonl", identifiers=False)]
    assert ids == ["0", "5", "3", "4", "0.0"]
    frame = pd.DataFrame({"query_id": [7.0, None, 0.0], "title": [DPO] * 3, "year": [2021.0, None, 0.0]})
    frame.to_parquet(tmp_path / "q.parquet")
    queries = list(read_queries(tmp_path / "q.parquet", identifiers=False))
    assert [(each.query_id, each.year) for each in queries] == [("7", 2021), ("2", None), ("0", None)]


def test_one_id_twice(tmp_path: Path) -> None:
    """Answers could not be told apart: the second is refused with its line, also where it is another's number."""
    for first, second in (("a", "a"), ("2", None)):
        _write(tmp_path / "q.jsonl", {"query_id": first, "title": DPO}, {"query_id": second, "title": LORA})
        with pytest.raises(ListError, match="stands already above") as caught:
            list(read_queries(tmp_path / "q.jsonl", identifiers=False))
        assert caught.value.line == 2


def test_lines_within_a_title(tmp_path: Path) -> None:
    """A title in quotes may be broken; only ends of lines end a row."""
    (tmp_path / "q.csv").write_bytes('title,year\r\n"One\nhalf",2001\r\nTwo\u2028halves,2002\r\n'.encode())
    queries = list(read_queries(tmp_path / "q.csv", identifiers=False))
    assert [(each.query_id, each.title, each.year) for each in queries] == [
        ("3", "One\nhalf", 2001),
        ("4", "Two\u2028halves", 2002),
    ]


def _write(path: Path, *records: object) -> None:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")


FILES = {
    "JSON by another name": ("q.txt", b'{"title": "a"}', r"ends in \.jsonl"),
    "a CSV without titles": ("q.csv", b"name,year\na,2001\n", "expected a column title, found name, year"),
    "a field without end": ("q.csv", b'title\n"' + b"a" * 200_000, "the CSV cannot be read"),
    "half a packed file": ("q.csv.gz", gzip.compress(b"title\na\n")[:-9], "ends too soon"),
    "what is not packed": ("q.csv.gz", b"title\na\n", "damaged"),
}


@pytest.mark.parametrize(("name", "body", "told"), FILES.values(), ids=FILES.keys())
def test_files_that_are_no_queries(tmp_path: Path, name: str, body: bytes, told: str) -> None:
    """What cannot be read as its name says is said in a sentence."""
    (tmp_path / name).write_bytes(body)
    with pytest.raises(ListError, match=told):
        list(read_queries(tmp_path / name, identifiers=False))


def test_a_table_without_titles(tmp_path: Path) -> None:
    """The columns that were found are named."""
    pd.DataFrame({"name": [LORA]}).to_parquet(tmp_path / "q.parquet")
    with pytest.raises(ListError, match="expected a column title, found name"):
        list(read_queries(tmp_path / "q.parquet", identifiers=False))


WRONG = {
    "a year": ('{"title": "a", "year": "soon"}', "expected a year"),
    "a year of no calendar": ('{"title": "a", "year": 99999999999}', "expected a year"),
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
