"""Tests that real lists come back, whatever shapes their curators chose."""

from __future__ import annotations

import random

import pytest

from pipeline.export.corrected import correct, read_source
from pipeline.export.corrections import Correction, Part
from pipeline.identifiers import identifier_in_url
from pipeline.model import CuratedEntry
from tests.evaluation import EVALUATION_DATA, needs_evaluation_data

LISTS = sorted((EVALUATION_DATA / "lists").glob("*.md"))
OTHER = "https://arxiv.org/abs/1706.03762"


def _wanted(entry: CuratedEntry, part: Part) -> Correction:
    old, new = (entry.title, f"{entry.title} Revisited") if part is Part.TITLE else (entry.link or "", OTHER)
    return Correction(entry_id=entry.entry_id, position=entry.position, line=entry.line, part=part, old=old, new=new)


@needs_evaluation_data
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_titles_and_links_of_real_lists_can_be_corrected(path: object) -> None:
    """Of a few entries each all links are, and all titles but one; without a correction not a byte changes."""
    body = (EVALUATION_DATA / "lists" / str(path)).read_bytes()
    source = read_source(body, str(path), None)
    some = random.Random(7).sample(source.entries, 8)
    linked = [entry for entry in some if identifier_in_url(entry.link or "") and entry.link != OTHER]
    wanted = [_wanted(entry, Part.TITLE) for entry in some] + [_wanted(entry, Part.LINK) for entry in linked]
    left = correct(source, wanted).left

    assert correct(source, ()).text.encode() == body
    assert [each.part for each in left] in ([], [Part.TITLE])
