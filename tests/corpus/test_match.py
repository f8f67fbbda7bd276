"""Tests of one query against a corpus: the right paper, or none."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from pipeline.corpus.match import Query
from pipeline.model import Status
from pipeline.titles import Relation
from tests.corpus.small import DPO, LORA, PAGED, WORKS, matcher_of

MATCHER = matcher_of()
IDS = [row[0] for row in WORKS]


def _query(title: str, authors: tuple[str, ...] = (), year: int | None = None, identifier: str | None = None) -> Query:
    return Query(query_id="1", title=title, authors=authors, year=year, identifier=identifier)


MATCHED: dict[str, tuple[Query, str, Relation]] = {
    "the title": (_query(LORA), "w1", Relation.EXACT),
    "typography": (_query("{LoRA}: low rank adaptation of large language models"), "w1", Relation.TYPOGRAPHIC),
    "a venue behind": (_query(f"{DPO} (NeurIPS 2023)"), "w2", Relation.EXACT),
    "emoji and label": (_query(f"\U0001f525 {DPO} [Paper]"), "w2", Relation.EXACT),
    "a misprint": (_query(LORA.replace("Adaptation", "Adaptaiton")), "w1", Relation.TYPO),
    "a coined name before": (_query(f"vLLM: {PAGED}"), "w3", Relation.NAME_PREFIX),
    "a short form": (_query(LORA.replace("Large Language Models", "LLMs")), "w1", Relation.WORD_FORM),
    "a common title, with its author": (_query("Deep Learning", ("Yann LeCun",)), "w4", Relation.EXACT),
    "a common title, with its identifier": (_query("LoRA", identifier="arxiv:2106.09685"), "w1", Relation.SUBTITLE),
    "one of two, by its author": (_query(WORKS[4][1], ("Brandon Loke",)), "w6", Relation.TYPOGRAPHIC),
    "one of two, by its year": (_query(WORKS[4][1], year=2016), "w5", Relation.EXACT),
    "another title, with its identifier": (
        _query("Tuning with few parameters", identifier="arxiv:2106.09685"),
        "w1",
        Relation.RETITLED,
    ),
    "records of one work": (_query(WORKS[7][1]), "w8", Relation.EXACT),
}


@pytest.mark.parametrize(("query", "work_id", "relation"), MATCHED.values(), ids=MATCHED.keys())
def test_the_right_paper(query: Query, work_id: str, relation: Relation) -> None:
    """A title that tells its paper is matched, another one with what tells it beside."""
    choice = MATCHER.match(query)
    assert choice.status is Status.MATCHED
    assert choice.chosen is not None
    assert (IDS[choice.chosen.key], choice.relation) == (work_id, relation)


NONE: dict[str, tuple[Query, Status]] = {
    "two papers of one title": (_query(WORKS[4][1]), Status.AMBIGUOUS),
    "a title of no weight": (_query("Deep Learning"), Status.AMBIGUOUS),
    "a title that is given again and again": (_query("Preface"), Status.AMBIGUOUS),
    "a plural": (_query(LORA.replace("Models", "Model")), Status.NEAR_MATCH),
    "another word": (_query(LORA.replace("Adaptation", "Compression")), Status.NEAR_MATCH),
    "the opposite": (_query("Unsupervised contrastive pretraining of graph encoders"), Status.NEAR_MATCH),
    "no subtitle": (_query("Direct Preference Optimization"), Status.NEAR_MATCH),
    "other authors": (_query(LORA, ("Ada Lovelace",)), Status.NEAR_MATCH),
    "another paper": (_query("A Treatise on Quantum Gravity in Curved Space"), Status.NOT_FOUND),
    "no words": (_query("???"), Status.NOT_FOUND),
}


@pytest.mark.parametrize(("query", "status"), NONE.values(), ids=NONE.keys())
def test_or_none(query: Query, status: Status) -> None:
    """What does not tell its paper is matched with none, and the near one is suggested."""
    choice = MATCHER.match(query)
    assert (choice.status, choice.chosen) == (status, None)
    assert (choice.suggested is None) == (status is Status.NOT_FOUND)


Rows = Sequence[tuple[str, str, list[str], int, list[str]]]
RENAMED: Rows = (
    ("r1", "Timer: Generative Transformers for Time Series Analysis", ["Yong Liu", "Hao Wu"], 2024, []),
    ("r2", "Large Pre-trained Transformers of Sequences", ["Yong Liu", "Hao Wu"], 2024, ["arxiv:2402.02368"]),
    ("r3", "Anomalies in Graphs of Words", ["Yong Liu"], 2019, ["arxiv:1901.00001"]),
    ("r4", "Timer: Transformers for Time Series Analysis", ["Yong Chen"], 2024, ["arxiv:2402.00002"]),
)
ANOTHER = "Timer: Transformers for Time Series Analysis at Scale"


def test_a_renamed_paper_of_a_known_author() -> None:
    """The author's paper that is by far the nearest is meant; of a publication and its preprint, the preprint."""
    matcher = matcher_of(RENAMED)
    choice = matcher.match(_query(ANOTHER, ("Yong Liu",)))
    assert choice.chosen is not None
    assert (RENAMED[choice.chosen.key][0], choice.relation) == ("r2", Relation.RETITLED)
    assert matcher.match(_query(ANOTHER, ("Yong Liu",), year=2024)).chosen is not None
    assert matcher.match(_query(ANOTHER, ("Yong Liu",), year=2017)).chosen is None
    assert matcher.match(_query(ANOTHER)).chosen is None
    assert matcher.match(_query("Sums of Squares", ("Yong Liu",))).chosen is None
    assert matcher.match(_query(ANOTHER, ("Y. Liu",))).chosen is None


def test_another_paper_of_the_team_is_no_preprint_of_the_nearest() -> None:
    """A preprint that has nothing in common with what is looked for is not taken for the nearest paper's."""
    rows: Rows = (
        RENAMED[0],
        ("r5", "Protein Folding by Equivariant Diffusion", ["Yong Liu", "Hao Wu"], 2024, ["arxiv:1.1"]),
    )
    choice = matcher_of(rows).match(_query(ANOTHER, ("Yong Liu",)))
    assert choice.chosen is None or rows[choice.chosen.key][0] == "r1"


def test_a_namesake_with_other_co_authors_is_not_the_renamed_one() -> None:
    """The first author's name alone does not tell where the others are known and are others."""
    rows: Rows = (("r6", RENAMED[0][1], ["Yong Liu", "Ann Alpha", "Ben Beta", "Cy Gamma"], 2024, ["arxiv:2402.1"]),)
    assert matcher_of(rows).match(_query(ANOTHER, ("Yong Liu",))).chosen is not None
    assert matcher_of(rows).match(_query(ANOTHER, ("Yong Liu", "Di Delta", "Eve Eta", "Fay Phi"))).chosen is None


def test_a_record_without_authors_joins_no_two_papers() -> None:
    """Two papers of one title are two in whatever order a record without authors stands between them."""
    title = "Supervised contrastive pretraining of graph encoders"
    rows: Rows = [("a", title, ["Ada One"], 2020, []), ("b", title, ["Bo Two"], 2020, []), ("n", title, [], 2020, [])]
    for seed in range(6):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert matcher_of(shuffled).match(_query(title)).status is Status.AMBIGUOUS


def test_a_title_that_different_papers_bear_elsewhere() -> None:
    """A title known to be shared is not matched by itself, though this corpus has one paper of it."""
    title = "Sentiment Analysis of Twitter Data"
    matcher = matcher_of((("s1", title, ["Ada Lovelace"], 2019, []),))
    assert matcher.match(_query(title)).status is Status.AMBIGUOUS
    assert matcher.match(_query(title, ("Ada Lovelace",))).status is Status.MATCHED


def test_rows_that_are_left_out() -> None:
    """Without the paper itself, its twin is found, and without both nothing is."""
    first = MATCHER.match(_query(WORKS[7][1]), without=frozenset({7}))
    assert first.chosen is not None
    assert IDS[first.chosen.key] == "w9"
    assert MATCHER.match(_query(WORKS[7][1]), without=frozenset({7, 8})).chosen is None


def test_the_order_of_the_corpus_does_not_matter() -> None:
    """The same works in any order give the same verdicts."""
    queries = [query for query, _, _ in MATCHED.values()] + [query for query, _ in NONE.values()]
    told = [_told(MATCHER.match(query), IDS) for query in queries]
    for seed in range(5):
        rows = random.Random(seed).sample(WORKS, len(WORKS))
        matcher = matcher_of(rows)
        ids = [row[0] for row in rows]
        assert [_told(matcher.match(query), ids) for query in queries] == told


def _told(choice: object, ids: list[str]) -> tuple[object, ...]:
    chosen, suggested = getattr(choice, "chosen", None), getattr(choice, "suggested", None)
    twins = {"w9": "w8", "w6": "w5"}
    named = [twins.get(ids[each.key], ids[each.key]) if each else None for each in (chosen, suggested)]
    return (getattr(choice, "status", None), getattr(choice, "relation", None) is None, *named)
