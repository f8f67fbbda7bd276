"""What the label of a link says of where it leads. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from pipeline.curated.words.claims import ends_in_year, is_claim
from pipeline.titles import collapse


class Label(Enum):
    """What a label says."""

    PAPER = auto()
    """Here is the paper (`PDF`)."""
    POINTER = auto()
    """Here is something (`link`, `[1]`, a bare URL)."""
    OTHER = auto()
    """Here is something that is not the paper: code, data, a video."""
    CLAIM = auto()
    """Venue or date (`ACL 2022`)."""
    TEXT = auto()
    """Words of the list itself: a title, a name."""


_PAPER = """
    (?:(?:read|see|check|our|the|this|full|original|new|latest|updated|official|related|corresponding|survey|review|long|short)\\s)*
    (?:paper|version of the paper|(?:full|original|research|official|conference|journal|survey) paper|paper link
    |journal(?: version)?|(?:bachelor|master|phd|ph\\.d\\.)s? thesis|thesis
    |link to paper|paper page|pdf|paper pdf|full text|fulltext|preprint|manuscript|survey|article|publication|abs
    |abstract
    |arxiv(?: (?:link|paper|pdf|preprint|page|version|abs))?|ar5iv|alphaxiv|openreview|biorxiv|medrxiv|ssrn
    |read(?: the| our)? paper|technical report|tech report|report|\u8bba\u6587|\u8ad6\u6587|\u539f\u6587|doi|corr
    |camera ready|(?:acl )?anthology|acm|acm dl|ieee|ieee xplore|springer|elsevier|sciencedirect|pmlr|cvf|jmlr|hal
    |eprint|publisher|proceedings?|paper ?\\d+
    |paper ?(?:aaai|acl|arxiv|cvpr|eccv|emnlp|iccv|iclr|icml|ijcai|naacl|neurips|nips|tpami)? ?\\d{0,4}|\\d\\.\\d paper
    )(?: (?:version|here|link|page))?
"""
_POINTER = r"conference|workshop|links?|url|html|here|web|source|official|\d{1,4}|this|original|page"
_OTHER = """
    (?:(?:official|unofficial|source|project|github|pytorch|our|the|open|training|inference|original|python|tf|jax)\\s)*
    (?:codes?|coding|codebase|githubs?|git|gitlab|repos?|repository|implementations?|impl|project|projects?|homepage|home
    |website|site|web ?page|demos?|live demo|online demo|datasets?|data|database|blogs?|blog ?post|post|news|slides?|ppt
    |videos?|talks?|presentation|youtube|bilibili|posters?|models?|weights?|checkpoints?|ckpts?|hf
    |hugging ?face(?: (?:page|link|space|model|demo|dataset)s?)?|intro|introduction
    |paper list|reading list|caffe|key ?words?|tags?|pub ?med|pmid|pmc
    |\U0001f917|hf model|hf dataset|modelscope|colab|notebooks?|jupyter|gradio|space|spaces|docs?|documentation|wiki
    |tutorial|docker|benchmarks?|leaderboards?|supp|suppl|supplementary|supplemental|supplement|supplementary materials?
    |appendix|reviews?|bib|bibtex|cite|citations?|scholar|google scholar|semantic scholar|s2|connected papers|tweets?
    |twitter|x|thread|reddit|zhihu|\u77e5\u4e4e|\u89e3\u8bfb|\u4e2d\u6587\u89e3\u8bfb|wechat|medium|media|pytorch
    |tensorflow|tf|keras|jax|pytorch code|code link|github link|star|stars|issues?|api|app|playground|toolkit|tools?
    |library|package|pypi|install|interview|podcast|summary|notes?|reading notes|tl;?dr|press|announcement|release
    |community|discord|slack|\u4ee3\u7801|\u9879\u76ee|\u6570\u636e\u96c6?|\u535a\u5ba2|\u4e3b\u9875|\u89c6\u9891
    |code and data|code ?& ?data|data and code|project ?page|project website|code ?/ ?data|pytorch.{1,25}
    |(?:code|github|project|demo|slides|video)s? (?:for|of|in|on|by) .{1,25}|(?:models?|datasets?) (?:on|at|by) .{1,25}
    |(?:code|github|model|dataset|project|demo|slides|video)s? (?:[(:].{0,25}|caffe2?|pytorch|torch|tensorflow|tf|keras
    |jax|flax|matlab|mxnet|theano|python|c\\+\\+|cpp|lua|chainer|paddle|paddlepaddle|mindspore|pdf|pptx?|repo|pages?|website
    |home|links?|here|zoo|cards?|hub|weights|checkpoints?|download|release|viewer|available|only|hf|v\\d))
    (?:\\s?\\d{1,2})?
"""
_PAPER_LABEL = re.compile(re.sub(r"\n\s*", "", _PAPER.strip()) + r"s?(?: ?\([^()]{1,30}\)?)?", re.IGNORECASE)
_POINTER_LABEL = re.compile(_POINTER, re.IGNORECASE)
_OTHER_LABEL = re.compile(re.sub(r"\n\s*", "", _OTHER.strip()), re.IGNORECASE)
_ARXIV_LABEL = re.compile(
    r"arxiv\W{0,3}(?:abs/)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?.{0,12}", re.IGNORECASE
)
_FILE_LABEL = re.compile(r"[\w.-]{1,60}\.pdf", re.IGNORECASE)
_URL_LABEL = re.compile(r"(?:https?://|www\.|arxiv\.org/|doi\.org/|10\.\d{4,9}/)\S+", re.IGNORECASE)
_LONGEST = 80
_EDGE = re.compile(r"^[\W_]+|(?<![\W_])[\W_]+$")


def bare_label(label: str) -> str:
    """A label without the brackets, arrows and emoji around it."""
    return collapse(_unedged(label.replace("_", " ").replace("-", " ")))


def _unedged(text: str) -> str:
    return text if text[:1].isalnum() and text[-1:].isalnum() else _EDGE.sub("", text)


@lru_cache(maxsize=16_384)
def read_label(label: str) -> Label:
    """Say what a link's label means; a label without words is a pointer."""
    text = collapse(label)
    if _URL_LABEL.fullmatch(text):
        return Label.POINTER
    if text[:1] == "[" and text[-1:] == "]" and ends_in_year(text[1:-1]):
        return Label.CLAIM
    bare = bare_label(text) if len(text) <= _LONGEST else text
    if not bare:
        return Label.POINTER
    if len(bare) > _LONGEST:
        return Label.TEXT
    if _PAPER_LABEL.fullmatch(bare) or _ARXIV_LABEL.fullmatch(_unedged(text)) or _FILE_LABEL.fullmatch(text):
        return Label.PAPER
    said = ((Label.OTHER, _OTHER_LABEL), (Label.POINTER, _POINTER_LABEL))
    claim = Label.CLAIM if is_claim(text) else Label.TEXT
    return next((label for label, pattern in said if pattern.fullmatch(bare)), claim)
