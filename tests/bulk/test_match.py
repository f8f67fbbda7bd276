"""Tests of one query against a corpus: the right paper, or none."""

from __future__ import annotations

import random

import pytest

from pipeline.bulk.match import Query
from pipeline.bulk.works import CorpusWork
from pipeline.matching.choice import Choice
from pipeline.model import Status
from pipeline.titles import Relation
from tests.bulk.small import DPO, LORA, PAGED, WORKS, Rows, SmallCorpus

MATCHER = SmallCorpus()


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
    assert (choice.chosen.key.work_id, choice.relation) == (work_id, relation)


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


RENAMED: Rows = (
    ("r1", "Timer: Generative Transformers for Time Series Analysis", ["Yong Liu", "Hao Wu"], 2024, []),
    ("r2", "Large Pre-trained Transformers of Sequences", ["Yong Liu", "Hao Wu"], 2024, ["arxiv:2402.02368"]),
    ("r3", "Anomalies in Graphs of Words", ["Yong Liu"], 2019, ["arxiv:1901.00001"]),
    ("r4", "Timer: Transformers for Time Series Analysis", ["Yong Chen"], 2024, ["arxiv:2402.00002"]),
)
ANOTHER = "Timer: Transformers for Time Series Analysis at Scale"


def test_a_renamed_paper_of_a_known_author() -> None:
    """The author's paper that is by far the nearest is meant; of a publication and its preprint, the preprint."""
    matcher = SmallCorpus(RENAMED)
    choice = matcher.match(_query(ANOTHER, ("Yong Liu",)))
    assert choice.chosen is not None
    assert (choice.chosen.key.work_id, choice.relation) == ("r2", Relation.RETITLED)
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
    choice = SmallCorpus(rows).match(_query(ANOTHER, ("Yong Liu",)))
    assert choice.chosen is None or choice.chosen.key.work_id == "r1"


def test_a_namesake_with_other_co_authors_is_not_the_renamed_one() -> None:
    """The first author's name alone does not tell where the others are known and are others."""
    rows: Rows = (("r6", RENAMED[0][1], ["Yong Liu", "Ann Alpha", "Ben Beta", "Cy Gamma"], 2024, ["arxiv:2402.1"]),)
    assert SmallCorpus(rows).match(_query(ANOTHER, ("Yong Liu",))).chosen is not None
    assert SmallCorpus(rows).match(_query(ANOTHER, ("Yong Liu", "Di Delta", "Eve Eta", "Fay Phi"))).chosen is None


def test_a_record_without_authors_joins_no_two_papers() -> None:
    """Two papers of one title are two in whatever order a record without authors stands between them."""
    title = "Supervised contrastive pretraining of graph encoders"
    rows: Rows = [("a", title, ["Ada One"], 2020, []), ("b", title, ["Bo Two"], 2020, []), ("n", title, [], 2020, [])]
    for seed in range(6):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert SmallCorpus(shuffled).match(_query(title)).status is Status.AMBIGUOUS


def test_a_title_that_different_papers_bear_elsewhere() -> None:
    """A title known to be shared is not matched by itself, though this corpus has one paper of it."""
    title = "Sentiment Analysis of Twitter Data"
    matcher = SmallCorpus((("s1", title, ["Ada Lovelace"], 2019, []),))
    assert matcher.match(_query(title)).status is Status.AMBIGUOUS
    assert matcher.match(_query(title, ("Ada Lovelace",))).status is Status.MATCHED


def test_the_order_of_the_corpus_does_not_matter() -> None:
    """The same works in any order, in one part or in several, give the same verdicts."""
    queries = [query for query, _, _ in MATCHED.values()] + [query for query, _ in NONE.values()]
    told = [_told(MATCHER.match(query)) for query in queries]
    for seed in range(5):
        corpus = SmallCorpus(random.Random(seed).sample(WORKS, len(WORKS)), parts=1 + seed)
        assert [_told(corpus.match(query)) for query in queries] == told


def _told(choice: Choice[CorpusWork]) -> tuple[object, ...]:
    shown = (choice.chosen, choice.suggested)
    return (choice.status, choice.relation, *(each.key.work_id if each else None for each in shown))
