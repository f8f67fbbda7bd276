"""Which of an entry's links to one address are its own, and which name another paper in prose. Pure."""

from __future__ import annotations

from enum import Enum, auto

from pipeline.curated.words.labels import Label, read_label
from pipeline.export.relinking import is_picture, label_at, named
from pipeline.identifiers import Identifier, identifier_in_url
from pipeline.model import CuratedEntry
from pipeline.titles import similarity, words

_ALIKE = 80
"""From what similarity in [0, 100] on a label may be the title, misquoted."""


class Naming(Enum):
    """Whose paper a label names."""

    OWN = auto()
    """The entry's: by its title, its number, or as what lists call any paper (`PDF`)."""
    UNSURE = auto()
    """The entry's or that of a paper of a like name."""
    ANOTHER = auto()


def naming(label: str, title: str, linked: Identifier) -> Naming:
    """Whose paper a label names in an entry of a title, beside the identifier that the link leads to."""
    rest = named(linked).sub("", label)
    said, own = words(rest), words(title)
    if read_label(rest) is not Label.TEXT or sum(map(len, said)) < 2 or _holds(said, own):  # noqa: PLR2004
        return Naming.OWN
    name, colon, _ = title.partition(":")
    if colon and said == words(name):
        return Naming.OWN
    return Naming.UNSURE if _holds(own, said) or similarity(rest, title) >= _ALIKE else Naming.ANOTHER


def own_links(entry: CuratedEntry, linked: Identifier) -> frozenset[int] | None:
    """Places among an entry's links of those to a paper that are meant for the entry's; a single one is.

    None where one of several may be meant for either.
    """
    found = {
        number: naming(link.label, entry.title, linked)
        for number, link in enumerate(entry.links)
        if identifier_in_url(link.url) == linked
    }
    if len(found) == 1:
        return frozenset(found)
    own = frozenset(number for number, said in found.items() if said is Naming.OWN)
    return None if not own or Naming.UNSURE in found.values() else own


def is_meant(text: str, place: tuple[int, int], entry: CuratedEntry, linked: Identifier) -> bool:
    """Whether the link at a place may be the entry's own; of one without a label there its links tell."""
    label = label_at(text, place)
    if label is not None:
        return naming(label, entry.title, linked) is not Naming.ANOTHER
    alone = [link.label for link in entry.links if identifier_in_url(link.url) == linked]
    return is_picture(text, place) or any(naming(each, entry.title, linked) is not Naming.ANOTHER for each in alone)


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether words stand in others, in one piece."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1)) and bool(part)
