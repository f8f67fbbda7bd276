"""The schemes, and the one form in which each writes a paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.identifiers.address import LONGEST
from pipeline.identifiers.arxiv import arxiv_of_doi, is_doi_of_arxiv, parse_arxiv_id
from pipeline.identifiers.doi import normalise_doi


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
    IEEE = "ieee"
    AAAI = "aaai"
    JMLR = "jmlr"
    DBLP = "dblp"


LOOKED_UP = frozenset({Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.CORPUSID, Scheme.S2})
"""Schemes that at least one service resolves; the others are kept as evidence only."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """One identifier of a paper, in canonical form, so that equal papers give equal values."""

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        """`scheme:value`, which `parse_identifier` reads back."""
        # Printed a hundred times an entry; a format string would ask the enumeration for its text each time.
        return self.scheme + ":" + self.value


_Canonical = Callable[[str], str | None]

_AAAI_JOURNALS = {
    name.lower(): name for name in ("AAAI", "AAAI-SS", "AIES", "AIIDE", "HCOMP", "ICAPS", "ICWSM", "SOCS")
}
_CORR = "journals/corr/abs"


def _arxiv(value: str) -> str | None:
    arxiv = parse_arxiv_id(value)
    return arxiv.base if arxiv else None


def _of_form(pattern: str) -> _Canonical:
    form = re.compile(pattern, re.ASCII)
    return lambda value: value if form.fullmatch(value) else None


def _number(digits: int) -> _Canonical:
    form = re.compile(rf"0*([1-9]\d{{0,{digits - 1}}})", re.ASCII)
    return lambda value: found[1] if (found := form.fullmatch(value)) else None


def _aaai(value: str) -> str | None:
    journal, _, number = value.partition("/")
    name, number_found = _AAAI_JOURNALS.get(journal.lower()), _number(9)(number)
    return f"{name}/{number_found}" if name and number_found else None


_CANONICAL: dict[Scheme, _Canonical] = {
    Scheme.ARXIV: _arxiv,
    Scheme.DOI: normalise_doi,
    # Number 0 is the front matter of a volume.
    Scheme.ACL: _of_form(r"\d{4}\.[a-z0-9]+-[a-z0-9]+\.[1-9]\d*|[A-Z]\d{2}-(?!\d000)\d{4}"),
    Scheme.CORPUSID: _number(18),
    Scheme.S2: lambda value: value.lower() if re.fullmatch(r"[0-9a-fA-F]{40}", value) else None,
    Scheme.OPENREVIEW: _of_form(r"[\w-]{1,64}"),
    Scheme.PMLR: _of_form(r"[vr]\d+/[A-Za-z][A-Za-z_-]*\d+[a-z]{0,2}"),
    # Up to 2019 a paper had one number for all years. A hash is often of a number that begins anew each year, and in
    # each round of 2021, so it says nothing without them.
    Scheme.NEURIPS: _of_form(r"[1-9]\d{0,4}|(?:19|20)\d\d/[0-9a-f]{32}(?:-[A-Za-z]\w*)?"),
    Scheme.CVF: _of_form(r"[A-Z]+20\d\d(?:W/[\w-]+)?/[\w.,'()+!&-]+_(?:[A-Z]+_20\d\d|20\d\d_[A-Z]+)"),
    Scheme.IEEE: _number(10),
    Scheme.AAAI: _aaai,
    Scheme.JMLR: _of_form(r"v[1-9]\d*/(?:\d{2}-\d{3,4}|[a-z][a-z_-]*\d{2}[a-z]{0,2})"),
    # A last part that begins with a year is the key of a whole volume.
    Scheme.DBLP: _of_form(
        r"(?:books|conf|journals|phd|reference|series|tr)(?:/[\w-]+){1,2}/(?!(?:19|20)\d\d(?![A-Z\d]))[\w-]+"
    ),
}

_SCHEMES = {str(scheme): scheme for scheme in Scheme}


def parse_identifier(text: str) -> Identifier | None:
    """Read the printed form `scheme:value`; None for an unknown scheme or a value not of its form.

    A DOI or dblp key that names a paper by its arXiv id gives that id.
    """
    scheme, _, value = text.strip().partition(":") if len(text) <= LONGEST else ("", "", "")
    known = _SCHEMES.get(scheme.lower())
    canonical = _CANONICAL[known](value) if known else None
    if known is None or canonical is None:
        return None
    if known is Scheme.DOI and is_doi_of_arxiv(canonical):
        arxiv = arxiv_of_doi(canonical)
        return Identifier(Scheme.ARXIV, arxiv.base) if arxiv else None
    if known is Scheme.DBLP and canonical.startswith(_CORR):
        head, _, number = canonical.removeprefix(f"{_CORR}-").rpartition("-")
        return parse_identifier(f"{Scheme.ARXIV}:{head}{'.' if head.isdigit() else '/'}{number}")
    return Identifier(known, canonical)
