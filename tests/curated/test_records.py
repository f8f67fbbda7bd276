"""Tests of CSV, TSV and JSON lines: fields by their names, records with their lines."""

from __future__ import annotations

import json

import pytest

from pipeline.curated import Format, parse_list
from pipeline.curated.objects import read_jsonl
from pipeline.curated.raw import RawEntry
from pipeline.curated.records import field_of, read_csv, read_tsv
from pipeline.errors import ListError
from pipeline.model import Link
from pipeline.terminal import console

CSV = """Title,Authors,Year,Venue,DOI,PDF,Code
"LoRA: Low-Rank
Adaptation","Hu, E.; Shen, Y.",2022,ICLR,10.1000/x1,https://arxiv.org/pdf/2106.09685,https://github.com/microsoft/LoRA
Otter,,2023-05-05,arXiv,,,
,nobody,2020,,,,
A title, with a comma
"""


def _only(text: str) -> RawEntry:
    (entry,) = read_jsonl(text).entries
    return entry


def test_a_table_of_papers() -> None:
    """Each row is an entry on the line it begins on, with links, identifiers, authors and claims."""
    read = read_csv(CSV)
    lora, otter, comma = read.entries
    assert (lora.line, lora.title, lora.authors) == (2, "LoRA: Low-Rank Adaptation", "Hu, E.; Shen, Y.")
    assert (lora.claim.venue, lora.claim.year) == ("ICLR", 2022)
    assert lora.papers == ("https://arxiv.org/pdf/2106.09685", "https://doi.org/10.1000/x1")
    assert lora.links[-1] == Link(url="https://github.com/microsoft/LoRA", label="Code")
    assert (otter.line, otter.claim.venue, otter.claim.year) == (4, "arXiv", 2023)
    assert (comma.line, comma.title) == (6, "A title")
    assert [(problem.line, problem.message) for problem in read.problems] == [(5, "row has no title; passed over.")]


@pytest.mark.parametrize(
    "text",
    [
        "title;year\nLoRA;2022\n",
        "title\tyear\nLoRA\t2022\n",
        "\n\nYear,Paper Title\n2022,LoRA\n",
        "TITLE,Date\nLoRA,2022-01\n",
    ],
)
def test_tables_in_many_forms(text: str) -> None:
    """Semicolons, tabs, capitals and other names of the columns are understood, and the format is told."""
    (entry,) = parse_list(text, "list.csv").entries
    assert (entry.title, entry.claimed_year) == ("LoRA", 2022)


def test_a_table_without_titles_is_refused() -> None:
    """The error says which columns were found, on which line, and what to do."""
    with pytest.raises(ListError, match=r"list\.csv:2: no column is called 'title' \(found a, b\)"):
        parse_list("\na,b\n1,2\n", "list.csv", Format.CSV)


def test_a_title_may_be_a_link() -> None:
    """A Markdown link in the title's cell gives title and link."""
    (entry,) = read_tsv("title\tyear\n[LoRA](https://arxiv.org/abs/2106.09685)\t2022\n").entries
    assert (entry.title, entry.papers) == ("LoRA", ("https://arxiv.org/abs/2106.09685",))


def test_objects_of_a_service() -> None:
    """What Semantic Scholar gives for a paper is read with its identifiers and authors."""
    text = json.dumps(
        {
            "title": "LoRA",
            "year": 2021,
            "venue": "ICLR",
            "authors": [{"name": "Edward Hu"}, {"name": "Yelong Shen"}],
            "externalIds": {"ArXiv": "2106.09685", "CorpusId": 235458009},
        },
    )
    entry = _only(text)
    assert entry.authors == "Edward Hu, Yelong Shen"
    assert entry.papers == ("https://arxiv.org/abs/2106.09685", "https://api.semanticscholar.org/CorpusID:235458009")


def test_lines_arrays_and_strings() -> None:
    """Objects, one a line or in an array, and strings are entries on their lines; what is no record is told."""
    lines = read_jsonl('{"title": "A"}\n\n"B"\nbroken\n[1]\n{"name": "C"}\n')
    assert [(entry.line, entry.title) for entry in lines.entries] == [(1, "A"), (3, "B"), (6, "C")]
    assert [problem.line for problem in lines.problems] == [4, 5]
    array = read_jsonl('[\n  {"title": "A"},\n  {\n    "title": "B"\n  }\n]\n')
    assert [(entry.line, entry.title) for entry in array.entries] == [(2, "A"), (3, "B")]


def test_what_we_print_is_read_back() -> None:
    """The lines of `papers parse --json` give the same entries again."""
    text = "## One\n\n### Two\n\n- LoRA (ICLR 2022) [Paper](https://arxiv.org/abs/2106.09685) [Code](https://github.com/a/b)\n"
    (entry,) = parse_list(text, "list.md").entries
    (again,) = parse_list(json.dumps(console.entry_as_json(entry)), "list.jsonl").entries
    assert (again.title, again.headings, again.identifiers) == (entry.title, entry.headings, entry.identifiers)
    assert (again.claimed_venue, again.claimed_year) == (entry.claimed_venue, entry.claimed_year)
    assert {link.url for link in again.links} >= {link.url for link in entry.links}


@pytest.mark.parametrize(("name", "field"), [("Paper Title", "title"), ("arXiv ID", "arxiv"), ("stars", None)])
def test_names_of_columns(name: str, field: str | None) -> None:
    """Columns are known by what they are called, whatever the case."""
    assert field_of(name) == field
