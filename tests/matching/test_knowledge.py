"""What is known: of several answers the newest counts, in whatever order they are learnt."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import Identifier, Scheme
from pipeline.matching.knowledge import Knowledge
from pipeline.model import Service
from pipeline.sources.port import Answer, Kind
from tests.builders import NOON, a_record, an_answer, an_identifier, minutes, steady
from tests.matching.answers import ARXIV, S2, knowing, says_of_id, says_of_title

ID = Identifier(Scheme.ARXIV, "2401.00001")
DOI = Identifier(Scheme.DOI, "10.1234/lists.1")


def _title(knowledge: Knowledge, service: Service, identifier: Identifier) -> str | None:
    known = knowledge.of_identifier(service, identifier)
    return known.records[0].title if known and known.records else None


def test_nothing_is_known_before_anybody_answered() -> None:
    """Not having answered is None; having answered that there is nothing is not."""
    knowledge = knowing(says_of_id(S2, str(ID)), says_of_title(S2, "A Study of Lists"))

    assert knowledge.of_identifier(ARXIV, ID) is None
    assert knowledge.of_title(ARXIV, "A Study of Lists") is None
    absent, unfound = knowledge.of_identifier(S2, ID), knowledge.of_title(S2, "A Study of Lists")
    assert absent is not None
    assert unfound is not None
    assert (absent.records, unfound.records) == ((), ())


def test_newest_answer_counts() -> None:
    """What was answered last counts, also when it takes back what was answered before."""
    older = an_answer({str(ID): (a_record("Old"),)}, fetched_at=NOON)
    newer = an_answer({str(ID): (a_record("New"),)}, fetched_at=NOON + minutes(1))
    newest = an_answer({str(ID): ()}, fetched_at=NOON + minutes(2))

    assert _title(knowing(newer, older), S2, ID) == "New"
    known = knowing(newest, older, newer).of_identifier(S2, ID)
    assert known is not None
    assert (known.records, known.fetched_at) == ((), NOON + minutes(2))


def test_titles_are_known_by_their_key() -> None:
    """A title is the same however it is spelt; so it is not asked for twice."""
    knowledge = knowing(says_of_title(S2, "A Study of Lists", a_record()))

    known = knowledge.of_title(S2, "a study-of   “lists”")
    assert known is not None
    assert known.records == (a_record(),)


def test_titles_and_identifiers_are_kept_apart() -> None:
    """A paper whose title looks like an identifier is no identifier."""
    knowledge = knowing(says_of_title(S2, str(ID), a_record()))

    assert knowledge.of_identifier(S2, ID) is None


def test_whole_record_answers_for_every_identifier_it_bears() -> None:
    """A record found by one identifier is known by its others, so that none of them is asked again."""
    record = a_record(arxiv_id=ID.value, doi=DOI.value, s2_corpus_id=7, s2_paper_id="a" * 40, acl_id="P19-1001")
    knowledge = knowing(says_of_id(S2, str(ID), record))

    texts = [str(DOI), "corpusid:7", f"s2:{'a' * 40}", "acl:P19-1001"]
    for identifier in map(an_identifier, texts):
        assert _title(knowledge, S2, identifier) == record.title
        assert knowledge.of_identifier(ARXIV, identifier) is None


def test_search_hit_answers_for_no_identifier() -> None:
    """A match may leave fields out, so the whole record is still asked for."""
    knowledge = knowing(says_of_title(S2, "A Study of Lists", a_record(arxiv_id=ID.value)))

    assert knowledge.of_identifier(S2, ID) is None


def test_identifier_borne_by_an_older_record_gives_way_to_a_newer_one() -> None:
    """What a record bears is as new as the record: yesterday's figures do not stand in for today's."""
    older = an_answer({str(ID): (a_record("Old", doi=DOI.value),)}, fetched_at=NOON)
    newer = an_answer({str(ID): (a_record("New", doi=DOI.value),)}, fetched_at=NOON + minutes(1))

    assert _title(knowing(older, newer), S2, DOI) == "New"


def test_what_a_record_bears_now_counts_before_what_was_said_long_ago() -> None:
    """An answer of an earlier run gives way to a record of this one that bears the identifier."""
    outright = an_answer({str(DOI): ()}, fetched_at=NOON)
    beside = an_answer({str(ID): (a_record("Borne", doi=DOI.value),)}, fetched_at=NOON + minutes(24 * 60))

    assert _title(knowing(outright, beside), S2, DOI) == "Borne"


def test_what_was_asked_outright_counts_before_what_a_record_bears() -> None:
    """A service's own answer to an identifier is not replaced by another paper that claims to bear it."""
    outright = an_answer({str(DOI): (a_record("Asked", doi=DOI.value),)}, fetched_at=NOON)
    beside = an_answer({str(ID): (a_record("Borne", doi=DOI.value),)}, fetched_at=NOON + minutes(1))

    assert _title(knowing(outright, beside), S2, DOI) == "Asked"


def test_two_papers_of_one_batch_do_not_answer_for_each_other() -> None:
    """Within a batch each identifier keeps the paper at its own place."""
    found = {str(ID): (a_record("First", doi=DOI.value),), str(DOI): (a_record("Second", doi=DOI.value),)}

    for order in (list(found), list(reversed(found))):
        knowledge = knowing(an_answer({asked: found[asked] for asked in order}))
        assert (_title(knowledge, S2, ID), _title(knowledge, S2, DOI)) == ("First", "Second")


_IDS = st.sampled_from(["arxiv:2401.00001", "arxiv:2401.00002", "doi:10.1234/lists.1", "corpusid:7"])
_RECORDS = st.builds(
    a_record,
    st.sampled_from(["A Study of Lists", "Another Study"]),
    arxiv_id=st.sampled_from([None, "2401.00001", "2401.00002"]),
    doi=st.sampled_from([None, "10.1234/lists.1"]),
)


@st.composite
def _answers(draw: st.DrawFn) -> Answer:
    kind = draw(st.sampled_from(Kind))
    things = _IDS if kind is Kind.IDENTIFIER else st.sampled_from(["A Study of Lists", "a study of lists", "Trees"])
    return an_answer(
        draw(st.dictionaries(things, st.lists(_RECORDS, max_size=1).map(tuple), min_size=1, max_size=3)),
        draw(st.sampled_from(Service)),
        kind,
        fetched_at=NOON + minutes(draw(st.integers(0, 3))),
        reply_sha256=draw(st.text("abc", min_size=3, max_size=3)),
    )


@steady
@given(
    st.lists(_answers(), max_size=6, unique_by=lambda answer: (answer.fetched_at, answer.reply_sha256)), st.randoms()
)
def test_order_of_answers_does_not_matter(answers: Sequence[Answer], random: Random) -> None:
    """The same answers give the same knowledge, in whatever order they come."""
    shuffled = list(answers)
    random.shuffle(shuffled)

    assert knowing(*answers) == knowing(*shuffled)
