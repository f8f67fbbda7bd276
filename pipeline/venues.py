"""One name per venue. Pure data and a look-up; the raw name is always kept beside it."""

from __future__ import annotations

import re

from pipeline.titles import collapse

PREPRINT_VENUE = "arXiv"
"""What preprints name as their venue; where a paper was published later, it says nothing."""
_NAMES: tuple[tuple[str, str], ...] = (
    (r"arxiv(\.org)?|corr|arxiv e-prints", PREPRINT_VENUE),
    (r"neurips|nips|(advances in )?neural information processing systems", "NeurIPS"),
    (r"iclr|international conference on learning representations", "ICLR"),
    (r"icml|international conference on machine learning", "ICML"),
    (r"acl|annual meeting of the association for computational linguistics", "ACL"),
    (r"acl findings|findings of acl|findings of the association for computational linguistics: acl", "Findings of ACL"),
    (r"emnlp|(conference on )?empirical methods in natural language processing", "EMNLP"),
    (r"emnlp findings|findings of emnlp", "Findings of EMNLP"),
    (r"naacl|north american chapter of the association for computational linguistics", "NAACL"),
    (r"eacl|(conference of the )?european chapter of the association for computational linguistics", "EACL"),
    (r"tacl|transactions of the association for computational linguistics", "TACL"),
    (r"aaai|aaai conference on artificial intelligence", "AAAI"),
    (r"ijcai|international joint conference on artificial intelligence", "IJCAI"),
    (r"cvpr|computer vision and pattern recognition", "CVPR"),
    (r"iccv|ieee international conference on computer vision", "ICCV"),
    (r"eccv|european conference on computer vision", "ECCV"),
    (r"jmlr|journal of machine learning research|j\. mach\. learn\. res\.", "JMLR"),
    (r"tmlr|transactions on machine learning research|trans\. mach\. learn\. res\.", "TMLR"),
    (r"colm|conference on language modeling", "COLM"),
    (r"coling|international conference on computational linguistics", "COLING"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _NAMES)
KNOWN_VENUES = frozenset(name for _, name in _NAMES) - {PREPRINT_VENUE}
"""Names of venues that are told apart whatever a source calls them."""
_PREPRINT_SERVERS = re.compile(
    r"\W*(?:arxiv|biorxiv|chemrxiv|corr|hal|medrxiv|openreview|osf|preprints?|psyarxiv|research square|ssrn"
    r"|social science research network|techrxiv|under review|zenodo)\b.*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|'\d{2}\b")


def normalise_venue(raw: str | None) -> str | None:
    """Give a venue's one name, years dropped; a venue that is not in the table keeps its own name."""
    if not raw:
        return None
    bare = collapse(_YEAR.sub("", raw).replace("()", "")).strip(" ,")
    for pattern, name in _PATTERNS:
        if pattern.fullmatch(bare):
            return name
    return bare or collapse(raw)


def is_preprint_server(venue: str) -> bool:
    """Tell a venue that is none: where preprints lie, whatever is said behind its name."""
    return _PREPRINT_SERVERS.fullmatch(venue) is not None
