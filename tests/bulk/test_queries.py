"""Tests of reading files of queries."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bulk.problems import Problem
from pipeline.bulk.queries import read_queries
from pipeline.errors import ListError
from tests.bulk.small import DPO, LORA
from tests.bulk.spoiling import damaged

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


def _told(path: Path, *, identifiers: bool = True) -> tuple[list[str], list[Problem]]:
    problems: list[Problem] = []
    titles = [query.title for query in read_queries(path, identifiers=identifiers, report=problems.append)]
    return titles, problems


BAD = {
    "no title": ('{"title": " "}', "expected a title, found none"),
    "a title that is none": ('{"title": ["a"]}', "expected a title, found none"),
    "a title that is a book": (json.dumps({"title": "a" * 3001}), "up to 3000 characters, found 3001"),
    "no JSON": ('{"title": ', "expected a JSON object"),
    "no object": ('["a"]', "found list"),
    "an id that stood above": ('{"title": "c", "query_id": "1"}', "stands already above"),
}


@pytest.mark.parametrize(("line", "told"), BAD.values(), ids=BAD.keys())
def test_a_line_that_is_no_query(tmp_path: Path, line: str, told: str) -> None:
    """Passed over, it is told with file and line, and what stands before and behind it is read."""
    path = tmp_path / "q.jsonl"
    path.write_text(f'{{"title": "a"}}\n{line}\n{{"title": "b"}}\n', encoding="utf-8")
    titles, (problem,) = _told(path)
    assert titles == ["a", "b"]
    assert (problem.path, problem.line, problem.records) == (str(path), 2, 1)
    assert told in str(problem)
    with pytest.raises(ListError, match=r"q\.jsonl:2: .*--on-bad skip"):
        list(read_queries(path, identifiers=True))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"year": "soon"}, "expected a year such as 2023, found 'soon'"),
        ({"identifier": "x"}, "expected an identifier such as"),
        ({"authors": 3}, "expected authors as a list or a text, found int"),
    ],
)
def test_a_query_with_a_value_that_is_none(tmp_path: Path, value: dict[str, object], told: str) -> None:
    """Its title is looked for by what else is known, and that a value was left out is told with its line."""
    path = tmp_path / "q.jsonl"
    good = {"title": "a", "authors": ["Ada Lovelace"], "year": 2001, "identifier": "arxiv:2106.09685"}
    _write(path, {**good, **value})
    problems: list[Problem] = []
    (query,) = read_queries(path, identifiers=True, report=problems.append)
    known = (query.title, query.authors, query.year, query.identifier)
    wrong = next(iter(value))
    assert known == (
        "a",
        () if wrong == "authors" else ("Ada Lovelace",),
        None if wrong == "year" else 2001,
        None if wrong == "identifier" else "arxiv:2106.09685",
    )
    (problem,) = problems
    assert (problem.line, problem.records) == (1, 0)
    assert told in str(problem)
    assert str(problem).endswith(" It is left out.")


def test_identifiers_that_do_not_count_are_not_looked_at(tmp_path: Path) -> None:
    """Who does not ask for them is not told of those that are none."""
    _write(tmp_path / "q.jsonl", {"title": "a", "identifier": "x"})
    assert _told(tmp_path / "q.jsonl", identifiers=False) == (["a"], [])


def test_rows_of_a_csv_that_are_none(tmp_path: Path) -> None:
    """A comma outside quotes, a row without a title, a quote that is not closed; the rows behind them are read."""
    path = tmp_path / "q.csv"
    swallowed = "\n".join(f"swallowed {'x' * 1000}" for _ in range(131))
    path.write_text(f'year,title\n,a\n,Thinking, fast\n2001\n,b,\n,"c\n{swallowed}\n,d\n', encoding="utf-8")
    titles, problems = _told(path)
    assert (titles[:2], titles[-1]) == (["a", "b"], "d")
    assert [(each.line, each.records) for each in problems[:2]] == [(3, 1), (4, 1)]
    assert "expected 2 values, found 3; put values that hold a comma in quotes" in str(problems[0])
    assert "expected a title" in str(problems[1])
    assert problems[2].line == 6
    assert "close its quotes" in str(problems[2])
    # Every line is in a query or in a problem.
    assert len(titles) + sum(each.records for each in problems) == path.read_text(encoding="utf-8").count("\n") - 1
    with pytest.raises(ListError, match=r"q\.csv:3: expected 2 values"):
        list(read_queries(path, identifiers=False))


STRAY = {
    "one that never closes": ('title\na\n"b\nc\n\nd\n', 3, ["a", "c", "d"], "unexpected end of data"),
    "one that closes amid a value": ('title\na\n"b" c\nd\n', 3, ["a", "d"], "expected after"),
    "one that the next closes": ('title\n"b\nc\n"d, e",\nf\n', 2, ["c", "d, e", "f"], "expected after"),
    "one of thousands of lines": ('title\n"b\n' + "c\n" * 1500 + '"\n', 2, ["c"] * 1500, "unexpected end"),
    "one in Windows' lines": ('title\r\n"b\r\nc\r\n', 2, ["c"], "unexpected end"),
}


@pytest.mark.parametrize(("text", "line", "read", "told"), STRAY.values(), ids=STRAY.keys())
def test_a_stray_quote(tmp_path: Path, text: str, line: int, read: list[str], told: str) -> None:
    """Its line is told, and the lines that it would have swallowed are read, by their own numbers."""
    path = tmp_path / "q.csv"
    path.write_bytes(text.encode())
    titles, problems = _told(path)
    assert (titles[: len(read)], problems[0].line, problems[0].records) == (read, line, 1)
    assert told in str(problems[0])
    with pytest.raises(
        ListError, match=rf"q\.csv:{line}: the CSV cannot be read in the row that begins here"
    ) as caught:
        list(read_queries(path, identifiers=False))
    assert caught.value.line == line


def test_a_stray_quote_in_the_names_of_columns(tmp_path: Path) -> None:
    """Without them nothing is known of the rows."""
    (tmp_path / "q.csv").write_text('"title\na\n', encoding="utf-8")
    with pytest.raises(ListError, match=r"q\.csv:1: the CSV cannot be read"):
        _told(tmp_path / "q.csv")


def test_quotes_that_are_none(tmp_path: Path) -> None:
    """Within a value without quotes, and doubled in one with quotes, they are of the title."""
    (tmp_path / "q.csv").write_text('title,year\nThe "best" 5",2001\n"Of ""two""\nlines",2002\n', encoding="utf-8")
    assert _told(tmp_path / "q.csv") == (['The "best" 5"', 'Of "two"\nlines'], [])


def test_rows_that_a_stray_quote_holds_together(tmp_path: Path) -> None:
    """Lines in one title are no title: they are told, and not matched as one."""
    many = "\n".join("Attention is all you need" for _ in range(200))
    (tmp_path / "q.csv").write_text(f'title\n"{many}"\nb\n', encoding="utf-8")
    titles, (problem,) = _told(tmp_path / "q.csv")
    assert titles == ["b"]
    assert "expected a title of up to 3000 characters" in str(problem)


@pytest.mark.parametrize("name", ["q.csv.gz", "q.jsonl.gz", "q.txt.gz"])
def test_a_packed_file_that_breaks_off(tmp_path: Path, name: str) -> None:
    """What stands before the damage is read, half a title is not, and the place is told."""
    line = {"q.csv.gz": '"Title\n{}"', "q.jsonl.gz": '{{"title": "Title {}"}}', "q.txt.gz": "Title {}"}[name]
    head = "title\n" if "csv" in name else ""
    text = head + "".join(f"{line.format(n * 7919)}\n" for n in range(5000))
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode())[:-3000])
    titles, (problem,) = _told(path)
    assert 1000 < len(titles) < 5000
    assert [title.replace("\n", " ") for title in titles] == [f"Title {n * 7919}" for n in range(len(titles))]
    assert "ends too soon" in problem.what
    assert problem.line is not None
    assert problem.line >= len(titles) + 1
    with pytest.raises(ListError, match="ends too soon"):
        list(read_queries(path, identifiers=False))


def test_a_table_that_is_damaged(tmp_path: Path) -> None:
    """The rows of a damaged row group are told, and all others are read by their own numbers."""
    table = pa.table({"title": [f"Title {n * 7919}" for n in range(1, 31)]})
    path = damaged(table, tmp_path / "q.parquet", rows=10, group=1, column="title")
    problems: list[Problem] = []
    ids = [query.query_id for query in read_queries(path, identifiers=False, report=problems.append)]
    assert ids == [str(n) for n in (*range(1, 11), *range(21, 31))]
    assert [(each.line, each.records) for each in problems] == [(11, 10)]


def test_columns_of_another_type(tmp_path: Path) -> None:
    """Titles that are none end the run; other values are left out, which is told once."""
    path = tmp_path / "q.parquet"
    pq.write_table(pa.table({"title": [1, 2]}), path)
    with pytest.raises(ListError, match="expected a column title of texts, found int64"):
        _told(path)
    pq.write_table(pa.table({"title": ["a", "b"], "year": [[1], [2]], "identifier": [1, 2]}), path)
    titles, problems = _told(path)
    assert titles == ["a", "b"]
    assert [(each.line, each.records) for each in problems] == [(None, 0), (None, 0)]
    assert "expected a column year of whole numbers or texts" in str(problems[0])
    assert len(_told(path, identifiers=False)[1]) == 1


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    """Titles that do end the run; another column is left out, which is told once."""
    path = tmp_path / "q.parquet"
    texts = [pa.array([each]) for each in ("a", "2001", "2002")]
    pq.write_table(pa.Table.from_arrays(texts, ["title", "year", "year"]), path)
    titles, (problem,) = _told(path)
    assert (titles, problem.line, problem.records) == (["a"], None, 0)
    assert "expected one column year, found 2 of that name. It is left out." in str(problem)
    pq.write_table(pa.Table.from_arrays(texts, ["title", "title", "year"]), path)
    with pytest.raises(ListError, match="expected one column title, found 2"):
        _told(path)


def test_nothing_but_bad_lines(tmp_path: Path) -> None:
    """Where no line is a query there is nothing to do, and that is an error."""
    (tmp_path / "q.jsonl").write_text("{\n[]\n", encoding="utf-8")
    with pytest.raises(ListError, match="no queries found"):
        _told(tmp_path / "q.jsonl")
