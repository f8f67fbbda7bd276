"""The verdict, case by case: every status, every check of a link, and what each rests on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.compare import compare_all, lookups_of
from pipeline.matching.decide import decide
from pipeline.model import CuratedEntry, LinkCheck, MatchedBy, Service, SourceRecord, Status
from pipeline.sources.port import Answer, Kind
from pipeline.titles import Relation
from tests.builders import NOON, a_record, an_answer, an_entry, an_identifier, linked_to, minutes, steady
from tests.matching.answers import (
    ARXIV,
    S2,
    all_looked_up,
    all_searched,
    knowing,
    nobody_has,
    nobody_knows,
    says_of_id,
    says_of_title,
)

TITLE = "A Study of Lists"
ID = "arxiv:2401.00001"
LINKED = an_entry(TITLE, **linked_to("2401.00001"))
UNLINKED = an_entry(TITLE)
BLOG = an_entry(TITLE, link="https://openai.com/index/lists")
FORUM = an_entry(TITLE, link="https://openreview.net/forum?id=abc", identifiers=("openreview:abc",))
OBJECTIVES = "Learning Human Objectives by Evaluating Hypothetical Behaviors"
DOI = an_entry(TITLE, link="https://doi.org/10.1234/lists.1", identifiers=("doi:10.1234/lists.1",))


def preprint(title: str = TITLE, **changes: Any) -> SourceRecord:
    """The paper as arXiv has it."""
    told: dict[str, Any] = {"arxiv_id": "2401.00001", "record_id": "preprint"} | changes
    return a_record(title, source=ARXIV, **told)


def on_s2(title: str = TITLE, **changes: Any) -> SourceRecord:
    """The same paper as Semantic Scholar has it."""
    told: dict[str, Any] = {"arxiv_id": "2401.00001", "s2_corpus_id": 1001, "record_id": "on S2"} | changes
    return a_record(title, **told)


def other(title: str = TITLE, **changes: Any) -> SourceRecord:
    """Another paper, by other people."""
    told: dict[str, Any] = {"doi": "10.1234/other", "record_id": "other", "authors": ("Cy Other",), "year": 2015}
    return a_record(title, **(told | changes))


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is known of an entry, and what must be concluded."""

    name: str
    entry: CuratedEntry
    answers: tuple[Answer, ...]
    status: Status
    link: LinkCheck = LinkCheck.NONE
    by: MatchedBy | None = None
    relation: Relation | None = None
    record: str | None = None
    """Key of the matched record."""
    suggested: str | None = None
    """Key of the suggested record."""
    reason: str = field(default="")
    """Words of the reason."""


MATCHED = [
    Case(
        name="both services know the link's paper under the listed title",
        entry=LINKED,
        answers=(says_of_id(S2, ID, on_s2()), says_of_id(ARXIV, ID, preprint())),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.EXACT,
        record="preprint",
        reason="the entry's own link leads to it; the titles agree word for word",
    ),
    Case(
        name="one service is enough, and the other may be down",
        entry=LINKED,
        answers=(says_of_id(S2, ID, on_s2()),),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.EXACT,
        record="on S2",
    ),
    Case(
        name="typography does not count",
        entry=LINKED,
        answers=(says_of_id(ARXIV, ID, preprint("a study-of “lists”")),),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.TYPOGRAPHIC,
        record="preprint",
        reason="but for typography",
    ),
    Case(
        name="no link, found by title",
        entry=UNLINKED,
        answers=(says_of_title(ARXIV, TITLE, preprint()),),
        status=Status.MATCHED,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="preprint",
        reason="found by its title",
    ),
    Case(
        name="wrong link, but the right title was found",
        entry=LINKED,
        answers=(
            says_of_id(ARXIV, ID, preprint("Words about Something Else")),
            says_of_title(S2, TITLE, other()),
        ),
        status=Status.MATCHED,
        link=LinkCheck.POINTS_ELSEWHERE,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="other",
    ),
    Case(
        name="dead link, but the right title was found",
        entry=LINKED,
        answers=(*nobody_knows(ID), says_of_title(S2, TITLE, other())),
        status=Status.MATCHED,
        link=LinkCheck.UNRESOLVABLE,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="other",
    ),
    Case(
        name="link to a host whose ids nobody looks up",
        entry=FORUM,
        answers=(says_of_title(S2, TITLE, on_s2()),),
        status=Status.MATCHED,
        link=LinkCheck.NO_IDENTIFIER,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="on S2",
    ),
    Case(
        name="a paper that is announced on a blog is a paper",
        entry=BLOG,
        answers=(says_of_title(ARXIV, TITLE, preprint()),),
        status=Status.MATCHED,
        link=LinkCheck.NO_IDENTIFIER,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="preprint",
    ),
    Case(
        name="the best hit is not the first one",
        entry=UNLINKED,
        answers=(says_of_title(S2, TITLE, other("A Study of Trees"), on_s2()),),
        status=Status.MATCHED,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="on S2",
    ),
    Case(
        name="the paper behind the entry's own link is misquoted, and nobody has the listed title",
        entry=an_entry("A Study of List", **linked_to("2401.00001")),
        answers=(
            *all_looked_up(ID, preprint(), on_s2()),
            *nobody_has("A Study of List"),
        ),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.WORD_FORM,
        record="preprint",
        reason="the titles agree but for the form of a word",
    ),
    Case(
        name="the paper behind the entry's own link was renamed, and nobody has the listed title",
        entry=an_entry("TreeGPT: Efficient compression of embeddings by trees", **linked_to("2401.00001")),
        answers=(
            *all_looked_up(ID, preprint("TreeGPT: Compressing the Embeddings of Language Models with Trees")),
            *nobody_has("TreeGPT: Efficient compression of embeddings by trees"),
        ),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.RETITLED,
        record="preprint",
        reason="the entry's own link leads to it; the titles differ as those of a renamed paper do",
    ),
    Case(
        name="the paper behind the link is like the listed one, and another bears the listed title",
        entry=an_entry("TreeGPT: Efficient compression of embeddings by trees", **linked_to("2401.00001")),
        answers=(
            *all_looked_up(ID, preprint("TreeGPT: Compressing the Embeddings of Language Models with Trees")),
            says_of_title(
                S2,
                "TreeGPT: Efficient compression of embeddings by trees",
                other("TreeGPT: Efficient Compression of Embeddings by Trees"),
            ),
        ),
        status=Status.MATCHED,
        link=LinkCheck.POINTS_ELSEWHERE,
        by=MatchedBy.TITLE,
        relation=Relation.TYPOGRAPHIC,
        record="other",
    ),
    Case(
        name="a plural in a telling title of the claimed year",
        entry=an_entry(OBJECTIVES, claimed_year=2019),
        answers=(says_of_title(ARXIV, OBJECTIVES, preprint(OBJECTIVES.removesuffix("s"), year=2019)),),
        status=Status.MATCHED,
        by=MatchedBy.TITLE,
        relation=Relation.WORD_FORM,
        record="preprint",
        reason="found by its title; the titles agree but for the form of a word",
    ),
    Case(
        name="preprint and published version are one work",
        entry=UNLINKED,
        answers=(
            says_of_title(ARXIV, TITLE, preprint(year=2023)),
            says_of_title(S2, TITLE, on_s2(arxiv_id=None, doi="10.1234/lists.1", year=2024)),
        ),
        status=Status.MATCHED,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="preprint",
    ),
]

DEEP = "Deep Learning"
TWITTER = "Sentiment Analysis of Twitter Data"


def _on_its_own(title: str, **claims: Any) -> tuple[CuratedEntry, tuple[Answer, ...]]:
    """An entry, and the one paper of its title that anybody knows."""
    record = on_s2(title, authors=("Ada Example", "Bo Sample"), venue="Nature", year=2015)
    return an_entry(title, **claims), all_searched(title, record)


WEAK = {
    "a common title": (*_on_its_own(DEEP), False),
    "a title that different papers bear": (*_on_its_own(TWITTER), False),
    "a kind of text": (*_on_its_own("Editorial", claimed_year=2015), False),
    "a common title and another year": (*_on_its_own(DEEP, claimed_year=2019), False),
    "a common title of that year": (*_on_its_own(DEEP, claimed_year=2015), True),
    "a common title of that venue": (*_on_its_own(DEEP, claimed_venue="Nature 2015"), True),
    "a common title by those authors": (*_on_its_own(DEEP, authors="B. Sample, A. Example"), True),
    "a kind of text by those authors": (*_on_its_own("Editorial", authors="Ada Example"), True),
    "a common title of that venue in another year": (
        *_on_its_own(DEEP, claimed_venue="Nature", claimed_year=2019),
        False,
    ),
    "a common title by somebody of that surname": (*_on_its_own(DEEP, authors="X. Sample"), False),
    "a common title by namesakes": (*_on_its_own(DEEP, authors="Ada Sample, Bo Example and Cy Other"), False),
    "a common title by others": (*_on_its_own(DEEP, authors="Cy Other", claimed_year=2015), False),
}


@pytest.mark.parametrize(("entry", "answers", "told"), WEAK.values(), ids=WEAK.keys())
def test_a_title_that_tells_no_paper(entry: CuratedEntry, answers: tuple[Answer, ...], told: bool) -> None:  # noqa: FBT001
    """The only paper known of a common title is not attached until something beside the title tells it."""
    resolution = decide(entry, knowing(*answers))

    assert (resolution.record is not None) is told
    if not told:
        assert resolution.status in {Status.AMBIGUOUS, Status.NEAR_MATCH}
        assert resolution.suggested is not None


def test_one_of_a_crowd_is_told_by_its_link_alone() -> None:
    """Where more works bear a title than were looked at, no year, author or venue of those seen tells the one meant."""
    crowd = replace(says_of_title(S2, TITLE, on_s2(), other()), crowded=frozenset({TITLE}))
    for entry in (an_entry(TITLE, claimed_year=2015), an_entry(TITLE, authors="Cy Other"), UNLINKED):
        resolution = decide(entry, knowing(crowd, says_of_title(ARXIV, TITLE)))
        assert (resolution.status, resolution.record) == (Status.AMBIGUOUS, None)
        assert resolution.reasons[0].startswith("more works than are looked at bear this title")
    linked = decide(LINKED, knowing(crowd, says_of_id(S2, ID, on_s2()), says_of_id(ARXIV, ID, preprint())))
    assert (linked.status, linked.matched_by) == (Status.MATCHED, MatchedBy.IDENTIFIER)


def test_a_crowd_is_no_absence() -> None:
    """Also where a service has none of those that were looked at; and a linked paper was not renamed then."""
    title = OBJECTIVES.removesuffix("s")
    nobody = replace(says_of_title(ARXIV, title), crowded=frozenset({title}))
    assert decide(an_entry(title), knowing(nobody, says_of_title(S2, title))).status is Status.AMBIGUOUS
    linked = an_entry(title, **linked_to("2401.00001"))
    behind = (says_of_id(ARXIV, ID, preprint(OBJECTIVES)), says_of_id(S2, ID))
    assert decide(linked, knowing(says_of_title(ARXIV, title), *behind)).status is Status.MATCHED
    assert decide(linked, knowing(nobody, *behind)).status is Status.AMBIGUOUS


def test_authors_of_the_list_tell_one_of_two() -> None:
    """Of two works of one title that one is meant whose authors the list names; a firm's name says nothing."""
    answers = (says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other()))

    by_other = decide(an_entry(TITLE, authors="Cy Other et al."), knowing(*answers))
    by_firm = decide(an_entry(TITLE, authors="OpenAI"), knowing(*answers))

    assert by_other.record is not None
    assert by_other.record.record_id == "other"
    assert by_firm.status is Status.AMBIGUOUS


def test_a_paper_by_other_authors_is_not_attached() -> None:
    """A paper that bears the title and has none of the listed authors is shown, unless the entry's link leads to it."""
    by_others = an_entry(TITLE, authors="Cy Other, Di Else")
    answers = all_searched(TITLE, on_s2(), preprint())
    linked = an_entry(TITLE, authors="Cy Other, Di Else", **linked_to("2401.00001"))

    assert decide(by_others, knowing(*answers)).status is Status.NEAR_MATCH
    behind = knowing(says_of_id(S2, ID, on_s2()), says_of_id(ARXIV, ID, preprint()), *answers)
    assert decide(linked, behind).status is Status.MATCHED


def test_a_record_under_another_paper_s_identifier_is_left_out() -> None:
    """Where arXiv has another paper under an id than Semantic Scholar says, arXiv is believed, and it is told."""
    corrupt = on_s2("Trees of Rivers", authors=("Cy Other",))
    looked_up = all_looked_up(ID, corrupt, preprint())
    right = decide(LINKED, knowing(*looked_up))
    meant = an_entry("Trees of Rivers", **linked_to("2401.00001"))
    wrong = decide(meant, knowing(*looked_up, *nobody_has("Trees of Rivers")))

    assert right.record is not None
    assert (right.record.source, right.link_check) == (ARXIV, LinkCheck.AGREES)
    assert "another paper under arXiv:2401.00001" in right.reasons[-1]
    assert (wrong.status, wrong.link_check) == (Status.CONFLICT, LinkCheck.POINTS_ELSEWHERE)


def test_a_record_with_a_wrong_arxiv_id_is_found_by_its_other_names() -> None:
    """What leads to a record otherwise leads to its paper; only the wrong id is left out."""
    corrupt = on_s2("Trees of Rivers", authors=("Cy Other",), doi="10.1234/trees")
    known = (says_of_id(ARXIV, ID, preprint()), *nobody_has("Trees of Rivers"))
    linked = an_entry("Trees of Rivers", link="https://doi.org/10.1234/trees", identifiers=("doi:10.1234/trees",))

    found = decide(linked, knowing(says_of_id(S2, "doi:10.1234/trees", corrupt), *known))

    assert found.record is not None
    assert (found.record.arxiv_id, found.link_check) == (None, LinkCheck.AGREES)


def test_a_record_found_by_its_title_is_what_its_identifier_says_now() -> None:
    """What a search found long ago counts no more once its own identifier says otherwise, or that it is gone."""
    long_ago = all_searched(TITLE, on_s2(arxiv_id=None))
    other_now = on_s2("Completely Another Subject of Rivers", arxiv_id=None, authors=("Cy Other",))
    later: dict[str, Any] = {"fetched_at": NOON + minutes(600), "reply_sha256": "1" * 64}
    now, gone = (an_answer({"corpusid:1001": each}, **later) for each in ((other_now,), ()))

    assert decide(UNLINKED, knowing(*long_ago)).status is Status.MATCHED
    assert decide(UNLINKED, knowing(*long_ago, now)).status is Status.NOT_FOUND
    assert decide(UNLINKED, knowing(*long_ago, gone)).status is Status.NOT_FOUND
    assert decide(UNLINKED, knowing(*long_ago, gone)).last_checked_at == NOON + minutes(600)


def test_what_one_claim_leaves_open_the_next_tells_among_the_rest() -> None:
    """Of two works of the claimed year the venue tells one, and no third of another year."""
    works = [
        other(record_id="right", doi="10.1234/a", year=2019, venue="ICML", authors=("A One",)),
        other(record_id="same year", doi="10.1234/b", year=2019, venue="ACL", authors=("B Two",)),
        other(record_id="same venue", doi="10.1234/c", year=2009, venue="ICML", authors=("C Three",)),
    ]
    entry = an_entry(TITLE, claimed_venue="ICML 2019", claimed_year=2019)
    for _ in works:
        works.append(works.pop(0))
        found = decide(entry, knowing(*all_searched(TITLE, *works)))
        assert found.record is not None
        assert found.record.record_id == "right"
    open_still = knowing(*all_searched(TITLE, *works))
    assert decide(an_entry(TITLE, claimed_year=2019), open_still).status is Status.AMBIGUOUS


def test_probability_of_what_is_shown() -> None:
    """The matched record's probability is told, else the suggested one's; nothing suggested has none."""
    matched = decide(LINKED, knowing(says_of_id(S2, ID, on_s2()), says_of_id(ARXIV, ID, preprint())))
    near = decide(UNLINKED, knowing(*all_searched(TITLE, on_s2("A Study of Trees"))))
    none = decide(UNLINKED, knowing(*nobody_has(TITLE)))

    assert matched.probability is not None
    assert near.probability is not None
    assert matched.probability > 0.9
    assert near.probability < 0.5
    assert none.probability is None


def test_a_reply_that_stands_in_for_a_newer_one_is_told() -> None:
    """A match that rests on an older reply is carried, and every verdict that saw one is stale."""
    old = [
        replace(each, stale=frozenset(each.found))
        for each in (says_of_id(S2, ID, on_s2()), says_of_id(ARXIV, ID, preprint()))
    ]
    new = (says_of_id(S2, ID, on_s2()), says_of_id(ARXIV, ID, preprint()))

    carried, half, fresh = (decide(LINKED, knowing(*each)) for each in (old, (new[0], old[1]), new))

    assert (carried.status, carried.matched_by, carried.stale) == (Status.MATCHED, MatchedBy.CARRIED, True)
    assert (half.status, half.stale) == (Status.MATCHED, True)
    assert (fresh.matched_by, fresh.stale) == (MatchedBy.IDENTIFIER, False)
    absent = decide(UNLINKED, knowing(*(replace(each, stale=frozenset(each.found)) for each in nobody_has(TITLE))))
    assert (absent.status, absent.stale) == (Status.NOT_FOUND, True)


SEVERAL = [
    Case(
        name="two works of one title",
        entry=UNLINKED,
        answers=(says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other())),
        status=Status.AMBIGUOUS,
        relation=Relation.EXACT,
        suggested="preprint",
        reason="2 different works bear this title",
    ),
    Case(
        name="two works of one title, though a service has not answered",
        entry=UNLINKED,
        answers=(says_of_title(S2, TITLE, on_s2(), other()),),
        status=Status.AMBIGUOUS,
        relation=Relation.EXACT,
        suggested="on S2",
    ),
    Case(
        name="the link names one of two",
        entry=LINKED,
        answers=(
            says_of_id(ARXIV, ID, preprint()),
            says_of_id(S2, ID),
            says_of_title(S2, TITLE, other()),
        ),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.EXACT,
        record="preprint",
    ),
    Case(
        name="the link names one of two that were found by title alone",
        entry=LINKED,
        answers=(says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other())),
        status=Status.MATCHED,
        link=LinkCheck.UNCHECKED,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="preprint",
    ),
    Case(
        name="the link names one of two under an id that was merged into another",
        entry=an_entry(
            TITLE, link="https://www.semanticscholar.org/paper/" + "a" * 40, identifiers=("s2:" + "a" * 40,)
        ),
        answers=(
            says_of_id(S2, "s2:" + "a" * 40, on_s2(s2_paper_id="b" * 40)),
            says_of_title(S2, TITLE, other()),
        ),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.EXACT,
        record="on S2",
    ),
    Case(
        name="the claimed year names one of two",
        entry=an_entry(TITLE, claimed_year=2015),
        answers=(says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other())),
        status=Status.MATCHED,
        by=MatchedBy.TITLE,
        relation=Relation.EXACT,
        record="other",
    ),
    Case(
        name="the claimed year names both",
        entry=an_entry(TITLE, claimed_year=2024),
        answers=(says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other(year=2024))),
        status=Status.AMBIGUOUS,
        relation=Relation.EXACT,
        suggested="preprint",
    ),
    Case(
        name="the claimed year names neither",
        entry=an_entry(TITLE, claimed_year=1999),
        answers=(says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other())),
        status=Status.AMBIGUOUS,
        relation=Relation.EXACT,
        suggested="preprint",
    ),
    Case(
        name="the link goes before the year",
        entry=an_entry(TITLE, claimed_year=2015, **linked_to("2401.00001")),
        answers=(says_of_id(ARXIV, ID, preprint()), says_of_title(S2, TITLE, other())),
        status=Status.MATCHED,
        link=LinkCheck.AGREES,
        by=MatchedBy.IDENTIFIER,
        relation=Relation.EXACT,
        record="preprint",
    ),
    Case(
        name="two arXiv papers of one title by the same people",
        entry=UNLINKED,
        answers=(says_of_title(ARXIV, TITLE, preprint(), preprint(arxiv_id="2401.00002", record_id="second")),),
        status=Status.AMBIGUOUS,
        relation=Relation.EXACT,
        suggested="preprint",
    ),
]

UNMATCHED = [
    Case(
        name="every service answered, and none has it",
        entry=UNLINKED,
        answers=nobody_has(TITLE),
        status=Status.NOT_FOUND,
        reason="every service answered, none has a paper of this title",
    ),
    Case(
        name="a far hit is no hit",
        entry=UNLINKED,
        answers=all_searched(TITLE, other("Words about Something Else")),
        status=Status.NOT_FOUND,
    ),
    Case(
        name="a dead link and nothing of the title",
        entry=LINKED,
        answers=(*nobody_knows(ID), *nobody_has(TITLE)),
        status=Status.NOT_FOUND,
        link=LinkCheck.UNRESOLVABLE,
    ),
    Case(
        name="a title that arXiv cannot be asked for needs no answer of arXiv",
        entry=an_entry("???"),
        answers=all_searched("???", but=ARXIV),
        status=Status.NOT_FOUND,
    ),
    Case(
        name="nobody has answered",
        entry=UNLINKED,
        answers=(),
        status=Status.UNCHECKED,
        reason=f"no answer from {' and '.join(sorted(Service))}",
    ),
    Case(
        name="arXiv has not answered the search",
        entry=UNLINKED,
        answers=all_searched(TITLE, but=ARXIV),
        status=Status.UNCHECKED,
        reason="no answer from arxiv",
    ),
    Case(
        name="Semantic Scholar has not answered the search",
        entry=UNLINKED,
        answers=all_searched(TITLE, but=S2),
        status=Status.UNCHECKED,
        reason="no answer from semantic_scholar",
    ),
    Case(
        name="nobody has looked up the link",
        entry=LINKED,
        answers=nobody_has(TITLE),
        status=Status.UNCHECKED,
        link=LinkCheck.UNCHECKED,
        reason=f"no answer from {' and '.join(sorted(lookups_of(an_identifier(ID))))}",
    ),
    Case(
        name="one has not looked up the link, and the others do not know it",
        entry=LINKED,
        answers=(*all_looked_up(ID, but=S2), *nobody_has(TITLE)),
        status=Status.UNCHECKED,
        link=LinkCheck.UNCHECKED,
        reason="no answer from semantic_scholar",
    ),
    Case(
        name="Semantic Scholar has not looked up the DOI, which arXiv is not asked for",
        entry=DOI,
        answers=(*nobody_has(TITLE), *all_looked_up("doi:10.1234/lists.1", but=S2)),
        status=Status.UNCHECKED,
        link=LinkCheck.UNCHECKED,
        reason="no answer from semantic_scholar",
    ),
    Case(
        name="a near hit is shown while a service has not answered",
        entry=UNLINKED,
        answers=(says_of_title(S2, TITLE, other("A Study of Lisps")),),
        status=Status.UNCHECKED,
        relation=Relation.TYPO,
        suggested="other",
    ),
    Case(
        name="a link to another paper is no conflict yet while a service has not answered",
        entry=LINKED,
        answers=(says_of_id(ARXIV, ID, preprint("Words about Something Else")), says_of_title(ARXIV, TITLE)),
        status=Status.UNCHECKED,
        link=LinkCheck.POINTS_ELSEWHERE,
    ),
    Case(
        name="the link leads to another paper, and the title is nowhere",
        entry=LINKED,
        answers=(
            *all_looked_up(ID, preprint("Words about Something Else"), on_s2("Words about Something Else")),
            *nobody_has(TITLE),
        ),
        status=Status.CONFLICT,
        link=LinkCheck.POINTS_ELSEWHERE,
        reason="the link leads to a paper of another title",
    ),
    Case(
        name="a conflict goes before a near hit, which is still shown",
        entry=LINKED,
        answers=(
            *all_looked_up(ID, preprint("Words about Something Else")),
            *all_searched(TITLE, other("A Study of Lisps")),
        ),
        status=Status.CONFLICT,
        link=LinkCheck.POINTS_ELSEWHERE,
        relation=Relation.TYPO,
        suggested="other",
    ),
    Case(
        name="the closest title differs in a word that matters",
        entry=an_entry("GPT-4 Technical Report"),
        answers=all_searched("GPT-4 Technical Report", preprint("GPT-3 Technical Report")),
        status=Status.NEAR_MATCH,
        relation=Relation.NEAR_MISS,
        suggested="preprint",
        reason="the closest title differs: 'GPT-3 Technical Report'",
    ),
    Case(
        name="a subtitle that the list leaves out is near, though a far title has more letters in common",
        entry=an_entry("Toolmaker"),
        answers=all_searched(
            "Toolmaker",
            preprint("Toolmaker: Language Models that Teach Themselves in the Open"),
            preprint("Tool Breaker", arxiv_id="2401.00002", record_id="far"),
        ),
        status=Status.NEAR_MATCH,
        relation=Relation.SUBTITLE,
        suggested="preprint",
        reason="the closest title differs: 'Toolmaker: Language Models that Teach Themselves in the Open'",
    ),
    Case(
        name="a misquoted title behind the entry's own link waits for who may have a paper of the listed title",
        entry=an_entry("A Study of List", **linked_to("2401.00001")),
        answers=(
            *all_looked_up(ID, preprint(), on_s2()),
            *all_searched("A Study of List", but=ARXIV),
        ),
        status=Status.UNCHECKED,
        link=LinkCheck.AGREES,
        relation=Relation.WORD_FORM,
        suggested="preprint",
        reason="no answer from arxiv",
    ),
    Case(
        name="a plural in a telling title of another year is near",
        entry=an_entry(OBJECTIVES, claimed_year=2012),
        answers=all_searched(OBJECTIVES, preprint(OBJECTIVES.removesuffix("s"), year=2019)),
        status=Status.NEAR_MATCH,
        relation=Relation.WORD_FORM,
        suggested="preprint",
    ),
    Case(
        name="the other number behind the entry's own link is another paper",
        entry=an_entry("GPT-4 Technical Report", **linked_to("2401.00001")),
        answers=(
            *all_looked_up(ID, preprint("GPT-3 Technical Report")),
            *nobody_has("GPT-4 Technical Report"),
        ),
        status=Status.CONFLICT,
        link=LinkCheck.POINTS_ELSEWHERE,
        relation=Relation.NEAR_MISS,
        suggested="preprint",
    ),
    Case(
        name="a host that publishes no papers, and no paper of the title",
        entry=BLOG,
        answers=nobody_has(TITLE),
        status=Status.NOT_A_PAPER,
        link=LinkCheck.NO_IDENTIFIER,
        reason="the link's host publishes no papers",
    ),
    Case(
        name="a host that publishes no papers, and two papers of the title",
        entry=BLOG,
        answers=(says_of_title(ARXIV, TITLE, preprint()), says_of_title(S2, TITLE, other())),
        status=Status.AMBIGUOUS,
        link=LinkCheck.NO_IDENTIFIER,
        relation=Relation.EXACT,
        suggested="preprint",
    ),
]


@pytest.mark.parametrize("case", MATCHED + SEVERAL + UNMATCHED, ids=lambda case: case.name)
def test_verdict(case: Case) -> None:
    """From what is known follow status, work, link check and reason."""
    resolution = decide(case.entry, knowing(*case.answers))

    assert (resolution.status, resolution.link_check) == (case.status, case.link)
    assert (resolution.matched_by, resolution.relation) == (case.by, case.relation)
    assert (resolution.record.record_id if resolution.record else None) == case.record
    assert (resolution.suggested.record_id if resolution.suggested else None) == case.suggested
    (reason,) = resolution.reasons
    assert case.reason in reason
    assert resolution.entry_id == case.entry.entry_id


def test_every_status_and_link_check_is_decided() -> None:
    """The table leaves no status and no check of a link out."""
    cases = MATCHED + SEVERAL + UNMATCHED

    assert {case.status for case in cases} == set(Status)
    assert {case.link for case in cases} == set(LinkCheck)


@pytest.mark.parametrize("link", [None, ""])
def test_entry_without_a_link(link: str | None) -> None:
    """No link is no reproach."""
    assert decide(an_entry(link=link), knowing()).link_check is LinkCheck.NONE


@pytest.mark.parametrize(
    "link",
    ["https://proceedings.mlr.press/v139/x21a.html", "https://example.org/paper.pdf", "https://arxiv.org/list/cs.CL"],
)
def test_link_without_an_id_to_look_up(link: str) -> None:
    """A link whose host gives no id that a service resolves is neither right nor wrong."""
    assert decide(an_entry(link=link), knowing()).link_check is LinkCheck.NO_IDENTIFIER


@pytest.mark.parametrize(
    ("listed", "behind", "check"),
    [
        (TITLE, TITLE, LinkCheck.AGREES),
        (TITLE, "A Study of Lists: The Second Part", LinkCheck.POINTS_ELSEWHERE),
        (TITLE, "A Study of Lists: The Long Way", LinkCheck.AGREES),
        (
            "RAFT: All-Pairs Field Transforms for Optical Flow",
            "RAFT: Few-Shot Classification",
            LinkCheck.POINTS_ELSEWHERE,
        ),
        ("RAFT: Results for 2 Players", "RAFT: Results for 3 Players", LinkCheck.POINTS_ELSEWHERE),
        ("SuperGLUE: A Benchmark, Part I", "SuperGLUE: A Benchmark, Part II", LinkCheck.POINTS_ELSEWHERE),
        ("PRM: Supervised Reward Learning", "PRM: Unsupervised Reward Learning", LinkCheck.POINTS_ELSEWHERE),
        ("Survey: Retrieval Augmented Generation", "Survey: Quantum Error Correction", LinkCheck.POINTS_ELSEWHERE),
        ("Editorial: Deep Nets", "Editorial: Shallow Trees", LinkCheck.POINTS_ELSEWHERE),
        (TITLE, "Erratum: A Study of Lists", LinkCheck.POINTS_ELSEWHERE),
        ("LoRA: A Study of Lists", TITLE, LinkCheck.AGREES),
        ("A Study of List", TITLE, LinkCheck.AGREES),
        ("Version 2 of a Study of Lists", "Version 3 of a Study of Lists", LinkCheck.POINTS_ELSEWHERE),
        (TITLE, "A Survey on Lines", LinkCheck.POINTS_ELSEWHERE),
        (TITLE, "Words about Something Else", LinkCheck.POINTS_ELSEWHERE),
        ("Learning with Human Feedback", "Learning without Human Feedback", LinkCheck.POINTS_ELSEWHERE),
        ("Attention Is All You Need", "Attention Is Not All You Need", LinkCheck.POINTS_ELSEWHERE),
        ("Offline Policy Learning", "Online Policy Learning", LinkCheck.POINTS_ELSEWHERE),
        ("Supervised Learning of Lists", "Unsupervised Learning of Lists", LinkCheck.POINTS_ELSEWHERE),
        ("Aligning Language Model Outputs", "Aligning Language Models Outputs", LinkCheck.AGREES),
    ],
)
def test_link_is_judged_by_the_title_behind_it(listed: str, behind: str, check: LinkCheck) -> None:
    """A link is right when the paper behind it bears the listed title or a misquoted form of it."""
    knowledge = knowing(*all_looked_up(ID, preprint(behind)))

    assert decide(an_entry(listed, **linked_to("2401.00001")), knowledge).link_check is check


def test_only_the_own_link_speaks_for_a_renamed_paper() -> None:
    """Another link of the line leads to a paper of a like title; the entry's own leads elsewhere."""
    title = "TreeGPT: Efficient compression of embeddings by trees"
    like = preprint("TreeGPT: Compressing the Embeddings of Language Models with Trees", arxiv_id="2401.00002")
    entry = an_entry(title, link="https://arxiv.org/abs/2401.00001", identifiers=(ID, "arxiv:2401.00002"))
    known = knowing(
        *all_looked_up(ID, preprint("Words about Something Else")),
        *all_looked_up("arxiv:2401.00002", like),
        *nobody_has(title),
    )

    assert decide(entry, known).status is Status.CONFLICT


def test_a_paper_of_another_time_is_not_the_listed_one_renamed() -> None:
    """The claimed year speaks against a paper that is like the listed one and much younger."""
    title = "TreeGPT: Efficient compression of embeddings by trees"
    like = preprint("TreeGPT: Compressing the Embeddings of Language Models with Trees", year=2024)
    known = knowing(*all_looked_up(ID, like), *nobody_has(title))

    statuses = [
        decide(an_entry(title, claimed_year=year, **linked_to("2401.00001")), known).status for year in (2023, 2015)
    ]
    assert statuses == [Status.MATCHED, Status.CONFLICT]


def test_verdict_is_as_old_as_its_newest_reply() -> None:
    """A verdict tells when it was last checked: the time of the newest reply that bears on it."""
    early = an_answer({TITLE: ()}, S2, Kind.TITLE, fetched_at=NOON)
    late = an_answer({TITLE: ()}, ARXIV, Kind.TITLE, fetched_at=NOON + minutes(5))
    unrelated = an_answer({"Trees": ()}, ARXIV, Kind.TITLE, fetched_at=NOON + minutes(9))

    assert decide(UNLINKED, knowing(early, late, unrelated)).last_checked_at == NOON + minutes(5)
    assert decide(UNLINKED, knowing(unrelated)).last_checked_at is None


_HITS = st.lists(
    st.builds(
        a_record,
        st.sampled_from([TITLE, "a study of lists", "A Study of Lisps", "Words", "A Study of Lists: Part 2"]),
        source=st.just(S2),
        record_id=st.text("abcdef", min_size=1, max_size=2),
        arxiv_id=st.sampled_from([None, "2401.00001", "2401.00002"]),
        year=st.sampled_from([None, 2015, 2024]),
        authors=st.sampled_from([(), ("Ada Example",), ("Cy Other",)]),
    ),
    max_size=5,
    unique_by=lambda record: record.record_id,
)


@steady
@given(_HITS, st.randoms(), st.sampled_from([UNLINKED, LINKED, BLOG]))
def test_order_of_hits_does_not_matter(
    hits: list[SourceRecord],
    random: Random,
    entry: CuratedEntry,
) -> None:
    """The same hits give the same verdict, whatever order a service lists them in."""
    shuffled = list(hits)
    random.shuffle(shuffled)
    once, again = (decide(entry, knowing(*all_searched(TITLE, *each))) for each in (hits, shuffled))

    assert once == again


@steady
@given(_HITS, st.sets(st.sampled_from(Service)))
def test_absence_needs_every_answer(hits: list[SourceRecord], silent: set[Service]) -> None:
    """Without the answer of a needed service nothing is called absent, near or in conflict."""
    answers = [says_of_title(service, TITLE, *(hits if service is S2 else ())) for service in set(Service) - silent]

    resolution = decide(UNLINKED, knowing(*answers))

    concluded = {Status.NOT_FOUND, Status.NEAR_MATCH, Status.CONFLICT}
    assert not (silent and resolution.status in concluded)
    assert (resolution.record is not None) == (resolution.status is Status.MATCHED)
    assert not (resolution.record and resolution.suggested)


def test_silence_makes_no_blog_post() -> None:
    """Before the services have answered, nothing is concluded from the link's host either."""
    entry = an_entry("Claude", link="https://www.anthropic.com/news/claude-2")
    assert decide(entry, knowing()).status is Status.UNCHECKED


def test_what_was_compared_is_not_compared_again() -> None:
    """The comparisons that are at hand are those that decide."""
    known = knowing(*all_searched(TITLE, on_s2()))
    assert decide(UNLINKED, known, compare_all(UNLINKED, known)) == decide(UNLINKED, known)
    assert decide(UNLINKED, known, ()).status is Status.NOT_FOUND
