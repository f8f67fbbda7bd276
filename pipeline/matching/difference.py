"""How two titles differ, word by word, and what kind of difference each is. Pure.

Letters do not tell a misprint from another paper: `2-opt` and `3-opt` are nearer than most misprints. What
tells them apart is the kind of the difference: a number, a negation or another known word is never a misprint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein
from snowballstemmer import stemmer

from pipeline.matching.vocabulary import commonness

Words = tuple[str, ...]


class Kind(IntEnum):
    """What a difference is, the most harmless first (closed list)."""

    SPACING = auto()
    """The same letters, parted otherwise: `pre training`."""
    SPELLING = auto()
    """The other of two accepted spellings: `optimisation`."""
    ABBREVIATION = auto()
    """The same words in short: `LLMs`."""
    TYPO = auto()
    """One letter or two of a long word, and a word that nobody uses: `langauge`."""
    FORM = auto()
    """Another form of the same word: `model` and `models`."""
    SMALL = auto()
    """An article or a preposition: `for` and `towards`."""
    WORD = auto()
    """Another word, or one more."""
    NEGATION = auto()
    """The opposite: `supervised` and `unsupervised`, `with` and `without`."""
    NUMBER = auto()
    """Another number, version or part."""


HARMLESS = frozenset({Kind.SPACING, Kind.SPELLING, Kind.ABBREVIATION})
"""Kinds under which two titles say the same."""
DECIDING = frozenset({Kind.NEGATION, Kind.NUMBER})
"""Kinds that make another paper of a title, however small they look."""

_SMALL_WORDS = """
    a an and as at by for from in into of on onto or over the to toward towards under using via with within is are its
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_COUNTED = """
    one two three four five six seven eight nine ten eleven twelve first second third fourth fifth sixth seventh eighth
    ninth tenth i ii iii iv v vi vii viii ix x once twice double triple single dual part volume
"""
_NUMBERS = frozenset(_COUNTED.split())
_DENIALS = frozenset({"no", "not", "never", "non", "nor", "neither", "without", "un", "cannot", "anti"})
_PREFIXES = ("anti", "counter", "de", "dis", "il", "im", "in", "ir", "mis", "non", "un")
_OPPOSITES = """
    with/without offline/online supervised/unsupervised supervised/semi local/global static/dynamic deep/shallow
    linear/nonlinear discrete/continuous forward/backward forward/inverse upper/lower best/worst more/less min/max
    minimum/maximum minimal/maximal high/low large/small long/short strong/weak sparse/dense open/closed white/black
    synchronous/asynchronous homogeneous/heterogeneous cooperative/competitive convex/nonconvex parametric/nonparametric
    positive/negative public/private explicit/implicit active/passive single/multi hard/soft fast/slow early/late
    before/after internal/external left/right symmetric/asymmetric directed/undirected deterministic/stochastic
    finite/infinite independent/dependent known/unknown seen/unseen similar/different true/false increase/decrease
"""
_ANTONYMS = frozenset(frozenset(pair.split("/")) for pair in _OPPOSITES.split())
_SHORT_FORMS = {
    "ai": "artificial intelligence",
    "asr": "automatic speech recognition",
    "cnn": "convolutional neural network",
    "dnn": "deep neural network",
    "drl": "deep reinforcement learning",
    "gan": "generative adversarial network",
    "gnn": "graph neural network",
    "kg": "knowledge graph",
    "llm": "large language model",
    "lm": "language model",
    "lmm": "large multimodal model",
    "lrm": "large reasoning model",
    "lvlm": "large vision language model",
    "marl": "multi agent reinforcement learning",
    "ml": "machine learning",
    "mllm": "multimodal large language model",
    "moe": "mixture of experts",
    "nlg": "natural language generation",
    "nlp": "natural language processing",
    "nlu": "natural language understanding",
    "nmt": "neural machine translation",
    "peft": "parameter efficient fine tuning",
    "plm": "pre trained language model",
    "qa": "question answering",
    "rag": "retrieval augmented generation",
    "rl": "reinforcement learning",
    "rlhf": "reinforcement learning from human feedback",
    "slm": "small language model",
    "snn": "spiking neural network",
    "tts": "text to speech",
    "uav": "unmanned aerial vehicle",
    "vit": "vision transformer",
    "vla": "vision language action",
    "vlm": "vision language model",
    "vqa": "visual question answering",
}
_ENDINGS = re.compile(r"s|es|d|ed|r|er|ers|ing|ly|al|ally|ity|ness|y|ion|ions|ive|able|ism|ist|ic|ical")
_SHORTEST_MISPRINT = 5
_RARE = 3
_LEAD = 6
"""Powers of two by which a word is more common than its misprint, where others misprint it too: `langauge`."""
_LONG = 9
"""Letters of a word from which two misprinted letters are one word still."""
_stemmer = stemmer("english")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two titles have different words; either side may be empty."""

    kind: Kind
    ours: Words
    theirs: Words


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of an English word in lower case."""
    return str(_stemmer.stemWord(word))


def _spelt(word: str) -> str:
    """A word in one of its spellings, so that `optimisation` and `optimization` are equal."""
    word = re.sub(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)", "iz", word)
    word = re.sub(r"(?<=[a-z]{2})ys(?=(?:e|ed|ing)$)", "yz", word)
    word = re.sub(r"(?<=[a-z]{3})our", "or", word)
    word = re.sub(r"(?<=[a-z]{2}[aeiou])ll(?=(?:ed|ing|er|ers)$)", "l", word)
    return re.sub(r"(?<=[a-z]{3})tre$", "ter", word).replace("artefact", "artifact").replace("aeo", "eo")


def _kind_of_pair(ours: str, theirs: str) -> Kind:
    if any(map(str.isdigit, ours + theirs)) or (ours in _NUMBERS or theirs in _NUMBERS):
        return Kind.NUMBER
    if _is_opposite(ours, theirs):
        return Kind.NEGATION
    if _spelt(ours) == _spelt(theirs):
        return Kind.SPELLING
    if ours in _SMALL and theirs in _SMALL:
        return Kind.SMALL
    if _is_form(ours, theirs):
        return Kind.FORM
    return Kind.TYPO if is_misprint(ours, theirs) else Kind.WORD


def _is_opposite(ours: str, theirs: str) -> bool:
    shorter, longer = sorted((ours, theirs), key=len)
    prefixed = any(longer == prefix + shorter for prefix in _PREFIXES) and len(shorter) > len("min")
    return prefixed or frozenset({ours, theirs}) in _ANTONYMS or ours in _DENIALS or theirs in _DENIALS


def _is_form(ours: str, theirs: str) -> bool:
    shorter, longer = sorted((ours, theirs), key=len)
    ended = longer.startswith(shorter) and _ENDINGS.fullmatch(longer[len(shorter) :]) is not None
    return ended or stem(ours) == stem(theirs)


def is_misprint(ours: str, theirs: str) -> bool:
    """Tell a misprinted word: a letter or two away from a word that is used, and itself used by hardly anybody."""
    longest = max(len(ours), len(theirs))
    rare, common = sorted((commonness(ours), commonness(theirs)))
    lead = 1 if rare == 0 else _LEAD
    if longest < _SHORTEST_MISPRINT or rare > _RARE or common - rare < lead:
        return False
    return OSA.distance(ours, theirs) <= (2 if longest >= _LONG else 1)


def _kind_of_block(ours: Words, theirs: Words) -> Kind:
    """The kind of a stretch of words that another stretch stands for."""
    joined, other = "".join(ours), "".join(theirs)
    if joined == other:
        return Kind.SPACING
    if len(ours) == len(theirs):
        return max(_kind_of_pair(left, right) for left, right in zip(ours, theirs, strict=True))
    telling = _kind_of_words({*ours, *theirs})
    if telling is not Kind.WORD or not (ours and theirs):
        return telling
    if is_misprint(joined, other):
        return Kind.TYPO
    return Kind.NEGATION if _is_opposite(joined, other) else Kind.WORD


def subjects(words: Words) -> frozenset[str]:
    """The stems of what a title is about: its words in full, without articles and prepositions."""
    return frozenset(stem(word) for word in in_full(words) if word not in _SMALL)


def _kind_of_words(words: set[str]) -> Kind:
    """What words say that one title has and the other has not."""
    if words & _NUMBERS or any(any(map(str.isdigit, word)) for word in words):
        return Kind.NUMBER
    if words & _DENIALS:
        return Kind.NEGATION
    return Kind.SMALL if words <= _SMALL else Kind.WORD


def in_full(words: Words) -> Words:
    """Write out those of a title's words that are short forms; the plural goes to the last of them."""
    long: list[str] = []
    for word in words:
        plural = word.endswith("s") and word[:-1] in _SHORT_FORMS
        if form := _SHORT_FORMS.get(word[:-1] if plural else word):
            long += form.split()
            long[-1] += "s" if plural else ""
        else:
            long.append(word)
    return tuple(long)


def differences(ours: Words, theirs: Words) -> tuple[Difference, ...]:
    """Where two titles differ, from left to right; none where they are equal.

    Args:
        ours: The words of a title (`pipeline.titles.words`).
        theirs: Those of the other.
    """
    found = _blocks(ours, theirs)
    if any(each.kind not in HARMLESS for each in found):
        long = in_full(ours), in_full(theirs)
        if long != (ours, theirs) and all(each.kind in HARMLESS for each in _blocks(*long)):
            return (Difference(Kind.ABBREVIATION, ours, theirs),)
    return found


def _blocks(ours: Words, theirs: Words) -> tuple[Difference, ...]:
    blocks: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(ours, theirs):
        if op.tag == "equal":
            continue
        if blocks and blocks[-1][1] == op.src_start and blocks[-1][3] == op.dest_start:
            blocks[-1] = (blocks[-1][0], op.src_end, blocks[-1][2], op.dest_end)
        else:
            blocks.append((op.src_start, op.src_end, op.dest_start, op.dest_end))
    return tuple(Difference(_kind_of_block(ours[a:b], theirs[c:d]), ours[a:b], theirs[c:d]) for a, b, c, d in blocks)


def worst(found: Sequence[Difference]) -> Kind | None:
    """The most telling kind among differences; None where there is none."""
    return max((each.kind for each in found), default=None)
