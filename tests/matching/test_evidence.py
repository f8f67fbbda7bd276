"""Tests of how evidence is weighed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matching.evidence import Evidence, features, probability
from pipeline.matching.likeness import liken
from pipeline.matching.people import Agreement
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


def test_evidence_in_words() -> None:
    """What speaks for and against a candidate beside its title is told in words."""
    found = replace(_evidence(LORA, OTHER), authors=Agreement.DISAGREE, years_apart=4, identified=True, same_venue=True)
    assert (found.for_it, found.against_it) == (("link", "venue"), ("authors", "year"))
    agreed = replace(found, authors=Agreement.AGREE, years_apart=1, identified=False, same_venue=False)
    assert (agreed.for_it, agreed.against_it) == (("authors", "year"), ())


def test_weights_of_words() -> None:
    """Common words weigh little, words nobody uses most, numbers something between."""
    assert commonness("learning") > commonness("lagrangian") > commonness("xqzzyva") == 0
    assert weight("of") < weight("learning") < weight("lagrangian") < weight("xqzzyva")
    assert weight("of") < weight("2305") < weight("xqzzyva")
    assert weight_of(["of", "learning"]) == weight("of") + weight("learning")
    assert weight_of([]) == 0
