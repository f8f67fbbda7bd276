"""Tests of claims: what is nothing but venue and date, and what venue and year it names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.words.claims import Claim, is_claim, period_at_end, read_claim
from tests.curated.words.hostile import ANY_TEXT, HOSTILE, LAW, SOON, seconds

CLAIMS: dict[str, tuple[str | None, int | None]] = {
    "ACL 2022": ("ACL", 2022),
    "ACL'2022": ("ACL", 2022),
    "ACL": ("ACL", None),
    "2022": (None, 2022),
    "(ICLR 2023)": ("ICLR", 2023),
    "*ICLR 2023*": ("ICLR", 2023),
    "ICLR, 2023.": ("ICLR", 2023),
    "ICLR 2023!": ("ICLR", 2023),
    "in ICLR 2023": ("ICLR", 2023),
    "2023 ICLR": ("ICLR", 2023),
    "ICLR'24": ("ICLR", 2024),
    "ICLR\u201924": ("ICLR", 2024),
    "ICLR\u00b424": ("ICLR", 2024),
    "ICLR`24": ("ICLR", 2024),
    "WWW '21": ("WWW", 2021),
    "AAAI-24": ("AAAI", 2024),
    "NIPS 17": ("NIPS", 2017),
    "NIPS'97": ("NIPS", 1997),
    "NIPS2017": ("NIPS", 2017),
    "S&P'24": ("S&P", 2024),
    "CORL 2023": ("CORL", 2023),
    "NAACL-HLT 2019": ("NAACL-HLT", 2019),
    "ECML PKDD 2021": ("ECML PKDD", 2021),
    "L4DC 2021": ("L4DC", 2021),
    "CVPRW 2021": ("CVPRW", 2021),
    "CVPR-W 2021": ("CVPR-W", 2021),
    "COLING/LREC 2024": ("COLING/LREC", 2024),
    "ICLR'24 Oral": ("ICLR Oral", 2024),
    "ICLR 2024 (Spotlight)": ("ICLR (Spotlight)", 2024),
    "ICLR2023Oral": ("ICLR Oral", 2023),
    "ACL 2023 (Best Paper)": ("ACL (Best Paper)", 2023),
    "NeurIPS D&B 2023": ("NeurIPS D&B", 2023),
    "Accepted at ACL 2023": ("ACL", 2023),
    "ICLR 2025 under review": ("ICLR under review", 2025),
    "Findings of EMNLP 2022": ("Findings of EMNLP", 2022),
    "EMNLP-Findings 2022": ("EMNLP-Findings", 2022),
    "Findings of the Association for Computational Linguistics: EMNLP 2020": (
        "Findings of the Association for Computational Linguistics: EMNLP",
        2020,
    ),
    "NeurIPS 2022 Workshop on X": ("NeurIPS Workshop on X", 2022),
    "ICLR 2024 Workshop on Large Language Models for Agents": (
        "ICLR Workshop on Large Language Models for Agents",
        2024,
    ),
    "Nature": ("Nature", None),
    "Nature 2015": ("Nature", 2015),
    "Nature Machine Intelligence 2024": ("Nature Machine Intelligence", 2024),
    "Transactions on Machine Learning Research": ("Transactions on Machine Learning Research", None),
    "Journal of Chemical Information and Modeling": ("Journal of Chemical Information and Modeling", None),
    "Advances in Neural Information Processing Systems": ("Advances in Neural Information Processing Systems", None),
    "Foundations and Trends in Machine Learning, 2021": ("Foundations and Trends in Machine Learning", 2021),
    "Neural Computation 1997": ("Neural Computation", 1997),
    "IEEE TPAMI 2022": ("IEEE TPAMI", 2022),
    "USENIX Security 2024": ("USENIX Security", 2024),
    "PhD thesis, MIT, 2020": ("PhD thesis, MIT", 2020),
    "Master's thesis": ("Master's thesis", None),
    "Technical report": ("Technical report", None),
    "Preprint": ("Preprint", None),
    "Under review": ("Under review", None),
    "bioRxiv 2021": ("bioRxiv", 2021),
    "arXiv 2023.05": ("arXiv", 2023),
    "arXiv preprint, 2023": ("arXiv preprint", 2023),
    "2023-05": (None, 2023),
    "2023-05-29": (None, 2023),
    "2023.05": (None, 2023),
    "2023/5": (None, 2023),
    "05/2023": (None, 2023),
    "2023\u5e745\u6708": (None, 2023),
    "May 2023": (None, 2023),
    "Oct. 2023": (None, 2023),
    "28 Oct 2021": (None, 2021),
    "28th October 2021": (None, 2021),
    "Sept. 28, 2023": (None, 2023),
    "5 May": (None, None),
    "Nov": (None, None),
}


@pytest.mark.parametrize(("text", "claim"), CLAIMS.items(), ids=CLAIMS.keys())
def test_a_claim_says_where_and_when(text: str, claim: tuple[str | None, int | None]) -> None:
    """Venues, dates and both are claims, however a list prints them, and fall into venue and year."""
    assert is_claim(text)
    assert read_claim(text) == Claim(venue=claim[0], year=claim[1])


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("arXiv:2305.18290", Claim(arxiv_id="2305.18290")),
        ("abs/2305.18290v2", Claim(arxiv_id="2305.18290")),
        ("CoRR abs/2305.03726 (2023)", Claim(venue="CoRR", year=2023, arxiv_id="2305.03726")),
        ("arXiv preprint arXiv:2305.03726, 2023", Claim(venue="arXiv preprint", year=2023, arxiv_id="2305.03726")),
    ],
)
def test_an_arxiv_id_is_claimed_too(text: str, claim: Claim) -> None:
    """The id of a preprint that stands in a claim is kept, and is neither venue nor year."""
    assert is_claim(text)
    assert read_claim(text) == claim


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "()", "'23", "v2", "1822", "2099", "3000", "20230512"),
        *("Nature Language Model", "Science Agents 2024 Benchmark", "Nature of Learning", "Cell Segmentation"),
        *("May the Force Be with You", "March of the Transformers", "Marching Cubes", "Mayhem", "April: A Parser"),
        *("Attention Is All You Need", "A Survey", "Patterns of Attention", "Deep Learning in 2022", "Beyond 2020"),
        *("MM-REACT", "VR for Everyone", "Conference Calls Considered Harmful in the Age of Agents"),
        *("GPT-4", "GPT-4 Technical Report", "LoRA", "Model Merging", "2024: A Space Odyssey", "June Bugs of 2020"),
        *("and UMAP", "& CAV 2020", "2015-2024", "2015\u20132024", "1998 - 2012", "1930--2012", "2022-23"),
        'A word " and another 2023',
        "The Nature of Statistical Learning Theory",
        "x" * 201,
        "ACL " * 50,
    ],
)
def test_what_is_no_claim(text: str) -> None:
    """Titles that begin with a month or a journal's name, spans of years and ends of enumerations claim nothing."""
    assert not is_claim(text)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("", Claim()),
        ("ACL 1822", Claim(venue="ACL 1822")),
        ("IEEE TAC 2025", Claim(venue="IEEE TAC", year=2025)),
        ("NeurIPS'23 2023", Claim(venue="NeurIPS'23", year=2023)),
        ("A blog, 2023", Claim(venue="A blog", year=2023)),
        ("JMLR 15(1), 1929-1958, 2014", Claim(venue="JMLR 15(1)", year=2014)),
        ("2015-2024", Claim()),
        ("x" * 201, Claim()),
        ("'" * 100_000, Claim()),
    ],
)
def test_reading_asks_not_whether_it_is_a_claim(text: str, claim: Claim) -> None:
    """Where a column says that it holds venues, any words are the venue as printed; what is endless is none."""
    assert read_claim(text) == claim


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Claim(), Claim(), Claim()),
        (Claim(venue="ACL"), Claim(year=2022), Claim(venue="ACL", year=2022)),
        (Claim(year=2021), Claim(venue="ACL", year=2022), Claim(venue="ACL", year=2022)),
        (Claim(arxiv_id="2305.03726"), Claim(venue="CoRR"), Claim(venue="CoRR", arxiv_id="2305.03726")),
    ],
)
def test_two_claims_beside_each_other(first: Claim, second: Claim, both: Claim) -> None:
    """What the first claim leaves open the second fills; what the first says stays."""
    assert first.beside(second) == both
    assert bool(both) is bool(first or second)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("An eruption on October 28, 2021", "October 28, 2021"),
        ("Held in Perth, April 3-7, 2017", "April 3-7, 2017"),
        ("Total electron content on 11th March, 2011", "11th March, 2011"),
        ("Elections, 2004 - 2016", "2004 - 2016"),
        ("A review (2015\u20132024)", "2015\u20132024)"),
        ("The year 1984", None),
        ("LoRA, ICLR 2022", None),
        ("Version 10.2022", None),
        ("", None),
    ],
)
def test_a_period_at_the_end(text: str, period: str | None) -> None:
    """A day or a span of years at the end of a title is one piece, so that its last year alone claims nothing."""
    begins = period_at_end(text)
    assert (None if begins is None else text[begins:]) == period


@LAW
@given(ANY_TEXT)
def test_any_text_is_read(text: str) -> None:
    """No text makes reading fail; a venue has a letter and no blanks around it, a year is of our time."""
    claim = read_claim(text)
    assert is_claim(text) in {True, False}
    assert claim.venue is None or (re.search(r"[^\W\d_]", claim.venue) and claim.venue == claim.venue.strip())
    assert claim.year is None or 1950 <= claim.year < 2060
    assert claim.beside(claim) == claim == claim.beside(Claim())


@LAW
@given(
    st.sampled_from(["ACL", "NeurIPS", "ICLR", "arXiv", "CVPR", "Nature"]),
    st.integers(1950, 2049),
    st.sampled_from(["{} {}", "{}, {}", "{} ({})", "[{}, {}]", "*{}* {}", "{}'{}", "{}-{}", "{}{}", "in {} {}."]),
)
def test_venue_and_year_in_any_print(venue: str, year: int, form: str) -> None:
    """Whatever stands between and around them, venue and year are told apart."""
    text = form.format(venue, year)
    assert is_claim(text)
    assert read_claim(text) == Claim(venue=venue, year=year)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_soon(text: str) -> None:
    """Endless and repetitive texts are judged in time proportional to their length."""
    assert seconds(is_claim, read_claim, period_at_end, text=text) < SOON
