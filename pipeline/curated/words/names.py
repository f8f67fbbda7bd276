"""Whether a text is a list of authors. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.titles import collapse

_LINKING = """
    van von der den de di da del della des la le el al bin ibn ben ter ten dos das do du zu zur vom y e af st op
    bint dan v d
"""
_PARTICLES = frozenset(_LINKING.split())
_COMMON = """
    a about adaptation adaptive adversarial agent agents ai algorithm algorithms alignment an analysis and approach
    architecture are art as attention augmentation augmented automatic based bayesian benchmark benchmarking beyond
    by can chain challenges chatgpt classification code communication comprehensive compression computation computer
    context continual control data dataset datasets decision deep detection diffusion distillation distributed does
    domain dynamic efficient embedding embeddings end evaluating evaluation experience expert experts exploration
    exploring fast feature features federated feedback few fine for foundation framework from functions fusion
    general generalization generation generative gpt gradient graph graphs guided hierarchical how human image
    images in inference information instruction instructions intelligence interactive is it knowledge language large
    latent learn learned learners learning long machine mechanism memory merging meta method methods mixture modal
    model modeling modelling models multi multimodal natural network networks neural object of offline on online
    open optimal optimization over overview parallel parameter perspective planning policies policy practical pre
    prediction preference problem process processing programming programs prompt prompting prompts pruning
    quantization question reasoning recognition reinforcement representation representations retrieval review reward
    robust robustness robot safe safety scale scaling search segmentation self semantic sequence sequential shot
    simple sparse speech state states stochastic structured study supervised survey synthetic system systems task
    tasks technical text the theory through time to token tokens tool tools toward towards training transfer
    transformer transformers translation tree tuning unified universal unsupervised using value via video vision
    visual what when why with without world zero computational linguistics journal letters proceedings science
    sciences
"""
_PARTIES = frozenset(
    ["cloud", "corp", "group", "inc", "institute", "lab", "labs", "laboratory", "ltd", "org", "research", "university"]
)
"""Words of institutions, which are no authors."""
_TITLE_WORDS = frozenset(_COMMON.split()) | _PARTIES
"""Words of titles that no name has, so that `Deep Learning, Reinforcement Learning` are no two people."""
_TITLE_ENDING = re.compile(
    r"\w{3,}(?:(?<!collabora)tions?|[sx]ions?|[ts]ives?|ical(?:ly)?|isms?|bility|ities|izing|ized|olog(?:y|ies)"
    r"|metrics?|graphy|ware)"
)
"""Endings of a sixth of the capitalised words of titles, and of hardly any name."""
_ALSO_NAMES = frozenset({"Ai", "An", "Can", "Deep", "In", "Long", "Max", "Will"})
"""Words of titles that begin or end names all the same."""
_PART = re.compile(r"\s*(?:[,;&\u00b7\u2022\u3001\uff0c]|\band\b)\s*")
_MARKS = re.compile(
    r"[*\u2020\u2021\u00a7\u00b6\u2709\ufe0f\u00b9\u00b2\u00b3\u2070-\u207f#^]|\\\*|\(equal contribution\)"
    r"|(?<=[a-z])\d(?:,\d)*"
)
_MARKED = re.compile(r"[*\u2020\u2021\u00a7\u00b6\u2709\ufe0f\u00b9\u00b2\u00b3\u2070-\u207f#^(\d]")
"""What begins each of these marks, or stands in it."""
_IN_BRACKETS = re.compile(r"(?<=\w)\s?\([^()]{1,60}\)\s?")
"""Affiliations and nicknames."""
_JOINED = re.compile(r"\s(?:and|&)\s|;|,\s(?:[A-Z]\.[ -]?)+,")
_PLURAL = re.compile(r"[A-Z]{2,}s")
"""`LLMs`."""
_CAPITALS = re.compile(r"[A-Z]{3,}s?")
_ET_AL = re.compile(r"\bet\.? ?al\b\.?|\band others\b|\.\.\.|\u2026", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:[(\[]?\d{1,4}[)\]]\s*)?(?:authors?|by|from|\u4f5c\u8005)\s*[:\uff1a]\s*|^by\s+|^[(\[]?\d{1,4}[)\]]\s*",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|['\u2019.-])*\.?)")
_COMPOUND = re.compile(
    r"[^\W\d_]{6,}-[a-z]+|[^\W\d_]+-(?:agent|aware|based|domain|driven|ended|free|guided|inspired|level|like|loop|modal|scale|set|shot|source|sourced|style)|[^\W\d_]+-(?:supervised|time|trained|training|tuned|tuning|wise|world)"
)
"""`Human-like` is no name, `Seung-won` is."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_HAN = re.compile(r"[\u4e00-\u9fff\u00b7]{2,8}")
_HAN_NAME = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
"""A frequent surname and one or two characters."""
_INVERTED = re.compile(
    r"[^\W\d_][\w'\u2019-]+(?:\s[^\W\d_][\w'\u2019-]+){0,2},\s(?:[A-Z]\.[\s-]?){0,3}[A-Z](?:\.|$)(?:,?\s(?:&|and)\s|[,;]\s|$)"
)
"""`Hu, E. J.`, as styles of citation have it, and what parts it from the next."""
_LONGEST = 3000


def _inverted(text: str) -> int:
    """How many names a text is that has nothing but surnames with initials behind them; 0 where it has more."""
    count = at = 0
    while found := _INVERTED.match(text, at):
        count, at = count + 1, found.end()
    return count if at == len(text) else 0


@lru_cache(maxsize=16_384)
def _is_name(part: str) -> bool:
    if not part.isascii() and _HAN.fullmatch(part):
        return True
    words = part.split()
    own = [word for word in words if word not in _PARTICLES]
    if not 1 <= len(own) <= _MOST_WORDS or len(words) > _MOST_WITH_PARTICLES:
        return False
    for at, word in enumerate(words):
        also = word in _ALSO_NAMES and len(words) > 1 and at in {0, len(words) - 1}
        if not also and not _is_of_name(word):
            return False
    return len(part) > len(words) * 2 - 1


@lru_cache(maxsize=16_384)
def _is_of_name(word: str) -> bool:
    """Whether a word may stand anywhere in a name; a word of titles that some names begin or end with may not."""
    bare = word.lower().strip(".")
    if not (word[0].isupper() or bare in _PARTICLES):
        return False
    # `A.` is an initial, `a` is none.
    if len(bare) > 1 and (bare in _TITLE_WORDS or _TITLE_ENDING.fullmatch(bare)):
        return False
    strange = ("-" in word and _COMPOUND.fullmatch(word)) or (word[-1] == "s" and _PLURAL.fullmatch(word))
    return not strange and _NAME_WORD.fullmatch(word) is not None


def read_authors(text: str, *, alone: bool = False) -> str | None:
    """Give a text as the list prints its authors, without marks, when it is a list of authors.

    Args:
        text: A line or a stretch of one.
        alone: One name of two to four words is enough; otherwise two names are needed, or `et al.`.
    """
    found = _authors_in(text)
    return found[0] if found and (alone or found[1]) else None


@lru_cache(maxsize=16_384)
def _authors_in(text: str) -> tuple[str, bool] | None:
    """The authors that a text lists, and whether they are several; None when it is no list of authors."""
    if len(text) > _LONGEST or _is_mostly_small(text):
        return None
    if not _PARTED.search(text):
        return (name, False) if (name := _one_name(text)) else None
    text = collapse(text)
    bare = _unmarked(_IN_BRACKETS.sub(" ", text) if "(" in text else text)
    inverted = _inverted(bare)
    if inverted > 1:
        return bare, True
    without, others = _ET_AL.subn(" ", bare) if _may_say_others(bare) else (bare, 0)
    parts = [part.strip(" .,()") if len(part) > _INITIAL else part for part in _PART.split(without)]
    parts = [part for part in parts if part]
    names = _names_among(parts)
    full = sum(1 for part in names if " " in part or _HAN_NAME.fullmatch(part))
    surnames = len(names) > _PAIR and "," in bare and _JOINED.search(bare) and not any(map(_CAPITALS.fullmatch, names))
    if names and (others or surnames or full >= max(2, len(parts) / 3)):
        return bare, True
    pair = len(names) == _PAIR and " " not in names[0] and "," in bare and len(bare.split()) <= _MOST_OF_ONE
    one = inverted or pair or (full == len(parts) == 1 and _is_full_name(parts[0]))
    return (bare, False) if one else None


def _unmarked(text: str) -> str:
    unmarked = _MARKS.sub("", text) if _MARKED.search(text) else text
    return collapse(_LEAD.sub("", unmarked.strip(" .,:;()[]|<>-\u2013")))


def _may_say_others(text: str) -> bool:
    """Whether the letters of `et al.` stand in a text, which is soon told and rules most texts out."""
    small = text.lower()
    return ("et" in small and "al" in small) or "and other" in small or "..." in small or "\u2026" in small


def _one_name(text: str) -> str | None:
    """The name that a text is in which nothing parts names; it has few words, `Author: 1. ` before it included."""
    if len(text.split()) > _MOST_WORDS + _FEW_WORDS:
        return None
    bare = _unmarked(text)
    name = bare.strip(" .,()")
    full = " " in name or _HAN_NAME.fullmatch(name)
    return bare if full and _is_full_name(name) and _is_name(name) else None


def _is_full_name(name: str) -> bool:
    words = name.split()
    return len(words) < _MOST_WORDS and _ALSO_NAMES.isdisjoint(words[:1])


def _names_among(parts: list[str]) -> list[str]:
    """The names among the parts of a text; none where too many parts are none, or one is a title."""
    names: list[str] = []
    strangers = 0
    for part in parts:
        if _is_name(part):
            names.append(part)
            continue
        strangers += 1
        if len(parts) - strangers < _MOST * len(parts) or _is_wordy(part):
            return []
    return names


_PARTED = re.compile(r"[^\w\s'\u2019.:?!/+-]|\.\.\.|(?i:\b(?:and|et\.? ?al|others)\b)")
"""What parts names, may stand around them, or stands for others."""


def _is_mostly_small(text: str) -> bool:
    """Tell, soon, what has too many words in small letters to be names."""
    words = text.split()
    small = [word for word in words if word[0].islower() and word.strip(".,") not in _SMALL]
    return len(small) * 2 > len(words)


_SMALL = _PARTICLES | {"and", "et", "others", "by", "authors"}


def _is_wordy(part: str) -> bool:
    """Tell a title that stands between names."""
    words = part.split()
    return len(words) >= _FEW_WORDS and any(word.lower() in _TITLE_WORDS for word in words)


_FEW_WORDS = 4
_MOST_WORDS = 5
_MOST_WITH_PARTICLES = 8
_INITIAL = 2
_PAIR = 2
_MOST_OF_ONE = 3
"""Words of `Surname, Given I.`."""
_MOST = 0.8
"""Share of the parts of a text that must be names."""
