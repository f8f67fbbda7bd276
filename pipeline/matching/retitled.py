"""Whether, of an author's papers, the one most like a title is the paper of that title, renamed. Pure.

Papers are renamed beyond recognition between a preprint and its publication. The author is known then, and what
tells is not how like a title is but how much more like it is than the author's other titles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pipeline.matching.evidence import weighed
from pipeline.matching.kinship import MEASURES, Kinship


def nearest(titles: Sequence[Kinship]) -> Kinship:
    """The nearest of an author's titles; of equally near ones always the same."""
    return max(titles, key=lambda each: (each.nearness, each.title))


def retitled_features(best: Kinship, others: Sequence[Kinship], *, preprint: bool) -> dict[str, float]:
    """What the model weighs.

    Args:
        best: The author's title that is nearest.
        others: The author's other titles.
        preprint: The paper of the nearest title has a preprint; without one it hardly had another title.
    """
    second = nearest(others) if others else None
    features = {
        "bias": 1.0,
        "titles": math.log2(2.0 + len(others)),
        "only": float(not others),
        "preprint": float(preprint),
    }
    for measure in MEASURES:
        own = float(getattr(best, measure))
        highest = max((float(getattr(each, measure)) for each in others), default=0.0)
        features[measure] = own
        features[f"{measure}_lead"] = own - highest
        features[f"{measure}_lead_on_second"] = own - (float(getattr(second, measure)) if second else 0.0)
    return features


def retitled_probability(features: Mapping[str, float]) -> float:
    """The probability that the nearest of an author's titles is the paper that is meant, in (0, 1).

    It holds where one paper in twenty that is looked for is missing among the author's (`tests/fitting`).
    """
    return weighed("retitled", features)
