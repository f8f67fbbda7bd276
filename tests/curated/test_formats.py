"""Tests of telling a list's format from its text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.curated.formats import READERS, Format, detect

EXAMPLES = {
    Format.MARKDOWN: "# A list\n\n- [LoRA](https://arxiv.org/abs/2106.09685)\n",
    Format.HTML: "<!DOCTYPE html>\n<html><body><ul><li>LoRA</li></ul></body></html>\n",
    Format.TEXT: "- LoRA Paper\n- Constitutional AI [Paper]\n",
    Format.BIBTEX: "@article{hu2022lora,\n  title = {LoRA},\n}\n",
    Format.RIS: "TY  - JOUR\nTI  - LoRA\nER  - \n",
    Format.CSV: "title,year\nLoRA,2022\n",
    Format.TSV: "title\tyear\nLoRA\t2022\n",
    Format.JSONL: '{"title": "LoRA"}\n',
    Format.TITLES: "LoRA\nConstitutional AI\n",
}
"""One text of each format."""


@pytest.mark.parametrize("expected", Format)
def test_each_format_is_told_from_its_own_text(expected: Format) -> None:
    """Each format has an example, which is told to be of it, also behind blank lines and twice."""
    text = EXAMPLES[expected]
    assert {detect(text), detect("\n\n" + text), detect(text + "\n\n" + text)} == {expected}
    assert [entry.title for entry in READERS[expected](text).entries][:1] == ["LoRA"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A list\n\n- LoRA\n", Format.MARKDOWN),
        ("- [LoRA](https://arxiv.org/abs/2106.09685)\n", Format.MARKDOWN),
        ("- LoRA [Paper](https://arxiv.org/abs/2106.09685)\n", Format.MARKDOWN),
        ("- LoRA\n- Constitutional AI\n", Format.MARKDOWN),
        ("  1. LoRA\n  2. Constitutional AI\n", Format.MARKDOWN),
        ("# Titles\n\n- A paper\n", Format.MARKDOWN),
        ("Welcome.\n- LoRA Paper\n- Constitutional AI [Paper]\n", Format.TEXT),
        ("LoRA\nConstitutional AI\n", Format.TITLES),
        ("LoRA Paper\nConstitutional AI Paper\n", Format.TITLES),
        ("2001: a study\n#1 in learning\n-1 is not enough\n", Format.TITLES),
        ("[1] LoRA\n[2] Constitutional AI\n", Format.TITLES),
        ("", Format.TITLES),
    ],
)
def test_formats_are_told_apart(text: str, expected: Format) -> None:
    """Links, headings and bullets make Markdown, lost labels make scraped text, anything else is titles."""
    assert detect(text) is expected


def test_every_format_has_a_reader() -> None:
    """What can be detected or named can be read."""
    assert set(READERS) == set(EXAMPLES) == set(Format)


@settings(derandomize=True, deadline=None, max_examples=120)
@given(st.text())
def test_every_text_has_a_format(text: str) -> None:
    """Any text is of one format, the same each time, and its reader does not fail on it."""
    chosen = detect(text)
    assert chosen is detect(text)
    assert READERS[chosen](text) == READERS[chosen](text)
