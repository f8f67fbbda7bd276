"""Tests of RIS: records as their writers export them; what cannot be read is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.curated import Format, parse_list
from pipeline.curated.raw import RawEntry
from pipeline.curated.ris import read_ris

ZOTERO = """TY  - CONF
TI  - LoRA: Low-Rank Adaptation of Large
Language Models
AU  - Hu, Edward J.
AU  - Shen, Yelong
A2  - An Editor
C3  - Proceedings of a Conference
DA  - 2022/04/25/
PY  - 2022
UR  - https://openreview.net/forum?id=nZeVKeeFYf9
L1  - files/12/lora.pdf
N1  - <p>Cited by arXiv:2305.18290</p>
KW  - Computer Science - Machine Learning
ER  -

TY  - UNPB
TI  - Direct Preference Optimization
AN  - arXiv:2305.18290 [cs]
PB  - arXiv
DA  - 2023/05/29/
ER  -

"""
PUBLISHER = """Provider: A Publisher
Content: text/plain; charset="UTF-8"

TY - JOUR
T1 - Friends &amp; <i>Foes</i>
A1 - Li, Bo
JF - Journal of Lists
JA - J. Lists
Y1 - 2019///
N1 - doi: 10.1000/XYZ.1
L1 - https://journal.example/xyz.pdf
ER -
"""
BROKEN = """TY  - JOUR
TI  - Never ended
TY  - JOUR
PY  - 2020
ER  -
a line of its own
and another
TY  - COMP
TI  - A program
ER  -
ER  -
TY  - COMP
TI  - A program with a page
UR  - https://example.org/program
"""


def _only(*lines: str) -> RawEntry:
    (entry,) = read_ris("\n".join(["TY  - JOUR", "TI  - Otter", *lines, "ER  - "])).entries
    return entry


def test_a_library_as_zotero_exports_it() -> None:
    """Entries come in order, on the lines of their titles, with links, identifiers, claims and authors."""
    read = read_ris(ZOTERO)
    lora, preference = read.entries
    assert (lora.line, lora.title) == (2, "LoRA: Low-Rank Adaptation of Large Language Models")
    assert (lora.claim.venue, lora.claim.year) == ("Proceedings of a Conference", 2022)
    assert lora.authors == "Hu, Edward J.; Shen, Yelong"
    assert lora.papers == ("https://openreview.net/forum?id=nZeVKeeFYf9",)
    assert (preference.line, preference.papers) == (17, ("https://arxiv.org/abs/2305.18290",))
    assert (preference.claim.venue, preference.claim.year) == ("arXiv", 2023)
    assert not read.problems


def test_a_record_as_publishers_export_it() -> None:
    """The older tags are read too, entities are written out, and what stands before the records is told."""
    read = read_ris(PUBLISHER)
    (paper,) = read.entries
    assert (paper.line, paper.title, paper.authors) == (5, "Friends & Foes", "Li, Bo")
    assert (paper.claim.venue, paper.claim.year) == ("Journal of Lists", 2019)
    assert paper.papers == ("https://journal.example/xyz.pdf", "https://doi.org/10.1000/xyz.1")
    assert [problem.line for problem in read.problems] == [1]


def test_what_cannot_be_read_is_told() -> None:
    """A record that is not ended is read; without a title, outside of records or of no paper it is told."""
    read = read_ris(BROKEN)
    assert [(entry.line, entry.title) for entry in read.entries] == [(2, "Never ended"), (13, "A program with a page")]
    told = {problem.line: problem.message.split(";")[0] for problem in read.problems}
    assert told == {
        3: "record has no title",
        6: "text stands in no record, which begins with 'TY  - '",
        9: "record of type COMP is no paper",
        11: "text stands in no record, which begins with 'TY  - '",
    }


def test_an_empty_text_has_no_records() -> None:
    """Nothing is read of nothing, and nothing told."""
    assert read_ris("\n\n") == read_ris("")
    assert not read_ris("").entries


@pytest.mark.parametrize(
    ("lines", "paper"),
    [
        (["DO  - https://doi.org/10.1000/X2"], "https://doi.org/10.1000/x2"),
        (["M3  - 10.1000/x3"], "https://doi.org/10.1000/x3"),
        (["DO  - none", "L3  - 10.1000/x4"], "https://doi.org/10.1000/x4"),
        (["JO  - arXiv preprint arXiv:2305.03726"], "https://arxiv.org/abs/2305.03726"),
        (["M2  - arXiv:2305.03726 [cs.CL]"], "https://arxiv.org/abs/2305.03726"),
        (["AN  - 36342345", "UR  - https://a.example/b"], "https://a.example/b"),
        (["L1  - internal-pdf://0123/otter.pdf", "L2  - https://a.example/b.pdf"], "https://a.example/b.pdf"),
    ],
)
def test_where_writers_put_addresses(lines: list[str], paper: str) -> None:
    """A DOI, an arXiv id or an address leads to the paper wherever it is written; files of one's own do not."""
    assert _only(*lines).papers == (paper,)


def test_of_a_book() -> None:
    """Its title may stand as the book's, editors stand in for authors, and its publisher for a venue."""
    (book,) = read_ris("TY  - BOOK\nBT  - On Lists\nA2  - Li, Bo\nPB  - A Press\nER  -\n").entries
    assert (book.title, book.authors, book.claim.venue) == ("On Lists", "Li, Bo", "A Press")


def test_a_date_without_a_year_claims_nothing() -> None:
    """The first date that has a year is the claim."""
    assert _only("PY  - in press", "DA  - 2021/03/01/").claim.year == 2021
    assert _only("PY  - in press").claim.year is None


@pytest.mark.parametrize("text", [ZOTERO, PUBLISHER, "\ufeff\r\n" + ZOTERO.replace("\n", "\r\n")])
def test_the_format_is_told(text: str) -> None:
    """Records are known at their beginning, or behind what a database says of them."""
    assert parse_list(text, "refs.ris").entries == parse_list(text, "refs.ris", Format.RIS).entries


def test_a_list_that_shows_a_record_is_none_of_them() -> None:
    """A Markdown list with a citation at its end is Markdown."""
    listed = "# A list\n\n- [LoRA](https://arxiv.org/abs/2106.09685)\n\n```\nTY  - JOUR\nTI  - Cite us\nER  -\n```\n"
    assert [entry.title for entry in parse_list(listed, "list.md").entries] == ["LoRA"]


_VALUES = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20).map(lambda text: "A " + text)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(_VALUES, st.booleans()), min_size=1, max_size=8))
def test_no_record_is_lost(records: list[tuple[str, bool]]) -> None:
    """As many entries come as records have titles, whether they are ended or not; the others are told."""
    text = "".join(
        f"TY  - JOUR\n{'TI' if number % 3 else 'VL'}  - {value}\n" + ("ER  - \n" if ended else "")
        for number, (value, ended) in enumerate(records)
    )
    read = read_ris(text)
    untitled = len(range(0, len(records), 3))
    assert (len(read.entries), len(read.problems)) == (len(records) - untitled, untitled)


@pytest.mark.parametrize("text", ["TY  - \n" * 3000, "ER  - \n" * 3000, "TY  - JOUR\nTI  - a\n" + "b\n" * 30_000])
def test_hostile_records_are_refused(text: str) -> None:
    """Records without end, or a title without one, give an error or problems, soon."""
    with pytest.raises(Exception, match="no papers found"):
        parse_list(text, "refs.ris", Format.RIS)
