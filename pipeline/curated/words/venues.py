"""The names of venues: how they are recognised in what a list prints. Data and the patterns made of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ACRONYMS = """
    3DV AAAI AACL AAMAS ACCV ACL ACML ACMMM ACSAC AIED AIES AIME AISTATS ALENEX AMIA APSIPA ArXiv arXiv ASE ASIACCS
    AsiaCCS ASIACRYPT ASP-DAC ASPDAC ASPLOS ASRU ATC AutoML BIBM BigData BioNLP bioRxiv BMVC CAV CC CCGrid CCS CEC
    CGO CHI CHIL CICC CIDR CIKM CLeaR CLUSTER COLING CoLLAs COLM COLT COMPSAC CoNEXT CoNLL CORL CoRL CoRR CP CPAL
    CRYPTO CSCW CSUR CVM CVPR CVPRW DAC DASFAA DATE DIS DSAA DSN EACL EAMT ECAI ECAL ECCV ECCVW ECIR ECIS ECML
    ECML-PKDD ECOOP ECRTS EDBT EDM EMNLP EMSE EMSOFT ESANN ESEM ESORICS ESWA ESWC Euro-Par EUROCRYPT EuroMLSys
    EuroPar EuroS&P EuroSys Eurosys EUSIPCO EWRL FAccT FAST FCCM FG FOCS FPGA FSE GECCO GLOBECOM GLSVLSI GRSM
    HotCloud HotNets HOTOS HotOS HotStorage HPCA HPDC HRI IAAI ICAC ICANN ICAPS ICASSP ICBINB ICC ICCAD ICCV ICCVW
    ICDAR ICDCS ICDE ICDL ICDM ICDT ICIP ICKG ICLR ICLRW ICME ICML ICMLA ICMLW ICMR ICONIP ICPADS ICPC ICPP ICPR
    ICRA ICS ICSE ICSME ICST ICTIR ICWS ICWSM IEEE IGARSS IJCAI IJCB IJCNLP IJCNN IJCV IJRR IMC INFOCOM INLG
    INTERSPEECH Interspeech IPDPS IPM IPMI IPSN IROS ISBI ISCA ISCAS ISIT ISLPED ISMAR ISMIR ISMRM ISPASS ISPRS
    ISQED ISSCC ISSRE ISSTA ISWC ITSC IUI IVA JAIR JAMIA JBHI JMIR JMLR JSAC JSSC JSTARS KBS KDD KDDM KDDW KR L4DC
    L@S LAK LREC LREC-COLING MedIA medRxiv MICCAI MICRO Middleware MIDL MLHC MLSys MM MMM MMSys MobiCom MobiHoc
    MobiSys MSR NAACL NAACL-HLT NAIC NCA NDSS NeurIPS NeurIPSW NIPS NLPCC NMI NOCS NSDI NSR NTCIR OOPSLA OpenReview
    OSDI PACLIC PACT PAKDD PAMI PETS PKDD PLDI PLOS PMLR PNAS PODS PoPETs POPL PPoPP PVLDB RA-L RAID RAL RANLP
    RecSys RLC RSS RTAS RTSS S&P SANER SaTML SC SDM SEKE SemEval SenSys SIGCOMM SIGCSE SIGDIAL SIGGRAPH SIGIR
    SIGIR-AP SIGKDD SIGMETRICS SIGMOD SIGSOFT SIGSPATIAL SLT SOCC SoCC SODA SOSP SOUPS SSDBM SSRN STOC TACAS TACL
    TACO TALLIP TASLP TBD TCC TCOM TCSVT TCYB TDSC TechRxiv TGRS TIFS TIP TIST TITS TIV TKDD TKDE TMC TMI TMLR TMM
    TNN TNNLS TNSRE TOCS TOG TOIS TOMM TOPLAS TOSEM TPAMI TPDS TRO TSE TSP TVCG TWC TWEB UAI UbiComp UIST UMAP
    USENIX VCIP VEE VLDB VLDBJ VR WACV WACVW WASPAA WCNC WMT WSDM WWW XAI
"""
_VENUE_WORDS = r"""
    arxiv|corr|preprints?|pre-print|conference|journal|transactions?|trans\.|proceedings?|proc\.|workshops?|symposium
    |letters|magazine|findings|nature|science|cell|lancet|elsevier|springer|acm|ieee|usenix|biorxiv|medrxiv|ssrn
    |openreview|technical report|tech report|technical notes?|advances in neural information processing systems
    |(?:(?:ph\.?d\.?|doctoral|master['\u2019]?s?) )?(?:thesis|dissertation)|under review|in submission|submitted
    |neurocomputing|neural computation|information fusion|pattern recognition|artificial intelligence review
    |neural networks|bioinformatics|scientific reports|computing surveys|communications of|knowledge-based systems
    |expert systems|plos one|patterns|machine intelligence research|frontiers|nejm|jama|annual review
    |foundations and trends|computational linguistics
"""
_REST_WORDS = r"""
    oral|spotlight|poster|best|paper|award|highlight|accepted|accept|honou?rable|mention|outstanding|notable|top|main|long
    |short|track|demo|demos|demonstrations?|system|datasets?|benchmarks?|survey|tutorial|industry|student|abstract
    |extended|special|asia|session|to|appear|in|at|on|of|for|the|and|d&b|db|d|b|co-located|workshop|findings|runner|up|camera
    |ready|thesis|dissertation|volume|vol|issue|spring|summer|fall|winter|w|r|none|ccf|[abc]|international|int'l|annual|th|st|nd|rd|papers?
"""


def _by_first(patterns: Iterable[str]) -> str:
    """Alternatives put together by the letter they begin with, so that most of them need not be tried."""
    begins: dict[str, list[str]] = {}
    for pattern in patterns:
        begins.setdefault(pattern if pattern[0] in "([\\" else pattern[0], []).append(pattern)
    return "|".join(
        same[0] if len(same) == 1 else f"{first}(?:{'|'.join(pattern[1:] for pattern in same)})"
        for first, same in begins.items()
    )


_ALTERNATIVE = re.compile(r"(?:[^|()]|\((?:[^()]|\([^()]*\))*\))+")


def _one_line(block: str) -> str:
    return re.sub(r"\n\s*", "", block.strip())


def _alternatives(block: str) -> str:
    return _by_first(_ALTERNATIVE.findall(_one_line(block)))


VENUE = re.compile(
    r"(?<![\w])\*?(?:(?:ACM )?(?:"
    + _by_first(map(re.escape, _ACRONYMS.split()))
    + r"))(?![a-zA-Z])(?:[-'\u2019\u2018 ]?W(?!\w))?"
)
"""An acronym as it is written, perhaps that of a workshop (`ICML W`)."""
VENUE_WORD = re.compile(rf"(?<!\w)(?:{_alternatives(_VENUE_WORDS)})(?!\w)", re.IGNORECASE)
"""A word of the names of venues and of what is none (`under review`)."""
REST = re.compile(_alternatives(_REST_WORDS), re.IGNORECASE)
"""Words that stand beside a venue and name none: what it gave the paper, what of it the paper appeared in."""
ANY_NAME = _by_first([*map(re.escape, _ACRONYMS.lower().split()), *_ALTERNATIVE.findall(_one_line(_VENUE_WORDS))])
"""A pattern in small letters of which `VENUE` and `VENUE_WORD` match nothing that does not begin as it does."""
KNOWN = frozenset(name.upper() for name in _ACRONYMS.split())
"""Acronyms of venues in capitals."""
