"""Whether, of an author's papers, the one most like a title is the paper of that title, renamed. Pure.

Papers are renamed beyond recognition between a preprint and its publication. The author is known then, and what
tells is not how like a title is but how much more like it is than the author's other titles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.matching.evidence import Evidence, weighed
from pipeline.matching.likeness import Likeness

_TELLING = 40.0
"""Bits of telling words that count as much as a whole title of the same letters."""
_BITS = 60.0


def nearness(likeness: Likeness) -> float:
    """How near a title is, by its words, its letters and its telling words together; 0 for nothing in common."""
    return likeness.share + likeness.similarity / 100.0 + likeness.telling_bits / _TELLING


def retitled_features(best: Evidence, others: Sequence[Evidence]) -> dict[str, float]:
    """What the model weighs.

    Args:
        best: The author's title that is nearest.
        others: The author's other titles among the candidates.
    """
    likeness = best.likeness
    second = max((each.likeness for each in others), key=nearness, default=None)
    lead = nearness(likeness) - (nearness(second) if second else 0.0)
    return {
        "bias": 1.0,
        "share": likeness.share,
        "letters": likeness.similarity / 100.0,
        "telling_bits": likeness.telling_bits / _BITS,
        "same_name": float(likeness.same_name),
        "lead": lead,
        "lead_in_words": likeness.share - (second.share if second else 0.0),
        "lead_in_letters": (likeness.similarity - (second.similarity if second else 0.0)) / 100.0,
        "lead_in_bits": (likeness.telling_bits - (second.telling_bits if second else 0.0)) / _BITS,
        "titles": math.log2(1.0 + len(others)),
        "only": float(not others),
        "first_author": float(best.first_author),
        "years_far": float((best.years_apart or 0) > 1),
    }


def retitled_probability(best: Evidence, others: Sequence[Evidence]) -> float:
    """The probability that the nearest of an author's titles is the paper that is meant, in (0, 1)."""
    return weighed("retitled", retitled_features(best, others))
