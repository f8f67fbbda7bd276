"""Bullets below bullets: papers of their own, or what there is to say of the one above. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.curated.markup.flow import Item, Kind, Run, Style, plain
from pipeline.curated.papers.anchors import words_of
from pipeline.curated.papers.details import behind_names, is_details_only, read_details
from pipeline.curated.papers.fields import is_field, with_field
from pipeline.curated.papers.split import read_units
from pipeline.curated.papers.unit import Evidence, Unit, unit_of_details
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import enough
from pipeline.identifiers import identifier_in_url
from pipeline.titles import collapse


class Branch(NamedTuple):
    """A bullet, the papers that its own words name, and the bullets below it."""

    line: int
    group: int
    """Number of the list it stands in."""
    text: str
    label: str | None
    """What gathers the papers of its own paragraphs (`- Surveys`, then a linked title in each paragraph), or None."""
    units: tuple[Unit, ...]
    below: tuple[Branch, ...]
    said: str
    """Its words without the labels of links."""
    field: bool
    """It begins with the name of a field and a colon (`arxiv: url`), and not as the label of a link."""
    details: bool
    """It says authors, venue and year of a paper, and no title."""


def _label_and_units(run: Run) -> tuple[str | None, tuple[Unit, ...]]:
    """Part a first paragraph without links from the titles, linked or bold, in all the paragraphs behind it."""
    end = next((at for at, span in enumerate(run) if span.kind is Kind.BORDER), 0)
    label = collapse(plain(run[:end]))
    if label and not any(span.kind is Kind.LINK or span.style is not Style.PLAIN for span in run[:end]):
        units = tuple(read_units(run[end:]))
        papers = [unit for unit in units if unit.evidence is Evidence.PAPER]
        if (
            papers
            and all(unit.linked or unit.stands_out for unit in units)
            and all(enough(unit.title) for unit in papers[:1])
        ):
            return label, units
    return None, tuple(read_units(run))


def _begins_with_link(run: Run) -> bool:
    first = next((span for span in run if span.text.strip()), None)
    return first is not None and first.kind is Kind.LINK and ":" in first.text


def branch_of(item: Item, *, within: bool = False) -> Branch:
    """Read a bullet and all below it.

    Args:
        within: It stands below another, of whose paper it may say authors and venue.
    """
    text = collapse(plain(item.run))
    details = within and is_details_only(item.run)
    label: str | None = None
    units: tuple[Unit, ...] = ()
    if details and not any(span.kind is Kind.LINK for span in item.run):
        units = (unit_of_details(item.run),)
    else:
        label, units = _label_and_units(item.run)
        details = details and bool(units) and not units[0].linked
    return Branch(
        line=item.line,
        group=item.group,
        text=text,
        label=label,
        units=units,
        below=tuple(branch_of(each, within=True) for each in item.items),
        said=collapse(words_of(item.run)) if details else text,
        field=is_field(text) and not _begins_with_link(item.run),
        details=details,
    )


def _own(unit: Unit) -> bool:
    """Whether a bullet below another is a paper of its own."""
    return bool(unit.title) and unit.evidence is Evidence.PAPER and (unit.linked or enough(unit.title))


def _is_own(branch: Branch) -> bool:
    said_of_another = branch.field or branch.details
    return not said_of_another and any(map(_own, branch.units))


def _has_paper(branch: Branch) -> bool:
    return _is_own(branch) or any(map(_has_paper, branch.below))


def is_group(branch: Branch) -> bool:
    """Whether a bullet only gathers the papers below it: it links none, or under a name the one that stands below."""
    if not branch.units or not branch.below:
        return False
    unit = branch.units[0]
    if unit.evidence is not Evidence.PAPER:
        inside = all(each.evidence is Evidence.INSIDE for below in branch.below for each in below.units)
        return inside or any(map(_has_paper, branch.below))
    if enough(unit.title) or unit.linked:
        return False
    known = set(map(identifier_in_url, unit.papers)) - {None}
    own = [each for below in branch.below for each in below.units[:1] if _own(each)]
    return any(not each.links or known & set(map(identifier_in_url, each.papers)) for each in own)


def _are_details(below: tuple[Branch, ...]) -> bool:
    """Whether the first bullet below a line gives its authors or its venue."""
    first = next((each for each in below if each.units), None)
    return first is not None and any(read_details(first.text))


_TAGS = re.compile(r"[\[\u3010][^\[\]\u3010\u3011]*[\]\u3011]")


def _title_below(branch: Branch) -> Branch | None:
    """The first bullet below one of tags alone, when it is nothing but a title in bold: the paper's own."""
    first = branch.below[0]
    bare = first.units and first.units[0].stands_out and not first.units[0].links and not first.below
    tags = not branch.units[0].links and not enough(_TAGS.sub(" ", branch.text))
    return first if bare and tags and not first.field and enough(first.units[0].title) else None


def _citation_below(unit: Unit, below: tuple[Branch, ...]) -> Branch | None:
    """The one bullet that cites the paper of which the bullet above gives a short name and the links."""
    cited = [each for each in below if _cites(each)]
    return cited[0] if len(cited) == 1 and not enough(unit.title) and not unit.authors else None


def _cites(branch: Branch) -> bool:
    """Whether a bullet cites a paper: authors and a title, and no link."""
    if not branch.units or branch.below or behind_names(branch.text) or read_authors(branch.text, alone=True):
        return False
    unit = branch.units[0]
    linkless = unit.evidence in (Evidence.NONE, Evidence.CLAIMED) or (bool(unit.printed) and not unit.links)
    return linkless and enough(unit.title) and unit.authors is not None


def absorb(branch: Branch) -> Branch:
    """Give a paper what the bullets below say of it (authors, keywords, links); papers of their own stay below."""
    unit = branch.units[0] if branch.units else None
    if unit is None or not unit.title or not branch.below:
        return branch
    if titled := _title_below(branch):
        unit = unit._replace(title=titled.units[0].title, line=titled.line, stands_out=True)
        branch = branch._replace(
            units=(unit, *branch.units[1:]), below=tuple(each for each in branch.below if each is not titled)
        )
    cited = _citation_below(unit, branch.below)
    several = [] if cited or enough(unit.title) else [each for each in branch.below if _cites(each)]
    own = [each for each in branch.below if each in several or _is_own(each)]
    fields = [each for each in branch.below if each.field]
    firsts = [each.units[0] for each in branch.below if each.units]
    leads = any(not each.title and each.evidence is Evidence.PAPER for each in firsts)
    leads = leads or any(each.details for each in branch.below)
    said_of_it = leads or fields or unit.links or _are_details(branch.below)
    if unit.evidence is not Evidence.PAPER and (own or not said_of_it):
        return branch
    if cited:
        unit = _cited(unit, cited.units[0])
    left = []
    for each in branch.below:
        if each is cited:
            continue
        if each in own or (each.below and each not in fields):
            left.append(each)
        elif each.units:
            unit = with_field(unit, each.said if each.details else each.text, each.units[0])
    return branch._replace(units=(unit, *branch.units[1:]), below=tuple(left))


def _cited(unit: Unit, citation: Unit) -> Unit:
    """A paper with the title, authors and claim of its citation, and the links of the bullet that names it."""
    return citation._replace(
        links=unit.links + citation.links,
        papers=unit.papers,
        printed=unit.printed + citation.printed,
        claim=citation.claim.beside(unit.claim),
        evidence=min(unit.evidence, citation.evidence, key=lambda evidence: evidence.value),
    )
