"""Write the bundled list and the bundled catalogue from the evaluation data's facts.

Run as `python -m tests.catalogue.write` where the evaluation data lies (`PAPERS_EVAL_DATA`). What it
takes over are facts: titles, names, years, venues, identifiers, and citation counts with the one
who counted and the day. Nothing is made up; what is not known is left out.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypedDict, cast

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.curated import parse_list, render_list
from pipeline.identifiers import Scheme, identifier_in_url, normalise_doi
from pipeline.titles import title_key
from tests.evaluation import EVALUATION_DATA

LIST_NAME = "Post-training of large language models: a reading list"
ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"


class Figure(TypedDict):
    """A dated public citation count."""

    count: int
    source: str
    date: str


class CatalogueWork(TypedDict, total=False):
    """One line of `catalogue.jsonl`; a key that is not known is left out."""

    role: str
    title: str
    authors: list[str]
    authors_complete: bool
    year: int
    year_published: int
    venue: str
    arxiv_id: str
    doi: str
    acl_id: str
    openreview_id: str
    pmlr_id: str
    s2_corpus_id: int
    s2_paper_id: str
    dblp_key: str
    other_arxiv_ids: list[str]
    citations: list[Figure]


def _rows(name: str) -> list[dict[str, str]]:
    with (EVALUATION_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _figures() -> dict[str, list[Figure]]:
    figures: dict[str, list[Figure]] = {}
    for row in _rows("citation_figures.csv"):
        figure = Figure(count=int(row["citation_count"]), source=row["citation_source"], date=row["citation_date"])
        figures.setdefault(title_key(row["gold_title"]), []).append(figure)
    return figures


def _integer(value: str | float | None) -> int | None:
    return int(value) if value else None


def _without_gaps(**facts: Any) -> CatalogueWork:
    known = {key: value for key, value in facts.items() if value not in (None, "", [])}
    return cast("CatalogueWork", known)


def _listed(gold: list[dict[str, str]], figures: dict[str, list[Figure]]) -> Iterator[CatalogueWork]:
    """Works that entries of the list name, once each."""
    for row in gold:
        if not row["gold_title"] or row["is_non_paper"] == "yes" or row["gold_exists"] == "no":
            continue
        yield _without_gaps(
            role="listed",
            title=row["gold_title"],
            authors=[name.strip() for name in row["gold_authors"].split(";") if name.strip()],
            authors_complete=row["gold_authors_complete"] == "yes",
            year=_integer(row["gold_year"]),
            year_published=_integer(row["gold_year_published"]),
            venue=row["gold_venue"],
            arxiv_id=row["gold_arxiv_id"],
            doi=row["gold_doi"],
            acl_id=row["gold_acl_id"],
            openreview_id=row["gold_openreview_id"],
            pmlr_id=row["gold_pmlr_id"],
            s2_corpus_id=_integer(row["gold_s2_corpus_id"]),
            other_arxiv_ids=row["gold_alt_arxiv_ids"].replace("|", " ").replace(";", " ").split(),
            citations=figures.get(title_key(row["gold_title"]), []),
        )


def _corpus(work_ids: set[str], titles: set[str]) -> dict[str, CatalogueWork]:
    """Corpus rows by `work_id` and by title."""
    columns = ["work_id", "title", "authors", "authors_complete", "year", "year_published", "venue_short", "venue"]
    columns += ["arxiv_id", "doi", "acl_id", "openreview_id", "s2_paper_id", "corpus_id", "dblp_key"]
    wanted = pc.field("work_id").isin(sorted(work_ids)) | pc.field("title").isin(sorted(titles))
    rows = pq.read_table(EVALUATION_DATA / "works.parquet", columns=columns, filters=wanted).to_pylist()
    return {row[key]: _from_corpus(row) for key in ("title", "work_id") for row in rows}


def _from_corpus(row: dict[str, Any]) -> CatalogueWork:
    return _without_gaps(
        role="",
        title=row["title"],
        authors=list(row["authors"] or []),
        authors_complete=bool(row["authors_complete"]),
        year=_integer(row["year"]),
        year_published=_integer(row["year_published"]),
        venue=row["venue"] or row["venue_short"],
        arxiv_id=row["arxiv_id"],
        doi=normalise_doi(row["doi"] or "") or row["doi"],
        acl_id=row["acl_id"],
        openreview_id=row["openreview_id"],
        s2_paper_id=row["s2_paper_id"],
        s2_corpus_id=_integer(row["corpus_id"]),
        dblp_key=row["dblp_key"],
    )


def _linked(gold: list[dict[str, str]], corpus: dict[str, CatalogueWork]) -> Iterator[CatalogueWork]:
    """Papers that wrong links lead to, where it is known which."""
    for row in gold:
        title = row["link_resolves_to_title"]
        identifier = identifier_in_url(row["link"])
        if not title or row["link_correct"] == "yes" or identifier is None:
            continue
        known = corpus.get(str(identifier)) or corpus.get(title) or CatalogueWork()
        work = CatalogueWork(**{**known, "role": "linked", "title": title})
        match identifier.scheme:
            case Scheme.ARXIV:
                work["arxiv_id"] = identifier.value
                work.setdefault("year", 2000 + int(identifier.value[:2]))
            case Scheme.DOI:
                work["doi"] = identifier.value
            case Scheme.PMLR:
                work["pmlr_id"] = identifier.value
            case Scheme.OPENREVIEW:
                work["openreview_id"] = identifier.value
            case _:
                pass
        yield work


def _neighbours(rows: Iterable[dict[str, str]], corpus: dict[str, CatalogueWork]) -> Iterator[CatalogueWork]:
    """Other papers whose titles come near the listed ones."""
    for row in rows:
        known = corpus.get(row["neighbour_id"])
        if known and known.get("authors") and known.get("year"):
            yield CatalogueWork(**{**known, "role": "neighbour"})


def _names(work: CatalogueWork) -> set[str]:
    keys = ("arxiv_id", "doi", "acl_id", "s2_corpus_id")
    names = {f"{key}:{work[key]}".lower() for key in keys if work.get(key)}  # type: ignore[literal-required]
    return names or {title_key(work["title"])}


def catalogue() -> list[CatalogueWork]:
    """Every work of the catalogue, listed ones first, each once."""
    gold = _rows("seed_gold.csv")
    near = _rows("near_misses.csv")
    leading = [row for row in gold if row["link_resolves_to_title"]]
    named = {row["neighbour_id"] for row in near} | {str(identifier_in_url(row["link"])) for row in leading}
    corpus = _corpus(named, {row["link_resolves_to_title"] for row in leading})
    works: list[CatalogueWork] = []
    seen: set[str] = set()
    for work in (*_listed(gold, _figures()), *_linked(gold, corpus), *_neighbours(near, corpus)):
        names = _names(work)
        if not names & seen:
            works.append(work)
        seen |= names
    return works


def main() -> None:
    """Write `data/raw/catalogue.jsonl` and `data/raw/post-training-llms.md`."""
    upstream = (EVALUATION_DATA / "upstream_readme.md").read_text(encoding="utf-8")
    entries = parse_list(upstream, "upstream_readme.md").entries
    (RAW / "post-training-llms.md").write_text(render_list(entries, LIST_NAME), encoding="utf-8")
    works = catalogue()
    lines = [json.dumps(work, ensure_ascii=False, sort_keys=True) for work in works]
    (RAW / "catalogue.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(entries)} entries, {len(works)} works\n")


if __name__ == "__main__":
    main()
