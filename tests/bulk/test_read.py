"""Tests of reading works: every shape, and what is no work told with file and line."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bulk.problems import Problem, stop
from pipeline.bulk.read import read_ids, read_works
from pipeline.errors import ListError
from tests.bulk.small import LORA
from tests.bulk.spoiling import damaged

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
    "versions": [{"version": "v1", "created": "Thu, 17 Jun 2021 17:37:18 GMT"}],
    "update_date": "2022-10-18",
}
SHAPES = {"own": (OWN, "w1"), "Semantic Scholar": (DUMP, "235458009"), "arXiv": (ARXIV, "2106.09685")}


@pytest.mark.parametrize(("record", "work_id"), SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("name", ["c.jsonl", "c.jsonl.gz", "packed.jsonl", "c.parquet"])
def test_shapes_of_a_corpus(tmp_path: Path, record: dict[str, Any], work_id: str, name: str) -> None:
    """Every shape, packed or not and whatever its name says, gives the same work."""
    path = tmp_path / name
    line = f"\n{json.dumps(record)}\n".encode()
    if name == "c.parquet":
        pq.write_table(pa.Table.from_pylist([record]), path)
    else:
        path.write_bytes(line if name == "c.jsonl" else gzip.compress(line))
    ((place, work),) = read_works(path, stop)
    assert place == (1 if name == "c.parquet" else 2)
    assert (work.work_id, work.title, work.names, work.year) == (work_id, LORA, ("Edward J. Hu",), 2021)
    assert work.identifiers[-1] == "arxiv:2106.09685"


def _told(path: Path) -> tuple[list[str], list[Problem]]:
    problems: list[Problem] = []
    return [work.work_id for _, work in read_works(path, problems.append)], problems


WRONG: dict[str, tuple[str, str]] = {
    "no JSON": ("{", "expected a JSON object, found something else"),
    "no object": ("[1]", "found list"),
    "no id": ('{"title": "a"}', "one of work_id, corpusid, id"),
    "an id that is none": ('{"id": ["1"], "title": "a"}', "an id that is a text or a number, found list"),
    "an id without a value": ('{"id": " ", "work_id": NaN, "title": "a"}', "that names the work, found no value"),
    "an id beyond all numbers": ('{"id": Infinity, "title": "a"}', "a text or a number, found inf"),
    "identifiers that are none": ('{"id": "1", "title": "a", "externalids": 7}', "to be an object, found int"),
    "identifiers in no JSON": (
        '{"id": "1", "title": "a", "externalids": "DOI"}',
        "expected externalids as an object: expected a JSON",
    ),
    "no title": ('{"id": "1"}', "expected a title, found id"),
    "a title that is none": ('{"id": "1", "title": 7}', "a title that is a text, found int"),
    "a title that is a book": (json.dumps({"id": "1", "title": "a" * 3001}), "up to 3000 characters, found 3001"),
    "authors that are none": ('{"id": "1", "title": "a", "authors": 3}', "authors as a list or a text, found int"),
    "names that are none": ('{"id": "1", "title": "a", "authors": [3]}', "names as texts, found int"),
    "a year that is none": ('{"id": "1", "title": "a", "year": "soon"}', "a year such as 2023, found 'soon'"),
    "no text": ("\udcff", "found something else"),
}


@pytest.mark.parametrize(("line", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_line_that_is_no_work(tmp_path: Path, line: str, told: str) -> None:
    """It is told with file and line, and the rest is read; or it stops."""
    path = tmp_path / "c.jsonl"
    text = f'{{"id": "a", "title": "b"}}\n{line}\n{{"id": "c", "title": null}}\n'
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    ids, (problem,) = _told(path)
    assert ids == ["a", "c"]
    assert (problem.path, problem.line) == (str(path), 2)
    assert told in problem.what
    assert str(problem).startswith(f"{path}:2: ")
    with pytest.raises(ListError, match="--on-bad skip") as caught:
        list(read_works(path, stop))
    assert caught.value.line == 2


def test_a_shard_that_ends_too_soon(tmp_path: Path) -> None:
    """What was read of a packed file before it breaks off is kept, and the place is told."""
    path = tmp_path / "papers-0.jsonl.gz"
    lines = b"".join(json.dumps({"id": str(n), "title": f"Title {n * 7919}"}).encode() + b"\n" for n in range(5000))
    path.write_bytes(gzip.compress(lines)[:-2000])
    ids, (problem,) = _told(path)
    assert ids == [str(n) for n in range(len(ids))]
    assert len(ids) > 1000
    assert problem.line == len(ids) + 1
    assert "ends too soon" in problem.what


def test_a_line_without_end(tmp_path: Path) -> None:
    """A line longer than any record is passed over, and the next is read."""
    path = tmp_path / "c.jsonl"
    path.write_bytes(b"x" * (3 * (1 << 24)) + b'\n{"id": "a", "title": "b"}\n')
    ids, (problem,) = _told(path)
    assert (ids, problem.line) == (["a"], 1)


def test_files_that_are_no_corpus(tmp_path: Path) -> None:
    """A missing file, one that is no Parquet, and columns that are missing are said in a sentence."""
    (tmp_path / "x.parquet").write_bytes(b"none")
    (tmp_path / "x.jsonl.gz").write_bytes(b"none")
    pq.write_table(pa.table({"name": ["a"]}), tmp_path / "y.parquet")
    for name, told in (
        ("x.parquet", "the corpus cannot be read"),
        ("x.jsonl.gz", "the packed file is damaged"),
        ("y.parquet", "expected columns title and one of work_id, corpusid, id, found name"),
    ):
        ids, (problem,) = _told(tmp_path / name)
        assert not ids
        assert told in problem.what
    with pytest.raises(ListError, match="there is no such file"):
        _told(tmp_path / "missing.jsonl")


def test_halves_of_characters(tmp_path: Path) -> None:
    """A title with half a character is a title all the same."""
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a\\ud800", "title": "b \\ud83d", "authors": ["\\udc00 Li"]}\n', encoding="utf-8")
    ((_, work),) = read_works(path, stop)
    assert (work.work_id, work.title, work.names) == ("a?", "b ?", ("? Li",))


def test_ids_alone(tmp_path: Path) -> None:
    """Files of deleted records need no title."""
    (tmp_path / "d.jsonl").write_text('{"corpusid": 7}\n{"x": 1}\n', encoding="utf-8")
    pq.write_table(pa.table({"corpusid": [7, 8]}), tmp_path / "d.parquet")
    problems: list[Problem] = []
    assert list(read_ids(tmp_path / "d.jsonl", problems.append)) == ["7"]
    assert [each.line for each in problems] == [2]
    assert list(read_ids(tmp_path / "d.parquet", problems.append)) == ["7", "8"]


@pytest.mark.parametrize(
    ("work_id", "identifiers"),
    [
        ("2106.09685", ("arxiv:2106.09685",)),
        ("arxiv:2106.09685", ("arxiv:2106.09685",)),
        ("10.1000/XYZ", ("doi:10.1000/xyz",)),
        ("https://doi.org/10.1000/xyz", ("doi:10.1000/xyz",)),
        ("w1", ()),
        (2106.09685, ()),
        (235458009, ()),
    ],
)
def test_works_named_by_an_identifier(tmp_path: Path, work_id: object, identifiers: tuple[str, ...]) -> None:
    """A work that a corpus names by its arXiv id or its DOI bears it; a number is none."""
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"id": work_id, "title": LORA}), encoding="utf-8")
    ((_, work),) = read_works(path, stop)
    assert work.identifiers == identifiers


EXTERNAL = {
    "an object": {"DOI": "10.1234/abcd", "CorpusId": 7},
    "JSON": '{"DOI": "10.1234/abcd", "CorpusId": 7}',
    "pairs": [["DOI", "10.1234/abcd"], ["CorpusId", "7"]],
}


@pytest.mark.parametrize("external", EXTERNAL.values(), ids=EXTERNAL.keys())
def test_identifiers_in_an_object(tmp_path: Path, external: object) -> None:
    """They are read as an object, as a text that holds one, and as the pairs of a map."""
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"id": "1", "title": "a", "externalids": external}), encoding="utf-8")
    ((_, work),) = read_works(path, stop)
    assert work.identifiers == ("doi:10.1234/abcd", "corpusid:7")


def test_identifiers_in_a_map(tmp_path: Path) -> None:
    """A Parquet map holds them as well, with rows that have none; a text may say that there are none."""
    column = pa.array([[("DOI", "10.1234/abcd"), ("DBLP", "k")], [], None], pa.map_(pa.string(), pa.string()))
    pq.write_table(pa.table({"id": [1, 2, 3], "title": list("abc"), "externalids": column}), tmp_path / "c.parquet")
    works = [work for _, work in read_works(tmp_path / "c.parquet", stop)]
    assert [work.identifiers for work in works] == [("doi:10.1234/abcd",), (), ()]
    assert works[0].details is not None
    assert works[0].details.dblp_key == "k"
    table = pa.table({"id": [1, 2, 3], "title": list("abc"), "externalids": ["null", " ", "{}"]})
    pq.write_table(table, tmp_path / "d.parquet")
    assert [work.identifiers for _, work in read_works(tmp_path / "d.parquet", stop)] == [(), (), ()]


def test_ids_with_gaps(tmp_path: Path) -> None:
    """A row whose number is missing is no work, unless another column names it; no two are taken for one."""
    path = tmp_path / "c.parquet"
    nan = float("nan")
    pq.write_table(pa.table({"corpusid": [1.0, nan, nan], "id": [None, "b", None], "title": list("abc")}), path)
    ids, (problem,) = _told(path)
    assert (ids, problem.line, problem.records) == (["1", "b"], 3, 1)


def test_a_damaged_row_group(tmp_path: Path) -> None:
    """Its rows are told from where to where and counted, and all others are read, each with its own row."""
    table = pa.table({"id": [str(n) for n in range(1, 51)], "title": [f"Title {n * 7919}" for n in range(1, 51)]})
    path = damaged(table, tmp_path / "c.parquet", rows=10, group=2, column="title")
    problems: list[Problem] = []
    read = [(row, work.work_id) for row, work in read_works(path, problems.append)]
    assert read == [(row, str(row)) for row in (*range(1, 21), *range(31, 51))]
    (problem,) = problems
    assert (problem.line, problem.records) == (21, 10)
    assert str(problem).startswith(f"{path}:21: rows 21 to 30 cannot be read, the file is damaged there (")
    before: list[int] = []
    with pytest.raises(ListError, match=r"c\.parquet:21: rows 21 to 30 .*--on-bad skip"):
        before.extend(row for row, _ in read_works(path, stop))
    assert not before or before == list(range(1, 21))


def test_a_text_in_another_encoding(tmp_path: Path) -> None:
    """A row whose text cannot be read is passed over, and the others are read."""
    body = pa.array([b"One", b"Caf\xe9", b"Three"]).cast(pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": ["1", "2", "3"], "title": body}), tmp_path / "c.parquet")
    ids, (problem,) = _told(tmp_path / "c.parquet")
    assert ids == ["1", "3"]
    assert (problem.line, problem.records) == (2, 1)
    assert "expected a value of title that can be read" in problem.what


DAYS = {
    "days of no calendar": pa.array([2**31 - 1, 1], pa.int32()).cast(pa.date32()),
    "times of no calendar": pa.array([2**62, 86_400_000], pa.int64()).view(pa.timestamp("ms")),
}


@pytest.mark.parametrize("column", DAYS.values(), ids=DAYS.keys())
def test_days_of_no_calendar(tmp_path: Path, column: pa.Array) -> None:
    """They are left out of their works and told with their rows, and the other days are read."""
    path = tmp_path / "c.parquet"
    pq.write_table(pa.table({"id": ["1", "2"], "title": ["a", "b"], "publication_date": column}), path)
    problems: list[Problem] = []
    works = [work for _, work in read_works(path, problems.append)]
    assert [work.work_id for work in works] == ["1", "2"]
    assert [work.details and work.details.publication_date for work in works] == [None, date(1970, 1, 2)]
    assert [(each.line, each.records, each.detail) for each in problems] == [(1, 0, "publication_date")]
    assert "expected a value of publication_date that can be read" in problems[0].what


def test_a_zone_that_is_not_known(tmp_path: Path) -> None:
    """No time of such a column can be read; as the year of a work it costs the row, as a detail nothing else."""
    path = tmp_path / "c.parquet"
    column = pa.array([1, 2], pa.int64()).view(pa.timestamp("ms", tz="Nowhere/X"))
    pq.write_table(pa.table({"id": ["1", "2"], "title": ["a", "b"], "publication_date": column}), path)
    ids, problems = _told(path)
    assert (ids, [each.line for each in problems]) == (["1", "2"], [1, 2])
    pq.write_table(pa.table({"id": ["1", "2"], "title": ["a", "b"], "doi": column, "comment": column}), path)
    ids, problems = _told(path)
    assert (ids, [(each.line, each.records) for each in problems]) == ([], [(1, 1), (2, 1)])
    with pytest.raises(ListError, match=r"c\.parquet:1: expected a value of doi that can be read"):
        list(read_works(path, stop))


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    """Which is meant nobody knows: it is told once, and costs the file only where works are found by it."""
    path = tmp_path / "c.parquet"
    texts = [pa.array([each]) for each in ("1", "a", "x", "y")]
    pq.write_table(pa.Table.from_arrays(texts, ["id", "title", "comment", "comment"]), path)
    ids, (problem,) = _told(path)
    assert (ids, problem.line, problem.records, problem.detail) == (["1"], None, 0, "comment")
    assert "expected one column comment, found 2 of that name" in problem.what
    pq.write_table(pa.Table.from_arrays(texts, ["id", "title", "title", "comment"]), path)
    ids, (problem,) = _told(path)
    assert (ids, problem.line, problem.records) == ([], None, 1)
    assert "expected one column title, found 2 of that name; none of its rows is read" in problem.what


WRONG_TYPES: dict[str, tuple[str, pa.Array, str]] = {
    "titles": ("title", pa.array([1, 2]), "expected a column title of texts, found int64"),
    "bytes": ("title", pa.array([b"a", b"b"]), "expected a column title of texts, found binary"),
    "names": ("authors", pa.array([[{"full": "A B"}], []]), r"objects with a name, found list<element: struct<full"),
    "numbers": ("authors", pa.array([[1], []]), r"or of objects with a name, found list<element: int64"),
    "years": ("year", pa.array([[2001], [2002]]), "a column year of whole numbers or texts, found list"),
}


@pytest.mark.parametrize(("name", "column", "told"), WRONG_TYPES.values(), ids=WRONG_TYPES.keys())
def test_columns_of_another_type(tmp_path: Path, name: str, column: pa.Array, told: str) -> None:
    """It is told once for the file and not for each row, and all its rows are counted."""
    table = pa.table({"id": ["1", "2"], "title": ["a", "b"]})
    table = table.drop_columns([name]) if name in table.column_names else table
    pq.write_table(table.append_column(name, column), tmp_path / "c.parquet")
    ids, (problem,) = _told(tmp_path / "c.parquet")
    assert (ids, problem.line, problem.records) == ([], None, 2)
    assert told in problem.what
    assert "none of its rows is read" in problem.what


def test_columns_of_types_that_fit(tmp_path: Path) -> None:
    """Texts however they are stored, objects with a name, years with gaps, and columns of nothing are read."""
    table = pa.table(
        {
            "id": pa.array(["1", "2"]).dictionary_encode(),
            "title": pa.array(["a", "b"], pa.large_string()),
            "authors": pa.array([[{"name": "A B", "authorId": None}], None]),
            "year": pa.array([2001.0, None]),
            "doi": pa.nulls(2),
        }
    )
    pq.write_table(table, tmp_path / "c.parquet")
    works = [work for _, work in read_works(tmp_path / "c.parquet", stop)]
    assert [(work.work_id, work.title, work.names, work.year) for work in works] == [
        ("1", "a", ("A B",), 2001),
        ("2", "b", (), None),
    ]
    pq.write_table(pa.table({"id": ["1"], "title": pa.nulls(1), "authors": pa.nulls(1)}), tmp_path / "d.parquet")
    assert [work.title for _, work in read_works(tmp_path / "d.parquet", stop)] == [""]


def test_what_is_told_is_short_and_printable(tmp_path: Path) -> None:
    """Of a record with a key as long as a file, and with what would steer a terminal, a sentence is told."""
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"\x1b[2J" + "k" * 100_000: 1}) + "\n", encoding="utf-8")
    _, (problem,) = _told(path)
    assert len(problem.what) < 400
    assert problem.what.isprintable()


def test_capital_names_tell_the_kind_too(tmp_path: Path) -> None:
    """As some exports write them."""
    path = tmp_path / "WORKS.PARQUET"
    pq.write_table(pa.table({"id": ["1"], "title": ["A Title"]}), path)
    assert [work.title for _, work in read_works(path, stop)] == ["A Title"]
