"""What may be a paper → the papers of the list, and what is passed over and why. Pure.

A run alone often cannot say whether it is a paper of the list. What stands around it can: the words of
its headings, and what its neighbours are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.curated.markup.flow import Block, Heading
from pipeline.curated.papers.candidate import Candidate
from pipeline.curated.papers.collect import collect
from pipeline.curated.papers.sections import asks_to_open, is_contents, rarely_has_papers, says_papers
from pipeline.curated.papers.unit import Evidence
from pipeline.curated.raw import RawEntry, RawList
from pipeline.curated.words.clean import clean_heading
from pipeline.curated.words.wording import enough, is_prose, is_title_case
from pipeline.model import Problem

_MOST = 0.5
"""Share of a section's lines that are papers, from which a title linked to nobody knows where is taken for one too."""
_SOME = 0.2
"""Share of the lines of one list or table that are papers, from which its lines without a link are taken for papers."""
_SEVERAL = 3
_NEARLY_ALL = 0.8
_MOST_LEVELS = 5
"""Folds within folds that are taken for headings: as many as a list that we print has below its name."""
_FEW = 0.1
"""Share of a list's lines that are papers, up to which it is taken for a list without links."""


class _Judge:
    """Says of each candidate whether it is a paper of the list, by itself and by what stands around it."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self.everywhere: Counter[bool] = Counter()
        self.papers = sum(1 for each in candidates if each.unit.evidence is Evidence.PAPER)
        self.sections: dict[int, Counter[bool]] = defaultdict(Counter)
        self.titles: dict[tuple[int, str, int], list[str]] = defaultdict(list)
        self.cased: dict[tuple[int, str, int], Counter[bool]] = {}
        self.reported: dict[tuple[tuple[int, str], ...], Counter[bool]] = defaultdict(Counter)
        self.lists: dict[tuple[int, str, int], Counter[bool]] = defaultdict(Counter)
        for each in candidates:
            if each.unit.evidence not in (Evidence.INSIDE, Evidence.PEOPLE):
                strong = each.unit.evidence in (Evidence.PAPER, Evidence.CLAIMED)
                for counter in (self.everywhere, self.sections[each.section], self.lists[_list_of(each)]):
                    counter[strong] += 1
            self.reported[each.levels][_is_listed(each)] += 1
            if each.unit.evidence is Evidence.PAPER:
                self.titles[_list_of(each)].append(each.unit.title)

    def refusal(self, each: Candidate) -> str | None:
        """Why a candidate is no paper of the list; None when it is one."""
        rare = any(map(rarely_has_papers, each.names[1:] or each.names))
        written = not rare and self._has_authors_among_papers(each)
        if (plainly := _PLAINLY_NOT.get(each.unit.evidence)) and not written:
            return plainly
        if self.stands_under_no_list(each):
            return f"stands under '{each.nearest}', which is not part of the list"
        if each.unit.evidence is Evidence.PAPER or written:
            return None
        if each.unit.evidence is Evidence.CLAIMED:
            return self._refusal_of_claimed(each, rare=rare)
        if self.everywhere[True] == 0 or (not rare and self._reads_as_title(each)):
            return None
        return "has no link that leads to a paper" if each.unit.links else "has no link, and the list is one of links"

    def stands_under_no_list(self, each: Candidate) -> bool:
        """Whether a line stands under news, contents or the like, and not in a list of papers called `Updates`."""
        listed = self.reported[each.levels]
        is_list = listed[True] >= _SEVERAL and _share(listed) >= _NEARLY_ALL and not is_contents(each.nearest)
        return each.stands_under_no_list and not is_list

    def _refusal_of_claimed(self, each: Candidate, *, rare: bool) -> str | None:
        bare = each.what == "row" and not each.unit.links and not enough(each.unit.title)
        if bare and self.papers:
            return "has a name and a venue, but neither title nor link"
        if is_prose(each.unit.title) and not each.unit.linked:
            return "is a sentence that names a venue"
        most = _share(self.sections[each.section]) >= _MOST
        return "names a venue but links no paper" if rare and not most else None

    def _has_authors_among_papers(self, each: Candidate) -> bool:
        """Whether a line that links code or a page alone has a title and authors, as the papers beside it have."""
        written = each.unit.evidence is Evidence.ELSEWHERE and each.unit.authors and enough(each.unit.title)
        return bool(written) and _share(self.lists[_list_of(each)]) >= _MOST

    def _reads_as_title(self, each: Candidate) -> bool:
        """Whether a line without a paper's link is a title: in a list with papers, or where few lines have links."""
        if is_prose(each.unit.title):
            return False
        if each.unit.evidence is Evidence.NONE and _share(self.lists[_list_of(each)]) >= _SOME:
            return enough(each.unit.title) and not self._is_unlike_titles(each)
        if each.unit.evidence is Evidence.UNKNOWN and each.unit.claim.year and _leads_beside(each):
            return enough(each.unit.title)
        few = _share(self.everywhere) <= _FEW
        most = _share(self.sections[each.section]) >= _MOST and each.unit.stands_out
        return enough(each.unit.title) and (few or (most and each.unit.evidence is Evidence.UNKNOWN))

    def _is_unlike_titles(self, each: Candidate) -> bool:
        """Whether a line is no title by its case: it is written as sentences are, and the titles beside it are not."""
        of = _list_of(each)
        if of not in self.cased:
            self.cased[of] = Counter(map(is_title_case, self.titles[of]))
        cased = self.cased[of]
        all_alike = cased[True] >= _SEVERAL and _share(cased) >= _NEARLY_ALL
        return all_alike and each.unit.title.isascii() and not is_title_case(each.unit.title)


def _is_listed(each: Candidate) -> bool:
    """Whether a line says of a paper what lists do: a link to it and its authors."""
    return each.unit.evidence is Evidence.PAPER and each.unit.authors is not None


def _leads_beside(each: Candidate) -> bool:
    """Whether all links of a line lead to files beside the list: its curator's notes on each paper."""
    return all("://" not in link.url and not link.url.startswith(("#", "/")) for link in each.unit.links)


def _list_of(each: Candidate) -> tuple[int, str, int]:
    return each.section, each.what, each.group


def _share(counter: Counter[bool]) -> float:
    return counter[True] / max(counter.total(), 1)


_PLAINLY_NOT = {
    Evidence.PEOPLE: "names people (mailto links), not a paper",
    Evidence.ELSEWHERE: "links code, data or a page only, no paper",
}


def _headings(each: Candidate, *, drop_first: bool) -> tuple[tuple[str, ...], str | None]:
    names = tuple(name for level, name in each.levels if name and not (drop_first and level == 1))
    folds = tuple(name for name in each.folds if name and not asks_to_open(name))
    if not names:
        return folds[:_MOST_LEVELS], each.context
    nearest = folds[-1] if folds and folds[-1].casefold() != names[-1].casefold() else None
    return names, each.context or nearest


def _drops_first(chosen: list[Candidate], title: str | None) -> bool:
    """Whether the one heading of level 1 above all entries is the document's title, or says `Papers` and no more."""
    first = {each.levels[0] if each.levels else None for each in chosen}
    only = next(iter(first)) if len(first) == 1 else None
    titled = only is not None and (only == (1, title) or says_papers(only[1]))
    return titled and any(len(each.levels) > 1 for each in chosen)


def _title_of(blocks: list[Block]) -> str | None:
    """What the first heading of level 1 says."""
    headings = (block for block in blocks if isinstance(block, Heading) and block.level == 1)
    return next((clean_heading(heading.text) for heading in headings), None)


def _is_house(each: Candidate, judge: _Judge) -> bool:
    """Whether a line belongs to the document and not to the list: contents, the log of updates, the licence."""
    contents = each.unit.evidence is Evidence.INSIDE
    return contents or (judge.stands_under_no_list(each) and each.unit.evidence is not Evidence.PAPER)


def _entry(each: Candidate, *, drop_first: bool) -> RawEntry:
    headings, context = _headings(each, drop_first=drop_first)
    return RawEntry(
        line=each.unit.line,
        title=each.unit.title,
        headings=headings,
        context=context,
        links=each.unit.links,
        papers=each.unit.papers,
        printed=each.unit.printed,
        claim=each.unit.claim,
        authors=each.unit.authors,
    )


def select(blocks: Iterable[Block]) -> RawList:
    """Give the papers of a document in the order they stand in it, each under its headings."""
    blocks = list(blocks)
    candidates, problems = collect(blocks)
    judge = _Judge(candidates)
    chosen: list[Candidate] = []
    for each in candidates:
        if _is_house(each, judge):
            continue
        if reason := judge.refusal(each):
            problems.append(Problem(line=each.unit.line, message=f"{each.what} {reason}; passed over."))
        else:
            chosen.append(each)
    drop_first = _drops_first(chosen, _title_of(blocks))
    entries = tuple(_entry(each, drop_first=drop_first) for each in chosen)
    return RawList(entries=entries, problems=tuple(sorted(problems, key=lambda problem: problem.line)))
