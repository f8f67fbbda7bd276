"""Tests that CSV comes back from readers, and that no spreadsheet runs what stands in it."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.reference import HIDDEN
from pipeline.export.table import cell, to_csv
from tests.builders import steady
from tests.export.rows import HOSTILE


def _text_of(written: str) -> str:
    """The text that a cell stands for, as whoever reads it makes it."""
    return written.removeprefix("'")


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "'quoted", "a,b\nc", "\r", " =1+1", "\uff1d1", "\u200b=1", "\ufeff@x", "\u200d+1", "\u3000\u00ad-1", ""],
)
def test_hostile_texts_come_back_and_run_nowhere(text: str) -> None:
    """Through the csv module and through pandas; no cell begins as a formula does."""
    printed = to_csv(["title", "other"], [{"title": text, "other": 1}])
    shown = text.translate(HIDDEN)

    (row,) = csv.DictReader(io.StringIO(printed, newline=""))
    assert _text_of(row["title"]) == shown
    assert not row["title"].lstrip(" \u3000\u00ad\u200b\u200d\ufeff").startswith(("=", "+", "-", "@", "\uff1d"))
    assert not row["title"].startswith(("\t", "\r", "\n"))
    frame = pd.read_csv(io.StringIO(printed, newline=""), keep_default_na=False)
    assert _text_of(str(frame["title"][0])) == shown
    assert frame["other"][0] == 1


@steady
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=4))
def test_every_text_comes_back(texts: list[str]) -> None:
    """Whatever stands in a row, a reader gets it again, without what cannot be seen."""
    names = [str(number) for number in range(len(texts))]
    printed = to_csv(names, [dict(zip(names, texts, strict=True))])
    _, row = csv.reader(io.StringIO(printed, newline=""))
    assert [_text_of(each) for each in row] == [text.translate(HIDDEN) for text in texts]


def test_values_are_written_as_programs_read_them() -> None:
    """Nothing for null, small letters for truth, figures as they are."""
    assert [cell(value) for value in (None, True, False, -3, 2.5)] == ["", "true", "false", "-3", "2.5"]


def test_lines_end_as_the_standard_says() -> None:
    """The header first."""
    assert to_csv(["a", "b"], [{"a": "x, y", "b": None}]) == 'a,b\r\n"x, y",\r\n'
