"""What a venue is, by its name: a journal, proceedings, or neither. Data and the patterns made of it. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from pipeline.curated.words import venues as words
from pipeline.venues import KNOWN_VENUES


class Kind(StrEnum):
    """What a reference is, as far as the record says (closed list)."""

    ARTICLE = "article"
    """In a journal."""
    PAPER = "paper"
    """In the proceedings of a conference."""
    PREPRINT = "preprint"
    THESIS = "thesis"
    REPORT = "report"
    OTHER = "other"
    """Published at a place of which nobody says what it is."""


_JOURNALS = frozenset(
    """
    CP CSUR CVM EMSE ESWA GRSM IJCV IJRR IPM JAIR JAMIA JBHI JMIR JMLR JSAC JSSC JSTARS KBS MedIA NCA NMI NSR PAMI PNAS
    PVLDB RA-L RAL TACL TACO TALLIP TASLP TBD TCC TCOM TCSVT TCYB TDSC TGRS TIFS TIP TIST TITS TIV TKDD TKDE TMC TMI
    TMLR TMM TNN TNNLS TNSRE TOCS TOG TOIS TOMM TOPLAS TOSEM TPAMI TPDS TRO TSE TSP TVCG TWC TWEB VLDBJ
    """.upper().split()
)
"""Journals by their acronyms, in capitals."""
_TITLES = frozenset(
    """
    artificial intelligence|bioinformatics|biometrika|cell|communications of the acm|computational linguistics|cureus
    |discrete event dynamic systems|expert systems with applications|frontiers in psychology|ieee access
    |information fusion|information sciences|jama|knowledge-based systems|machine learning|medical image analysis|nature
    |nature communications|nature machine intelligence|nature medicine|nature methods|neural computation|neural networks
    |neurocomputing|npj digital medicine|patterns|pattern recognition|plos one|science|science advances
    |science china information sciences|scientific data|scientific reports|the lancet|the lancet digital health
    |the vldb journal
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Journals whose titles do not say that they are, in small letters."""
_NO_PROCEEDINGS = frozenset({"IEEE", "ISPRS", "PLOS", "USENIX"})
"""Acronyms of those who publish much."""
_SAID = {
    Kind.THESIS: re.compile(r"\b(?:thesis|dissertation)\b", re.IGNORECASE),
    Kind.REPORT: re.compile(r"\btechnical report\b", re.IGNORECASE),
    Kind.PAPER: re.compile(
        r"\b(?:conference|proceedings|symposium|workshop|meeting|demo|industry)\b|^findings of\b", re.IGNORECASE
    ),
    Kind.ARTICLE: re.compile(
        r"\b(?:journals?|transactions|trans\.|annals|letters|magazine|reviews?|surveys|bulletin|pvldb)\b", re.IGNORECASE
    ),
}
"""Words of venues that say what they are, in the order in which they are asked."""
_ACRONYM = re.compile(r"(?:(?:IEEE|ACM)(?:/(?:IEEE|ACM))? )?(?P<acronym>[A-Z][\w&/@+-]*[A-Z][\w&/@+-]*)")
_DATED = re.compile(rf"{_ACRONYM.pattern},? ?(?:(?:19|20)\d\d|['\u2019]\d\d)")
"""Proceedings are named after their year; journals have volumes."""


def kind_of_venue(name: str, raw: str) -> Kind:
    """What a venue is: by what is known of its name, else by its words, else by its shape.

    Args:
        name: As it is told apart from others.
        raw: As a source prints it; may be empty.
    """
    acronym = _ACRONYM.fullmatch(name)
    known = acronym["acronym"].upper() if acronym else ""
    if known in _JOURNALS or name.lower() in _TITLES:
        return Kind.ARTICLE
    if name in KNOWN_VENUES or (known in words.KNOWN and known not in _NO_PROCEEDINGS):
        return Kind.PAPER
    said = next((kind for kind, pattern in _SAID.items() if pattern.search(f"{name} {raw}")), None)
    return said or (Kind.PAPER if _DATED.fullmatch(raw) and known not in _NO_PROCEEDINGS else Kind.OTHER)
