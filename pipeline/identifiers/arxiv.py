"""Ids of arXiv, as arXiv and those that mirror it print them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.identifiers.address import LONGEST, Address, read_address, without_end


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv id: `base` without version (`2305.18290`, `hep-th/9901001`), `version` from 1 or None."""

    base: str
    version: int | None = None

    def __str__(self) -> str:
        """The id as arXiv prints it."""
        return self.base if self.version is None else f"{self.base}v{self.version}"


_MONTH = r"(?:0[1-9]|1[0-2])"
# Ids have this style since April 2007 and five digits since January 2015, so an id cut short is not taken for another.
NEW_STYLE = rf"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.\d{{4}}|(?:1[5-9]|[2-8]\d){_MONTH}\.\d{{5}}"
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics"
    "|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_SUBJECT_CLASS = r"(?:\.[A-Za-z][A-Za-z-]{1,7})?"
_OLD_STYLE = rf"(?P<archive>{_ARCHIVES}){_SUBJECT_CLASS}/(?P<number>(?:9[1-9]|0[0-7]){_MONTH}\d{{3}})"
_ID = re.compile(rf"(?:(?P<base>{NEW_STYLE})|{_OLD_STYLE})(?:v(?P<version>[1-9]\d{{0,2}}))?", re.ASCII)
_PREFIX = re.compile(r"^(?:arxiv:\s*)+", re.IGNORECASE)
_OWN_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)

_VIEWS = "abs|arxiv|bibtex|e-print|format|html|overview|papers?|pdf|ps|resources|src|tb"
_PATHS = (
    re.compile(rf"(?:/[a-z]{{2}})?/(?:{_VIEWS})/(?P<id>.+)", re.ASCII),
    re.compile(r"/ftp/arxiv/papers/\d{4}/(?P<id>.+)", re.ASCII),
    re.compile(r"/(?P<id>[^/]+\.pdf|\d{4}\.\d{4,5}(?:v\d+)?)", re.ASCII),
    re.compile(r"/papers?/(?P<id>\d{4}\.\d{4,5})\.paper", re.ASCII),
)
_OLD_FTP = re.compile(r"/ftp/(?P<archive>[a-z-]+)/papers/\d{4}/(?P<number>\d{7}.*)", re.ASCII)

ARXIV_HOSTS = frozenset(
    {
        *("arxiv.org", "xxx.lanl.gov", "xxx.itp.ac.cn", "ar5iv.org", "alphaxiv.org", "arxiv-vanity.com"),
        *("huggingface.co", "hf.co", "papers.cool", "scirate.com", "emergentmind.com"),
        *("arxiv-sanity.com", "catalyzex.com", "128.84.21.199", "128.84.21.203", "128.84.4.27"),
    }
)
"""Hosts that show papers of arXiv under their ids; its own machines, whose numbers some lists name, among them."""


def _read_id(text: str) -> ArxivId | None:
    found = _ID.fullmatch(_PREFIX.sub("", text).removesuffix(".pdf"))
    if found is None:
        return None
    # `math.GT/0309136` and `math/0309136` are one paper: the subject class is not part of an id.
    base = found["base"] or f"{found['archive']}/{found['number']}"
    return ArxivId(base, int(found["version"]) if found["version"] else None)


def arxiv_in_address(address: Address) -> ArxivId | None:
    """Read the id of the paper that a host of `ARXIV_HOSTS` shows at an address."""
    if old := _OLD_FTP.fullmatch(address.path):
        return _read_id(f"{old['archive']}/{old['number']}")
    matches = (found for path in _PATHS if (found := path.fullmatch(address.path)))
    return next((read for found in matches if (read := _read_id(found["id"]))), None)


def arxiv_of_doi(doi: str) -> ArxivId | None:
    """Read the id in a DOI of arXiv's own, such as `10.48550/arXiv.2305.18290`."""
    found = _OWN_DOI.fullmatch(doi)
    return _read_id(found["id"]) if found else None


def is_doi_of_arxiv(doi: str) -> bool:
    """Tell whether a DOI is arXiv's, whatever follows the prefix."""
    return doi.startswith("10.48550/")


def parse_arxiv_id(text: str) -> ArxivId | None:
    """Read an arXiv id from an id, a DOI of arXiv's or an arXiv URL; None when there is none.

    For every id `x` this gives, `parse_arxiv_id(str(x)) == x`.
    """
    if len(text) > LONGEST:
        return None
    if "://" in text:
        address = read_address(text)
        return arxiv_in_address(address) if address and not ARXIV_HOSTS.isdisjoint(address.hosts()) else None
    candidate = without_end(text.strip())
    return arxiv_of_doi(candidate) or _read_id(candidate)
