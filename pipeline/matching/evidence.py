"""What speaks for a candidate being the paper that is meant, as numbers, and how probable that makes it. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.matching.difference import Kind
from pipeline.matching.kinship import Kinship
from pipeline.matching.likeness import Likeness
from pipeline.matching.people import Agreement
from pipeline.titles import SAME, Relation

_MOST_DIFFERENCES = 5
_NEAR_YEARS = 1
_FAR_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A candidate held against what is known of the paper that is meant."""

    likeness: Likeness
    authors: Agreement = Agreement.UNKNOWN
    kinship: Kinship | None = None
    """Of the titles, where the first author that was named is the record's first author, by a full name."""
    preprint: bool = False
    """It bears the identifier of a preprint, whose title may have changed."""
    years_apart: int | None = None
    """Years between the claimed and the recorded one; None where one of them is unknown."""
    same_venue: bool = False
    """It was published where the list says."""
    identified: bool = False
    """It bears the identifier that was given."""

    @property
    def for_it(self) -> tuple[str, ...]:
        """What beside the title speaks for it, for people."""
        said = {
            "link": self.identified,
            "authors": self.authors is Agreement.AGREE,
            "year": self.years_apart is not None and self.years_apart <= _NEAR_YEARS,
            "venue": self.same_venue,
        }
        return tuple(what for what, speaks in said.items() if speaks)

    @property
    def against_it(self) -> tuple[str, ...]:
        """What speaks against it beside the title, for people."""
        said = {
            "authors": self.authors is Agreement.DISAGREE,
            "year": self.years_apart is not None and self.years_apart > _NEAR_YEARS,
        }
        return tuple(what for what, speaks in said.items() if speaks)


def features(evidence: Evidence) -> dict[str, float]:
    """What the model weighs, by name; those that are 0 may be left out."""
    likeness = evidence.likeness
    agree = float(evidence.authors is Agreement.AGREE)
    apart = 1.0 - likeness.share
    worst = likeness.worst
    kinds = {f"differs_by_{kind.name.lower()}": float(worst is kind) for kind in Kind}
    return kinds | {
        "bias": 1.0,
        "same_title": float(likeness.relation in SAME),
        "surely_same_title": float(likeness.sure and likeness.relation not in SAME),
        "name_prefix": float(likeness.relation is Relation.NAME_PREFIX),
        "subtitle": float(likeness.relation is Relation.SUBTITLE),
        "weight_apart": apart,
        "letters_apart": 1.0 - likeness.similarity / 100.0,
        "differences": min(len(likeness.differences), _MOST_DIFFERENCES) / _MOST_DIFFERENCES,
        "bits_in_common": math.log2(1.0 + likeness.common_bits),
        "authors_agree": agree,
        "authors_disagree": float(evidence.authors is Agreement.DISAGREE),
        "authors_agree_weight_apart": agree * apart,
        "authors_agree_bits_in_common": agree * math.log2(1.0 + likeness.common_bits),
        "years_near": float(evidence.years_apart is not None and evidence.years_apart <= _NEAR_YEARS),
        "years_far": float(evidence.years_apart is not None and evidence.years_apart > _FAR_YEARS),
        "same_venue": float(evidence.same_venue),
        "identified": float(evidence.identified),
    }


@cache
def _coefficients(model: str) -> dict[str, float]:
    text = resources.files("pipeline.matching").joinpath("model.json").read_text(encoding="utf-8")
    return {str(name): float(value) for name, value in json.loads(text)[model].items()}


def weighed(model: str, values: Mapping[str, float]) -> float:
    """The probability that a model of `model.json` gives for its features, in (0, 1), to four digits."""
    known = _coefficients(model)
    score = sum(known.get(name, 0.0) * value for name, value in values.items())
    return round(1.0 / (1.0 + math.exp(-max(-_FARTHEST, min(_FARTHEST, score)))), 4)


_FARTHEST = 30.0


def probability(evidence: Evidence) -> float:
    """The probability that a candidate is the paper that is meant, in (0, 1), to four digits.

    A logistic model fitted by `make fit` on labelled pairs; its coefficients are in `model.json`.
    """
    return weighed("pair", features(evidence))
