"""Titles as people and programs spoil them: noise that changes no paper, and changes that make another. Seeded."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _case(title: str, chance: random.Random) -> str:
    return chance.choice((title.upper(), title.lower(), title.title(), title.capitalize()))


def _braces(title: str, _: random.Random) -> str:
    return re.sub(r"\b([A-Z]{2,})\b", r"{\1}", "{" + title[:1] + "}" + title[1:])


def _hyphens(title: str, chance: random.Random) -> str:
    return (
        title.replace("-", chance.choice((" ", "\u2010", "\u2013", ""))) if "-" in title else title.replace(" ", "  ")
    )


def _quotes(title: str, chance: random.Random) -> str:
    left, right = chance.choice((('"', '"'), ("\u201c", "\u201d"), ("'", "'")))
    return f"{left}{title}{right}"


def _markup(title: str, chance: random.Random) -> str:
    mark = chance.choice(("**", "*", "_", "`"))
    return f"{mark}{title}{mark}"


def _emoji(title: str, chance: random.Random) -> str:
    return f"{chance.choice(chr(0x1F525) + chr(0x2728) + chr(0x1F31F))} {title} [Paper]"


def _venue(title: str, chance: random.Random) -> str:
    return title + chance.choice((" (NeurIPS 2023)", ", ICML 2022", " [ACL 2024]", ". arXiv 2023", " (CVPR'21)"))


def _entities(title: str, _: random.Random) -> str:
    return title.replace("&", "&amp;").replace("'", "&#39;").replace(" ", "&nbsp;", 1)


def _ampersand(title: str, _: random.Random) -> str:
    return title.replace(" and ", " & ")


def _mojibake(title: str, _: random.Random) -> str:
    curly = title.replace("'", "\u2019").replace(" - ", " \u2013 ")
    curly = curly if curly != title else f"{title[:1]}{title[1:]}\u2019"
    return curly.encode("utf-8").decode("cp1252", "replace")


def _typo(title: str, chance: random.Random) -> str:
    words = title.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 7 and word.isalpha()]
    if not long:
        return title
    at = chance.choice(long)
    word = words[at]
    place = chance.randrange(1, len(word) - 1)
    words[at] = chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + chance.choice(_LETTERS) + word[place + 1 :],
        )
    )
    return " ".join(words)


def _full_stop(title: str, _: random.Random) -> str:
    return f"{title.rstrip('.')}."


def _number(title: str, chance: random.Random) -> str:
    return f"{chance.choice(('[12] ', '3. ', '- ', '(7) '))}{title}"


def _spaces(title: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(title)))
    return f"  {title[:place]}\n{title[place:]} " if title[place - 1 : place] == " " else f" {title}\t"


def _accents(title: str, _: random.Random) -> str:
    return title.replace("e", "\u00e9", 1)


def _colon(title: str, chance: random.Random) -> str:
    return title.replace(": ", chance.choice((" - ", " : ", "\uff1a", " \u2014 ")), 1)


NOISE: dict[str, Callable[[str, random.Random], str]] = {
    "case": _case,
    "LaTeX braces": _braces,
    "hyphens": _hyphens,
    "quotes": _quotes,
    "markup": _markup,
    "emoji and label": _emoji,
    "trailing venue": _venue,
    "entities": _entities,
    "ampersand": _ampersand,
    "mojibake": _mojibake,
    "one-letter typo": _typo,
    "full stop": _full_stop,
    "list number": _number,
    "white space": _spaces,
    "accents": _accents,
    "colon": _colon,
}
"""Sixteen families of noise that changes no paper."""


def swap_word(title: str, others: list[str], chance: random.Random) -> str | None:
    """A title with one of its words replaced by another; None where it has none to replace."""
    words = title.split(" ")
    places = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not places:
        return None
    at = chance.choice(places)
    other = chance.choice(others)
    if other.lower() == words[at].lower():
        return None
    return " ".join([*words[:at], other, *words[at + 1 :]])


def change_number(title: str, chance: random.Random) -> str | None:
    """A title with another number in it; None where it has none."""
    found = list(re.finditer(r"\d+", title))
    if not found:
        return None
    number = chance.choice(found)
    return f"{title[: number.start()]}{int(number[0]) + chance.randrange(1, 5)}{title[number.end() :]}"


def negate(title: str, chance: random.Random) -> str | None:
    """A title that says the opposite; None where no way is known."""
    pairs = (
        ("supervised", "unsupervised"), ("linear", "nonlinear"), ("with", "without"), ("convex", "nonconvex"),
        ("stationary", "nonstationary"), ("online", "offline"), ("deterministic", "stochastic"), ("local", "global"),
        ("is", "is not"), ("are", "are not"), ("cooperative", "non-cooperative"), ("biased", "unbiased"),
    )  # fmt: skip
    fitting = [(one, other) for one, other in pairs if re.search(rf"(?i)\b{one}\b", title)]
    if not fitting:
        return None
    one, other = chance.choice(fitting)
    return re.sub(rf"(?i)\b{one}\b", other, title, count=1)
