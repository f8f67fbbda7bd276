"""Tests that CSL-JSON is what its schema says and what a processor of citations reads."""

from __future__ import annotations

import json
import warnings
from datetime import date
from typing import Any

import jsonschema
import pytest
from citeproc.source.json import CiteProcJSON

from pipeline.export.csl import to_csl_json
from pipeline.export.reference import references, seen
from tests.export.rows import HOSTILE, a_work, an_entry_row

NAME = {
    "type": "object",
    "properties": {
        part: {"type": "string", "minLength": 1}
        for part in ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
    },
    "additionalProperties": False,
}
TEXTS = ("title", "container-title", "publisher", "archive", "archive_location", "DOI", "URL", "status")
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "properties": {
            "type": {
                "enum": ["article", "article-journal", "paper-conference", "thesis", "report", "document"],
            },
            "id": {"type": ["string", "number"]},
            "author": {"type": "array", "items": NAME},
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    }
                },
                "additionalProperties": False,
            },
            "number": {"type": ["string", "number"]},
            **{name: {"type": "string"} for name in TEXTS},
        },
        "additionalProperties": False,
    },
}
"""What the schema of CSL-JSON 1.0.2 says of the variables that are used here."""


def _items(*works: dict[str, Any]) -> list[dict[str, Any]]:
    printed = to_csl_json(references([an_entry_row(work_id=work["work_id"]) for work in works], works))
    items: list[dict[str, Any]] = json.loads(printed)
    jsonschema.validate(items, SCHEMA)
    with warnings.catch_warnings():
        # The processor warns of variables that it does not know by heart.
        warnings.simplefilter("ignore")
        read = CiteProcJSON(items)
    assert set(read) == {work["work_id"].lower() for work in works}
    return items


@pytest.mark.parametrize(
    ("changes", "kind", "place"),
    [
        ({}, "article", None),
        ({"venue": "TMLR"}, "article-journal", "container-title"),
        ({"venue": "NeurIPS"}, "paper-conference", "container-title"),
        ({"venue": "PhD thesis, Somewhere"}, "thesis", "publisher"),
        ({"venue": "OpenAI technical report"}, "report", "publisher"),
        ({"venue": "Somewhere"}, "document", "container-title"),
    ],
)
def test_the_type_fits_the_kind(changes: dict[str, object], kind: str, place: str | None) -> None:
    """A preprint says where it lies, others where they appeared."""
    (item,) = _items(a_work(**changes))
    assert item["type"] == kind
    assert (item.get("number") == "arXiv:2401.00001") is (place is None)
    assert {"container-title", "publisher"} & set(item) == ({place} if place else set())


def test_names_dates_and_gaps() -> None:
    """Names are parted as BibTeX parts them, a team's name with signs stays whole, missing authors are told of."""
    names = ["Ludwig van der Berg", "OpenAI", "Team, Inc.", "Team and Friends", "Antonio Laverghetta Jr."]
    work = a_work(authors=[{"name": name} for name in names], authors_complete=False, publication_date=date(2024, 3, 1))
    (item,) = _items(work)
    assert item["author"] == [
        {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Berg"},
        {"family": "OpenAI"},
        {"literal": "Team, Inc."},
        {"literal": "Team and Friends"},
        {"given": "Antonio", "family": "Laverghetta", "suffix": "Jr."},
        {"literal": "others"},
    ]
    assert item["issued"] == {"date-parts": [[2024, 3, 1]]}
    (bare,) = _items(a_work(authors=[], authors_complete=False, year=None, withdrawn=True))
    assert not {"author", "issued"} & set(bare)
    assert bare["status"] == "withdrawn"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_and_harm_nothing(text: str) -> None:
    """In ASCII, so that no terminal is steered."""
    work = a_work(title=text, venue=text, authors=[{"name": text}])
    (item,) = _items(work)
    assert item["title"] == seen(text)
    assert to_csl_json(references([an_entry_row()], [work])).replace("\n", "").isprintable()
