"""A file of works → the columns that the matcher takes: Parquet or JSON lines, in any of the shapes people have."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corpus.works import CorpusWorks
from pipeline.errors import ListError
from pipeline.identifiers import Scheme, parse_identifier
from pipeline.matching.people import split_names

_ID_COLUMNS = ("work_id", "corpusid", "id")
"""What names a work, the first that is there."""
_SCHEMES = {
    "acl": Scheme.ACL,
    "acl_id": Scheme.ACL,
    "arxiv": Scheme.ARXIV,
    "arxiv_id": Scheme.ARXIV,
    "corpusid": Scheme.CORPUSID,
    "corpus_id": Scheme.CORPUSID,
    "doi": Scheme.DOI,
    "s2_paper_id": Scheme.S2,
    "s2_corpus_id": Scheme.CORPUSID,
}
"""Columns and keys that hold identifiers, in small letters."""
_BATCH = 50_000


def read_corpus(path: Path) -> CorpusWorks:
    """Read a corpus: Parquet, or JSON lines (`.jsonl`, `.json`, `.gz`), a work each.

    Known shapes are our own columns (`work_id`, `title`, `authors`, `year`, `arxiv_id`, `doi`), the `papers` dump of
    Semantic Scholar (`corpusid`, `externalids`, authors with `name`) and arXiv's snapshot (`id`, `authors_parsed`).

    Raises:
        ListError: The file cannot be read, or a line of it is no work (path and line).
    """
    try:
        records = _of_parquet(path) if path.suffix == ".parquet" else _of_lines(path)
        return _columns(records, path)
    except (OSError, pa.ArrowInvalid, EOFError, gzip.BadGzipFile) as error:
        told = f"the corpus cannot be read ({error}); expected Parquet or JSON lines with a title each."
        raise ListError(told, str(path)) from None


def _of_parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    number = 0
    for batch in pq.ParquetFile(path).iter_batches(_BATCH):
        for record in batch.to_pylist():
            number += 1
            yield number, record


def _of_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            yield number, json_record(line, path, number)


def json_record(line: str, path: Path, number: int) -> Mapping[str, Any]:
    """Read a line of JSON that is an object.

    Raises:
        ListError: It is none (path and line).
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ListError(f"expected a JSON object, found something else ({error}).", str(path), number) from None
    if not isinstance(record, dict):
        raise ListError(f"expected a JSON object, found {type(record).__name__}.", str(path), number)
    return record


def _columns(records: Iterator[tuple[int, Mapping[str, Any]]], path: Path) -> CorpusWorks:
    ids: list[str] = []
    titles: list[str] = []
    authors: list[list[str]] = []
    complete: list[bool] = []
    years: list[int] = []
    identifiers: list[list[str]] = []
    for number, record in records:
        name = next((record[key] for key in _ID_COLUMNS if record.get(key) not in (None, "")), None)
        title = record.get("title")
        if name is None or not isinstance(title, str | None):
            told = f"expected a title and one of {', '.join(_ID_COLUMNS)}, found {', '.join(sorted(record)[:8])}."
            raise ListError(told, str(path), number)
        ids.append(str(name))
        titles.append(title or "")
        authors.append(names_of(record))
        complete.append(record.get("authors_complete") is not False)
        years.append(_year_of(record))
        identifiers.append(identifiers_of(record))
    if not ids:
        raise ListError("the corpus holds no work.", str(path))
    return CorpusWorks(
        ids=pa.array(ids, pa.string()),
        titles=pa.array(titles, pa.string()),
        authors=pa.array(authors, pa.list_(pa.string())),
        authors_complete=np.array(complete, np.bool_),
        years=np.array(years, np.int32),
        identifiers=pa.array(identifiers, pa.list_(pa.string())),
    )


def names_of(record: Mapping[str, Any]) -> list[str]:
    """The authors of a work: a list of names, of objects with a `name`, arXiv's parsed names, or a text."""
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list):
        return [" ".join(str(part) for part in (*name[1:2], *name[:1]) if part) for name in parsed if name]
    authors = record.get("authors")
    if isinstance(authors, str):
        return list(split_names(authors))
    names = [each.get("name") if isinstance(each, dict) else each for each in authors or ()]
    return [str(name) for name in names if name]


def _year_of(record: Mapping[str, Any]) -> int:
    for key in ("year", "update_date"):
        text = str(record.get(key) or "")[:4]
        if text.isdigit():
            return int(text)
    return 0


def identifiers_of(record: Mapping[str, Any]) -> list[str]:
    """The identifiers of a work, in canonical form; arXiv's snapshot names its papers by their ids."""
    nested = record.get("externalids") or record.get("externalIds") or {}
    pairs = [*record.items(), *(nested.items() if isinstance(nested, dict) else ())]
    found = []
    for key, value in pairs:
        scheme = _SCHEMES.get(str(key).lower())
        if scheme and value not in (None, "") and (known := parse_identifier(f"{scheme}:{_plain(value)}")):
            found.append(str(known))
    if "authors_parsed" in record and (known := parse_identifier(f"{Scheme.ARXIV}:{record.get('id')}")):
        found.append(str(known))
    return list(dict.fromkeys(found))


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
