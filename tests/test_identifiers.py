"""Tests of identifiers: the awkward cases as tables, and the laws of parsing and printing."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.identifiers import (
    LOOKED_UP,
    ArxivId,
    Identifier,
    Scheme,
    identifier_in_text,
    identifier_in_url,
    normalise_doi,
    parse_arxiv_id,
    parse_identifier,
    url_of,
)
from pipeline.identifiers.address import read_address

LAW = settings(derandomize=True, deadline=None, max_examples=200)
SHA = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"
HASH = "3f5ee243547dee91fbd053c1c4a845aa"
MNASNET = "Tan_MnasNet_Platform-Aware_Neural_Architecture_Search_for_Mobile_CVPR_2019"

WITH_PAGE = [
    "arxiv:2305.18290",
    "arxiv:0704.0001",
    "arxiv:1412.6980",
    "arxiv:hep-th/9901001",
    "arxiv:math/0309136",
    "arxiv:cond-mat/0001001",
    "doi:10.18653/v1/2022.acl-long.356",
    "doi:10.1162/tacl_a_00324",
    "doi:10.1145/3290605.3300233",
    "doi:10.1016/0004-3702(88)90055-5",
    "doi:10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
    "doi:10.1000/a%b#c?d&e",
    "doi:10.1000/ünï",
    "doi:10.1000/report.pdf",
    "doi:10.1000//a//b",
    "acl:2022.acl-long.356",
    "acl:2020.tacl-1.28",
    "acl:2023.findings-emnlp.7",
    "acl:P11-1015",
    "acl:P18-1100",
    "acl:W19-0100",
    "corpusid:257219404",
    f"s2:{SHA}",
    "openreview:2k7w1d6WqX",
    "openreview:_VjQlMeSB_J",
    "openreview:-Aw0rrrPUF",
    "pmlr:v202/xie23a",
    "pmlr:v9/glorot10a",
    "pmlr:v40/Hajek15",
    "pmlr:r1/chickering95a",
    "pmlr:v15/lacoste_julien11a",
    f"neurips:2017/{HASH}",
    "neurips:2022/9d5609613524ecf4f15af0f7b31abca4-Conference",
    "neurips:2024/5d413e48f84dc61244b6be550f1cd8f5-Datasets_and_Benchmarks_Track",
    "neurips:2021/c20ad4d76fe97759aa27a0c99bff6710-round1",
    "cvf:CVPR2022/He_Masked_Autoencoders_Are_Scalable_Vision_Learners_CVPR_2022",
    f"cvf:CVPR2019/{MNASNET}",
    "cvf:CVPR2018/Hu_Squeeze-and-Excitation_Networks_CVPR_2018",
    "cvf:CVPR2015/Szegedy_Going_Deeper_With_2015_CVPR",
    "cvf:ICCV2017/Bodla_Soft-NMS_--_Improving_ICCV_2017",
    "cvf:ICCV2023W/MMFM/Pan_Retrieving-to-Answer_ICCVW_2023",
    "ieee:9612220",
    "aaai:AAAI/6590",
    "aaai:AIIDE/27539",
    "jmlr:v21/20-074",
    "jmlr:v3/bengio03a",
    "dblp:conf/iclr/HuSWALWWC22",
    "dblp:conf/iclr/0001GKNY24",
    "dblp:journals/jmlr/BleiNJ03",
    "dblp:conf/soda/Allen-ZhuGLOW18",
]
WITHOUT_PAGE = ["neurips:7181", "cvf:CVPR2018W/w9/DeTone_SuperPoint_Self-Supervised_Interest_CVPR_2018"]


@pytest.mark.parametrize("printed", WITH_PAGE)
def test_identifiers_both_ways(printed: str) -> None:
    """An identifier in canonical form is read, printed, and found again in the URL made from it."""
    identifier = parse_identifier(printed)
    assert identifier is not None
    assert str(identifier) == printed
    assert identifier_in_url(str(url_of(identifier))) == identifier


@pytest.mark.parametrize("printed", WITHOUT_PAGE)
def test_identifiers_without_a_page(printed: str) -> None:
    """An identifier that does not say where its paper's page stands is read and printed all the same."""
    identifier = parse_identifier(printed)
    assert identifier is not None
    assert str(identifier) == printed
    assert url_of(identifier) is None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("arXiv:2305.18290v2", "arxiv:2305.18290"),
        ("  arxiv:2305.18290 ", "arxiv:2305.18290"),
        ("ARXIV:arXiv:2305.18290", "arxiv:2305.18290"),
        ("arxiv:math.GT/0309136", "arxiv:math/0309136"),
        ("arxiv:cond-mat.str-el/0309136v1", "arxiv:cond-mat/0309136"),
        ("doi:10.48550/arXiv.2305.18290", "arxiv:2305.18290"),
        ("doi:10.48550/arxiv.math.gt/0309136", "arxiv:math/0309136"),
        ("DOI:10.1145/ABC.", "doi:10.1145/abc"),
        ("doi:https://doi.org/10.1145/ABC", "doi:10.1145/abc"),
        ("corpusid:00123", "corpusid:123"),
        (f"s2:{SHA.upper()}", f"s2:{SHA}"),
        ("ieee:09612220", "ieee:9612220"),
        ("aaai:aaai/06590", "aaai:AAAI/6590"),
        ("dblp:journals/corr/abs-1706-03762", "arxiv:1706.03762"),
        ("dblp:journals/corr/abs-cs-0301001", "arxiv:cs/0301001"),
    ],
)
def test_equal_papers_give_equal_values(text: str, canonical: str) -> None:
    """Versions, case, prefixes, leading noughts and names made from arXiv ids do not make another identifier."""
    assert str(parse_identifier(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "arxiv", "arxiv:", "isbn:9780262035613", "https://arxiv.org/abs/2305.18290"),
        *("arxiv:2313.18290", "arxiv:2305.182", "arxiv:2305.18290v0", "arxiv:٢٣٠٥.18290", "arxiv:2305.1829\u0660"),
        *("arxiv:2305.1829", "arxiv:1412.06980", "arxiv:0703.0001", "arxiv:9901.00001", "arxiv:2106.arxiv:09685"),
        *("arxiv:hep_th/9901001", "arxiv:papers/9901001", "arxiv:hep-th/1901001", "arxiv:hep-th/9913001"),
        "arxiv:2305.18290v" + "1" * 5000,
        *("doi:11.1000/x", "doi:10.1/x", "doi:10.1000/", "doi:10.1000/a b", "doi:10.1000/a%20b", "doi:10.1000/a%00b"),
        *("doi:10.1000/%ff", "doi:10.1000/\ud800", "doi:10.1000/a\u202eb", "doi:10.48550/arxiv.nothing"),
        *("doi:10.1000/" + "%25" * 5000, "doi:10.1000/a%" + "25" * 400 + "41"),
        *("acl:2022.acl-long", "acl:2022.acl-long.0", "acl:2022.acl.1", "acl:p11-1015", "acl:P11-1000", "acl:P11"),
        *("corpusid:12a", "corpusid:²", "corpusid:0", "corpusid:" + "9" * 5000),
        *("s2:204e3073", "s2:" + "g" * 40, "openreview:a b", "openreview:" + "a" * 100),
        *("pmlr:xie23a", "pmlr:v39/preface", "pmlr:v39/index", "pmlr:v202/xie23a-supp"),
        *("neurips:nothing", "neurips:2023/8152--8172", "neurips:2017/3f5ee243", f"neurips:2017/{HASH.upper()}"),
        *("cvf:nothing", "cvf:CVPR2019/nothing", f"cvf:CVPR_2019/{MNASNET}", f"cvf:CVPR2019/{MNASNET}_paper"),
        *("ieee:", "ieee:0", "ieee:٣٤٥", "ieee:12345678901", "aaai:6590", "aaai:NOSUCH/6590", "aaai:AAAI/0"),
        *("jmlr:20-074", "jmlr:v21/index", "jmlr:v0/bengio03a", "jmlr:v3/mloss"),
        *("dblp:conf/iclr", "dblp:conf/iclr/2022", "dblp:conf/acl/2020-1", "dblp:conf/nips/2019w", "dblp:pid/a/b"),
        *("dblp:journals/corr/abs-1799-03762", "dblp:journals/corr/abs-1706-037", "dblp:journals/corr/abs-x-0301001"),
    ],
)
def test_what_is_no_identifier_gives_none(text: str) -> None:
    """An unknown scheme, a value not of its scheme's form and the name of a volume are none, however long."""
    assert parse_identifier(text) is None


PAPERS = {
    "arxiv:2305.18290": [
        *("https://arxiv.org/abs/2305.18290", "http://arxiv.org/abs/2305.18290v3", "HTTPS://ARXIV.ORG/abs/2305.18290"),
        *("https://arxiv.org/pdf/2305.18290", "https://arxiv.org/pdf/2305.18290v2.pdf", "https://arxiv.org/2305.18290"),
        # What people write for a scheme.
        *("arxiv.org/abs/2305.18290", "www.arxiv.org/abs/2305.18290", "//arxiv.org/abs/2305.18290"),
        *("https:/arxiv.org/abs/2305.18290", "http//arxiv.org/abs/2305.18290", "ttps://arxiv.org/abs/2305.18290"),
        *("https://https://arxiv.org/abs/2305.18290", "hhttps://arxiv.org/abs/2305.18290"),
        *(
            "https://web.archive.org/web/20230601/https://arxiv.org/abs/2305.18290",
            "http://www.arxiv-sanity.com/2305.18290v1",
        ),
        *(
            "https://arxiv.org/html/2305.18290v1",
            "https://arxiv.org/html/2305.18290v1/",
            "https://arxiv.org/format/2305.18290",
        ),
        *(
            "https://arxiv.org/e-print/2305.18290",
            "https://arxiv.org/src/2305.18290v1",
            "https://arxiv.org/ps/2305.18290",
        ),
        *("https://arxiv.org/pdf/2305.18290.pdf?download=1#page=2", "https://arxiv.org/abs/2305.18290?context=cs"),
        *(
            "https://www.arxiv.org/abs/2305.18290/",
            "https://export.arxiv.org/abs/2305.18290",
            "http://cn.arxiv.org/pdf/2305.18290",
        ),
        *(
            "http://es.arxiv.org/abs/2305.18290",
            "https://browse.arxiv.org/pdf/2305.18290.pdf",
            "http://xxx.lanl.gov/abs/2305.18290",
        ),
        *(
            "https://arxiv.org:443/abs/2305.18290",
            "https://arxiv.org./abs/2305.18290",
            "https://arxiv.org//abs//2305.18290",
        ),
        *("https://arxiv.org/abs/arXiv:2305.18290", "https://arxiv.org/ftp/arxiv/papers/2305/2305.18290.pdf"),
        *(
            "  https://arxiv.org/abs/2305.18290  ",
            "<https://arxiv.org/abs/2305.18290>",
            "https://arxiv.org/abs/2305.18290).",
        ),
        *(
            "http://arxiv.org/abs/2305.18290}",
            "https://arxiv.org/pdf/2305.18290.pdf%E3%80%91",
            "https://arxiv.org/abs/2305.18290\uff0c",
        ),
        *(
            "https://arxiv.org/abs/2305.18290\u200b",
            "\ufeffhttps://arxiv.org/abs/2305.18290",
            "https://arxiv.org/pdf/2305.18290?",
        ),
        *(
            "https://ar5iv.org/abs/2305.18290",
            "https://ar5iv.labs.arxiv.org/html/2305.18290",
            "https://hf.co/papers/2305.18290",
        ),
        *("https://www.alphaxiv.org/abs/2305.18290v1", "https://www.alphaxiv.org/overview/2305.18290"),
        *("https://alphaxiv.org/pdf/2305.18290", "https://www.alphaxiv.org/zh/overview/2305.18290"),
        *(
            "https://papers-pdfs.assets.alphaxiv.org/2305.18290v3.pdf",
            "https://www.arxiv-vanity.com/papers/2305.18290/",
        ),
        *("https://huggingface.co/papers/2305.18290", "https://huggingface.co/papers/2305.18290#community"),
        *("https://papers.cool/arxiv/2305.18290", "https://scirate.com/arxiv/2305.18290"),
        *("https://doi.org/10.48550/arXiv.2305.18290", "https://doi.org/10.48550/ARXIV.2305.18290v2"),
        *("https://www.semanticscholar.org/arxiv/2305.18290", "https://api.semanticscholar.org/arXiv:2305.18290"),
        *(
            "https://ui.adsabs.harvard.edu/abs/2023arXiv230518290R/abstract",
            "https://ui.adsabs.harvard.edu/abs/arXiv:2305.18290",
        ),
        "https://dblp.org/rec/journals/corr/abs-2305-18290.html",
    ],
    "arxiv:1003.1234": ["https://ui.adsabs.harvard.edu/abs/2010arXiv1003.1234A", "http://arxiv.org/abs/1003.1234v1"],
    "arxiv:hep-th/9901001": [
        *(
            "https://arxiv.org/abs/hep-th/9901001v1",
            "https://arxiv.org/pdf/hep-th/9901001",
            "https://arxiv.org/abs/hep-th%2F9901001",
        ),
        "https://arxiv.org/ftp/hep-th/papers/9901/9901001.pdf",
    ],
    "arxiv:math/0309136": ["https://arxiv.org/pdf/math.GT/0309136.pdf", "https://doi.org/10.48550/arXiv.math/0309136"],
    "doi:10.1145/3290605.3300233": [
        *("https://doi.org/10.1145/3290605.3300233", "http://dx.doi.org/10.1145/3290605.3300233"),
        *("https://www.doi.org/10.1145%2F3290605.3300233", "https://doi.org/doi:10.1145/3290605.3300233"),
        *("https://doi.org/https://doi.org/10.1145/3290605.3300233", "https://doi.org/10.1145/3290605.3300233},"),
        *(
            "https://dl.acm.org/doi/10.1145/3290605.3300233",
            "https://dl.acm.org/doi/abs/10.1145/3290605.3300233?casa_token=a",
        ),
        *("https://dl.acm.org/doi/pdf/10.1145/3290605.3300233", "https://dl.acm.org/doi/full/10.1145/3290605.3300233"),
        *("https://dl.acm.org/doi/epdf/10.1145/3290605.3300233", "https://doi.acm.org/10.1145/3290605.3300233"),
        "https://dl-acm-org.acm.org/doi/fullHtml/10.1145/3290605.3300233",
    ],
    "doi:10.5555/3495724.3497297": ["https://dl.acm.org/doi/pdf/10.5555/3495724.3497297"],
    "doi:10.18653/v1/2022.acl-long.356": ["https://doi.org/10.18653/v1/2022.acl-long.356"],
    "doi:10.1000/a%b": ["https://doi.org/10.1000/a%2525b"],
    "doi:10.1000/a?b": ["https://doi.org/10.1000/a%3Fb?utm_source=x"],
    "doi:10.1162/tacl_a_00324": [
        *("https://doi.org/10.1162/tacl_a_00324", r"https://doi.org/10.1162/tacl\_a\_00324"),
        "https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00324/96452/How-Can-We-Know",
        "https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a/00324/96452/How-Can-We",
        "https://direct.mit.edu/tacl/article-pdf/doi/10.1162/tacl_a_00324/1923867/tacl_a_00324.pdf",
        "https://www.mitpressjournals.org/doi/abs/10.1162/tacl_a_00324",
    ],
    "doi:10.1162/tacl.a.47": ["https://direct.mit.edu/tacl/article/doi/10.1162/tacl.a.47/131421/Its-Title"],
    "doi:10.1007/s11263-015-0816-y": [
        *(
            "https://link.springer.com/article/10.1007/s11263-015-0816-y",
            "https://link.springer.com/10.1007/s11263-015-0816-y",
        ),
        "https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf",
        "https://link.springer.com/content/pdf/10.1007%2Fs11263-015-0816-y.pdf",
        "https://link.springer.com/article/10.1007/s11263-015-0816-y/fulltext.html",
        "https://link.springer.com/article/10.1007/s11263-015-0816-y/figures/1",
    ],
    "doi:10.1007/978-3-319-10602-1_48": ["https://link.springer.com/chapter/10.1007/978-3-319-10602-1_48"],
    "doi:10.1007/978-3-030-58598-3": ["https://link.springer.com/book/10.1007/978-3-030-58598-3"],
    "doi:10.1073/pnas.1611835114": ["https://www.pnas.org/doi/full/10.1073/pnas.1611835114"],
    "doi:10.1108/ria-10-2022-0248": ["https://www.emerald.com/insight/content/doi/10.1108/RIA-10-2022-0248/full/html"],
    "doi:10.3389/fnbot.2019.00001": ["https://www.frontiersin.org/articles/10.3389/fnbot.2019.00001/full"],
    "doi:10.1103/physreve.69.066138": ["https://journals.aps.org/pre/abstract/10.1103/PhysRevE.69.066138"],
    "doi:10.1088/1742-6596/1168/2/022022": ["https://iopscience.iop.org/article/10.1088/1742-6596/1168/2/022022/pdf"],
    "doi:10.3847/psj/ade310": ["https://iopscience.iop.org/article/10.3847/PSJ/ade310"],
    "doi:10.1093/bioinformatics/btz682": [
        "https://academic.oup.com/bioinformatics/advance-article/doi/10.1093/bioinformatics/btz682/5566506"
    ],
    "doi:10.1371/journal.pone.0123456": [
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456",
        "https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0123456&type=printable",
    ],
    "doi:10.1101/2022.12.23.22283901": [
        "https://www.medrxiv.org/content/10.1101/2022.12.23.22283901v1",
        "https://www.medrxiv.org/content/10.1101/2022.12.23.22283901v2.full.pdf+html",
        "https://www.biorxiv.org/content/10.1101/2022.12.23.22283901",
    ],
    "doi:10.2139/ssrn.4335905": [
        *("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=4335905", "https://ssrn.com/abstract=4335905"),
        "https://papers.ssrn.com/sol3/Delivery.cfm/SSRN_ID4335905_code1.pdf?abstractid=4335905&mirid=1",
    ],
    "doi:10.1038/s41586-023-06792-0": [
        *(
            "https://www.nature.com/articles/s41586-023-06792-0",
            "https://www.nature.com/articles/s41586-023-06792-0.pdf",
        ),
        "https://www.nature.com/articles/s41586-023-06792-0/figures/1",
    ],
    "doi:10.1057/s41599-023-01787-8": ["https://www.nature.com/articles/s41599-023-01787-8"],
    "doi:10.1038/nature14539": [
        *(
            "https://www.nature.com/articles/nature14539",
            "http://www.nature.com/nature/journal/v521/n7553/full/nature14539.html",
        ),
    ],
    "doi:10.1038/nmeth.4642": ["https://www.nature.com/articles/nmeth.4642"],
    "doi:10.24963/ijcai.2022/629": [
        "https://www.ijcai.org/proceedings/2022/0629.pdf",
        "https://ijcai.org/Proceedings/2022/629",
    ],
    "acl:2022.acl-long.356": [
        *("https://aclanthology.org/2022.acl-long.356/", "https://aclanthology.org/2022.acl-long.356.pdf"),
        *("https://www.aclweb.org/anthology/2022.acl-long.356", "https://aclanthology.org/2022.acl-long.356v2.pdf"),
        *("https://aclanthology.org/2022.acl-long.356.v2.pdf", "https://aclanthology.org/2022.acl-long.356.bib"),
    ],
    "acl:N19-1423": [
        *(
            "https://www.aclweb.org/anthology/N19-1423",
            "https://aclanthology.org/N19-1423.pdf",
            "https://aclanthology.org/N19-1423v1",
        ),
        *("https://www.aclweb.org/anthology/papers/N/N19/N19-1423/", "http://aclweb.org/anthology/N/N19/N19-1423.pdf"),
        *(
            "https://aclanthology.info/papers/N19-1423/n19-1423",
            "https://aclanthology.coli.uni-saarland.de/papers/N19-1423/n19-1423",
        ),
    ],
    "corpusid:257219404": [
        *("https://api.semanticscholar.org/CorpusID:257219404", "https://api.semanticscholar.org/CorpusId:257219404"),
        *(
            "https://api.semanticscholar.org/CorpusID%3A257219404}",
            "https://www.semanticscholar.org/paper/CorpusID:257219404",
        ),
    ],
    f"s2:{SHA}": [
        f"https://www.semanticscholar.org/paper/Attention-is-All-you-Need-Vaswani/{SHA}",
        f"https://www.semanticscholar.org/paper/WebGPT%3A-Browser-assisted-Nakano/{SHA}?p2df",
        *(f"https://www.semanticscholar.org/paper/{SHA}", f"https://www.semanticscholar.org/paper/{SHA}/figure/1"),
        *(f"https://www.semanticscholar.org/reader/{SHA}", f"https://api.semanticscholar.org/graph/v1/paper/{SHA}"),
    ],
    "openreview:_VjQlMeSB_J": [
        *("https://openreview.net/forum?id=_VjQlMeSB_J", "https://openreview.net/pdf?id=_VjQlMeSB_J"),
        *(
            "https://openreview.net/forum?id=_VjQlMeSB_J&noteId=abc",
            "https://openreview.net/forum?noteId=abc&amp;id=_VjQlMeSB_J",
        ),
        *("https://openreview.net/forum?id=_VjQlMeSB_J#discussion", "https://openreview.net/forum/?id=_VjQlMeSB_J)"),
        *("https://openreview.net/attachment?id=_VjQlMeSB_J&name=pdf", "https://openreview.net/pdf?id=_VjQlMeSB_J.pdf"),
        "https://openreview.net/attachment?id=_VjQlMeSB_J&name=supplementary_material",
    ],
    "openreview:S1glGANtDr": ["https://iclr.cc/virtual_2020/poster_S1glGANtDr.html"],
    "pmlr:v97/houlsby19a": [
        *(
            "https://proceedings.mlr.press/v97/houlsby19a.html",
            "http://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf",
        ),
        *(
            "https://proceedings.mlr.press/v97/houlsby19a",
            "https://proceedings.mlr.press/v97/houlsby19a/houlsby19a-supp.pdf",
        ),
        "https://raw.githubusercontent.com/mlresearch/v97/main/assets/houlsby19a/houlsby19a.pdf",
    ],
    "pmlr:v37/ioffe15": [
        *("http://proceedings.mlr.press/v37/ioffe15.pdf", "http://jmlr.org/proceedings/papers/v37/ioffe15.html"),
        "http://www.jmlr.org/proceedings/papers/v37/ioffe15.pdf",
    ],
    "pmlr:v40/Hajek15": ["http://jmlr.csail.mit.edu/proceedings/papers/v40/Hajek15.html"],
    f"neurips:2017/{HASH}": [
        f"https://papers.nips.cc/paper/2017/hash/{HASH}-Abstract.html",
        f"https://papers.nips.cc/paper_files/paper/2017/file/{HASH}-Paper.pdf",
        f"http://papers.nips.cc/paper\\_files/paper/2017/hash/{HASH}-Abstract.html",
        f"https://proceedings.neurips.cc/paper/2017/file/{HASH}-Paper.pdf",
    ],
    f"neurips:2023/{HASH}-Conference": [
        f"https://papers.nips.cc/paper_files/paper/2023/file/{HASH}-Paper-Conference.pdf",
        f"https://proceedings.neurips.cc/paper_files/paper/2023/hash/{HASH}-Abstract-Conference.html?utm_source=x",
    ],
    f"neurips:2023/{HASH}-Datasets_and_Benchmarks": [
        f"https://proceedings.neurips.cc/paper_files/paper/2023/file/{HASH}-Paper-Datasets_and_Benchmarks.pdf"
    ],
    f"neurips:2021/{HASH}-round2": [
        f"https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/hash/{HASH}-Abstract-round2.html",
        f"https://datasets-benchmarks-proceedings.neurips.cc/paper_files/paper/2021/file/{HASH}-Paper-round2.pdf",
    ],
    "neurips:7181": [
        *(
            "https://papers.nips.cc/paper/7181-attention-is-all-you-need",
            "https://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf",
        ),
        "http://papers.neurips.cc/paper/7181-attention-is-all-you-need",
    ],
    "cvf:CVPR2022/He_Masked_CVPR_2022": [
        "https://openaccess.thecvf.com/content/CVPR2022/papers/He_Masked_CVPR_2022_paper.pdf",
        "https://openaccess.thecvf.com/content/CVPR2022/html/He_Masked_CVPR_2022_paper.html",
    ],
    "cvf:CVPR2018/Hu_Squeeze_CVPR_2018": [
        "http://openaccess.thecvf.com/content_cvpr_2018/html/Hu_Squeeze_CVPR_2018_paper",
        "https://openaccess.thecvf.com/content_CVPR_2018/papers/Hu_Squeeze_CVPR_2018_paper.pdf",
    ],
    "cvf:ICCV2015/Plummer_Flickr30k_ICCV_2015": [
        "https://openaccess.thecvf.com/content_iccv_2015/papers/Plummer_Flickr30k_ICCV_2015_paper.pdf",
        "https://www.cv-foundation.org/openaccess/content_iccv_2015/html/Plummer_Flickr30k_ICCV_2015_paper.html",
    ],
    "cvf:CVPR2018W/w9/DeTone_SuperPoint_CVPR_2018": [
        "http://openaccess.thecvf.com/content_cvpr_2018_workshops/papers/w9/DeTone_SuperPoint_CVPR_2018_paper.pdf",
        "http://openaccess.thecvf.com/content_cvpr_2018_workshops/w9/html/DeTone_SuperPoint_CVPR_2018_paper.html",
    ],
    "cvf:CVPR2015W/W03/Lin_Deep_2015_CVPR": [
        "https://openaccess.thecvf.com/content_cvpr_workshops_2015/W03/papers/Lin_Deep_2015_CVPR_paper.pdf"
    ],
    "cvf:ICCV2019W/LCI/Wang_Flickr1024_ICCVW_2019": [
        "http://openaccess.thecvf.com/content_ICCVW_2019/papers/LCI/Wang_Flickr1024_ICCVW_2019_paper.pdf"
    ],
    "cvf:ICCV2023W/VCL/Chen_SAM-Adapter_ICCVW_2023": [
        "https://openaccess.thecvf.com/content/ICCV2023W/VCL/papers/Chen_SAM-Adapter_ICCVW_2023_paper.pdf",
        "https://openaccess.thecvf.com/content/ICCV2023W/VCL/html/Chen_SAM-Adapter_ICCVW_2023_paper.html",
    ],
    "ieee:9612220": [
        *("https://ieeexplore.ieee.org/document/9612220", "https://ieeexplore.ieee.org/abstract/document/9612220/"),
        *(
            "http://ieeexplore.ieee.org/document/9612220/authors#authors",
            "https://www.ieeexplore.ieee.org/document/9612220",
        ),
        "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=9612220",
        "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&amp;arNumber=9612220&tag=1",
        "https://ieeexplore.ieee.org/xpl/articleDetails.jsp?arnumber=9612220",
        "https://ieeexplore.ieee.org/iel7/6287639/8948470/09612220.pdf",
    ],
    "aaai:AAAI/6590": [
        *(
            "https://ojs.aaai.org/index.php/AAAI/article/view/6590",
            "https://ojs.aaai.org//index.php/AAAI/article/view/6590",
        ),
        *(
            "https://ojs.aaai.org/index.php/AAAI/article/view/6590/6446",
            "https://ojs.aaai.org/index.php/aaai/article/download/6590/6446",
        ),
        *(
            "https://www.aaai.org/ojs/index.php/AAAI/article/view/6590",
            "https://aaai.org/ojs/index.php/AAAI/article/viewFile/6590/6446",
        ),
    ],
    "aaai:AIIDE/27539": ["https://ojs.aaai.org/index.php/AIIDE/article/view/27539"],
    "aaai:AAAI-SS/27539": ["https://ojs.aaai.org/index.php/AAAI-SS/article/view/27539"],
    "jmlr:v21/20-074": [
        *("https://jmlr.org/papers/v21/20-074.html", "http://www.jmlr.org/papers/volume21/20-074/20-074.pdf"),
        *("https://jmlr.org/beta/papers/v21/20-074.html", "https://jmlr.org/papers/v21/20-074.bib"),
    ],
    "jmlr:v3/bengio03a": [
        *(
            "http://www.jmlr.org/papers/v3/bengio03a.html",
            "https://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf",
        ),
        "http://jmlr.csail.mit.edu/papers/v3/bengio03a.html",
    ],
    "dblp:conf/iclr/HuSWALWWC22": [
        *("https://dblp.org/rec/conf/iclr/HuSWALWWC22.html", "https://dblp.org/rec/conf/iclr/HuSWALWWC22.bib"),
        *("https://dblp.org/rec/conf/iclr/HuSWALWWC22", "https://dblp.org/rec/html/conf/iclr/HuSWALWWC22"),
        *(
            "https://dblp.uni-trier.de/rec/bibtex/conf/iclr/HuSWALWWC22",
            "https://dblp.org/rec/bib2/conf/iclr/HuSWALWWC22.bib",
        ),
        "https://dblp.org/rec/conf/iclr/HuSWALWWC22.html?view=bibtex",
    ],
}


@pytest.mark.parametrize(("url", "printed"), [(url, printed) for printed, urls in PAPERS.items() for url in urls])
def test_identifiers_in_urls(url: str, printed: str) -> None:
    """The forms of URL that curators really use give the identifier of the paper behind them."""
    assert str(identifier_in_url(url)) == printed


@pytest.mark.parametrize("url", [url for urls in PAPERS.values() for url in urls])
def test_addresses_that_need_no_mending_are_read_as_if_they_did(url: str) -> None:
    """A blank before a URL, which is taken off first, makes no difference to what is read of it."""
    assert read_address(f" {url}") == read_address(url)
    assert identifier_in_url(f" {url}") == identifier_in_url(url)


NO_PAPERS = [
    *("", "#", "not a url", "2305.18290", "abs/2305.18290", "mailto:someone@arxiv.org", "https://"),
    *("http://[::1", "http://[arxiv.org]/abs/2305.18290", "https://arxiv.org:port/abs/2305.18290", "http://\ud800"),
    *("https://arxiv.org:99999/abs/2305.18290", "http://ar\u2100xiv.org/abs/2305.18290"),
    *("javascript://arxiv.org/abs/2305.18290", "ftp://arxiv.org/abs/2305.18290", "https://arxiv.org/abs/2305.\n18290"),
    *(
        "https://arxiv.org/abs/2305.18290 ; rm -rf /",
        "https://arxiv.org/abs/2305.18290%0Ax",
        "https://arxiv.org/abs/\x00",
    ),
    *("https://arxiv.org.evil.example/abs/2305.18290", "https://notarxiv.org/abs/2305.18290"),
    *("https://arxiv.org@evil.example/abs/2305.18290", "https://evil.example/https://arxiv.org/abs/2305.18290"),
    *(
        "https://arxiv.org",
        "https://arxiv.org/abs/",
        "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org/2305.1829",
    ),
    *(
        "https://arxiv.org/abs/2305.1829",
        "https://arxiv.org/abs/2305.182901",
        "https://arxiv.org/html/2305.18290v1/x1.png",
    ),
    *("https://arxiv.org/a/name_1", "https://arxiv.org/search/?query=2305.18290", "https://arxiv.org/abs/٢٣٠٥.18290"),
    *("https://arxiv.org/abs/2305.18290v" + "1" * 5000, "https://arxiv.org/abs/" + "a" * 5000),
    *(
        "https://huggingface.co/meta-llama/Llama-2-70b",
        "https://huggingface.co/papers",
        "https://huggingface.co/papers/date/2024-01-01",
    ),
    *(
        "https://paperswithcode.com/paper/direct-preference-optimization",
        "https://papers.cool/arxiv/2305.18290,2305.18291",
    ),
    *("https://ui.adsabs.harvard.edu/abs/2019Natur.575..350V", "https://scholar.archive.org/work/abc"),
    *(
        "https://doi.org/",
        "https://doi.org/not-a-doi",
        "https://doi.org/10.48550/arXiv.nothing",
        "https://doi.org/10.1145/a%20b",
    ),
    "https://doi.org/10.1000/a%" + "25" * 100 + "41",
    *(
        "https://dl.acm.org",
        "https://dl.acm.org/citation.cfm?id=3300233",
        "https://dl.acm.org/doi/proceedings/10.1145/3290605",
    ),
    *(
        "https://dl.acm.org/action/doSearch?AllField=10.1145/3290605.3300233",
        "https://dl.acm.org/doi/10.24963/ijcai.2019/123",
    ),
    "https://dl.acm.org/doi/suppl/10.1145/3290605.3300233/suppl_file/a.zip",
    *("https://link.springer.com/journal/11263", "https://link.springer.com/search?query=10.1007/s11263-015-0816-y"),
    *(
        "https://onlinelibrary.wiley.com/journal/10.1002/(ISSN)1098-2418",
        "https://onlinelibrary.wiley.com/toc/10982418/2020/1",
    ),
    *("https://www.sciencedirect.com/science/article/pii/S0925231226022216", "https://www.mdpi.com/2072-4292/16/1/196"),
    *(
        "https://direct.mit.edu/tacl",
        "https://direct.mit.edu/neco/article-abstract/9/8/1735/6109/Long-Short-Term-Memory",
    ),
    *(
        "https://www.nature.com",
        "https://www.nature.com/subjects/machine-learning",
        "https://www.nature.com/articles/sdata201618",
    ),
    *("https://www.nature.com/articles/pr19982304", "https://www.nature.com/search?q=s41586-023-06792-0"),
    *(
        "https://iopscience.iop.org/journal/1742-6596",
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456.g001",
    ),
    *("https://www.biorxiv.org/content/early/recent", "https://www.medrxiv.org/collection/oncology"),
    *(
        "https://papers.ssrn.com/sol3/results.cfm?abstract_id=4335905",
        "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=x",
    ),
    *(
        "https://www.ijcai.org/proceedings/2022/",
        "https://www.ijcai.org/Proceedings/16/Papers/123.pdf",
        "https://www.ijcai.org/proceedings/2016/12",
    ),
    *(
        "https://aclanthology.org",
        "https://aclanthology.org/events/acl-2022/",
        "https://aclanthology.org/volumes/2022.acl-long/",
    ),
    *(
        "https://aclanthology.org/2022.acl-long.0/",
        "https://aclanthology.org/P19-1000/",
        "https://aclanthology.org/people/a/b/",
    ),
    *("https://www.semanticscholar.org/author/1234", f"https://www.semanticscholar.org/search?q={SHA}"),
    *(f"https://pdfs.semanticscholar.org/{SHA[:4]}/{SHA[4:]}.pdf", f"https://pdfs.semanticscholar.org/paper/{SHA}"),
    *(
        "https://openreview.net",
        "https://openreview.net/forum",
        "https://openreview.net/forum?id=",
        "https://openreview.net/forum?id=a&id=b",
    ),
    *(
        "https://openreview.net/forum?id=<script>",
        "https://openreview.net/group?id=ICLR",
        "https://openreview.net/profile?id=~A_B1",
    ),
    *(f"https://openreview.net/pdf/{SHA}.pdf", "https://openreview.net/references/pdf?id=HJz6tiCqYm"),
    "https://openreview.net/attachment?id=abc&name=rebuttal",
    *(
        "https://proceedings.mlr.press/v202/",
        "https://proceedings.mlr.press/v202/index.html",
        "https://proceedings.mlr.press/v39/preface.html",
    ),
    *("https://raw.githubusercontent.com/mlresearch/v97/main/README.md", "https://github.com/tloen/alpaca-lora"),
    *("https://papers.nips.cc", "https://papers.nips.cc/paper/2017", "https://papers.nips.cc/paper_files/paper/2023"),
    *(
        "https://proceedings.neurips.cc/paper/2021/file/1022--1035-Paper.pdf",
        "https://nips.cc/virtual/2024/poster/95477",
    ),
    f"https://proceedings.neurips.cc/paper_files/paper/2022/file/{HASH}-Supplemental-Conference.pdf",
    f"https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/hash/{HASH}-Abstract.html",
    *(
        "https://openaccess.thecvf.com/CVPR2022",
        "https://openaccess.thecvf.com/CVPR2022?day=all",
        "https://openaccess.thecvf.com/menu",
    ),
    "https://openaccess.thecvf.com/content/CVPR2022/html/He Masked_CVPR_2022_paper.html",
    "https://openaccess.thecvf.com/content/CVPR2022/html/w1/He_Masked_CVPR_2022_paper.html",
    "http://openaccess.thecvf.com/content_cvpr_2018/CameraReady/1376.pdf",
    *(
        "https://ieeexplore.ieee.org",
        "https://ieeexplore.ieee.org/xpl/conhome/1000147/all-proceedings",
        "https://www.ieee.org/document/1",
    ),
    *(
        "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=",
        "https://ieeexplore.ieee.org/search/searchresult.jsp?arnumber=9612220",
    ),
    *(
        "https://ojs.aaai.org",
        "https://ojs.aaai.org/index.php/AAAI/issue/view/304",
        "https://ojs.aaai.org/index.php/AAAI/article/view/",
    ),
    *(
        "https://www.aaai.org/ocs/index.php/AAAI/AAAI18/paper/view/16572",
        "https://aaai.org/papers/01317-memory-augmented-image-captioning/",
    ),
    *(
        "https://jmlr.org",
        "https://jmlr.org/papers/v21/",
        "https://jmlr.org/papers/v21/index.html",
        "https://www.jmlr.org/mloss/",
    ),
    *(
        "https://dblp.org",
        "https://dblp.org/pid/58/1872.html",
        "https://dblp.org/db/conf/iclr/iclr2022.html#HuSWALWWC22",
    ),
    *("https://dblp.org/rec/conf/iclr/2022.html", "https://dblp.org/search?q=conf/iclr/HuSWALWWC22"),
]


@pytest.mark.parametrize("url", NO_PAPERS)
def test_urls_without_identifier_give_none(url: str) -> None:
    """Other hosts, look-alike hosts, front pages, searches, volumes and what is no URL give nothing."""
    assert identifier_in_url(url) is None
    assert read_address(f" {url}") == read_address(url)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2106.09685", ArxivId("2106.09685")),
        ("https://arxiv.org/pdf/2106.09685v2", ArxivId("2106.09685", 2)),
        ("http://arxiv.org/abs/hep-th/9901001v12", ArxivId("hep-th/9901001", 12)),
        ("arXiv: 2106.09685v1", ArxivId("2106.09685", 1)),
        ("10.48550/arXiv.2106.09685", ArxivId("2106.09685")),
        ("2106.09685.pdf", ArxivId("2106.09685")),
        ("2106.09685v3.", ArxivId("2106.09685", 3)),
        ("see 2106.09685", None),
        ("https://arxiv.org/2106.09685", ArxivId("2106.09685")),
        ("https://evil.example/abs/2106.09685", None),
        ("http://[/abs/", None),
        ("10.48550/arXiv.nothing", None),
        ("2106.09685" + "." * 5000, None),
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
        ("doi: 10.1016/0004-3702(88)90055-5)", "10.1016/0004-3702(88)90055-5"),
        ("HTTPS://DX.DOI.ORG/10.1145/abc", "10.1145/abc"),
        ("doi.org/10.1145/abc", "10.1145/abc"),
        ("https://doi.org/10.1145/abc?casa_token=x#y", "10.1145/abc"),
        ("10.1145%2Fabc", "10.1145/abc"),
        ("10.1145/abc}\u201d\u3002", "10.1145/abc"),
        ("10.1145/a\x00b", None),
        ("10.1145/" + "a" * 5000, None),
        ("10.1145/a\u200bb", None),
        ("", None),
    ],
)
def test_dois(text: str, expected: str | None) -> None:
    """A DOI comes out in lower case, without resolver, quoting or the punctuation of a sentence."""
    assert normalise_doi(text) == expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Rafailov et al., arXiv:2305.18290.", "arxiv:2305.18290"),
        ("arXiv preprint arXiv:2305.18290v2, 2023", "arxiv:2305.18290"),
        ("arXiv preprint 2305.18290 (2023)", "arxiv:2305.18290"),
        ("[arXiv: 2305.18290v1 [cs.LG] 29 May 2023]", "arxiv:2305.18290"),
        ("_ARXIV:2305.18290_", "arxiv:2305.18290"),
        ("CoRR, abs/2305.18290 (2023)", "arxiv:2305.18290"),
        ("(arXiv:math.GT/0309136v2)", "arxiv:math/0309136"),
        ("arXiv:9999.99999 and arXiv:2305.18290", "arxiv:2305.18290"),
        ("DOI: 10.1145/3290605.3300233.", "doi:10.1145/3290605.3300233"),
        ("DOI:https://doi.org/10.1145/3290605.3300233", "doi:10.1145/3290605.3300233"),
        ("(doi:10.1016/0004-3702(88)90055-5)", "doi:10.1016/0004-3702(88)90055-5"),
        ("**doi:10.1145/3290605.3300233**, 2019", "doi:10.1145/3290605.3300233"),
        ("_doi:10.1145/3290605.3300233_.", "doi:10.1145/3290605.3300233"),
        ("doi:10.1145/3290605.3300233<br>2019", "doi:10.1145/3290605.3300233"),
        ("doi:10.1145/3290605.3300233\uff0c2019", "doi:10.1145/3290605.3300233"),
        ("[doi:10.1145/3290605.3300233](https://x.org)", "doi:10.1145/3290605.3300233"),
        ("doi:10.1145/3290605.3300233;doi:10.1145/1", "doi:10.1145/3290605.3300233"),
        (
            "doi:10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2.",
            "doi:10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        ("doi:10.48550/arXiv.2305.18290", "arxiv:2305.18290"),
        ("doi:10.1145/abc before arXiv:2305.18290", "doi:10.1145/abc"),
    ],
)
def test_identifiers_in_text(text: str, printed: str) -> None:
    """The first identifier printed in prose is found, without version and without the marks around it."""
    assert str(identifier_in_text(text)) == printed


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "arXiv 2023",
            "arXiv:2305",
            "arXiv:2305.182901",
            "arXiv:2305.1829",
            "arXiv:2305.18290b",
            "myarXiv:2305.18290",
        ),
        *("2305.18290", "10.1145/3290605.3300233", "arXiv:٢٣٠٥.18290", "arXiv:of/0309136", "abs/2305.18290"),
        *("doi:", "doi:10.1145/", "doi:10.1145", "DOI: see below", "doi:10.48550/arXiv.2305.1829", "indoi:10.1145/a"),
        *("arXiv:" * 200_000, "doi:10.1000/<1:" * 100_000, "doi:10.1000/" + "a" * 1_000_000, "arXiv" + " " * 1_000_000),
        *("corr, abs/" * 100_000, "_" * 1_000_000, "doi:10.1000/a" + "_" * 100_000 + "]"),
    ],
    ids=lambda text: text[:20],
)
def test_text_without_identifier_gives_none(text: str) -> None:
    """Bare numbers, ids cut short or run together and the longest nonsense give nothing."""
    assert identifier_in_text(text) is None


def test_every_scheme_stands_in_the_tables() -> None:
    """No scheme is forgotten: each stands in the tables above, and the services look up only known ones."""
    assert {printed.partition(":")[0] for printed in WITH_PAGE} == set(Scheme)
    assert {printed.partition(":")[0] for printed in PAPERS} == set(Scheme)
    assert {Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.CORPUSID, Scheme.S2} == LOOKED_UP


_MONTHS = st.integers(1, 12).map("{:02}".format)
_ARXIV_IDS = st.builds(
    ArxivId,
    st.builds("{:02}{}.{:04}".format, st.integers(8, 14), _MONTHS, st.integers(0, 9999))
    | st.builds("{:02}{}.{:05}".format, st.integers(15, 89), _MONTHS, st.integers(0, 99999))
    | st.builds(
        "{}/{:02}{}{:03}".format,
        st.sampled_from(["hep-th", "math", "cs", "math-ph", "cond-mat"]),
        st.integers(0, 7) | st.integers(91, 99),
        _MONTHS,
        st.integers(0, 999),
    ),
    st.none() | st.integers(1, 999),
)


@LAW
@given(_ARXIV_IDS)
def test_arxiv_ids_both_ways(arxiv: ArxivId) -> None:
    """Every arXiv id is read as it was printed, in a URL and in prose too."""
    assert parse_arxiv_id(str(arxiv)) == arxiv
    assert parse_arxiv_id(f"https://arxiv.org/pdf/{arxiv}.pdf") == arxiv
    assert identifier_in_text(f"In arXiv:{arxiv}, we") == Identifier(Scheme.ARXIV, arxiv.base)


_VALUES = st.text(max_size=30) | st.text("0123456789.:v/%-_abcdefAZ()", max_size=30)
_NAMES = st.from_regex(r"[a-z]{2,9}[0-9]{2}[a-z]?", fullmatch=True)
_NUMBERS = st.integers(1, 10**8).map(str)
_FORMED = {
    Scheme.ARXIV: _ARXIV_IDS.map(str),
    Scheme.DOI: _VALUES.map(lambda value: "10.1000/a" + "".join(filter(str.isprintable, value)) + "z")
    .map(lambda doi: doi.replace(" ", "").replace("%", ""))
    .filter(lambda doi: "\ufffd" not in doi),
    Scheme.ACL: st.from_regex(
        r"20[0-9]{2}\.[a-z]{2,8}-[a-z0-9]{1,6}\.[1-9][0-9]{0,2}|[A-Z][0-9]{2}-[0-9]{3}[1-9]", fullmatch=True
    ),
    Scheme.CORPUSID: _NUMBERS,
    Scheme.S2: st.text("0123456789abcdefABCDEF", min_size=40, max_size=40),
    Scheme.OPENREVIEW: st.from_regex(r"[A-Za-z0-9_-]{9,13}", fullmatch=True),
    Scheme.PMLR: st.builds("v{}/{}".format, st.integers(1, 400), _NAMES),
    Scheme.NEURIPS: st.from_regex(r"20[0-9]{2}/[0-9a-f]{32}(-[A-Z][a-z_]{1,9}|-round[0-9])?", fullmatch=True),
    Scheme.CVF: st.from_regex(
        r"[A-Z]{4}20[0-9]{2}(W/[a-z]{2,5})?/[A-Za-z_-]{1,20}_[A-Z]{4}_20[0-9]{2}", fullmatch=True
    ),
    Scheme.IEEE: _NUMBERS,
    Scheme.AAAI: st.builds("{}/{}".format, st.sampled_from(["AAAI", "icwsm", "AAAI-SS"]), _NUMBERS),
    Scheme.JMLR: st.builds("v{}/{}".format, st.integers(1, 30), _NAMES),
    Scheme.DBLP: st.from_regex(r"(conf|journals)/[a-z]{2,8}/[A-Z][A-Za-z-]{1,12}[0-9]{2}[a-z]?", fullmatch=True),
}


@LAW
@given(st.sampled_from(Scheme).flatmap(lambda scheme: st.tuples(st.just(scheme), _FORMED[scheme])))
def test_what_is_well_formed_is_read(formed: tuple[Scheme, str]) -> None:
    """Whatever has the form of a scheme is read, and its page leads back to it."""
    scheme, value = formed
    identifier = parse_identifier(f"{scheme}:{value}")
    assert identifier is not None
    assert parse_identifier(str(identifier)) == identifier
    page = url_of(identifier)
    assert page is None or identifier_in_url(page) == identifier


@LAW
@given(st.sampled_from(Scheme), _VALUES | st.just("10.1000/") | _VALUES.map("10.1000/".__add__))
def test_whatever_is_read_is_canonical(scheme: Scheme, value: str) -> None:
    """Reading what was printed changes nothing, and a page leads back to its paper."""
    identifier = parse_identifier(f"{scheme}:{value}")
    if identifier is not None:
        assert parse_identifier(str(identifier)) == identifier
        page = url_of(identifier)
        assert page is None or identifier_in_url(page) == identifier


_PLACES = st.sampled_from(sorted({url[: url.rindex("/") + 1] for urls in PAPERS.values() for url in urls}))
_ENDS = st.sampled_from(
    ["", ".pdf", "-Abstract.html", "_CVPR_2019_paper.html", "/full", "?id=10.1000/a", "%", "]", "\ud800"]
)


@LAW
@given(_PLACES | st.sampled_from(["", "http://", "http://[", "https://arxiv.org:"]), _VALUES, _ENDS)
def test_whatever_a_url_gives_is_canonical(place: str, value: str, end: str) -> None:
    """No URL raises, and what it gives is read back as it was printed."""
    identifier = identifier_in_url(place + value + end)
    assert identifier is None or parse_identifier(str(identifier)) == identifier


_CUT = [(url, printed) for printed, urls in PAPERS.items() if printed.startswith("arxiv:") for url in urls]


@pytest.mark.parametrize(("url", "printed"), _CUT)
def test_arxiv_urls_cut_short_name_no_other_paper(url: str, printed: str) -> None:
    """A URL that leads to a paper of arXiv and lost its end leads to no other paper of arXiv."""
    found = {str(identifier_in_url(url[:length])) for length in range(len(url))}
    assert {each for each in found if each.startswith("arxiv:")} <= {printed}


@LAW
@given(st.text(max_size=60), _ARXIV_IDS)
def test_any_text_may_stand_before_an_identifier(text: str, arxiv: ArxivId) -> None:
    """No text raises, and none hides the identifier printed behind it."""
    assert identifier_in_text(f"{text} arXiv:{arxiv}") is not None


@LAW
@given(_VALUES)
def test_normalised_dois_stay(value: str) -> None:
    """Normalising a DOI twice changes nothing, quoted or not."""
    doi = normalise_doi("10.1000/" + value)
    if doi is not None:
        assert normalise_doi(doi) == doi
        assert normalise_doi("https://doi.org/" + quote(doi)) == doi


@pytest.mark.parametrize(
    "piece",
    ["(", ")", "/", "//a", "%25", "%", "/10.1145", "/10.1088/a", "/doi/10.1093/a", "-", "a-", "[", "é", "٣", "v1"],
)
@pytest.mark.parametrize(
    "start",
    [
        *(
            "https://doi.org/10.1145/",
            "https://arxiv.org/abs/",
            "https://dl.acm.org/doi",
            "https://iopscience.iop.org/article",
        ),
        *(
            "https://academic.oup.com",
            "https://direct.mit.edu/x/10.1162/",
            "https://aclanthology.org/",
            "https://dblp.org/rec/conf/",
        ),
        *(
            "https://openaccess.thecvf.com/content/CVPR2021/html/",
            "https://openreview.net/forum?id=",
            "https://www.nature.com/articles/",
        ),
    ],
)
def test_endless_urls_end(start: str, piece: str) -> None:
    """A URL of one piece a thousand times over neither raises nor takes long."""
    identifier = identifier_in_url(start + piece * (1900 // len(piece)))
    assert identifier is None or parse_identifier(str(identifier)) == identifier


def test_identifiers_sort_and_hash() -> None:
    """Identifiers are values: equal ones are one in a set, and they have an order."""
    first, second = Identifier(Scheme.ACL, "P11-1015"), Identifier(Scheme.ARXIV, "2305.18290")
    assert sorted({second, first, Identifier(Scheme.ACL, "P11-1015")}) == [first, second]
