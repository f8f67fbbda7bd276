"""What a URL's host says of what it leads to. Data and a look-up."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from pipeline.identifiers import identifier_in_url
from pipeline.identifiers.address import plain_parts


class Place(Enum):
    """What a URL leads to, as far as its address says."""

    PAPER = auto()
    """A paper: it carries an identifier, ends in `.pdf` or stands with a publisher of papers."""
    ELSEWHERE = auto()
    """Announcements, products, code, data, videos."""
    INSIDE = auto()
    """Another part of the same document."""
    UNKNOWN = auto()


_ANNOUNCE = frozenset(
    {
        "anthropic.com",
        "blog.google",
        "crfm.stanford.edu",
        "databricks.com",
        "deepmind.google",
        "github.com",
        "lmsys.org",
        "medium.com",
        "mistral.ai",
        "openai.com",
        "qwenlm.github.io",
        "substack.com",
        "towardsdatascience.com",
        "twitter.com",
        "wikipedia.org",
        "x.ai",
        "x.com",
        "youtube.com",
    },
)
"""Hosts that publish announcements, products and code, not papers."""

_NO_PAPERS = _ANNOUNCE | frozenset(
    {
        "ai.googleblog.com",
        "ai.meta.com",
        "amazon.com",
        "amzn.to",
        "apple.com",
        "awesome.re",
        "aws.amazon.com",
        "bair.berkeley.edu",
        "bilibili.com",
        "bsky.app",
        "cloud.google.com",
        "cohere.com",
        "colab.research.google.com",
        "coursera.org",
        "deeplearning.ai",
        "developer.nvidia.com",
        "discord.com",
        "discord.gg",
        "docs.google.com",
        "drive.google.com",
        "eugeneyan.com",
        "facebook.com",
        "forms.gle",
        "gitee.com",
        "gist.github.com",
        "gitlab.com",
        "huggingface.co",
        "img.shields.io",
        "kaggle.com",
        "langchain.com",
        "lilianweng.github.io",
        "linkedin.com",
        "llama.com",
        "manning.com",
        "microsoft.com",
        "mp.weixin.qq.com",
        "modelscope.cn",
        "notion.site",
        "notion.so",
        "nytimes.com",
        "open.spotify.com",
        "oreilly.com",
        "paperswithcode.com",
        "pytorch.org",
        "qwen.ai",
        "readthedocs.io",
        "reddit.com",
        "scholar.google.com",
        "sites.google.com",
        "slideslive.com",
        "star-history.com",
        "tensorflow.org",
        "thegradient.pub",
        "together.ai",
        "udemy.com",
        "wandb.ai",
        "youku.com",
        "youtu.be",
        "zenodo.org",
        "zhihu.com",
        "zhuanlan.zhihu.com",
    },
)

_PAPERS = frozenset(
    {
        "aaai.org",
        "academic.oup.com",
        "acm.org",
        "aclanthology.org",
        "aclweb.org",
        "acs.org",
        "aip.org",
        "alphaxiv.org",
        "annualreviews.org",
        "aps.org",
        "arxiv.org",
        "arxiv-vanity.com",
        "biorxiv.org",
        "bmj.com",
        "cambridge.org",
        "cell.com",
        "ceur-ws.org",
        "chemrxiv.org",
        "citeseerx.ist.psu.edu",
        "computer.org",
        "dblp.org",
        "degruyter.com",
        "direct.mit.edu",
        "distill.pub",
        "dl.acm.org",
        "doi.org",
        "ecva.net",
        "eprint.iacr.org",
        "frontiersin.org",
        "hal.science",
        "ieee.org",
        "ieeexplore.ieee.org",
        "ijcai.org",
        "iopscience.iop.org",
        "isca-archive.org",
        "isca-speech.org",
        "iospress.nl",
        "jair.org",
        "jamanetwork.com",
        "jmlr.org",
        "journals.plos.org",
        "jstor.org",
        "link.springer.com",
        "lrec-conf.org",
        "mdpi.com",
        "medrxiv.org",
        "ndss-symposium.org",
        "neurips.cc",
        "nature.com",
        "nips.cc",
        "nowpublishers.com",
        "ojs.aaai.org",
        "openaccess.thecvf.com",
        "openreview.net",
        "osf.io",
        "pnas.org",
        "preprints.org",
        "proceedings.mlr.press",
        "proceedings.mlsys.org",
        "psyarxiv.com",
        "pubmed.ncbi.nlm.nih.gov",
        "ncbi.nlm.nih.gov",
        "researchgate.net",
        "researchsquare.com",
        "royalsocietypublishing.org",
        "rsc.org",
        "roboticsproceedings.org",
        "sagepub.com",
        "science.org",
        "sciencedirect.com",
        "semanticscholar.org",
        "siam.org",
        "springer.com",
        "springeropen.com",
        "ssrn.com",
        "tandfonline.com",
        "techrxiv.org",
        "thelancet.com",
        "thinkmind.org",
        "usenix.org",
        "vldb.org",
        "wiley.com",
        "worldscientific.com",
    },
)
"""Hosts that publish papers and little else."""

_NO_PAPER_ABOVE = frozenset({"", "index.html", "index.php", "home"})
_CODE = frozenset({"gitee.com", "github.com", "gitlab.com"})
_BLOG = re.compile(r"/(?:blogs?|news|posts?)(?:/|$)")
_CONFERENCE_PAGE = re.compile(r"/virtual/\d{4}/(?:(?:oral|paper|poster|spotlight)/\w|\d{4,})")
_PUBLICATION = re.compile(r"/publications?/[^/]*\w{3}")
_ASIDE = ("/virtual/", "/list/", "/group", "/profile", "/venues/", "/events/", "/search")
"""Beside its papers a publisher has a front page, a programme, listings and people."""


_MOST_PIECES = max(name.count(".") + 1 for name in _NO_PAPERS | _PAPERS)
"""A longer host is judged by its end."""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _among(host: str, names: frozenset[str]) -> bool:
    pieces = host.split(".")[-_MOST_PIECES:]
    return any(".".join(pieces[start:]) in names for start in range(len(pieces)))


def is_no_paper_host(url: str) -> bool:
    """Tell whether a URL's host publishes no papers; only consulted when no paper of the title was found."""
    parts = _split(url)
    return parts is not None and _among((parts.hostname or "").lower(), _ANNOUNCE)


@lru_cache(maxsize=16_384)
def place_of(url: str) -> Place:
    """Say what a URL leads to, by its address alone."""
    if url.startswith("#"):
        return Place.INSIDE
    if identifier_in_url(url):
        return Place.PAPER
    if plain := plain_parts(url):
        host, path, query = plain
        return _place_by_host(host, path.lower(), query)
    parts = _split(url)
    if parts and not parts.scheme and _is_file(parts.path.lower()):
        return Place.PAPER
    if parts is None or parts.scheme not in {"http", "https"}:
        return Place.ELSEWHERE if parts and parts.scheme == "mailto" else Place.UNKNOWN
    return _place_by_host((parts.hostname or "").lower(), parts.path.lower(), parts.query)


def _is_file(path: str) -> bool:
    return path.endswith((".pdf", ".ps", ".ps.gz"))


def _place_by_host(host: str, path: str, query: str) -> Place:
    if _is_file(path) or _CONFERENCE_PAGE.search(path):
        return Place.PAPER
    if host.startswith(("blog.", "blogs.", "docs.", "code.", "news.", "newsroom.")) or _BLOG.search(path):
        return Place.ELSEWHERE
    if _PUBLICATION.search(path) and not _among(host, _CODE):
        return Place.PAPER
    if _among(host, _PAPERS):
        aside = path.startswith(_ASIDE) or (path.strip("/") in _NO_PAPER_ABOVE and not query)
        return Place.ELSEWHERE if aside else Place.PAPER
    return Place.ELSEWHERE if _among(host, _NO_PAPERS) else Place.UNKNOWN
