"""Entries one by one: what of a paper is read, and what the sandbox marks as made up."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.marks import CATALOGUE
from pipeline.model import Author
from tests.builders import reply_body
from tests.sources.arxiv.feeds import ARXIV, atom, entry, ids_of, note, read_entry


def test_whole_entry() -> None:
    """Every element of a full entry finds its place, blanks collapsed."""
    answer = ARXIV.read(ids_of("2401.00001"), atom(reply_body("arxiv/one_paper.xml")))

    (record,) = answer.found["arxiv:2401.00001"]
    assert record.record_id == "2401.00001v2"
    assert record.title == "A Study of Lists"
    assert record.authors == (Author(name="Ada Example"), Author(name="Bo Sample"))
    assert (record.arxiv_id, record.arxiv_version) == ("2401.00001", 2)
    assert (record.arxiv_primary_category, record.arxiv_categories) == ("cs.DL", ("cs.DL", "cs.CL"))
    assert (record.year, record.publication_date) == (2024, date(2024, 1, 5))
    assert (record.doi, record.journal_ref) == ("10.1234/lists.1", "Conference on Lists, pp. 1-9")
    assert (record.comment, record.abstract) == ("9 pages", "Lists are short.")
    assert (record.withdrawn, record.authors_complete, record.stand_in) == (False, True, None)
    assert (record.citations, record.venue, record.s2_paper_id) == (None, None, None)


def test_barest_entry() -> None:
    """An entry without the optional elements says nothing of them, rather than empty text."""
    record = read_entry(entry())

    assert (record.comment, record.journal_ref, record.doi, record.abstract) == (None, None, None, None)
    assert (record.arxiv_primary_category, record.arxiv_categories) == (None, ())


@pytest.mark.parametrize(
    ("printed", "base", "version"),
    [
        ("2401.00001v1", "2401.00001", 1),
        ("2401.00001v12", "2401.00001", 12),
        ("0704.0001v2", "0704.0001", 2),
        ("hep-th/9901001v3", "hep-th/9901001", 3),
        ("math.GT/0309136v1", "math/0309136", 1),
        ("2401.00001", "2401.00001", None),
    ],
)
def test_version_is_kept_apart(printed: str, base: str, version: int | None) -> None:
    """The id carries no version, which S2 would not know; the version has a field of its own."""
    record = read_entry(entry(printed), base)

    assert (record.arxiv_id, record.arxiv_version, record.record_id) == (base, version, printed)


@pytest.mark.parametrize(
    ("comment", "summary", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", "", True),
        ("Withdrawn", "", True),
        ("Paper withdrawn: see the second version", "", True),
        ("This submission has been withdrawn by arXiv administrators", "", True),
        ("", "This paper has been withdrawn.", True),
        ("", "  Withdrawn by the authors", True),
        ("", "We study how deposits are withdrawn from banks.", False),
        ("9 pages", "Lists are short.", False),
        ("", "", False),
    ],
)
def test_withdrawal_is_read_from_the_words(comment: str, summary: str, withdrawn: bool) -> None:  # noqa: FBT001
    """There is no mark of a withdrawn paper but the words of its comment or the first ones of its summary."""
    told = f"<arxiv:comment>{comment}</arxiv:comment>" if comment else ""

    assert read_entry(entry(inside=told, summary=summary)).withdrawn is withdrawn


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.1234/Lists.1", "10.1234/lists.1"),
        ("https://doi.org/10.1234/Lists.1", "10.1234/lists.1"),
        ("10.1234/a 10.1234/b", None),
        ("to appear", None),
        ("", None),
    ],
)
def test_doi_is_the_authors_word(printed: str, doi: str | None) -> None:
    """Authors type the DOI: it is taken in canonical form, or not at all."""
    assert read_entry(entry(inside=f"<arxiv:doi>{printed}</arxiv:doi>")).doi == doi


def test_blank_author_is_left_out() -> None:
    """An author without a name is none."""
    record = read_entry(entry(inside="<author><name>  </name></author><author><name>Bo\n Sample</name></author>"))

    assert [author.name for author in record.authors] == ["Ada Example", "Bo Sample"]


def test_repeated_category_counts_once() -> None:
    """The primary category stands twice in a feed, and once in a record."""
    twice = '<category term="cs.DL"/><category term="cs.CL"/><category term="cs.DL"/>'

    assert read_entry(entry(inside=twice)).arxiv_categories == ("cs.DL", "cs.CL")


def test_title_of_one_character_is_a_title() -> None:
    """There is a paper called "0"."""
    assert read_entry(entry(title="0")).title == "0"


def test_year_that_no_paper_is_of_says_nothing() -> None:
    """A year that no column of years can hold is as good as none."""
    assert read_entry(entry(published="0001-01-05T17:59:46Z")).year is None


def test_invented_day_and_version_are_dropped() -> None:
    """The sandbox makes up the day and the version; neither is taken for real, the year is a fact."""
    record = read_entry(entry(inside=note(invented="published updated version")))

    assert (record.publication_date, record.arxiv_version, record.year) == (None, None, 2024)
    assert (record.stand_in, record.authors_complete) == (CATALOGUE, True)


def test_note_without_inventions_keeps_everything() -> None:
    """A note that marks nothing says only that the record is bundled."""
    record = read_entry(entry(inside=note(invented="")))

    assert (record.publication_date, record.arxiv_version) == (date(2024, 1, 5), 1)
    assert record.stand_in == CATALOGUE


def test_incomplete_authors_are_said_to_be_so() -> None:
    """A record that holds only some of the authors says so."""
    assert not read_entry(entry(inside=note(incomplete="authors"))).authors_complete
