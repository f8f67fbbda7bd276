"""Identifiers of papers: parsed from text and URLs, printed as `scheme:value` and as URLs.

The awkward cases stand as a table in `tests/test_identifiers.py`. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


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
_OLD_STYLE = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV_ID = re.compile(rf"(?P<base>{_NEW_STYLE}|{_OLD_STYLE})(?:v(?P<version>[1-9]\d*))?")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ACL_ID = re.compile(r"\d{4}\.[a-z0-9]+(?:-[a-z0-9]+)*\.\d+|[A-Z]\d{2}-\d{4}")
_MIT_DIRECT = re.compile(r"(?P<head>10\.1162/[a-z]+_[a-z])[_/](?P<number>\d+)")
_SHA = re.compile(r"[0-9a-f]{40}")


def parse_arxiv_id(text: str) -> ArxivId | None:
    """Read an arXiv id from an id, a DOI of arXiv's or an arXiv URL; None when there is none.

    For every id `x` this gives, `parse_arxiv_id(str(x)) == x`.
    """
    candidate = text.strip().removeprefix("arXiv:").removeprefix("arxiv:")
    if "://" in candidate:
        match_path = re.search(r"/(?:abs|pdf|html|papers)/(.+)", urlsplit(candidate).path)
        candidate = match_path.group(1) if match_path else ""
    elif of_doi := _ARXIV_DOI.fullmatch(candidate):
        candidate = of_doi["id"]
    candidate = candidate.rstrip("/").removesuffix(".pdf")
    found = _ARXIV_ID.fullmatch(candidate)
    if found is None:
        return None
    return ArxivId(found["base"], int(found["version"]) if found["version"] else None)


def normalise_doi(text: str) -> str | None:
    """Give a DOI in lower case and without resolver, prefix or trailing punctuation; None when it is none."""
    candidate = re.sub(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)", "", text.strip(), flags=re.IGNORECASE)
    candidate = unquote(candidate).rstrip(".,;)/ ")
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
    canonical = _CANONICAL.get(known, _no_blanks)(value)
    return Identifier(known, canonical) if canonical else None


def _arxiv_base(value: str) -> str | None:
    arxiv = parse_arxiv_id(value)
    return arxiv.base if arxiv else None


def _no_blanks(value: str) -> str | None:
    return None if re.search(r"\s", value) else value


_CANONICAL: dict[Scheme, Callable[[str], str | None]] = {
    Scheme.ARXIV: _arxiv_base,
    Scheme.ACL: lambda value: value if _ACL_ID.fullmatch(value) else None,
    Scheme.CORPUSID: lambda value: value if value.isascii() and value.isdigit() else None,
    Scheme.S2: lambda value: value.lower() if _SHA.fullmatch(value.lower()) else None,
}


def _from_arxiv(url: SplitResult) -> Identifier | None:
    arxiv = parse_arxiv_id(url.geturl())
    return Identifier(Scheme.ARXIV, arxiv.base) if arxiv else None


def _from_acl(url: SplitResult) -> Identifier | None:
    name = url.path.strip("/").removeprefix("anthology/").removesuffix(".pdf").removesuffix(".bib")
    return Identifier(Scheme.ACL, name) if _ACL_ID.fullmatch(name) else None


def _from_s2(url: SplitResult) -> Identifier | None:
    if corpus := re.search(r"/CorpusI[Dd]:(\d+)", url.path):
        return Identifier(Scheme.CORPUSID, corpus[1])
    if sha := re.search(r"/([0-9a-f]{40})(?:/|$)", url.path):
        return Identifier(Scheme.S2, sha[1])
    return None


def _from_openreview(url: SplitResult) -> Identifier | None:
    forum = parse_qs(url.query).get("id", [])
    return Identifier(Scheme.OPENREVIEW, forum[0]) if forum and re.fullmatch(r"[\w-]+", forum[0]) else None


def _from_pmlr(url: SplitResult) -> Identifier | None:
    found = re.match(r"/(v\d+)/([a-z0-9-]+?)(?:\.html|/|$)", url.path)
    return Identifier(Scheme.PMLR, f"{found[1]}/{found[2]}") if found else None


def _from_neurips(url: SplitResult) -> Identifier | None:
    pattern = r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([\w-]+?)-(?:Abstract|Paper)"
    found = re.match(pattern, url.path)
    return Identifier(Scheme.NEURIPS, f"{found[1]}/{found[2]}") if found else None


def _from_cvf(url: SplitResult) -> Identifier | None:
    found = re.match(r"/content/?_?(\w+)/(?:papers|html)/(?:\w+/)?([^/]+?)_paper\.(?:pdf|html)", url.path)
    return Identifier(Scheme.CVF, f"{found[1]}/{found[2]}") if found else None


def _from_doi_path(url: SplitResult) -> Identifier | None:
    path = unquote(url.path)
    if mit := _MIT_DIRECT.search(path):
        return Identifier(Scheme.DOI, f"{mit['head']}_{mit['number']}".lower())
    found = re.search(r"/(10\.\d{4,9}/.+)", path)
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
    "doi.org": _from_doi_path,
    "acm.org": _from_doi_path,
    "direct.mit.edu": _from_doi_path,
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
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    for name, reader in _BY_HOST.items():
        if host == name or host.endswith("." + name):
            return reader(parts)
    return None


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
        return f"https://openaccess.thecvf.com/content/{volume}/html/{name}_paper.html"
    return _URL_OF[identifier.scheme].format(identifier.value)
