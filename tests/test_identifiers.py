"""Tests of identifiers: the awkward cases as a table, and the laws of parsing and printing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.identifiers import (
    LOOKED_UP,
    ArxivId,
    Identifier,
    Scheme,
    identifier_in_url,
    normalise_doi,
    parse_arxiv_id,
    parse_identifier,
    url_of,
)

LAW = settings(derandomize=True, deadline=None, max_examples=200)
SHA = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"

PRINTED = [
    "arxiv:2305.18290",
    "arxiv:0704.0001",
    "arxiv:hep-th/9901001",
    "arxiv:math/0309136",
    "arxiv:cond-mat/0001001",
    "doi:10.18653/v1/2022.acl-long.356",
    "doi:10.1162/tacl_a_00324",
    "doi:10.1145/3290605.3300233",
    "doi:10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
    "doi:10.1000/a%b#c?d&e",
    "doi:10.1000/ünï",
    "doi:10.1000/report.pdf",
    "acl:2022.acl-long.356",
    "acl:2020.tacl-1.28",
    "acl:2023.findings-emnlp.7",
    "acl:P11-1015",
    "corpusid:257219404",
    f"s2:{SHA}",
    "openreview:2k7w1d6WqX",
    "openreview:_VjQlMeSB_J",
    "openreview:-Aw0rrrPUF",
    "pmlr:v202/xie23a",
    "pmlr:v9/glorot10a",
    "neurips:2021/a96d3afec184766bf55d160c40457629",
    "neurips:2023/8152--8172",
    "cvf:CVPR2022/He_Masked_Autoencoders_Are_Scalable_Vision_Learners_CVPR_2022",
    "cvf:CVPR_2019/Tan_MnasNet_Platform-Aware_Neural_Architecture_Search_for_Mobile_CVPR_2019",
]


@pytest.mark.parametrize("printed", PRINTED)
def test_identifiers_both_ways(printed: str) -> None:
    """An identifier in canonical form is read, printed, and found again in the URL made from it."""
    identifier = parse_identifier(printed)
    assert identifier is not None
    assert str(identifier) == printed
    assert identifier_in_url(str(url_of(identifier))) == identifier


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("arXiv:2305.18290v2", "arxiv:2305.18290"),
        ("  arxiv:2305.18290 ", "arxiv:2305.18290"),
        ("ARXIV:arXiv:2305.18290", "arxiv:2305.18290"),
        ("arxiv:math.GT/0309136", "arxiv:math/0309136"),
        ("doi:10.48550/arXiv.2305.18290", "arxiv:2305.18290"),
        ("doi:10.48550/arxiv.math.gt/0309136", "arxiv:math/0309136"),
        ("DOI:10.1145/ABC.", "doi:10.1145/abc"),
        ("doi:https://doi.org/10.1145/ABC", "doi:10.1145/abc"),
        ("corpusid:00123", "corpusid:123"),
        (f"s2:{SHA.upper()}", f"s2:{SHA}"),
    ],
)
def test_equal_papers_give_equal_values(text: str, canonical: str) -> None:
    """Versions, case, prefixes, leading noughts and arXiv's own DOIs do not make another identifier."""
    assert str(parse_identifier(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "arxiv",
        "arxiv:",
        "arxiv:2313.18290",
        "arxiv:2305.182",
        "arxiv:2305.18290v0",
        "arxiv:2305.18290v" + "1" * 5000,
        "arxiv:٢٣٠٥.18290",
        "arxiv:hep_th/9901001",
        "doi:11.1000/x",
        "doi:10.1/x",
        "doi:10.1000/",
        "doi:10.1000/a b",
        "doi:10.1000/" + "%25" * 5000,
        "doi:10.48550/arxiv.nothing",
        "acl:2022.acl-long",
        "acl:p11-1015",
        "corpusid:12a",
        "corpusid:²",
        "corpusid:0",
        "corpusid:" + "9" * 5000,
        "s2:204e3073",
        "openreview:a b",
        "pmlr:xie23a",
        "neurips:nothing",
        "cvf:nothing",
        "isbn:9780262035613",
        "https://arxiv.org/abs/2305.18290",
    ],
)
def test_what_is_no_identifier_gives_none(text: str) -> None:
    """An unknown scheme and a value not of its scheme's form are no identifiers, however long."""
    assert parse_identifier(text) is None


URLS = [
    ("https://arxiv.org/abs/2305.18290", "arxiv:2305.18290"),
    ("http://arxiv.org/abs/2305.18290v3", "arxiv:2305.18290"),
    ("https://www.arxiv.org/abs/2305.18290/", "arxiv:2305.18290"),
    ("https://arxiv.org/pdf/2305.18290", "arxiv:2305.18290"),
    ("https://arxiv.org/pdf/2305.18290v2.pdf", "arxiv:2305.18290"),
    ("https://arxiv.org/pdf/2305.18290.pdf?download=1#page=2", "arxiv:2305.18290"),
    ("https://arxiv.org/html/2305.18290v1", "arxiv:2305.18290"),
    ("https://export.arxiv.org/abs/2305.18290", "arxiv:2305.18290"),
    ("https://arxiv.org/abs/arXiv:2305.18290", "arxiv:2305.18290"),
    ("https://arxiv.org/abs/hep-th/9901001v1", "arxiv:hep-th/9901001"),
    ("https://arxiv.org/pdf/math.GT/0309136.pdf", "arxiv:math/0309136"),
    ("https://ar5iv.labs.arxiv.org/html/2305.18290", "arxiv:2305.18290"),
    ("  https://ARXIV.org/abs/2305.18290  ", "arxiv:2305.18290"),
    ("https://www.alphaxiv.org/abs/2305.18290v1", "arxiv:2305.18290"),
    ("https://www.alphaxiv.org/overview/2305.18290", "arxiv:2305.18290"),
    ("https://huggingface.co/papers/2305.18290", "arxiv:2305.18290"),
    ("https://doi.org/10.48550/arXiv.2305.18290", "arxiv:2305.18290"),
    ("https://doi.org/10.48550/arxiv.2305.18290v2", "arxiv:2305.18290"),
    ("https://doi.org/10.18653/v1/2022.acl-long.356", "doi:10.18653/v1/2022.acl-long.356"),
    ("http://dx.doi.org/10.1145/3290605.3300233", "doi:10.1145/3290605.3300233"),
    ("https://www.doi.org/10.1162%2Ftacl_a_00324", "doi:10.1162/tacl_a_00324"),
    ("https://doi.org/10.1000/a%2525b", "doi:10.1000/a%b"),
    ("https://aclanthology.org/2022.acl-long.356/", "acl:2022.acl-long.356"),
    ("https://aclanthology.org/2022.acl-long.356.pdf", "acl:2022.acl-long.356"),
    ("https://aclanthology.org/2020.acl-main.740v2.pdf", "acl:2020.acl-main.740"),
    ("https://aclanthology.org/P11-1015.bib", "acl:P11-1015"),
    ("https://www.aclweb.org/anthology/P11-1015", "acl:P11-1015"),
    ("https://www.aclweb.org/anthology/papers/N/N19/N19-1423/", "acl:N19-1423"),
    ("https://openreview.net/forum?id=2k7w1d6WqX", "openreview:2k7w1d6WqX"),
    ("https://openreview.net/pdf?id=2k7w1d6WqX", "openreview:2k7w1d6WqX"),
    ("https://openreview.net/forum?id=_VjQlMeSB_J&noteId=abc", "openreview:_VjQlMeSB_J"),
    ("https://openreview.net/attachment?id=2k7w1d6WqX&name=pdf", "openreview:2k7w1d6WqX"),
    ("https://proceedings.mlr.press/v202/xie23a.html", "pmlr:v202/xie23a"),
    ("http://proceedings.mlr.press/v9/glorot10a/glorot10a.pdf", "pmlr:v9/glorot10a"),
    ("https://proceedings.mlr.press/v28/sutskever13.pdf", "pmlr:v28/sutskever13"),
    (
        "https://proceedings.neurips.cc/paper/2021/hash/a96d3afec184766bf55d160c40457629-Abstract.html",
        "neurips:2021/a96d3afec184766bf55d160c40457629",
    ),
    (
        "https://proceedings.neurips.cc/paper_files/paper/2022/hash/9d560961-Abstract-Conference.html",
        "neurips:2022/9d560961",
    ),
    (
        "https://proceedings.neurips.cc/paper_files/paper/2023/file/9d560961-Paper-Datasets_and_Benchmarks.pdf",
        "neurips:2023/9d560961",
    ),
    ("https://papers.nips.cc/paper/2017/file/3f5ee243-Paper.pdf", "neurips:2017/3f5ee243"),
    (
        "https://openaccess.thecvf.com/content/CVPR2022/papers/He_Masked_CVPR_2022_paper.pdf",
        "cvf:CVPR2022/He_Masked_CVPR_2022",
    ),
    (
        "https://openaccess.thecvf.com/content/CVPR2022/html/He_Masked_CVPR_2022_paper.html",
        "cvf:CVPR2022/He_Masked_CVPR_2022",
    ),
    (
        "http://openaccess.thecvf.com/content_CVPR_2019/papers/Tan_MnasNet_CVPR_2019_paper.pdf",
        "cvf:CVPR_2019/Tan_MnasNet_CVPR_2019",
    ),
    ("https://dl.acm.org/doi/10.1145/3290605.3300233", "doi:10.1145/3290605.3300233"),
    ("https://dl.acm.org/doi/abs/10.1145/3290605.3300233", "doi:10.1145/3290605.3300233"),
    ("https://dl.acm.org/doi/pdf/10.5555/3495724.3497297", "doi:10.5555/3495724.3497297"),
    (
        "https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00324/96452/How-Can-We-Know",
        "doi:10.1162/tacl_a_00324",
    ),
    ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a/00324/96452/How-Can-We", "doi:10.1162/tacl_a_00324"),
    (
        "https://direct.mit.edu/tacl/article-pdf/doi/10.1162/tacl_a_00324/1923867/tacl_a_00324.pdf",
        "doi:10.1162/tacl_a_00324",
    ),
    ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl.a.47/131421/Its-Title", "doi:10.1162/tacl.a.47"),
    ("https://link.springer.com/article/10.1007/s11263-015-0816-y", "doi:10.1007/s11263-015-0816-y"),
    ("https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf", "doi:10.1007/s11263-015-0816-y"),
    ("https://link.springer.com/chapter/10.1007/978-3-319-10602-1_48", "doi:10.1007/978-3-319-10602-1_48"),
    ("https://www.pnas.org/doi/full/10.1073/pnas.1611835114", "doi:10.1073/pnas.1611835114"),
    ("https://api.semanticscholar.org/CorpusID:257219404", "corpusid:257219404"),
    ("https://api.semanticscholar.org/CorpusId:257219404", "corpusid:257219404"),
    (f"https://www.semanticscholar.org/paper/Attention-is-All-you-Need-Vaswani/{SHA}", f"s2:{SHA}"),
    (f"https://www.semanticscholar.org/paper/{SHA}/figure/1", f"s2:{SHA}"),
]


@pytest.mark.parametrize(("url", "printed"), URLS)
def test_identifiers_in_urls(url: str, printed: str) -> None:
    """The forms of URL that curators really use give the identifier of the paper behind them."""
    assert str(identifier_in_url(url)) == printed


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#",
        "not a url",
        "2305.18290",
        "//arxiv.org/abs/2305.18290",
        "http://[::1",
        "http://[arxiv.org]/abs/2305.18290",
        "javascript://arxiv.org/abs/2305.18290",
        "mailto:someone@arxiv.org",
        "https://arxiv.org",
        "https://arxiv.org/abs/",
        "https://arxiv.org/abs/2305.18290 ; rm -rf /",
        "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org.evil.example/abs/2305.18290",
        "https://notarxiv.org/abs/2305.18290",
        "https://arxiv.org@evil.example/abs/2305.18290",
        "https://evil.example/https://arxiv.org/abs/2305.18290",
        "https://arxiv.org/abs/2305.18290v" + "1" * 5000,
        "https://arxiv.org/abs/" + "a" * 5000,
        "https://huggingface.co/meta-llama/Llama-2-70b",
        "https://doi.org/",
        "https://doi.org/not-a-doi",
        "https://doi.org/10.48550/arXiv.nothing",
        "https://aclanthology.org/events/acl-2022/",
        "https://openreview.net/forum",
        "https://openreview.net/forum?id=",
        "https://openreview.net/forum?id=<script>",
        "https://openreview.net/group?id=ICLR",
        "https://proceedings.mlr.press/v202/",
        "https://papers.nips.cc/paper/7181-attention-is-all-you-need",
        "https://openaccess.thecvf.com/CVPR2022",
        "https://openaccess.thecvf.com/content/CVPR2022/html/He Masked_paper.html",
        "https://dl.acm.org/citation.cfm?id=3300233",
        "https://direct.mit.edu/tacl",
        "https://www.semanticscholar.org/author/1234",
        "https://github.com/tloen/alpaca-lora",
    ],
)
def test_urls_without_identifier_give_none(url: str) -> None:
    """Other hosts, look-alike hosts, other pages of the hosts and what is no URL give nothing."""
    assert identifier_in_url(url) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2106.09685", ArxivId("2106.09685")),
        ("https://arxiv.org/pdf/2106.09685v2", ArxivId("2106.09685", 2)),
        ("http://arxiv.org/abs/hep-th/9901001v12", ArxivId("hep-th/9901001", 12)),
        ("arXiv: 2106.09685v1", ArxivId("2106.09685", 1)),
        ("10.48550/arXiv.2106.09685", ArxivId("2106.09685")),
        ("2106.09685.pdf", ArxivId("2106.09685")),
        ("see 2106.09685", None),
        ("https://arxiv.org/2106.09685", None),
        ("http://[/abs/", None),
    ],
)
def test_arxiv_ids(text: str, expected: ArxivId | None) -> None:
    """An arXiv id keeps its version apart from its base."""
    assert parse_arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1145/ABC", "10.1145/abc"),
        ("doi:10.1145/ABC).", "10.1145/abc"),
        ("HTTPS://DX.DOI.ORG/10.1145/abc", "10.1145/abc"),
        ("10.1145%2Fabc", "10.1145/abc"),
        ("10.1145/a\x00b", None),
        ("", None),
    ],
)
def test_dois(text: str, expected: str | None) -> None:
    """A DOI comes out in lower case, without resolver, quoting or the punctuation of a sentence."""
    assert normalise_doi(text) == expected


def test_every_scheme_has_a_page_and_a_table_row() -> None:
    """No scheme is forgotten: each stands in the tables above, and the services look up only known ones."""
    assert {printed.partition(":")[0] for printed in PRINTED} == set(Scheme)
    assert {printed.partition(":")[0] for _, printed in URLS} == set(Scheme)
    assert set(Scheme) >= LOOKED_UP


_ARXIV_IDS = st.builds(
    ArxivId,
    st.builds(
        str.format,
        st.sampled_from(["{:02}{:02}.{:04}", "{:02}{:02}.{:05}", "hep-th/{:02}{:02}{:03}", "math/{:02}{:02}{:03}"]),
        st.integers(0, 99),
        st.integers(1, 12),
        st.integers(0, 999),
    ),
    st.none() | st.integers(1, 999),
)


@LAW
@given(_ARXIV_IDS)
def test_arxiv_ids_both_ways(arxiv: ArxivId) -> None:
    """Every arXiv id is read as it was printed."""
    assert parse_arxiv_id(str(arxiv)) == arxiv


_VALUES = st.text(max_size=30) | st.text("0123456789.:v/%-_abcdefAZ()", max_size=30)


@LAW
@given(st.sampled_from(Scheme), _VALUES | st.just("10.1000/") | _VALUES.map("10.1000/".__add__))
def test_whatever_is_read_is_canonical(scheme: Scheme, value: str) -> None:
    """Reading what was printed changes nothing, and a page leads back to its paper."""
    identifier = parse_identifier(f"{scheme}:{value}")
    if identifier is not None:
        assert parse_identifier(str(identifier)) == identifier
        assert identifier_in_url(str(url_of(identifier))) == identifier


_PLACES = st.sampled_from(
    [
        *("https://arxiv.org/abs/", "https://doi.org/", "https://doi.org/10.1000/", "https://dl.acm.org/doi/10.1145/"),
        *("https://direct.mit.edu/x/doi/10.1162/", "https://aclanthology.org/", "https://openreview.net/forum?id="),
        *("https://proceedings.mlr.press/v1/", "https://openaccess.thecvf.com/content/CVPR2021/html/", "http://["),
        *("https://papers.nips.cc/paper/2020/hash/", "https://www.semanticscholar.org/paper/", "https://"),
        "https://api.semanticscholar.org/CorpusID:",
    ]
)
_ENDS = st.sampled_from(["", ".pdf", "-Abstract.html", "_paper.html"])


@LAW
@given(_PLACES, _VALUES, _ENDS)
def test_whatever_a_url_gives_is_canonical(place: str, value: str, end: str) -> None:
    """No URL raises, and what it gives is read back as it was printed."""
    identifier = identifier_in_url(place + value + end)
    assert identifier is None or parse_identifier(str(identifier)) == identifier


def test_identifiers_sort_and_hash() -> None:
    """Identifiers are values: equal ones are one in a set, and they have an order."""
    first, second = Identifier(Scheme.ACL, "P11-1015"), Identifier(Scheme.ARXIV, "2305.18290")
    assert sorted({second, first, Identifier(Scheme.ACL, "P11-1015")}) == [first, second]
