"""Tests that a title is corrected in as little of the text as it takes, whatever markup it stands in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.curated.parse import parse_list
from pipeline.export.corrected import Corrected, ListSource, correct, read_source
from pipeline.export.corrections import Correction, Part
from pipeline.export.retitling import title_edits
from tests.builders import steady

LINK = "[Paper](https://arxiv.org/abs/2401.00001)"
OTHER = "- Another one [Paper](https://arxiv.org/abs/2401.00002)\n"


def _correct(source: ListSource, new: str, position: int = 1) -> Corrected:
    entry = source.entries[position - 1]
    told: dict[str, Any] = {"entry_id": entry.entry_id, "position": position, "line": entry.line}
    return correct(source, [Correction(**told, part=Part.TITLE, old=entry.title, new=new)])


def _retitled(shape: str, new: str) -> str:
    """The text of the first entry when its title is corrected; as it was where it is left."""
    source = read_source(f"{shape} {LINK}\n{OTHER}".encode(), "list.md", None)
    corrected = _correct(source, new)
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


MARKS = ["\u2020", r"\*", "[^1]", "\u00b9", " \u00a7", " [1]", "[^1]\u2021"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("last", ["lists", "lsts"])
def test_marks_of_footnotes_stay(mark: str, last: str) -> None:
    """Behind a title of which the last word is right or misspelt; what they mark is told elsewhere in the list."""
    text = f"- *On* sortng of {last}{mark} {LINK}\n{OTHER}"
    source = read_source(text.encode(), "list.md", None)
    assert _correct(source, "On sorting of lists").text == text.replace("sortng", "sorting").replace("lsts", "lists")


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ("- On sortng[^1] of lists", "On sorting of lists"),
        ("- On sorting\u2020 of lsts", "On sorting of lists"),
        (r"- Serch with A\*", "Search with A-star"),
        ("- On sorting of lists[^1]", "On sorting of lists"),
    ],
)
def test_a_mark_that_has_no_place_in_the_new_title_is_left_to_a_person(before: str, new: str) -> None:
    """It may be a footnote's or a letter."""
    source = read_source(f"{before} {LINK}\n{OTHER}".encode(), "list.md", None)
    corrected = _correct(source, new)
    assert corrected.text == source.text
    assert len(corrected.made) + len(corrected.left) == 1


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- On $k$-lsts of things", "On $k$-lists of things", "- On $k$-lists of things"),
        ("- On $k$-lsts of things", "On $k^2$-lists of things", "- On $k^2$-lists of things"),
        ("- $k$-lsts and $m$-bags", "$k$-lists & $m$-sets", r"- $k$-lists \& $m$-sets"),
        ("- On $k$-lsts of things", "On $k<b>$-lists of things", "- On $k$-lsts of things"),
        ("- On 5 lsts of things", "On $5$ lists of things", r"- On \$5\$ lists of things"),
    ],
)
def test_formulas_stay_formulas(before: str, new: str, after: str) -> None:
    """Signs of money where there was no formula are none; a formula with signs of markup is left."""
    assert _retitled(before, new) == after


HEADING = f"On sorting of lsts\n\n{LINK} [Code](https://github.com/a/b)\n\n"
REST = f"### On other things of sorting\n\n{LINK}\n"


@pytest.mark.parametrize(
    ("before", "made"),
    [
        (f"- [On sorting](#on-sorting-of-lsts)\n\n### {HEADING}", 0),
        (f'<a href="#on-sorting-of-lsts">On sorting</a>\n\n### {HEADING}', 0),
        (f"See [there](#12-on-sorting-of-lsts).\n\n### 1.2 {HEADING}", 0),
        (f"See [there](https://github.com/a/b#on%2Dsorting-of-lsts).\n\n### {HEADING}", 0),
        (f"See [there](#on-other-things-of-sorting).\n\n### {HEADING}", 1),
        (f"### {HEADING}", 1),
    ],
)
def test_a_heading_that_a_table_of_contents_leads_to_is_left(before: str, made: int) -> None:
    """Its words are its address; that of another heading hinders nothing."""
    source = read_source(f"# A\n\n{before}{REST}".encode(), "list.md", None)
    at = next(entry.position for entry in source.entries if "lsts" in entry.title)
    corrected = _correct(source, source.entries[at - 1].title.replace("lsts", "lists"), at)
    assert len(corrected.made) == made
    assert corrected.text == (source.text.replace("of lsts", "of lists") if made else source.text)


def test_a_bullet_of_the_same_words_is_no_heading() -> None:
    """What leads to a heading elsewhere does not lead to it."""
    text = f"See [there](#on-sorting-of-lsts).\n\n- On sorting of lsts {LINK}\n{OTHER}"
    source = read_source(text.encode(), "list.md", None)
    assert _correct(source, "On sorting of lists").text == text.replace("of lsts", "of lists")


def test_an_underlined_heading_is_one_too() -> None:
    """As with signs before it."""
    text = f"See [there](#on-sorting-of-lsts).\n\nOn sorting of lsts\n---\n\n{LINK}\n\n{OTHER}"
    source = read_source(text.encode(), "list.md", None)
    stretch = text.index("On sorting of"), len(text)
    assert not list(title_edits(source.text, stretch, "On sorting of lsts", "On sorting of lists", source.fmt))


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
