"""Tests of how evidence is weighed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matching.evidence import Evidence, features, probability
from pipeline.matching.likeness import liken
from pipeline.matching.people import Agreement
from pipeline.matching.retitled import nearness, retitled_features, retitled_probability
from pipeline.matching.vocabulary import commonness, weight, weight_of

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"
OTHER = "LoRA: Low-Rank Compression of Large Language Models"


def _evidence(listed: str, other: str, authors: Agreement = Agreement.UNKNOWN) -> Evidence:
    return Evidence(likeness=liken(listed, other), authors=authors)


def test_more_speaks_for_more() -> None:
    """The same title is more probable than a near one, agreeing authors than none, and none than others."""
    near = _evidence(LORA, OTHER)
    agreeing, others = (replace(near, authors=each) for each in (Agreement.AGREE, Agreement.DISAGREE))
    assert probability(_evidence(LORA, LORA)) > 0.9
    assert probability(near) < 0.5
    assert probability(agreeing) > probability(near) > probability(others)


def test_what_tells_most_weighs_most() -> None:
    """A misprint weighs less against a paper than another word, and a number most of all."""
    said = [
        probability(_evidence(LORA, LORA.replace("Adaptation", word))) for word in ("Adaptaton", "Compression", "3")
    ]
    assert said == sorted(said, reverse=True)


def test_features_have_bounds() -> None:
    """Shares lie in [0, 1] and every feature has a name the model may know."""
    found = features(_evidence(LORA, OTHER))
    assert found["bias"] == 1.0
    assert all(0.0 <= found[name] <= 1.0 for name in ("weight_apart", "letters_apart", "differences"))


def test_weights_of_words() -> None:
    """Common words weigh little, words nobody uses most, numbers something between."""
    assert commonness("learning") > commonness("lagrangian") > commonness("xqzzyva") == 0
    assert weight("of") < weight("learning") < weight("lagrangian") < weight("xqzzyva")
    assert weight("of") < weight("2305") < weight("xqzzyva")
    assert weight_of(["of", "learning"]) == weight("of") + weight("learning")
    assert weight_of([]) == 0


def test_a_renamed_paper_leads_its_author_s_others() -> None:
    """The farther the nearest title is before the author's others, the more probable it is the one."""
    title = "Timer: Transformers for Time Series Analysis at Scale"
    best = replace(
        _evidence(title, "Timer: Generative Transformers Are Large Time Series Models", Agreement.AGREE),
        first_author=True,
    )
    rival = _evidence(title, "Timer: Long Transformers for Unified Time Series Analysis", Agreement.AGREE)
    stranger = _evidence(title, "Anomalies in Graphs of Words", Agreement.AGREE)
    assert nearness(best.likeness) > nearness(stranger.likeness)
    assert retitled_probability(best, [stranger]) > retitled_probability(best, [rival])
    assert retitled_probability(best, []) > retitled_probability(stranger, [])
    assert retitled_features(best, [])["only"] == 1.0
