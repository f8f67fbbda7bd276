"""Tests that a title is corrected in as little of the text as it takes, whatever markup it stands in."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.curated.parse import parse_list
from pipeline.export.corrected import correct, read_source
from pipeline.export.corrections import Correction, Part
from tests.builders import steady

LINK = "[Paper](https://arxiv.org/abs/2401.00001)"
OTHER = "- Another one [Paper](https://arxiv.org/abs/2401.00002)\n"


def _retitled(shape: str, new: str) -> str:
    """The text of the first entry when its title is corrected; as it was where it is left."""
    source = read_source(f"{shape} {LINK}\n{OTHER}".encode(), "list.md", None)
    entry = source.entries[0]
    wanted = Correction(entry_id=entry.entry_id, position=1, line=entry.line, part=Part.TITLE, old=entry.title, new=new)
    corrected = correct(source, [wanted])
    if corrected.made:
        assert parse_list(corrected.text, "x").entries[0].title == new
    return corrected.text.removesuffix(f" {LINK}\n{OTHER}")


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- *On* sorting of *lsts* by `size`", "On sorting of lists by size", "- *On* sorting of *lists* by `size`"),
        ("- On  sorting\n  of lsts by size", "On sorting of lists by size", "- On  sorting\n  of lists by size"),
        ("- *On* sorting lists by *size*", "On sorting of lists by size", "- *On* sorting of lists by *size*"),
        ("- **On sorting of of lists**", "On sorting of lists", "- **On sorting of lists**"),
        ("- Q&amp;A on &#34;lsts&quot; of 1", 'Q&A on "lists" of 1', '- Q&amp;A on "lists" of 1'),
        ("- =On lsts", "=On lists", "- =On lists"),
        ("- On \\\n  *sorting* lsts", "On sorting lists", "- On \\\n  *sorting* lists"),
        ("- Lsts", "On all lists", "- On all lists"),
        (r"- On \[MSK\] and \[CLS\]", "On [MASK] and [CLS]", r"- On \[MASK\] and \[CLS\]"),
        ("- <i>On lsts of things</i>", "On lists of things", "- <i>On lists of things</i>"),
    ],
)
def test_what_is_right_stays_as_it_stands(before: str, new: str, after: str) -> None:
    """Emphasis, code, line ends, blanks and escapes around the words that are mended."""
    assert _retitled(before, new) == after


@pytest.mark.parametrize(
    "shape",
    [
        r"- Learning with *Deep* Nets \*Now\* by lsts",
        r"- The \_\_init\_\_ Methods of snake\_case lsts",
        r"- A\* Search and ~~no~~ \~tilde\~ in lsts",
        r"- The \`x\_y\` way of C:\\lsts",
        r"- R\&D of \&amp; in lsts",
        "- R&amp;D of &amp;amp; in lsts",
        "- Costs of $n^2$ and $5 in lsts",
    ],
)
def test_signs_of_markup_may_be_letters_of_a_title(shape: str) -> None:
    """The title is found in spite of them, and nothing but the misprint changes."""
    (entry, _) = parse_list(f"{shape} {LINK}\n{OTHER}", "x").entries
    assert _retitled(shape, entry.title.replace("lsts", "lists")) == shape.replace("lsts", "lists")


@pytest.mark.parametrize(
    "shape",
    [
        "- *Simpel* **Sorting of** lsts",
        "- *Simple* **Sorting of lsts*",
        "- **Simple** Sorting **of** lsts",
        "- ***Simple** sorting* of `lsts`",
        "- Simple *Sorting ***of*** lsts*",
    ],
)
def test_no_mark_is_left_without_its_other(shape: str) -> None:
    """A title that is wholly another one is written with the marks around it, or left."""
    after = _retitled(shape, "Easy arrangements: a survey")
    assert after == shape or not re.search(r"[*`]", after.removeprefix("- ").strip("*`"))
    assert len(re.findall(r"[*`]", after)) in {0, 2, len(re.findall(r"[*`]", shape))}


def test_what_is_no_whole_title_is_left() -> None:
    """In reStructuredText a link stands in brackets within code, and its title is read up to the bracket."""
    text = "- `On sorting of lsts <https://arxiv.org/abs/2401.00001>`_ ICLR 2024"
    assert parse_list(f"{text}\n{OTHER}", "x").entries[0].title == "On sorting of lsts <"
    source = read_source(f"{text}\n{OTHER}".encode(), "list.md", None)
    entry_id, old = source.entries[0].entry_id, source.entries[0].title
    wanted = Correction(entry_id=entry_id, position=1, line=1, part=Part.TITLE, old=old, new="On sorting of lists")
    corrected = correct(source, [wanted])
    assert (corrected.text, corrected.left) == (source.text, (wanted,))


_WORDS = st.lists(st.sampled_from(["sorting", "lists", "of", "deep", "nets", "fast"]), min_size=3, max_size=7)
_MARK = st.sampled_from(["", "*", "`"])


@steady
@given(_WORDS, st.lists(_MARK, min_size=7, max_size=7), st.data())
def test_one_word_is_written_where_one_is_wrong(words: list[str], marks: list[str], data: st.DataObject) -> None:
    """All others and all marks stay where they are."""
    place = data.draw(st.integers(0, len(words) - 1))
    right = [f"x{number}{word}" for number, word in enumerate(words)]
    wrong = [*right[:place], f"{right[place]}z", *right[place + 1 :]]

    def shape(told: list[str]) -> str:
        return "- The " + " ".join(f"{mark}{word}{mark}" for word, mark in zip(told, marks, strict=False))

    title = " ".join(["The", *wrong])
    assume(parse_list(f"{shape(wrong)} {LINK}\n{OTHER}", "x").entries[0].title == title)
    assert _retitled(shape(wrong), " ".join(["The", *right])) == shape(right)
