"""The real lists, what is known of them, and samples of what is read of them.

A sample takes the entries with the smallest digests of list, line and title, so that it stays the same
as long as what is read stays the same, and nobody chooses it.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.curated import parse_list
from pipeline.curated.read import decode
from pipeline.identifiers import Scheme
from pipeline.model import CuratedEntry, CuratedList
from pipeline.titles import title_key
from tests.evaluation import EVALUATION_DATA

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"


@dataclass(frozen=True, slots=True)
class Pair:
    """A paper that a list links on arXiv: the identifier and the titles that are right."""

    list_file: str
    arxiv_id: str
    titles: tuple[str, ...]


def list_paths() -> list[Path]:
    """The real lists, by name."""
    return sorted((EVALUATION_DATA / "lists").glob("*.md"))


@cache
def read_real_list(path: Path) -> CuratedList:
    """What is read of a real list."""
    return parse_list(decode(path.read_bytes(), path.name), path.name)


@cache
def pairs() -> tuple[Pair, ...]:
    """The papers that the lists link on arXiv, as far as they are known."""
    frame = pd.read_parquet(EVALUATION_DATA / "list_pairs.parquet")
    columns = (frame["list_file"], frame["arxiv_id"], frame["query_title"], frame["authoritative_title"])
    return tuple(Pair(name, arxiv_id, (listed, true)) for name, arxiv_id, listed, true in zip(*columns, strict=True))


def missed(path: Path) -> list[Pair]:
    """The pairs of a list for which no entry has both the identifier and a right title."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for entry in read_real_list(path).entries:
        for identifier in entry.identifiers:
            if identifier.scheme is Scheme.ARXIV:
                keys[identifier.value].add(title_key(entry.title))
    mine = [pair for pair in pairs() if pair.list_file == path.name]
    return [pair for pair in mine if not keys[pair.arxiv_id] & set(map(title_key, pair.titles))]


def _entries() -> Iterator[tuple[str, CuratedEntry]]:
    for path in list_paths():
        for entry in read_real_list(path).entries:
            yield path.name, entry


def sample(size: int, purpose: str) -> list[tuple[str, CuratedEntry]]:
    """A sample of all entries of all real lists, in the order of the lists."""

    def digest(pair: tuple[str, CuratedEntry]) -> str:
        name, entry = pair
        return hashlib.sha256(f"{purpose}|{name}|{entry.line}|{entry.title}".encode()).hexdigest()

    chosen = sorted(_entries(), key=digest)[:size]
    return sorted(chosen, key=lambda pair: (pair[0], pair[1].position))


def checked(name: str) -> list[dict[str, str]]:
    """The rows of a sample that was checked by hand."""
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
