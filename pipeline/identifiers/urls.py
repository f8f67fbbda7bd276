"""Identifiers in URLs: what each host writes into the addresses of its papers. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from pipeline.identifiers.address import Address, read_address
from pipeline.identifiers.arxiv import ARXIV_HOSTS, NEW_STYLE, arxiv_in_address
from pipeline.identifiers.forms import Identifier, Scheme, parse_identifier

_Reader = Callable[[Address], str | None]
"""Gives an identifier as it is printed, not yet in canonical form."""


def _paths(*forms: tuple[str, str]) -> _Reader:
    """Read by patterns of the whole path, each with the template of what it gives."""
    compiled = [(re.compile(pattern, re.ASCII), template) for pattern, template in forms]

    def read(address: Address) -> str | None:
        matches = ((pattern.fullmatch(address.path), template) for pattern, template in compiled)
        return next((found.expand(template) for found, template in matches if found), None)

    return read


def _query(path: str, names: tuple[str, ...], value: str, template: str) -> _Reader:
    """Read a value of the query, on pages whose path has a form."""
    page, form = re.compile(path, re.ASCII), re.compile(value, re.ASCII)

    def read(address: Address) -> str | None:
        given = address.asked(*names) if page.fullmatch(address.path) else None
        found = form.fullmatch(given) if given else None
        return found.expand(template) if found else None

    return read


def _either(*readers: _Reader) -> _Reader:
    return lambda address: next((found for read in readers if (found := read(address))), None)


def _nothing(_: Address) -> None:
    """Read nothing: a host whose neighbours carry identifiers, but not it."""


def _arxiv(address: Address) -> str | None:
    arxiv = arxiv_in_address(address)
    return f"arxiv:{arxiv}" if arxiv else None


def _doi_org(address: Address) -> str:
    return f"doi:{address.raw_path.lstrip('/')}"


def _acl(address: Address) -> str | None:
    # Old mirrors repeat the id in lower case: `/papers/P18-1001/p18-1001`.
    for name in reversed(address.path.split("/")[-2:]):
        printed = "acl:" + re.sub(r"(?:\.?v\d+)?\.(?:pdf|bib|xml|endf)$|\.?v\d+$", "", name)
        if parse_identifier(printed):
            return printed
    return None


_NO_PAPER = frozenset(
    {"action", "author", "journal", "loi", "proceedings", "search", "series", "suppl", "toc", "topic"}
)
_PUBLISHER = re.compile(
    r"(?P<before>(?:/[\w.~-]+)*?)/(?P<doi>10\.(?:1155|34133)/\d{4}/\d+|10\.\d{4,9}/(?!\(issn\))[^/]+?)(?:\.pdf|\.epub|\.html?)?"
    r"(?:/(?:abstract|epdf|epub|figures?|full|fulltext\.html|full-?text|html|meta|metrics|pdf|references|summary)"
    r"(?:/.*)?)?",
    re.ASCII | re.IGNORECASE,
)


def _publisher(address: Address) -> str | None:
    """A DOI in the path, with one slash in it; what follows may only be a view of the paper."""
    found = _PUBLISHER.fullmatch(address.path)
    sound = found and _NO_PAPER.isdisjoint(found["before"].lower().split("/"))
    return f"doi:{found['doi']}" if found and sound else None


def _mit(address: Address) -> str | None:
    # The page of tacl_a_00324 stands at `10.1162/tacl_a_00324/96452/Its-Title` or `10.1162/tacl_a/00324/…`.
    found = re.search(r"/10\.1162/(?P<suffix>[a-z]+_[a-z]/\d+|[^/]+?)(?:\.pdf)?(?:/|$)", address.path, re.ASCII)
    return f"doi:10.1162/{found['suffix'].replace('/', '_')}" if found else None


_NATURE = re.compile(
    r"/(?:articles|nature/journal/v\d+/n\d+/(?:abs|full|pdf))/"
    r"(?P<id>[sd]4[1-9]\d{3}-\d{3}-\d{4,5}-[\da-z]|(?:nature|ncomms|srep|nmat|nphys|nrc|nrd|nrg|nrn)\d{3,5}"
    r"|n[a-z]{1,5}\.\d{3,4}|\d{6}[a-z]\d)(?:\.(?:pdf|html|epdf))?(?:/.*)?",
    re.ASCII,
)


def _nature(address: Address) -> str | None:
    """Articles whose DOI is known to be their id: others lose dots in the URL or have another prefix."""
    found = _NATURE.fullmatch(address.path)
    if found is None:
        return None
    prefix = "10.1057" if found["id"].startswith("s41599-") else "10.1038"
    return f"doi:{prefix}/{found['id']}"


_CVF = re.compile(
    r"(?:/openaccess)?/content[/_](?P<meeting>[a-z]+?)(?P<w1>w|_workshops)?_?(?P<year>20\d\d)(?P<w2>w|_workshops)?"
    r"/(?:(?:html|papers)/(?:(?P<shop>[\w-]+)/)?|(?P<shop_first>[\w-]+)/(?:html|papers)/)"
    r"(?P<name>[^/]+)_paper(?:\.html|\.pdf)?",
    re.ASCII | re.IGNORECASE,
)


def _cvf(address: Address) -> str | None:
    # `content_cvpr_2018/papers/…` up to 2020 and `content/CVPR2021/html/…` from then on; a workshop's folder stands
    # before or behind `html` and `papers`.
    found = _CVF.fullmatch(address.path)
    if found is None:
        return None
    shop = found["shop"] or found["shop_first"]
    if bool(shop) != bool(found["w1"] or found["w2"]):
        return None
    return f"cvf:{found['meeting'].upper()}{found['year']}{f'W/{shop}' if shop else ''}/{found['name']}"


_OPENREVIEW_FILES = frozenset({"original_pdf", "pdf", "supplementary_material"})


def _openreview(address: Address) -> str | None:
    """The forum; `references/pdf?id=` names a revision and `pdf/<hash>.pdf` a file, and neither says of what."""
    form = address.path.lstrip("/")
    paper = form in {"forum", "paper", "pdf"} or (form == "attachment" and address.asked("name") in _OPENREVIEW_FILES)
    found = address.asked("id") if paper else None
    return f"openreview:{found.removesuffix('.pdf')}" if found else None


_API = r"(?:/(?:graph/)?v1)?"
_PMLR_PATH = r"/([vr]\d+)/([\w-]+?)(?:\.html|\.pdf|\.bib|/\2[\w-]*\.\w+)?"
_NEURIPS_PATH = r"(?:/paper_files)?/paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-(?:Abstract|Paper)"

_AAAI = _paths((r"(?:/ojs)?/index\.php/([\w-]+)/article/(?:view|viewFile|download)/(\d+)(?:/.*)?", r"aaai:\1/\2"))
_BIORXIV = _paths(
    (r"/content/(?:\w+/)?early/\d{4}/\d\d/\d\d/(\d[\d.]*\d)(?:\.full)?(?:\.pdf)?", r"doi:10.1101/\1"),
    (r"/content/(10\.(?:1101|64898)/\d[\d.]*\d)(?:v\d+)?(?:\.[a-z][\w.+-]*)?", r"doi:\1"),
)
_DBLP = _paths(
    (r"/rec/(?:html/|bibtex\d?/|bib\d?/|xml/|rdf/)?([a-z]+/[\w/-]+)(?:\.(?:html|bib|xml|rdf|nt|ttl|ris))?", r"dblp:\1")
)
_IEEE = _either(
    _paths(
        (r"/(?:abstract/)?document/(\d+)(?:/.*)?", r"ieee:\1"),
        (r"/ielx?\d*/(?:\d+/)+(\d+)\.pdf", r"ieee:\1"),
    ),
    _query(r"/(?:stamp|stampPDF|xpls?|Xplore)/\w+\.jsp|/(?:abstract/)?document", ("arnumber",), r"\d+", r"ieee:\g<0>"),
)
_JMLR = _paths(
    (r"(?:/beta)?/papers/v(?:olume)?(\d+)/([\w-]+)(?:\.(?:html|bib|pdf|ps))?(?:/.*)?", r"jmlr:v\1/\2"),
    (r"/proceedings/papers" + _PMLR_PATH, r"pmlr:\1/\2"),
)
_NEURIPS = _paths(
    (_NEURIPS_PATH + r"(-\w+)?(?:\.html|\.pdf)?", r"neurips:\1/\2\3"),
    (r"/paper/(\d{1,5})-[\w-]+(?:\.pdf)?", r"neurips:\1"),
)
# Its papers are counted anew in each round, and so their hashes are those of other papers of that year.
_NEURIPS_ROUNDS = _paths((_NEURIPS_PATH + r"(-round\d)(?:\.html|\.pdf)?", r"neurips:\1/\2\3"))
_S2 = _paths(
    (_API + r"/(?:paper|reader)/(?:[^/]+/)?([0-9a-fA-F]{40})(?:/.*)?", r"s2:\1"),
    (_API + r"(?:/paper)?/Corpus(?:ID|Id|id):(\d+)(?:/.*)?", r"corpusid:\1"),
    (_API + r"(?:/paper)?/(?:arxiv|arXiv|ARXIV)[:/](.+)", r"arxiv:\1"),
)

_BY_HOST: dict[str, _Reader] = {
    **dict.fromkeys(ARXIV_HOSTS, _arxiv),
    **dict.fromkeys(("doi.org", "doi.acm.org", "doi.ieeecomputersociety.org"), _doi_org),
    **dict.fromkeys(("aclanthology.org", "aclweb.org", "aclanthology.info", "aclanthology.coli.uni-saarland.de"), _acl),
    "semanticscholar.org": _S2,
    "pdfs.semanticscholar.org": _nothing,
    "openreview.net": _openreview,
    "proceedings.mlr.press": _paths((_PMLR_PATH, r"pmlr:\1/\2")),
    "raw.githubusercontent.com": _paths((r"/mlresearch/(v\d+)/[\w-]+/assets/([\w-]+)/[\w.-]+", r"pmlr:\1/\2")),
    **dict.fromkeys(("neurips.cc", "nips.cc"), _NEURIPS),
    "datasets-benchmarks-proceedings.neurips.cc": _NEURIPS_ROUNDS,
    **dict.fromkeys(("openaccess.thecvf.com", "cv-foundation.org"), _cvf),
    "ieeexplore.ieee.org": _IEEE,
    "aaai.org": _AAAI,
    **dict.fromkeys(("jmlr.org", "jmlr.csail.mit.edu"), _JMLR),
    **dict.fromkeys(("dblp.org", "dblp.uni-trier.de", "dblp.dagstuhl.de"), _DBLP),
    **dict.fromkeys(("biorxiv.org", "medrxiv.org"), _BIORXIV),
    "direct.mit.edu": _mit,
    "nature.com": _nature,
    "iopscience.iop.org": _paths(
        (r"/article/(10\.(?:1088|3847)/[^/]+(?:/\w+)*?)(?:/(?:ampdf|epub|meta|pdf))?", r"doi:\1")
    ),
    "academic.oup.com": _paths((r".*/doi/(10\.1093/[a-z]+/[a-z]+\d+)(?:/.*)?", r"doi:\1")),
    # The posters of 2020 are named by their forums.
    "iclr.cc": _paths((r"/virtual_2020/poster_([\w-]+)\.html", r"openreview:\1")),
    "ijcai.org": _paths(
        (r"/[Pp]roceedings/(20(?:1[7-9]|[2-9]\d))/0*([1-9]\d{0,3})(?:\.pdf)?", r"doi:10.24963/ijcai.\1/\2")
    ),
    "ssrn.com": _either(
        _paths((r"/abstract=(\d+)", r"doi:10.2139/ssrn.\1")),
        _query(
            r"/sol3/(?:papers|Delivery)\.cfm(?:/.*)?", ("abstract_id", "abstractid"), r"\d+", r"doi:10.2139/ssrn.\g<0>"
        ),
    ),
    "elifesciences.org": _paths((r"/articles/0*([1-9]\d{3,5})(?:[v/].*)?", r"doi:10.7554/elife.\1")),
    "dl.acm.org": _either(
        _publisher,
        _query(r"/citation\.cfm", ("doid",), r"(?:10\.1145/)?(\d+\.\d+)", r"doi:10.1145/\1"),
    ),
    "journals.plos.org": _query(
        r"/\w+/article(?:/file|/authors|/comments)?", ("id",), r"10\.1371/journal\.[a-z]+\.\d{7}", r"doi:\g<0>"
    ),
    "ui.adsabs.harvard.edu": _paths(
        (r"/abs/\d{4}arXiv(\d{4})\.(\d{4})[A-Z](?:/.*)?", r"arxiv:\1.\2"),
        (r"/abs/\d{4}arXiv(\d{4})(\d{5})[A-Z](?:/.*)?", r"arxiv:\1.\2"),
        (r"/abs/(arXiv:[\w.-]+)(?:/.*)?", r"\1"),
    ),
    **dict.fromkeys(
        (
            *("acm.org", "acs.org", "annualreviews.org", "apa.org", "aps.org", "biomedcentral.com", "chemrxiv.org"),
            *("computer.org", "degruyter.com", "emerald.com", "frontiersin.org", "informs.org", "iospress.com"),
            *("liebertpub.com", "mitpressjournals.org", "pnas.org", "royalsocietypublishing.org", "sagepub.com"),
            *("science.org", "sciencemag.org", "siam.org", "springer.com", "springeropen.com", "tandfonline.com"),
            *("wiley.com", "worldscientific.com", "techrxiv.org", "essoar.org", "nejm.org", "scitation.org"),
            *("ahajournals.org", "ascopubs.org", "atsjournals.org", "aiaa.org", "asabe.org", "embopress.org"),
            "drops.dagstuhl.de",
        ),
        _publisher,
    ),
}


def _reader_of(hosts: Iterable[str]) -> _Reader | None:
    return next((_BY_HOST[host] for host in hosts if host in _BY_HOST), None)


_ARXIV_PAGE = re.compile(
    rf"https?://arxiv\.org/(?:abs|pdf)/(?P<base>{NEW_STYLE})(?:v[1-9]\d{{0,2}})?(?:\.pdf)?", re.ASCII
)
"""What half the links of lists look like, read without taking the URL apart."""


@lru_cache(maxsize=16_384)
def identifier_in_url(url: str) -> Identifier | None:
    """Find the identifier a paper's URL carries; None for hosts and pages that carry none."""
    if page := _ARXIV_PAGE.fullmatch(url):
        return Identifier(Scheme.ARXIV, page["base"])
    address = read_address(url)
    read = _reader_of(address.hosts()) if address else None
    if address and read is None and "/doi/" in address.path:
        # Every publisher's own address of a DOI.
        read = _publisher
    printed = read(address) if address and read else None
    return parse_identifier(printed) if printed else None


def read_identifier(text: str) -> Identifier | None:
    """Read what a person writes for a paper: the printed form `scheme:value`, or a URL."""
    return parse_identifier(text) or identifier_in_url(text)
