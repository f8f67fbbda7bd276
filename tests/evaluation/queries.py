"""Titles to look for in the corpus of real works: as they stand there, spoilt in every way, and of no work. Seeded."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.bulk.works import CorpusWork
from tests.evaluation.noise import NOISE, change_number, negate, swap_word

_LETTERS = "abcdefghijklmnopqrstuvwxyz "
_NOISY, _ABSENT = 0.35, 0.15


@dataclass(frozen=True, slots=True)
class Asked:
    """A title that is looked for."""

    title: str
    kind: str
    """How it came about."""
    truth: CorpusWork | None
    """The work whose title it was; None where it is of none."""


def spoil(title: str, kind: str, words: Sequence[str], chance: random.Random) -> str:
    """A title changed in one of the ways of `WAYS`; as it is where it has nothing to change."""
    return WAYS[kind](title, words, chance)


def _harmless(title: str, _: Sequence[str], chance: random.Random) -> str:
    return NOISE[chance.choice(sorted(NOISE))](title, chance)


def _typos(count: int) -> Callable[[str, Sequence[str], random.Random], str]:
    def way(title: str, _: Sequence[str], chance: random.Random) -> str:
        for _number in range(count):
            title = NOISE["one-letter typo"](title, chance)
        return title

    return way


def _letters(title: str, _: Sequence[str], chance: random.Random) -> str:
    for _number in range(2):
        at = chance.randrange(len(title))
        title = title[:at] + chance.choice(_LETTERS) + title[at + 1 :]
    return title


def _no_subtitle(title: str, _: Sequence[str], __: random.Random) -> str:
    return title.split(": ", 1)[0]


def _no_name(title: str, _: Sequence[str], __: random.Random) -> str:
    return title.split(": ", 1)[-1]


def _word_less(title: str, _: Sequence[str], chance: random.Random) -> str:
    parts = title.split()
    del parts[chance.randrange(len(parts))]
    return " ".join(parts) or title


def _word_more(title: str, words: Sequence[str], chance: random.Random) -> str:
    parts = title.split()
    parts.insert(chance.randrange(len(parts) + 1), chance.choice(words))
    return " ".join(parts)


def _other_word(title: str, words: Sequence[str], chance: random.Random) -> str:
    return swap_word(title, list(words), chance) or title


def _other_paper(title: str, _: Sequence[str], chance: random.Random) -> str:
    return change_number(title, chance) or negate(title, chance) or title


WAYS: dict[str, Callable[[str, Sequence[str], random.Random], str]] = {
    "harmless": _harmless,
    "a misprint": _typos(1),
    "two misprints": _typos(2),
    "two letters": _letters,
    "no subtitle": _no_subtitle,
    "no name before": _no_name,
    "a word less": _word_less,
    "a word more": _word_more,
    "another word": _other_word,
    "a number, a negation": _other_paper,
}
"""Ways in which titles are spoilt."""


def draw(works: Sequence[CorpusWork], count: int, seed: int) -> list[Asked]:
    """Titles, half of them as they are, 35 % spoilt in the ways of `WAYS`, 15 % put together from two works.

    Args:
        works: The corpus.
        count: How many.
        seed: The same one gives the same titles.
    """
    chance = random.Random(seed)

    def some() -> CorpusWork:
        while True:
            work = works[chance.randrange(len(works))]
            if len(work.title.split()) > 1:
                return work

    words = [word for _ in range(2000) for word in some().title.split() if len(word) > 3 and word.isalpha()]
    noisy, absent = round(count * _NOISY), round(count * _ABSENT)
    found = [Asked(work.title, "as it is", work) for work in (some() for _ in range(count - noisy - absent))]
    for number in range(noisy):
        work, kind = some(), list(WAYS)[number % len(WAYS)]
        found.append(Asked(spoil(work.title, kind, words, chance), kind, work))
    for _ in range(absent):
        head, tail = some().title.split(), some().title.split()
        found.append(Asked(" ".join([*head[: len(head) // 2 + 1], *tail[len(tail) // 2 :]]), "of no work", None))
    chance.shuffle(found)
    return found
