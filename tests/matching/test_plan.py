"""What is still to be asked: everything that is needed, once, and nothing that is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.identifiers import Identifier
from pipeline.matching.compare import lookups_of
from pipeline.matching.decide import decide
from pipeline.matching.knowledge import Knowledge
from pipeline.matching.plan import (
    is_settled,
    missing_identifiers,
    missing_titles,
    unanswered,
    used_replies,
    wanted_identifiers,
)
from pipeline.matching.renaming import searchable
from pipeline.model import Service, SourceRecord, Status
from pipeline.sources.port import Kind
from pipeline.titles import Relation
from tests.builders import NOON, a_record, an_answer, an_entry, an_identifier, linked_to, minutes
from tests.matching.answers import (
    ARXIV,
    S2,
    all_looked_up,
    knowing,
    nobody_has,
    nobody_knows,
    says_of_id,
    says_of_title,
)

NOTHING = Knowledge()


def _printed(missing: Mapping[Service, tuple[Identifier, ...]]) -> dict[Service, list[str]]:
    """What is asked of whom; whoever is asked nothing is left out."""
    return {service: [str(each) for each in identifiers] for service, identifiers in missing.items() if identifiers}


def test_identifiers_are_asked_of_the_services_that_know_their_scheme() -> None:
    """Each is asked of all that resolve its scheme, in the order of the list; foreign ones of none."""
    asked = ("arxiv:2401.00001", "doi:10.1234/b", "acl:P19-1001", "corpusid:7", "openreview:abc")
    entries = [*(an_entry(each, identifiers=(each,)) for each in asked), an_entry("F")]

    printed = _printed(missing_identifiers(entries, NOTHING))

    assert printed == {
        service: [each for each in asked if service in lookups_of(an_identifier(each))] for service in Service
    }
    assert printed[ARXIV] == ["arxiv:2401.00001"]


def test_each_thing_is_asked_once() -> None:
    """Entries that share a link or a title share a request, in the order of the list."""
    entries = [
        an_entry("A Study of Lists", **linked_to("2401.00002")),
        an_entry("a study-of lists", **linked_to("2401.00001")),
        an_entry("Trees", **linked_to("2401.00002")),
    ]

    assert _printed(missing_identifiers(entries, NOTHING))[ARXIV] == ["arxiv:2401.00002", "arxiv:2401.00001"]
    assert missing_titles(S2, entries, NOTHING) == ("A Study of Lists", "Trees")


def test_entry_that_its_identifier_settles_is_not_searched() -> None:
    """When the link leads to a paper of the listed title, no service is searched for it."""
    entries = [an_entry(**linked_to("2401.00001"))]
    knowledge = knowing(says_of_id(ARXIV, "arxiv:2401.00001", a_record(source=ARXIV, arxiv_id="2401.00001")))

    assert is_settled(ARXIV, entries[0], knowledge)
    assert [missing_titles(service, entries, knowledge) for service in Service] == [()] * len(Service)


def test_entry_whose_link_leads_elsewhere_is_searched() -> None:
    """A link to another paper settles nothing."""
    entries = [an_entry(**linked_to("2401.00001"))]
    elsewhere = a_record("Words about Something Else", arxiv_id="2401.00001")
    knowledge = knowing(says_of_id(S2, "arxiv:2401.00001", elsewhere), says_of_id(ARXIV, "arxiv:2401.00001"))

    assert not is_settled(ARXIV, entries[0], knowledge)
    assert missing_titles(ARXIV, entries, knowledge) == ("A Study of Lists",)


def test_arxiv_alone_says_that_a_linked_paper_of_its_own_was_renamed() -> None:
    """What arXiv has no other paper for is not searched elsewhere behind a link to arXiv, and is behind another."""
    listed = "A Study of List"
    record, doi = a_record(arxiv_id="2401.00001", doi="10.1234/x"), "doi:10.1234/x"
    linked = an_entry(listed, **linked_to("2401.00001"))
    elsewhere = an_entry(listed, link="https://doi.org/10.1234/x", identifiers=(doi,))
    looked_up = (
        *all_looked_up("arxiv:2401.00001", a_record(source=ARXIV, arxiv_id="2401.00001"), record),
        *all_looked_up(doi, record),
    )
    searched = knowing(*looked_up, says_of_title(ARXIV, listed))

    assert missing_titles(S2, [linked], knowing(*looked_up)) == (listed,)
    assert missing_titles(S2, [linked], searched) == ()
    assert missing_titles(S2, [elsewhere], searched) == (listed,)
    matched, waiting = decide(linked, searched), decide(elsewhere, searched)
    assert (matched.status, matched.relation) == (Status.MATCHED, Relation.WORD_FORM)
    assert waiting.status is Status.UNCHECKED


def test_near_title_settles_nothing() -> None:
    """A hit of almost the same title is not the paper, so the other service is searched too."""
    entries = [an_entry("GPT-4 Technical Report")]
    knowledge = knowing(says_of_title(ARXIV, entries[0].title, a_record("GPT-3 Technical Report", source=ARXIV)))

    assert missing_titles(ARXIV, entries, knowledge) == ()
    assert missing_titles(S2, entries, knowledge) == ("GPT-4 Technical Report",)


def test_title_found_on_arxiv_is_looked_up_at_every_service() -> None:
    """A paper found by title is asked for by identifier: one batch in the place of many searches."""
    entries = [an_entry()]
    knowledge = knowing(says_of_title(ARXIV, "A Study of Lists", a_record(source=ARXIV, arxiv_id="2401.00001")))

    asked = lookups_of(an_identifier("arxiv:2401.00001"))

    assert _printed(missing_identifiers(entries, knowledge)) == {service: ["arxiv:2401.00001"] for service in asked}
    assert missing_titles(S2, entries, knowledge) == ()


def test_match_is_looked_up_for_its_whole_record() -> None:
    """A search hit may leave fields out, so it is looked up by the identifier its service gave it."""
    hit = a_record(doi="10.1234/x", s2_corpus_id=7, s2_paper_id="a" * 40)
    knowledge = knowing(says_of_title(S2, "A Study of Lists", hit))

    assert _printed(missing_identifiers([an_entry()], knowledge)) == {S2: [f"s2:{'a' * 40}"]}


def test_hit_without_identifier_is_not_looked_up() -> None:
    """A bundled paper whose ids were all made up has nothing to be looked up by."""
    assert not _printed(missing_identifiers([an_entry()], knowing(says_of_title(S2, "A Study of Lists", a_record()))))


def test_hits_of_other_titles_are_not_looked_up() -> None:
    """Only a paper of the listed title is worth a look-up."""
    hit = a_record("Words about Something Else", doi="10.1234/x")

    missing = missing_identifiers([an_entry()], knowing(says_of_title(S2, "A Study of Lists", hit)))

    assert not _printed(missing)


def test_nothing_is_missing_when_all_is_known() -> None:
    """After all services have answered everything, in whatever way, no request is left."""
    entries = [
        an_entry(**linked_to("2401.00001")),
        an_entry("Trees"),
        an_entry("Heaps", identifiers=("doi:10.1234/h",)),
    ]
    paper: dict[str, Any] = {"arxiv_id": "2401.00001", "doi": "10.1234/x"}
    knowledge = knowing(
        *all_looked_up("arxiv:2401.00001", a_record(**paper), a_record(source=ARXIV, **paper)),
        *nobody_knows("doi:10.1234/h"),
        *nobody_has("Trees"),
        *nobody_has("Heaps"),
    )

    assert not _printed(missing_identifiers(entries, knowledge))
    assert [missing_titles(service, entries, knowledge) for service in Service] == [()] * len(Service)


def test_absence_is_not_asked_again() -> None:
    """An identifier that services do not know is asked of whoever has not answered alone."""
    entries = [an_entry(**linked_to("2401.00001"))]

    missing = missing_identifiers(entries, knowing(*all_looked_up("arxiv:2401.00001", but=S2)))

    assert _printed(missing) == {S2: ["arxiv:2401.00001"]}


@pytest.mark.parametrize(
    ("service", "title", "can_be"),
    [
        (ARXIV, "A Study of Lists", True),
        (ARXIV, "???", False),
        (ARXIV, '""', False),
        (ARXIV, " ", False),
        (S2, "???", True),
        (S2, " ", False),
    ],
)
def test_searchable(service: Service, title: str, can_be: bool) -> None:  # noqa: FBT001
    """A title of which nothing is left once cleaned is not asked of arXiv, and never waited for."""
    assert searchable(service, title) is can_be
    assert bool(missing_titles(service, [an_entry(title)], NOTHING)) is can_be


def test_replies_that_a_snapshot_rests_on_are_named() -> None:
    """A manifest names the replies that bear on its entries, absences included, and no others."""
    entries = [an_entry(**linked_to("2401.00001")), an_entry("Trees")]
    record = a_record(arxiv_id="2401.00001", doi="10.1234/x")
    knowledge = knowing(
        an_answer({"arxiv:2401.00001": (record,)}, S2, reply_sha256="batch"),
        an_answer({"arxiv:2401.00001": ()}, ARXIV, reply_sha256="absence"),
        an_answer({"arxiv:2401.99999": ()}, ARXIV, reply_sha256="of another list"),
        *nobody_has("Heaps"),
        *nobody_knows("arxiv:2401.88888"),
    )

    assert used_replies(entries, knowledge) == {"batch", "absence"}


def test_reply_that_was_overtaken_is_not_named() -> None:
    """Of two replies to the same question only the newest bears on anything."""
    older = an_answer({"arxiv:2401.00001": ()}, ARXIV, reply_sha256="older")
    newer = an_answer({"arxiv:2401.00001": ()}, ARXIV, reply_sha256="newer", fetched_at=NOON + minutes(1))

    assert used_replies([an_entry(**linked_to("2401.00001"))], knowing(older, newer)) == {"newer"}


def test_whole_record_of_a_search_hit_is_named() -> None:
    """The reply of the search and the reply that gave the whole record both count."""
    hit, whole = a_record(doi="10.1234/x"), a_record(doi="10.1234/x", s2_corpus_id=7)
    search = says_of_title(S2, "A Study of Lists", hit)
    batch = an_answer({"doi:10.1234/x": (whole,)}, S2, reply_sha256="batch")

    assert used_replies([an_entry()], knowing(search, batch)) == {search.reply_sha256, "batch"}


@pytest.mark.parametrize("now", [(a_record(s2_paper_id="c" * 40),), ()])
def test_paper_that_was_found_and_is_another_record_now_is_asked_on(now: tuple[SourceRecord, ...]) -> None:
    """What a found record's own identifier leads to since, or that it leads nowhere, is used and asked again."""
    entry, found = an_entry(), a_record(s2_paper_id="b" * 40)
    later = an_answer({f"s2:{'b' * 40}": now}, fetched_at=NOON + minutes(60 * 24), reply_sha256="1" * 64)
    knowledge = knowing(says_of_title(S2, entry.title, found), later)

    assert f"s2:{'b' * 40}" in _printed(wanted_identifiers([entry], knowledge))[S2]
    assert "1" * 64 in used_replies([entry], knowledge)
    assert (S2, Kind.IDENTIFIER, f"s2:{'b' * 40}") in unanswered([entry], knowledge, NOTHING)


def test_paper_of_another_title_that_was_found_is_not_asked_on() -> None:
    """A record that a search offered and that is not the listed paper is nothing to an entry, wherever it is now."""
    entry, found = an_entry(), a_record("Something Else Altogether", s2_paper_id="b" * 40)
    later = an_answer({f"s2:{'b' * 40}": ()}, fetched_at=NOON + minutes(60 * 24))
    knowledge = knowing(says_of_title(S2, entry.title, found), later)

    assert not _printed(wanted_identifiers([entry], knowledge))
