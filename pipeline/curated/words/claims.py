"""Venue and year as a list prints them: in brackets, badges, columns or behind the title. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.titles import collapse

_ACRONYMS = """
    3DV AAAI AACL AAMAS ACCV ACL ACML ACMMM ACSAC AIES AISTATS ALENEX AMIA APSIPA ArXiv arXiv ASE ASPLOS ASRU ATC BIBM
    BigData bioRxiv BMVC CAV CC CCS CEC CHI CHIL CIKM CLeaR COLING CoLLAs COLM COLT CoNLL CoRL CORL CoRR CP CSUR CVM
    CVPR CVPRW DAC DASFAA DATE DIS DSAA DSN EACL EAMT ECAI ECAL ECCV ECCVW ECIR ECIS ECML ECML-PKDD EDBT EMNLP EMSOFT
    ESEM ESWA ESWC EuroSys EWRL FAccT FAST FCCM FG FOCS FPGA FSE GECCO HotNets HotOS HPCA HRI IAAI ICANN ICAPS
    ICASSP ICC ICCAD ICCV ICCVW ICDAR ICDCS ICDE ICDM ICIP ICLR ICME ICML ICMLA ICMR ICONIP ICPC ICPP ICPR ICRA ICSE
    ICSME ICST ICTIR ICWSM IEEE IJCAI IJCB IJCNLP IJCNN IJCV IJRR INFOCOM INLG INTERSPEECH Interspeech IPDPS IPM
    IROS ISBI ISCA ISCAS ISIT ISMIR ISPASS ISSTA ISWC ITSC IUI IVA JAIR JAMIA JMIR JMLR KBS KDD KDDM KR L4DC LREC
    LREC-COLING medRxiv MICCAI MICRO MIDL MLHC MLSys MM MMM MMSys MobiCom MobiSys MSR NAACL NAACL-HLT NCA NDSS
    NeurIPS NIPS NLPCC NSDI NTCIR OOPSLA OpenReview OSDI PACLIC PACT PAKDD PAMI PKDD PLDI PLOS PMLR PNAS POPL PPoPP
    PVLDB RANLP RecSys RLC RSS S&P SANER SaTML SC SDM SEKE SemEval SIGCOMM SIGDIAL SIGGRAPH SIGIR SIGIR-AP SIGKDD
    SIGMETRICS SIGMOD SIGSOFT SIGSPATIAL SLT SODA SOSP SSRN STOC TACAS TACL TALLIP TASLP TBD TCSVT TCYB TDSC
    TechRxiv TIFS TIP TIST TITS TKDD TKDE TMC TMI TMLR TMM TNN TNNLS TOG TOIS TOMM TOSEM TPAMI TPDS TRO TSE TVCG
    TWEB UAI UbiComp UIST UMAP USENIX VCIP VLDB VLDBJ VR WACV WACVW WMT WSDM WWW XAI
"""
_VENUE_WORDS = r"""
    arxiv|corr|preprints?|pre-print|conference|journal|transactions?|trans\.|proceedings?|proc\.|workshops?|symposium
    |letters|magazine|findings|nature|science|cell|lancet|elsevier|springer|acm|ieee|usenix|biorxiv|medrxiv|ssrn
    |openreview|technical report|tech report|technical notes?|advances in neural information processing systems
    |(?:(?:ph\.?d\.?|doctoral|master['\u2019]?s?) )?(?:thesis|dissertation)|under review|in submission|submitted
    |neurocomputing|neural computation|information fusion|pattern recognition|artificial intelligence review
    |neural networks|bioinformatics|scientific reports|computing surveys|communications of|knowledge-based systems
    |expert systems|plos one|patterns|machine intelligence research|frontiers|nejm|jama|annual review
    |foundations and trends
"""
_REST_WORDS = r"""
    oral|spotlight|poster|best|paper|award|highlight|accepted|accept|honou?rable|mention|outstanding|notable|top|main|long
    |short|track|demo|demos|demonstrations?|system|datasets?|benchmarks?|survey|tutorial|industry|student|abstract
    |extended|to|appear|in|at|on|of|for|the|and|d&b|db|d|b|co-located|workshop|findings|runner|up|camera
    |ready|thesis|dissertation|volume|vol|issue|spring|summer|fall|winter|w|r|international|int'l|annual|th|st|nd|rd|papers?
"""


def _alternatives(block: str) -> str:
    return re.sub(r"\n\s*", "", block.strip())


_VENUE = re.compile(
    r"(?<![\w])\*?(?:(?:ACM )?(?:"
    + "|".join(map(re.escape, _ACRONYMS.split()))
    + r"))(?![a-zA-Z])(?:[-'\u2019\u2018 ]?W(?!\w))?"
)
_VENUE_WORD = re.compile(rf"(?<!\w)(?:{_alternatives(_VENUE_WORDS)})(?!\w)", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DATE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<iso>{_YEAR})\s?[-/.年]\s?(?:1[0-2]|0?[1-9])(?:\s?[-/.月]\s?[0-3]?\d日?)?月?(?![\w])"
    rf"|(?:[0-3]?\d(?:st|nd|rd|th)?[\s,.-]+)?{_MONTH}[\s,.'\u2019-]*"
    rf"(?:[0-3]?\d(?:st|nd|rd|th)?[\s,]+)?(?P<named>{_YEAR})?(?!\w)"
    rf"|(?:1[0-2]|0?[1-9])/(?:[0-3]?\d/)?(?P<slashed>{_YEAR})(?!\w))",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(rf"(?<!\d)({_YEAR})(?!\d)(?![-\u2013]\d\d)")
_SPAN = rf"(?<!\d)(?:1\d|20)\d\d\s?[-\u2013\u2014_]{{1,2}}\s?{_YEAR}(?!\d)"
"""`2015-2024` says what a paper is about, or its pages, not when it appeared."""
_YEARS = re.compile(_SPAN)
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])\s?['\u2019\u2018`\u00b4-]?\s?((?:[0-3]\d|9\d))(?!\d)")
_ARXIV_ID = re.compile(r"(?:abs/|arxiv[:\s]*)?(?P<id>\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Where and when a list says that a paper appeared."""

    venue: str | None = None
    year: int | None = None
    arxiv_id: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is claimed."""
        return bool(self.venue or self.year or self.arxiv_id)

    def beside(self, other: Claim) -> Claim:
        """This claim, its gaps filled from another."""
        return Claim(
            venue=self.venue or other.venue,
            year=self.year or other.year,
            arxiv_id=self.arxiv_id or other.arxiv_id,
        )


_TRIM = " \t,.;:|/()[]{}<>\u3010\u3011\u2013\u2014*_`'\"\u2018\u2019\u201c\u201d~-\u00b7\u2022\uff08\uff09\u00a0!"


def _year_and_rest(text: str) -> tuple[int | None, str]:
    """Take the year, with month and day, out of a claim."""
    text = _YEARS.sub(" ", text)
    if not _DIGIT.search(text):
        return None, _DATE.sub(" ", text, count=1)
    if dated := _DATE.search(text):
        year = dated["iso"] or dated["named"] or dated["slashed"]
        rest = text[: dated.start()] + " " + text[dated.end() :]
        if year:
            return int(year), _YEAR_ALONE.sub(" ", rest) if year in rest else rest
        text = rest
    if alone := _YEAR_ALONE.search(text):
        return int(alone[1]), text[: alone.start()] + " " + text[alone.end() :]
    if (short := _SHORT_YEAR.search(text)) and _VENUE.search(text[: short.start()] + " "):
        number = int(short[1])
        century = 1900 if number > _LAST_OF_THIS_CENTURY else 2000
        return century + number, text[: short.start()] + " " + text[short.end() :]
    return None, text


_INTO = re.compile(r"^(?:in|at)\s+(?=\S)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LAST_OF_THIS_CENTURY = 60
"""Two digits up to here are a year from 2000 on."""


@lru_cache(maxsize=16_384)
def read_claim(text: str) -> Claim:
    """Split a claim such as `ACL 2022`, `ICLR'24 (oral)` or `Oct 2023` into venue and year; either may be missing.

    The venue is as printed, whatever it is; `is_claim` tells whether a text is a claim at all.
    """
    text = collapse(text)
    if len(text) > _LONGEST:
        return Claim()
    found = _ARXIV_ID.search(text)
    arxiv_id = found["id"] if found else None
    if found:
        text = text[: found.start()] + " " + text[found.end() :]
    year, rest = _year_and_rest(text)
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest)
    rest = re.sub(r"\s+([,.;:)\]])", r"\1", collapse(rest))
    venue = _INTO.sub("", rest.strip(_TRIM))
    if venue.count("(") > venue.count(")"):
        venue += ")"
    return Claim(venue=venue if re.search(r"[^\W\d_]", venue) else None, year=year, arxiv_id=arxiv_id)


@lru_cache(maxsize=16_384)
def is_claim(text: str) -> bool:
    """Tell whether a text is nothing but a venue, a date or both."""
    text = collapse(text).strip(_TRIM)
    if not text or len(text) > _LONGEST or _JOINING.match(text):
        return False
    known = bool(_VENUE.search(text) or _VENUE_WORD.search(text))
    dated = bool(_DIGIT.search(text) or _MONTH_ALONE.search(text)) and _is_dated(text)
    if not (known or dated):
        return False
    _, rest = _year_and_rest(_ARXIV_ID.sub(" ", text))
    left = _VENUE_WORD.sub(" ", _VENUE.sub(" ", rest))
    strange = [word for word in _LETTERS.findall(left) if not _REST.fullmatch(word)]
    if not strange:
        return True
    # `Nature Machine Intelligence 2024`, `Journal of Chemical Information and Modeling`.
    printed = _VENUE.search(text) or _ENDS_IN_NUMBER.search(text)
    event = dated and known and bool(_EVENT.search(rest) or (printed and len(strange) < _FEW_STRANGE))
    if not (event or _SERIES.search(rest) or _JOURNAL.fullmatch(collapse(rest).strip(_TRIM))):
        return False
    words = _NAMED.findall(rest)
    return len(words) <= _MOST_WORDS and all(word[0].isupper() or _REST.fullmatch(word) for word in words)


def period_at_end(text: str) -> int | None:
    """Where the day or the span of years begins that a text ends in; its last year alone is no claim."""
    found = _PERIOD.search(text, max(0, len(text) - _LONGEST))
    return found.start() if found else None


def _is_dated(text: str) -> bool:
    year, _ = _year_and_rest(text)
    return year is not None or bool(_DATE.search(text) or _ARXIV_ID.search(text))


_DAY_AND_MONTH = (
    rf"\b{_MONTH}\s*[0-3]?\d(?:st|nd|rd|th)?(?:\s?[-\u2013]\s?[0-3]?\d)?|\b[0-3]?\d(?:st|nd|rd|th)?\s+{_MONTH}"
)
_PERIOD = re.compile(rf"(?:(?:{_DAY_AND_MONTH}),?\s+{_YEAR}|{_SPAN})\W*$", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NAMED = re.compile(r"[^\W\d_][\w'&.-]*")
_MOST_WORDS = 12
_FEW_STRANGE = 2
_ENDS_IN_NUMBER = re.compile(r"\d\W*$")
_JOINING = re.compile(r"(?:and|or|vs\.?)\s|&", re.IGNORECASE)
"""What ends an enumeration (`PCA, ICA, and UMAP`) begins no claim."""
_EVENT = re.compile(
    r"\b(?:workshops?|conference|journal|transactions|trans\.|proceedings|proc\.|symposium|findings|letters|track"
    r"|tutorial)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:(?:transactions|conference|symposium|workshop|letters) (?:on|in|of|for)|journal (?:of|on|for)"
    r"|proceedings of|advances in neural|findings of|communications of|foundations and trends"
    r"|annual (?:review|meeting|conference))\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"nature(?: (?:machine intelligence|communications|methods|medicine|biotechnology|physics|chemistry|materials"
    r"|computational science|human behaviou?r|scientific reports|neuroscience|energy|electronics|reviews? \w+))?"
    r"|science(?: (?:robotics|advances|china.{0,30}))?|machine intelligence research|information fusion|neural networks"
    r"|pattern recognition(?: letters)?|artificial intelligence(?: review)?|expert systems(?: with applications)?"
    r"|knowledge-based systems|ieee \w+(?: \w+)?|acm \w+(?: \w+)?",
    re.IGNORECASE,
)
_REST = re.compile(_alternatives(_REST_WORDS), re.IGNORECASE)
