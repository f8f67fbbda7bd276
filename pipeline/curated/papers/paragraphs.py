"""Whether a paragraph is a title, a reference, a heading or prose. Pure."""

from __future__ import annotations

import re

from pipeline.curated.markup.flow import Heading, Kind, Paragraph, Run, plain
from pipeline.curated.papers.anchors import badge_text, read_anchors
from pipeline.curated.papers.unit import Unit
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.labels import Label
from pipeline.curated.words.wording import enough, is_prose
from pipeline.hosts import Place

_HOUSE_BADGE = re.compile(
    r"\b(?:awesome|contributors?|hits|last.commit|licen[sc]e|maintain\w*|maintenance|prs?|visitors?|welcome)\b",
    re.IGNORECASE,
)


def has_house_badge(run: Run) -> bool:
    """Whether a run shows a badge of the list itself: of its licence, its visitors, its welcome."""
    images = [image for span in run for image in ((span,) if span.kind is Kind.IMAGE else span.images)]
    said = " ".join(f"{image.text} {badge_text(image.url) or ''}" for image in images[:_MOST_IMAGES])
    return _HOUSE_BADGE.search(said) is not None


def is_links_alone(run: Run) -> bool:
    """Whether a paragraph is nothing but links that say what they lead to, the paper among them: `[[PDF](url)]`."""
    anchors = read_anchors(run)
    words = plain([span for span in run if span.kind is not Kind.LINK])
    said = all(each.says in (Label.PAPER, Label.OTHER) and each.place is not Place.INSIDE for each in anchors)
    return said and not _WORDED.search(words) and any(each.leads_to_paper for each in anchors)


_WORDED = re.compile(r"\w")


def is_aside(text: str) -> bool:
    """Whether words that stand alone are a sentence or a claim, and so no title."""
    return is_prose(text) or is_claim(text)


def begins_as_title(text: str) -> bool:
    """Whether words before a paper's link begin as titles do, and not in the midst of a sentence."""
    return not is_prose(text) and not re.match(r"\(?[a-z]+\s", text)


_MOST_IMAGES = 20
_MOST_WORDS_OF_TITLE = 30


def is_one_line(text: str) -> bool:
    """Whether a paragraph may be a title by its form: no sentence, and no longer than titles are."""
    return not text.endswith((".", ":", ";", ",")) and len(text.split()) <= _MOST_WORDS_OF_TITLE


def is_reference(unit: Unit) -> bool:
    """Whether a paragraph without links cites a paper: authors, a title, a year."""
    cited = enough(unit.title) and unit.authors is not None and unit.claim.year is not None
    return cited and unit.opens and not is_prose(unit.title)


def is_tagline(text: str) -> bool:
    """Whether a text says of the list itself what it is, as what stands below its title does."""
    return _TAGLINE.search(text) is not None


_TAGLINE = re.compile(
    r"\b(?:awesome|collections?|curated|lists? of|reading list|repository|resources)\b", re.IGNORECASE
)
_HASHES = re.compile(r"(?P<level>#{2,6})(?P<text>[^\s#].{0,150})")


def meant_for_heading(paragraph: Paragraph) -> Heading | None:
    """`##Surveys`, which Markdown takes for a paragraph for want of a blank."""
    text = plain(paragraph.run).strip()
    found = _HASHES.fullmatch(text)
    if found is None or any(span.kind is Kind.LINK for span in paragraph.run):
        return None
    return Heading(line=paragraph.line, level=len(found["level"]), text=found["text"].strip(" #"))
