"""Identifiers of papers: parsed from text and URLs, printed as `scheme:value` and as URLs.

The awkward cases stand as a table in `tests/test_identifiers.py`. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit


class Scheme(StrEnum):
    """The closed list of identifier schemes an entry may carry."""

    ARXIV = "arxiv"
    DOI = "doi"
    ACL = "acl"
    CORPUSID = "corpusid"
    S2 = "s2"
    OPENREVIEW = "openreview"
    PMLR = "pmlr"
    NEURIPS = "neurips"
    CVF = "cvf"


LOOKED_UP = frozenset({Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.CORPUSID, Scheme.S2})
"""Schemes that at least one of the two services resolves; the others are kept as evidence only."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """One identifier of a paper, in canonical form, so that equal papers give equal values."""

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        """`scheme:value`, which `parse_identifier` reads back."""
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv id: `base` without version (`2305.18290`, `hep-th/9901001`), `version` from 1 or None."""

    base: str
    version: int | None = None

    def __str__(self) -> str:
        """The id as arXiv prints it."""
        return self.base if self.version is None else f"{self.base}v{self.version}"


_NEW_STYLE = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_STYLE = r"(?P<archive>[a-z]+(?:-[a-z]+)*)(?:\.[A-Za-z]{2})?/(?P<number>\d{2}(?:0[1-9]|1[0-2])\d{3})"
_ARXIV_ID = re.compile(rf"(?:(?P<base>{_NEW_STYLE})|{_OLD_STYLE})(?:v(?P<version>[1-9]\d{{0,2}}))?", re.ASCII)
_ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|papers|overview|format|ps|src|e-print)/(?P<id>.+)")
_ARXIV_PREFIX = re.compile(r"^arxiv:\s*", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\x00-\x1f\x7f]+")
_ACL_ID = re.compile(r"\d{4}\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d+|[A-Z]\d{2}-\d{4}", re.ASCII)
_MIT_DIRECT = re.compile(r"/10\.1162/(?P<suffix>[a-z]+_[a-z]/\d+|[^/]+)", re.ASCII)
_SHA = re.compile(r"[0-9a-f]{40}")
_LONGEST = 2000
"""Characters; longer than any URL or DOI of a paper."""


def parse_arxiv_id(text: str) -> ArxivId | None:
    """Read an arXiv id from an id, a DOI of arXiv's or an arXiv URL; None when there is none.

    For every id `x` this gives, `parse_arxiv_id(str(x)) == x`.
    """
    candidate = text.strip()
    if "://" in candidate:
        in_path = _ARXIV_PATH.search(candidate.partition("?")[0].partition("#")[0])
        candidate = in_path["id"] if in_path else ""
    elif of_doi := _ARXIV_DOI.fullmatch(candidate):
        candidate = of_doi["id"]
    candidate = _ARXIV_PREFIX.sub("", candidate).rstrip("/").removesuffix(".pdf")
    found = _ARXIV_ID.fullmatch(candidate)
    if found is None:
        return None
    # `math.GT/0309136` and `math/0309136` are one paper: the subject class is not part of an id.
    base = found["base"] or f"{found['archive']}/{found['number']}"
    return ArxivId(base, int(found["version"]) if found["version"] else None)


def normalise_doi(text: str) -> str | None:
    """Give a DOI in lower case and without resolver, prefix or trailing punctuation; None when it is none."""
    if len(text) > _LONGEST:
        return None
    candidate = re.sub(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)", "", text.strip(), flags=re.IGNORECASE)
    # Until nothing changes, so that a normalised DOI stays what it is; some URLs are quoted twice.
    while (unquoted := unquote(candidate)) != candidate:
        candidate = unquoted
    candidate = candidate.rstrip(".,;)/ ")
    return candidate.lower() if _DOI.fullmatch(candidate) else None


def _doi_or_arxiv(text: str) -> Identifier | None:
    doi = normalise_doi(text)
    if doi is None:
        return None
    if of_arxiv := _ARXIV_DOI.fullmatch(doi):
        arxiv = parse_arxiv_id(of_arxiv["id"])
        return Identifier(Scheme.ARXIV, arxiv.base) if arxiv else None
    return Identifier(Scheme.DOI, doi)


def parse_identifier(text: str) -> Identifier | None:
    """Read the printed form `scheme:value`; None for an unknown scheme or a value not of its form."""
    scheme, colon, value = text.strip().partition(":")
    if not colon or scheme.lower() not in set(Scheme) or not value:
        return None
    known = Scheme(scheme.lower())
    if known is Scheme.DOI:
        return _doi_or_arxiv(value)
    canonical = _CANONICAL[known](value)
    return Identifier(known, canonical) if canonical else None


def _arxiv_base(value: str) -> str | None:
    arxiv = parse_arxiv_id(value)
    return arxiv.base if arxiv else None


def _of_form(pattern: str) -> Callable[[str], str | None]:
    form = re.compile(pattern, re.ASCII)
    return lambda value: value if form.fullmatch(value) else None


_CANONICAL: dict[Scheme, Callable[[str], str | None]] = {
    Scheme.ARXIV: _arxiv_base,
    Scheme.ACL: _of_form(_ACL_ID.pattern),
    Scheme.CORPUSID: lambda value: value.lstrip("0") if re.fullmatch(r"[0-9]{1,18}", value) else None,
    Scheme.S2: lambda value: value.lower() if _SHA.fullmatch(value.lower()) else None,
    Scheme.OPENREVIEW: _of_form(r"[\w-]+"),
    Scheme.PMLR: _of_form(r"v\d+/[a-z0-9-]+"),
    Scheme.NEURIPS: _of_form(r"\d{4}/(?:(?!-Abstract|-Paper)[\w-])+"),
    Scheme.CVF: _of_form(r"\w+/[^/?#\s]+"),
}


def _from_arxiv(url: SplitResult) -> Identifier | None:
    arxiv = parse_arxiv_id(url.geturl())
    return Identifier(Scheme.ARXIV, arxiv.base) if arxiv else None


def _from_acl(url: SplitResult) -> Identifier | None:
    name = re.sub(r"(?:v\d+)?\.(?:pdf|bib)$", "", url.path.rstrip("/").rpartition("/")[2])
    return Identifier(Scheme.ACL, name) if _ACL_ID.fullmatch(name) else None


def _from_s2(url: SplitResult) -> Identifier | None:
    if corpus := re.search(r"/CorpusI[Dd]:(\d+)", url.path):
        return Identifier(Scheme.CORPUSID, corpus[1])
    if sha := re.search(r"/([0-9a-f]{40})(?:/|$)", url.path):
        return Identifier(Scheme.S2, sha[1])
    return None


def _from_openreview(url: SplitResult) -> Identifier | None:
    forum = parse_qs(url.query).get("id") if url.path.strip("/") in {"forum", "pdf", "attachment"} else None
    return Identifier(Scheme.OPENREVIEW, forum[0]) if forum else None


def _from_pmlr(url: SplitResult) -> Identifier | None:
    found = re.match(r"/(v\d+)/([a-z0-9-]+?)(?:\.html|\.pdf|/|$)", url.path)
    return Identifier(Scheme.PMLR, f"{found[1]}/{found[2]}") if found else None


def _from_neurips(url: SplitResult) -> Identifier | None:
    pattern = r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([\w-]+?)-(?:Abstract|Paper)"
    found = re.match(pattern, url.path)
    return Identifier(Scheme.NEURIPS, f"{found[1]}/{found[2]}") if found else None


def _from_cvf(url: SplitResult) -> Identifier | None:
    found = re.match(r"/content/?_?(\w+)/(?:papers|html)/(?:\w+/)?([^/]+?)_paper\.(?:pdf|html)", url.path)
    return Identifier(Scheme.CVF, f"{found[1]}/{found[2]}") if found else None


def _from_doi_org(url: SplitResult) -> Identifier | None:
    return _doi_or_arxiv(unquote(url.path).lstrip("/"))


def _from_mit(url: SplitResult) -> Identifier | None:
    # The page of tacl_a_00324 stands at `10.1162/tacl_a_00324/96452/Its-Title` or `10.1162/tacl_a/00324/…`.
    found = _MIT_DIRECT.search(unquote(url.path))
    return _doi_or_arxiv(f"10.1162/{found['suffix'].replace('/', '_')}") if found else None


def _from_doi_path(url: SplitResult) -> Identifier | None:
    found = re.search(r"/(10\.\d{4,9}/.+)", unquote(url.path))
    return _doi_or_arxiv(re.sub(r"\.(?:pdf|html?)$", "", found[1])) if found else None


_BY_HOST: dict[str, Callable[[SplitResult], Identifier | None]] = {
    "arxiv.org": _from_arxiv,
    "alphaxiv.org": _from_arxiv,
    "huggingface.co": _from_arxiv,
    "aclanthology.org": _from_acl,
    "aclweb.org": _from_acl,
    "semanticscholar.org": _from_s2,
    "openreview.net": _from_openreview,
    "proceedings.mlr.press": _from_pmlr,
    "neurips.cc": _from_neurips,
    "nips.cc": _from_neurips,
    "openaccess.thecvf.com": _from_cvf,
    "doi.org": _from_doi_org,
    "acm.org": _from_doi_path,
    "direct.mit.edu": _from_mit,
    "springer.com": _from_doi_path,
    "wiley.com": _from_doi_path,
    "tandfonline.com": _from_doi_path,
    "sagepub.com": _from_doi_path,
    "pnas.org": _from_doi_path,
    "science.org": _from_doi_path,
}


def identifier_in_url(url: str) -> Identifier | None:
    """Find the identifier a paper's URL carries; None for hosts and paths that carry none."""
    try:
        parts = urlsplit(url.strip()) if len(url) <= _LONGEST else urlsplit("")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    reader = next((read for name, read in _BY_HOST.items() if host == name or host.endswith("." + name)), None)
    if reader is None or parts.scheme not in {"http", "https"}:
        return None
    # Through the printed form, so that what a URL gives is canonical and can be read back.
    found = reader(parts)
    return parse_identifier(str(found)) if found else None


_URL_OF = {
    Scheme.ARXIV: "https://arxiv.org/abs/{}",
    Scheme.DOI: "https://doi.org/{}",
    Scheme.ACL: "https://aclanthology.org/{}/",
    Scheme.CORPUSID: "https://api.semanticscholar.org/CorpusID:{}",
    Scheme.S2: "https://www.semanticscholar.org/paper/{}",
    Scheme.OPENREVIEW: "https://openreview.net/forum?id={}",
    Scheme.PMLR: "https://proceedings.mlr.press/{}.html",
}


def url_of(identifier: Identifier) -> str | None:
    """Give the page of a paper by its identifier; None where the identifier alone does not name one."""
    if identifier.scheme is Scheme.NEURIPS:
        year, name = identifier.value.split("/", 1)
        return f"https://papers.nips.cc/paper/{year}/hash/{name}-Abstract.html"
    if identifier.scheme is Scheme.CVF:
        volume, name = identifier.value.split("/", 1)
        # Up to 2020 a volume is called `CVPR_2019` and stands beside `content`, from then on below it.
        folder = f"content_{volume}" if "_" in volume else f"content/{volume}"
        return f"https://openaccess.thecvf.com/{folder}/html/{name}_paper.html"
    if identifier.scheme is Scheme.DOI:
        return _URL_OF[Scheme.DOI].format(quote(identifier.value, safe="/:;()@,+=~!$*'"))
    return _URL_OF[identifier.scheme].format(identifier.value)
