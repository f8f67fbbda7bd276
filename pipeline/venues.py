"""One name per venue. Pure data and a look-up; the raw name is always kept beside it.

A name is reduced to its core: what years, ordinals, publishers, volumes and places add is taken away. The core has to
be a name of the table as a whole, so that a workshop, a track or a submission is never taken for the conference.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.titles import collapse

PREPRINT_VENUE = "arXiv"
"""What preprints name as their venue; where a paper was published later, it says nothing."""

_THE_ACL = r"(the )?(acl|association (for|of) computational linguistics)"
_AND_IJCNLP = r"( and (the )?international joint conference on natural language processing( of the afnlp)?)?"
_TABLE: tuple[tuple[str, str], ...] = (
    (PREPRINT_VENUE, r"arxiv(\.org)?|corr( abs/.*)?|arxiv e-prints|arxiv preprint.*|arxiv:.*|abs/\d{4}\.\d+"),
    ("AAAI", r"aaai|(aaai|national) conference on artificial intelligence"),
    ("ACL", rf"acl(-ijcnlp)?|meeting of {_THE_ACL}{_AND_IJCNLP}"),
    ("ACM Multimedia", r"acm ?mm|mm|acm multimedia( conference)?|(international )?conference on multimedia"),
    ("ACML", r"acml|asian conference on machine learning"),
    ("AISTATS", r"aistats|international conference on artificial intelligence and statistics"),
    ("ASRU", r"asru|automatic speech recognition and understanding workshop"),
    ("BMVC", r"bmvc|british machine vision conference"),
    ("CHI", r"chi|(sigchi |chi )?(international )?conference on human factors in computing systems"),
    ("CIKM", r"cikm|(international )?conference on information and knowledge management"),
    ("COLING", r"coling|international conference on computational linguistics|lrec-coling"),
    ("COLM", r"colm|conference on language modeling"),
    ("COLT", r"colt|conference on (computational )?learning theory"),
    ("CoNLL", r"conll|conference on (computational )?natural language learning"),
    ("CoRL", r"corl|conference on robot learning"),
    ("CVPR", r"cvpr|(conference on )?computer vision and pattern recognition"),
    ("EACL", rf"eacl|(conference of the )?european chapter of {_THE_ACL}"),
    ("ECCV", r"eccv|european conference on computer vision"),
    ("ECML PKDD", r"ecml|ecml[ /-]?pkdd|european conference on machine learning( and .*knowledge discovery.*)?"),
    ("EMNLP", rf"emnlp(-ijcnlp)?|(conference on )?empirical methods in natural language processing{_AND_IJCNLP}"),
    ("Findings of ACL", rf"acl findings|findings of ({_THE_ACL}: )?acl(-ijcnlp)?"),
    ("Findings of EACL", rf"eacl findings|findings of ({_THE_ACL}: )?eacl"),
    ("Findings of EMNLP", rf"emnlp findings|findings of ({_THE_ACL}: )?emnlp"),
    ("Findings of NAACL", rf"naacl findings|findings of ({_THE_ACL}: )?naacl"),
    ("ICASSP", r"icassp|international conference on acoustics, speech,? (and|&) signal processing( icassp)?"),
    ("ICCV", r"iccv|international conference on computer vision"),
    ("ICDM", r"icdm|international conference on data mining"),
    ("ICLR", r"iclr|international conference on learning representations"),
    ("ICML", r"icml|international conference on machine learning"),
    ("ICRA", r"icra|international conference on robotics and automation"),
    ("ICSE", r"icse|international conference on software engineering"),
    ("IJCAI", r"ijcai|ijcai-ecai|international joint conferences? on artificial intelligence"),
    ("IJCNLP", r"ijcnlp|international joint conference on natural language processing"),
    ("Interspeech", r"interspeech|conference of the international speech communication association"),
    ("IROS", r"iros|(rsj )?international conference on intelligent robots and systems"),
    ("JMLR", r"jmlr|journal of machine learning research|j\. mach\. learn\. res"),
    ("KDD", r"kdd|(sigkdd )?(international )?(conference on )?knowledge discovery (and|&) data mining"),
    ("LREC", r"lrec|(international conference on )?language resources and evaluation( conference)?"),
    ("MICCAI", r"miccai|(international conference on )?medical image computing and computer.assisted intervention"),
    ("MLSys", r"mlsys|(conference on )?machine learning and systems"),
    ("NAACL", rf"naacl(-hlt)?|(conference of the )?(north american|nations of the americas) chapter of {_THE_ACL}"),
    ("NeurIPS", r"neurips|nips|(advances in |conference on )?neural information processing systems( conference)?"),
    ("RecSys", r"recsys|conference on recommender systems"),
    ("RSS", r"rss|robotics: science and systems"),
    ("SemEval", r"semeval|(international )?workshop on semantic evaluation"),
    ("SIGGRAPH", r"siggraph"),
    (
        "SIGIR",
        r"sigir|(international )?(acm )?(sigir )?conference on research (and|&) development in information retrieval",
    ),
    ("SIGMOD", r"sigmod( conference)?|(sigmod )?(international )?conference on management of data"),
    ("SODA", r"soda|(acm-)?siam symposium on discrete algorithms"),
    ("STOC", r"stoc|(sigact )?symposium on (the )?theory of computing"),
    ("TACL", rf"tacl|transactions of {_THE_ACL}|trans\. assoc\. comput\. linguistics"),
    ("TMLR", r"tmlr|transactions on machine learning research|trans\. mach\. learn\. res"),
    (
        "TPAMI",
        r"t-?pami|transactions on pattern analysis and machine intelligence|trans\. pattern anal\. mach\. intell",
    ),
    ("UAI", r"uai|(conference on )?uncertainty in artificial intelligence"),
    ("UIST", r"uist|symposium on user interface software and technology"),
    ("USENIX Security", r"usenix security( symposium)?"),
    ("WACV", r"wacv|winter conference on applications of computer vision"),
    ("WSDM", r"wsdm|(international )?conference on web search and data mining|web search and data mining"),
    (
        "WWW",
        r"www|(international )?(world wide )?web conference|(international )?conference on world wide web|the web conf",
    ),
)
"""Each venue's one name, and the cores that are names of it, in lower case."""
_PATTERNS = tuple((re.compile(pattern), name) for name, pattern in _TABLE)
KNOWN_VENUES = frozenset(name for name, _ in _TABLE) - {PREPRINT_VENUE}
"""Names of venues that are told apart whatever a source calls them."""

_WORKSHOPS = frozenset({"ASRU", "SemEval"})
_PART = re.compile(
    r"\b(?:workshops?|tutorials?|demonstrations?|demos?|shared tasks?|student|posters?|industry|submission|companion"
    r"|adjunct|extended abstracts)\b",
    re.IGNORECASE,
)
"""Words of what is held at a conference, or sent to it, and is not its own proceedings."""

_PREPRINT_SERVERS = re.compile(
    r"\W*(?:arxiv|biorxiv|chemrxiv|corr|hal|medrxiv|openreview|osf|preprints?|psyarxiv|research square|ssrn"
    r"|social science research network|techrxiv|under review|zenodo)\b.*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|['\u2019]\d{2}\b|-\d{2}\b(?=\))")
_TENS = r"(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:ieth|y)"
_ORDINAL = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)|(?:{_TENS}[- ]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    rf"|eleventh|twel(?:f|ve)th|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)|{_TENS})\b"
)
_VOLUME = re.compile(
    r"\([^()]*\)|,? volume \d+\b.*|:? ?(?:main (?:volume|conference)|(?:technical|long) papers)$| \d{1,2}$"
)
_TRACK = re.compile(r": human language technologies\b.*")
_BEFORE = re.compile(
    r"(?:in |the |proc(?:eedings?|\.)? (?:of )?|annual |on |acm (?!multimedia)|ieee(?:/cvf|/rsj)? |cvf "
    r"|computer society )+"
)


@lru_cache(maxsize=4096)
def normalise_venue(raw: str | None) -> str | None:
    """Give a venue's one name; a venue that is not in the table keeps its own name, years dropped."""
    if not raw:
        return None
    name = _known(raw.lower(), dated=bool(re.search(r"\d", raw)))
    if name is not None and (name in _WORKSHOPS or not _PART.search(raw)):
        return name
    return collapse(_YEAR.sub("", raw).replace("()", "")).strip(" ,") or collapse(raw)


def _known(text: str, *, dated: bool) -> str | None:
    """The venue of the table that a name is of: the whole of it, or what stands before places and dates.

    Args:
        dated: Whether a year or a date is told with it, as it is where a place is.
    """
    if name := _of_core(_core(text)):
        return name
    # A name may hold a comma itself, and go on behind it as that of another venue.
    for head, rest in (_split(text, commas) for commas in (1, 2)):
        name = _of_core(_core(head))
        if name is not None and (" " not in _core(head) or _is_place(rest, name, dated=dated)):
            return name
    acronym, colon, rest = text.partition(":")
    # Behind an acronym stands the name in full, or that of something else that was held there.
    name = _of_core(_core(acronym)) if colon else None
    return name if name is not None and _known(rest, dated=dated) == name else None


def _split(text: str, commas: int) -> tuple[str, str]:
    parts = text.split(",")
    return ",".join(parts[:commas]), ",".join(parts[commas:])


def _is_place(rest: str, name: str, *, dated: bool) -> bool:
    """Whether what follows a name goes on with it in short, or with a place and a date, and not with another name."""
    in_short = _core(re.sub(r"[()]", " ", _YEAR.sub(" ", rest.partition(",")[0])))
    return _of_core(in_short) == name or (dated and " and " not in rest)


def _of_core(core: str) -> str | None:
    return next((name for pattern, name in _PATTERNS if pattern.fullmatch(core)), None)


def _core(text: str) -> str:
    text = collapse(_ORDINAL.sub(" ", _YEAR.sub(" ", _VOLUME.sub(" ", _TRACK.sub("", text)))))
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    return collapse(_VOLUME.sub(" ", text)).strip(" ,.:'\u2019")


def is_preprint_server(venue: str) -> bool:
    """Tell a venue that is none: where preprints lie, whatever is said behind its name."""
    return _PREPRINT_SERVERS.fullmatch(venue) is not None
