"""Tests of BibTeX as people write it: joined values, names of strings, LaTeX, addresses, and fields without end."""

from __future__ import annotations

import pytest

from pipeline.curated.bibtex import read_bibtex
from pipeline.curated.raw import RawEntry
from pipeline.model import Link
from tests.curated.words.hostile import SOON, seconds


def _only(fields: str, before: str = "") -> RawEntry:
    (entry,) = read_bibtex(f"{before}@article{{a, {fields}}}\n").entries
    return entry


JOINED = {
    'title = {Nets of } # "Words"': "Nets of Words",
    'title = "Nets " # of # { Words}': "Nets of Words",
    "title = {Nets #1 {#} 2}": "Nets #1 # 2",
    'title = "Nets {"}#{"} Words"': 'Nets "#" Words',
    "title = nets": "nets",
}


@pytest.mark.parametrize(("field", "title"), JOINED.items(), ids=JOINED.keys())
def test_values_of_several_pieces(field: str, title: str) -> None:
    """Pieces that are parted by `#` are one value; a `#` within braces or quotes is a sign of the text."""
    assert _only(field, "@string{of = {of}}\n").title == title


def test_names_of_strings() -> None:
    """A name stands for its string, whatever its case, and a string may be made of others."""
    strings = '@string{jml = "Journal of Words"}\n@STRING{Long = JML # { and Nets}}\n'
    assert _only("title = {Nets}, journal = LONG", strings).claim.venue == "Journal of Words and Nets"
    assert _only("title = {Nets}, journal = other", strings).claim.venue == "other"


LATEX = {
    r"It costs \$5 and $6": "It costs $5 and $6",
    r"It costs $5": "It costs $5",
    r"Nets of $x$ and \textbf{Words}": "Nets of x and Words",
    r"\texttt{Nets} of \LaTeX{} Words": "Nets of LaTeX Words",
    r"50% of Nets": "50% of Nets",
    r"\href{http://x.org/1}{Nets} of W\-ords": "Nets of Words",
    r"{N}ets   of {W}ords": "Nets of Words",
    r"Nets \"of {W}\"ords": "Nets \u00f6f W\u00f6rds",
    "Nets\n  of Words": "Nets of Words",
}


@pytest.mark.parametrize(("value", "title"), LATEX.items(), ids=LATEX.keys())
def test_latex(value: str, title: str) -> None:
    """A title is as people read it: commands are carried out, words in unknown fonts and lone signs are kept."""
    assert _only(f"title = {{{value}}}").title == title


URLS = {
    "doi = {10.1000/x\\_1}": [("doi", "https://doi.org/10.1000/x_1")],
    "eprint = {2301.00001v2}": [("eprint", "https://arxiv.org/abs/2301.00001")],
    "eprint = {2301.00001}, archiveprefix = {bioRxiv}": [],
    "journal = {CoRR}, volume = {abs/2301.00001}": [("journal", "https://arxiv.org/abs/2301.00001")],
    "url = {https://x.org/a\\_b\\%20c}": [("url", "https://x.org/a_b%20c")],
    r"url = {https://x.org/{\textasciitilde}ada}": [("url", "https://x.org/~ada")],
    r"howpublished = {\url{https://x.org/a}}": [("howpublished", "https://x.org/a")],
    "note = {see https://x.org/a, in words}": [("note", "https://x.org/a")],
    "doi = {none}, eprint = {none}, url = {none}": [],
    "url = {https://x.org/a}, doi = {10.1000/x1}": [("doi", "https://doi.org/10.1000/x1"), ("url", "https://x.org/a")],
}


@pytest.mark.parametrize(("fields", "urls"), URLS.items(), ids=URLS.keys())
def test_addresses(fields: str, urls: list[tuple[str, str]]) -> None:
    """Addresses come from the fields that hold them, those with an identifier first, without LaTeX's signs."""
    entry = _only(f"title = {{Nets}}, {fields}")
    assert entry.links == tuple(Link(url=url, label=name) for name, url in urls)
    assert entry.papers == tuple(url for _, url in urls)


def test_venue_and_year() -> None:
    """The first field that names a venue counts, an address is none; the year may stand in a date or with the venue."""
    entry = _only("title = {Nets}, howpublished = {\\url{https://x.org/a}}, school = {Words}, date = {2001-05-17}")
    assert (entry.claim.venue, entry.claim.year) == ("Words", 2001)
    entry = _only("title = {Nets}, booktitle = {ACL 2022}")
    assert (entry.claim.venue, entry.claim.year) == ("ACL", 2022)


def test_editors_stand_for_authors() -> None:
    """A volume without authors has its editors."""
    assert _only("title = {Nets}, editor = {Lovelace, Ada}").authors == "Lovelace, Ada"
    assert _only("title = {Nets}, author = {Hopper, Grace}, editor = {Lovelace, Ada}").authors == "Hopper, Grace"
    assert _only("title = {Nets}").authors is None


def test_a_field_given_twice() -> None:
    """Of a field that is given twice the first counts."""
    assert _only("title = {Nets}, title = {Words}").title == "Nets"


def test_software_is_no_paper() -> None:
    """Software, data and pages are told, unless an address says that there is a paper of them."""
    read = read_bibtex(
        "@software{a, title = {Nets}}\n@online{b, title = {Words}}\n@dataset{c, title = {Data}, doi = {10.1000/x1}}\n"
    )
    assert [(entry.line, entry.title) for entry in read.entries] == [(3, "Data")]
    assert [(problem.line, problem.message) for problem in read.problems] == [
        (1, "@software is no paper; passed over."),
        (2, "@online is no paper; passed over."),
    ]


def test_comments_and_preambles_are_passed_over() -> None:
    """What is no entry is neither entry nor problem."""
    read = read_bibtex('Words.\n@comment{nets}\n@preamble{"words"}\n@article{a,\n  title = {\n  Nets}}\n')
    assert ([(entry.line, entry.title) for entry in read.entries], read.problems) == ([(6, "Nets")], ())
    assert read_bibtex("").entries == read_bibtex("Nets of Words").entries == ()


LONG = "words " * 2000


def test_fields_without_end_say_nothing() -> None:
    """A field longer than any is left out, and so is a string; a title so long is not cut."""
    entry = _only(f"title = {{Nets}}, journal = {{{LONG}}}, url = {{https://x.org/{LONG}}}, year = 2001, note = long")
    assert (entry.title, entry.claim.venue, entry.claim.year, entry.links) == ("Nets", None, 2001, ())
    assert _only("title = {Nets}, journal = long", f"@string{{long = {{{LONG}}}}}\n").claim.venue is None
    assert len(_only(f"title = {{{LONG}}}").title) >= len(LONG)


def test_pieces_without_end() -> None:
    """Of a value of hundreds of pieces, or of pieces that grow, no more is read than any value has, soon."""
    assert 300 < len(_only("title = " + " # ".join(["{ab}"] * 400)).title) < 800
    strings = "@string{a0 = {words}}\n" + "".join(
        f"@string{{a{level} = {' # '.join([f'a{level - 1}'] * 10)}}}\n" for level in range(1, 12)
    )
    text = f"{strings}@article{{a, title = {{Nets}} # a11}}\n"
    assert seconds(read_bibtex, text=text) < SOON
    assert read_bibtex(text).entries[0].title.startswith("Nets")
