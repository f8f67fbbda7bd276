"""Tests that BibTeX says what the snapshot says, read back by a library that does not know how it was printed."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Entry
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.formats import Format
from pipeline.curated.parse import parse_list
from pipeline.export.bibtex import escaped, to_bibtex
from pipeline.export.reference import references, seen
from pipeline.titles import collapse
from tests.builders import steady
from tests.export.rows import HOSTILE, a_work, an_entry_row


def _printed(*works: dict[str, Any]) -> str:
    return to_bibtex(references([an_entry_row(work_id=work["work_id"]) for work in works], works))


def _read(text: str) -> list[Entry]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware(keep_math_mode=False)])
    assert not library.failed_blocks
    return library.entries


def _plain(value: object) -> str:
    """A decoded value; the decoder reads a circumflex as the letter that looks like it."""
    return collapse(str(value).replace("\u02c6", "^"))


def test_an_entry_reads_as_people_write_it() -> None:
    """Type, key, fields; capitals that are part of a word are kept."""
    work = a_work(title="LoRA: Low-Rank GPT-4 in C", arxiv_primary_category="cs.CL", doi="10.1/a_b", venue="ICLR")
    assert _printed(work | {"authors_complete": False}) == (
        "@inproceedings{arxiv:2401.00001,\n"
        "  title = {{LoRA}: Low-Rank {GPT}-4 in {C}},\n"
        "  author = {Ada Example and Bo Other and others},\n"
        "  booktitle = {ICLR},\n"
        "  year = {2024},\n"
        "  doi = {10.1/a_b},\n"
        "  eprint = {2401.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  url = {https://doi.org/10.1/a_b},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [
        ({}, "misc", None),
        ({"venue": "TMLR"}, "article", "journal"),
        ({"venue": "NeurIPS"}, "inproceedings", "booktitle"),
        ({"venue": "PhD thesis, Somewhere"}, "phdthesis", "school"),
        ({"venue": "OpenAI technical report"}, "techreport", "institution"),
        ({"venue": "Somewhere"}, "misc", "howpublished"),
        ({"venue": "Technical Report 12"}, "misc", "howpublished"),
    ],
)
def test_the_type_fits_the_kind(changes: dict[str, object], kind: str, field: str | None) -> None:
    """With the venue in the field that the type has for it, and the eprint beside it."""
    (entry,) = _read(_printed(a_work(**changes)))
    assert entry.entry_type == kind
    assert entry.fields_dict["eprint"].value == "2401.00001"
    venues = {"journal", "booktitle", "school", "institution", "howpublished"} & set(entry.fields_dict)
    assert venues == ({field} if field else set())


def test_a_withdrawn_paper_says_so() -> None:
    """In a note, which every style prints."""
    (entry,) = _read(_printed(a_work(withdrawn=True)))
    assert entry.fields_dict["note"].value == "Withdrawn"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_and_harm_nothing(text: str) -> None:
    """As title, name and venue; what follows is an entry of its own."""
    hostile = a_work(title=text, authors=[{"name": text}, {"name": "Bo Other"}], venue=text)
    first, second = _read(_printed(hostile, a_work(work_id="w2", title="The next")))

    for field in ("title", "author", "howpublished"):
        value = first.fields_dict.get(field) or first.fields_dict.get("booktitle")
        assert value is not None
        assert seen(text) in _plain(value.value)
    assert second.fields_dict["title"].value == "The next"


@steady
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")) | st.just(" "), max_size=60))
def test_every_text_comes_back(text: str) -> None:
    """Whatever stands in a title, a reader of BibTeX reads it again."""
    title = f"A {seen(text)} b"
    (entry,) = _read(_printed(a_work(title=title)))
    assert _plain(entry.fields_dict["title"].value) == seen(title).replace("\u02c6", "^")


def test_teams_stay_whole() -> None:
    """An `and` within a name, or a comma, does not part it."""
    (entry,) = _read(_printed(a_work(authors=[{"name": "Research and Co"}, {"name": "Team, Inc."}])))
    assert "{Research and Co} and {Team, Inc.}" in _printed(
        a_work(authors=[{"name": "Research and Co"}, {"name": "Team, Inc."}])
    )
    assert entry.fields_dict["author"].value == "Research and Co and Team, Inc."


@pytest.mark.parametrize(
    ("doi", "printed"),
    [
        ("10.1162/tacl_a_00324", "10.1162/tacl_a_00324"),
        ("10.1002/(sici)1#2&3~4;5^6$7", "10.1002/(sici)1#2&3~4;5^6$7"),
        ("10.1/a}, title = {x}\n@misc{y\\", "10.1/a%7D,%20title%20=%20%7Bx%7D%0A@misc%7By%5C"),
    ],
)
def test_identifiers_and_addresses_are_printed_as_they_are(doi: str, printed: str) -> None:
    """They are no LaTeX; nothing in them ends a field, and our own reader reads them."""
    first, second = parse_string(text := _printed(a_work(doi=doi), a_work(work_id="w2", title="The next"))).entries
    assert first.fields_dict["doi"].value == printed
    assert unquote(first.fields_dict["url"].value) == f"https://doi.org/{doi}"
    assert second.fields_dict["title"].value == "The next"
    if doi == printed:
        assert str(parse_list(text, "x.bib", Format.BIBTEX).entries[0].identifiers[0]) == f"doi:{doi}"


def test_a_suffix_stands_by_itself() -> None:
    """Where BibTeX looks for it: behind the family's name."""
    people = [{"name": "Robert L. Logan IV"}, {"name": "Ludwig van der Berg, Jr."}, {"name": "O_O Sr."}]
    text = _printed(a_work(authors=people))
    assert "  author = {Logan, IV, Robert L. and van der Berg, Jr., Ludwig and O\\_O Sr.},\n" in text


def test_ligatures_are_parted() -> None:
    """Two hyphens stay two; letters of other scripts stay as they are."""
    assert escaped("a--b ``c'' \u00e9\u6f22") == "a-{}-b `{}`c'{}' \u00e9\u6f22"


def test_our_own_reader_reads_it_as_a_list() -> None:
    """What is exported can be refreshed."""
    (entry,) = parse_list(_printed(a_work(title="LoRA: 50% of all")), "x.bib", Format.BIBTEX).entries
    assert (entry.title, str(entry.identifiers[0])) == ("LoRA: 50% of all", "arxiv:2401.00001")
