"""Tests of finding near titles: what is found is what a search of everything finds."""

from __future__ import annotations

import random
from array import array
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.bulk import nearest
from pipeline.bulk.match import FoundBy, Query
from pipeline.bulk.nearest import USUAL, Ragged, near_titles, near_wholes
from pipeline.bulk.partition import Partition, Postings, index_works
from pipeline.bulk.terms import letters_of, name_terms, part_terms, title_terms
from pipeline.bulk.works import CorpusWork, table_of
from pipeline.model import Status
from tests.bulk.small import Rows, SmallCorpus

_TEXT = """
    learning deep graph neural networks attention transformers retrieval language models efficient sparse robust
    planning vision speech reinforcement diffusion protein quantum causal inference federated privacy compression
    alignment benchmark optimal transport kernels bandits tabular molecules dialogue summarization translation
"""
_WORDS = _TEXT.split()


def _part(*titles: str) -> Partition:
    return index_works(table_of([CorpusWork(work_id=str(row), title=title) for row, title in enumerate(titles)]))


def _ragged(lists: list[list[int]]) -> Ragged:
    numbers = np.array([number for some in lists for number in some], np.uint32)
    return Ragged(numbers, np.concatenate([[0], np.cumsum([len(some) for some in lists])]).astype(np.int64))


def _near(part: Partition, *titles: str) -> list[tuple[int, int]]:
    terms = _ragged([sorted(title_terms(title)) for title in titles])
    found = near_titles(part, [letters_of(title) for title in titles], terms, USUAL)
    return list(zip(found.titles.tolist(), found.rows.tolist(), strict=True))


SPOILT = {
    "a misprint": ("Quantum kernels for tabular molecules", "Quantum kernels for tabullar molecules"),
    "two in a short one": ("Causal Transport", "Cuasal Transpotr"),
    "words in one": ("Sparse pre training of graph networks", "Sparse pretraining of graphnetworks"),
    "a short form": ("Planning with LLMs", "Planning with Large Language Models"),
    "another word": ("Optimal planning for dialogue translation", "Optimal inference for dialogue translation"),
    "a word less": ("Robust federated privacy benchmark", "Robust federated benchmark"),
}


@pytest.mark.parametrize(("title", "spoilt"), SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_title_is_found(title: str, spoilt: str) -> None:
    """Among many titles of the same words, the one that is meant is the nearest."""
    chance = random.Random(5)
    others = [" ".join(chance.sample(_WORDS, 5)) for _ in range(300)]
    assert _near(_part(*others[:150], title, *others[150:]), spoilt)[0] == (0, 150)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from(_WORDS[:12]), min_size=1, max_size=5), min_size=1, max_size=12), st.data())
def test_blocks_change_nothing(titles: list[list[str]], data: st.DataObject) -> None:
    """However few rows are put together at once, the same works are found, equal to the sum by hand."""
    texts = [" ".join(words) for words in titles]
    asked = data.draw(st.lists(st.sampled_from(texts), min_size=1, max_size=6))
    part = _part(*texts)
    whole = _near(part, *asked)
    for title, text in enumerate(asked):
        best = max(range(len(texts)), key=lambda row: (len(title_terms(texts[row]) & title_terms(text)), -row))
        if texts[best] == text:
            assert any(texts[row] == text for at, row in whole if at == title)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "_BLOCK", 3)
        assert _near(part, *asked) == whole


def test_no_titles_and_no_works() -> None:
    """Nothing is found for no title, for one without words, and in a corpus without words."""
    assert _near(_part("One title")) == []
    assert _near(_part("One title"), "???") == []
    assert _near(_part("", "???"), "One title") == []


def test_parts_of_titles_and_authors() -> None:
    """A title is found without its subtitle, without its name, by more than it has; an author by two names of three."""
    long = "Nexus: Planning of Molecules - A Benchmark"
    part = index_works(
        table_of(
            [
                CorpusWork(work_id="a", title=long, names=("Ada B. Lovelace Byron",)),
                CorpusWork(work_id="b", title="Nexus"),
            ]
        )
    )
    for title, rows in (
        ("Nexus", {0}),
        ("Planning of molecules: a benchmark", {0}),
        ("Nexus: Planning of Molecules", {0, 1}),
        ("Planning", set()),
    ):
        wholes = _ragged([sorted(part_terms(title, asked=True))])
        assert set(near_wholes(part, [letters_of(title)], wholes, 5).rows.tolist()) == rows
    for name, count in (("Ada Byron", 1), ("Byron, Ada", 1), ("A. Byron", 0), ("Byron", 0), ("Ada King", 0)):
        names = _ragged([sorted(name_terms(name))])
        assert len(near_wholes(part, ["x"], names, 5).rows) == count


def test_the_most_for_a_title() -> None:
    """No more works are held against a title in full than the limits say, the closest ones; equal ones by row."""
    part = _part(*[f"Robust sparse planning {number}" for number in range(30)])
    near = _near(part, "Robust sparse planning")
    assert [row for _, row in near] == sorted(row for _, row in near)[: USUAL.kept]
    few = near_titles(
        part,
        [letters_of("Robust sparse planning")],
        _ragged([sorted(title_terms("Robust sparse planning"))]),
        replace(USUAL, kept=2),
    )
    assert len(few.rows) == 2


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=40), st.lists(st.integers(0, 60), max_size=9)
)
def test_spans_hold_the_rows(pairs: list[tuple[int, int]], asked: list[int]) -> None:
    """The rows of a number are those that were put in with it."""
    numbers, rows = [number for number, _ in pairs], [row for _, row in pairs]
    postings = Postings.of(array("I", numbers), array("I", rows))
    starts, counts = postings.spans(np.array(asked, np.uint32))
    for number, start, count in zip(asked, starts.tolist(), counts.tolist(), strict=True):
        assert postings.rows[start : start + count].tolist() == sorted(row for one, row in pairs if one == number)


def test_a_work_is_found_once_in_each_way() -> None:
    """A work that bears the title and the identifier is one candidate with both."""
    corpus = SmallCorpus()
    title = "LoRA: Low-Rank Adaptation of Large Language Models"
    (ways,) = corpus.candidates(Query(query_id="", title=title, identifier="arxiv:2106.09685")).values()
    assert ways == {FoundBy.LISTED, FoundBy.CLEANED, FoundBy.IDENTIFIER}


def test_hundreds_of_prefaces() -> None:
    """Of a title that very many bear some are looked at, and the right one where its author is named."""
    people = [f"{given}a {surname}ez" for given in _WORDS[:20] for surname in _WORDS[20:30]]
    corpus = SmallCorpus(
        [(f"p{number:03}", "Preface", [name], 2000, []) for number, name in enumerate(people)], parts=2
    )
    assert len(corpus.candidates(Query(query_id="", title="Preface"))) == USUAL.equal
    chosen = corpus.match(Query(query_id="", title="Preface", authors=(people[177],))).chosen
    assert chosen is not None
    assert chosen.key.work_id == "p177"


@pytest.mark.parametrize("parts", [1, 3])
def test_one_of_more_works_of_a_title_than_are_looked_at(parts: int) -> None:
    """Year or author tells it wherever it stands; without them nothing is taken for sure, and never a wrong one."""
    title = "Deep learning of graphs by attention"
    people = [f"{given}a {surname}ez" for given in _WORDS[:20] for surname in _WORDS[20:26]]
    rows: Rows = [(f"w{at:03}", title, [] if at == 5 else [name], 1900 + at, []) for at, name in enumerate(people)]
    corpus = SmallCorpus(rows, parts)
    for at in (3, 70, 119):
        for query in (
            Query(query_id="", title=title, year=1900 + at),
            Query(query_id="", title=title, authors=(people[at],)),
            Query(query_id="", title=title, authors=(people[at].upper(),), year=1900 + at),
        ):
            chosen = corpus.match(query).chosen
            assert chosen is not None
            assert chosen.key.work_id == f"w{at:03}"
    for query in (Query(query_id="", title=title), Query(query_id="", title=title, authors=("Nobody Atall",))):
        assert corpus.match(query).chosen is None


@pytest.mark.parametrize("parts", [1, 3])
def test_records_that_were_not_looked_at_may_be_meant(parts: int) -> None:
    """Of one author's hundred records of a title none is matched, since those that were left out may be others."""
    title = "Deep learning of graphs by attention"
    rows: Rows = [(f"w{at:03}", title, ["Ada Lovelace"], 2000, []) for at in range(100)]
    query = Query(query_id="", title=title, authors=("Ada Lovelace",))
    few, many = SmallCorpus(rows[: USUAL.equal], parts).match(query), SmallCorpus(rows, parts).match(query)
    assert few.status is Status.MATCHED
    assert many.status is Status.AMBIGUOUS
    assert many.suggested is not None
    assert many.suggested.key.title == title
