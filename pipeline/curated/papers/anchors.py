"""The links of a run: what their labels say, where they lead, what their badges claim. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from pipeline.curated.markup.flow import Kind, Run, Span, plain
from pipeline.curated.words.labels import Label, read_label
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import enough, lead_of
from pipeline.hosts import Place, place_of
from pipeline.titles import collapse

_BADGE = re.compile(r"https?://img\.shields\.io/(?:static/v1\?.*?message=|badge/)([^?#&]+?)(?:\.svg)?(?:[?#&]|$)")
_BADGE_KEY = re.compile(
    r"(?:conference|venue|publish(?:ed)?|publication|journal|paper|accepted|cs\.\w+|pub|conf)[\s:-]+(?=\S)",
    re.IGNORECASE,
)
_SEVERAL = 2
_LONG_NAME = 2
"""Words; a longer label without `et al.` or `and` that leads to a paper is not its author's name."""


def badge_text(url: str) -> str | None:
    """Read `ACL 2022` out of `https://img.shields.io/badge/ACL-2022-blue`; None for other images."""
    if not (found := _BADGE.match(url)):
        return None
    escapes = {"--": "-", "__": "_", "_": " ", "-": "\0"}
    words = re.sub("--|__|[_-]", lambda mark: escapes[mark[0]], unquote(found[1])).split("\0")
    text = collapse(" ".join(words[:-1] if len(words) > 1 else ()))
    return _BADGE_KEY.sub("", text, count=1) or None


def label_of(span: Span) -> str:
    """The label of a link; that of a link without words is what its image says."""
    if span.text or not span.images:
        return span.text
    image = span.images[0]
    return image.text or badge_text(image.url) or ""


def image_of(span: Span) -> str:
    """The address of the image that a link shows; empty for none."""
    return span.images[0].url if span.images else ""


_SEVERAL_NAMES = re.compile(r"\bet\.? al|\band\b|&")


@dataclass(slots=True)
class Anchor:
    """A link of a run with what it says and where it leads."""

    index: int
    """Where in the run it stands."""
    label: str
    url: str
    says: Label
    place: Place
    pictured: bool = False
    """The label is that of an image, such as a badge."""
    leads_to_paper: bool = field(init=False)
    """Whether the link leads to a paper, by its label or by its address."""
    may_be_title: bool = field(init=False)
    """Whether the label is words that may be a title, neither label, claim nor name."""

    def __post_init__(self) -> None:
        """Judge once what is asked several times of each link."""
        inside, paper = self.place is Place.INSIDE, self.place is Place.PAPER
        says_so = self.says is Label.PAPER or (paper and self.says is not Label.OTHER)
        self.leads_to_paper = says_so and not (inside and self.url != "#")
        worded = self.says is Label.TEXT and not self.pictured and not inside
        self.may_be_title = worded and not self._names_people()

    def _names_people(self) -> bool:
        # A paper's title may look like two names (`Dense Passage Retrieval, Open Questions`).
        long = self.place is Place.PAPER and len(self.label.split()) > _LONG_NAME
        doubtful = long and self.label.count(",") < _SEVERAL and not _SEVERAL_NAMES.search(self.label)
        return not doubtful and read_authors(self.label, alone=True) is not None


def read_anchors(run: Run) -> list[Anchor]:
    """The links of a run, in order, with what they say and where they lead."""
    found = []
    for index, span in enumerate(run):
        if span.kind is Kind.LINK:
            label = label_of(span)
            says = read_label(label)
            bracketed = says is Label.TEXT and enough(label) and _stands_in_brackets(run, index)
            if bracketed and _stands_behind_title(run[:index]):
                says = Label.POINTER
            found.append(Anchor(index, label, span.url, says, place_of(span.url), not span.text))
    return found


def _stands_in_brackets(run: Run, index: int) -> bool:
    """Whether brackets stand around a link: `[[Annals of Statistics]](url)` and `[[Annals of Statistics](url)]`."""
    label = label_of(run[index])
    before, behind = plain(run[max(0, index - 1) : index]), plain(run[index + 1 : index + 2])
    around = before.rstrip().endswith("[") and behind.lstrip().startswith("]")
    return around or (label[:1] == "[" and label[-1:] == "]")


def _stands_behind_title(before: Run) -> bool:
    """Whether what stands before `[[Annals of Statistics]](url)` has the words of a title."""
    text = plain(before).rstrip(" [")
    return enough(text) and not lead_of(text)


def words_of(run: Run) -> str:
    """The text of a run without the labels that only say what a link leads to."""
    return plain([span for span in run if span.kind is not Kind.LINK or read_label(label_of(span)) is Label.TEXT])
