"""`python -m tests.fitting`: count the vocabulary, fit the model, and write both beside the matcher."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.bulk.match import RECORDS
from pipeline.bulk.works import CorpusWork
from pipeline.matching.evidence import features
from pipeline.titles import title_key, words
from tests.evaluation.works import all_works, corpus
from tests.fitting.linked import linked_pairs
from tests.fitting.pairs import Pair, Renamed, labelled_pairs, retitled_pairs

_PLACE = Path(__file__).resolve().parents[2] / "pipeline" / "matching"
_FEWEST = 3
_WORD = re.compile(r"[a-z]{1,30}")
_RIDGE = 30.0
_RETITLED_RIDGE = 10.0
_ABSENT = 0.05
"""How often a paper that is looked for is missing among its author's, against once that it is there."""
_ROUNDS = 50
_CLOSE = 1e-9

Floats = npt.NDArray[np.float64]


def write_vocabulary() -> None:
    """Count in how many titles each word stands."""
    counts: Counter[str] = Counter()
    for work in all_works():
        counts.update(set(words(work.title)))
    known = sorted((word, number) for word, number in counts.items() if number >= _FEWEST and _WORD.fullmatch(word))
    text = "\n".join(f"{word} {number.bit_length() - 1}" for word, number in known)
    (_PLACE / "vocabulary.txt.gz").write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))


def write_shared_titles() -> None:
    """Find the titles that papers of different authors bear."""
    found = corpus()
    works_of_key: dict[str, list[CorpusWork]] = defaultdict(list)
    for work in found.works:
        works_of_key[title_key(work.title)].append(work)
    shared = sorted(
        key
        for key, works in works_of_key.items()
        if any(not RECORDS.same_work(left, right) for left, right in combinations(works, 2))
    )
    (_PLACE / "shared_titles.txt").write_text("\n".join(shared) + "\n", encoding="utf-8")


def fit(matrix: Floats, same: Floats, counts: Floats, strength: float) -> Floats:
    """Coefficients of a logistic regression, by Newton's method.

    Args:
        matrix: A row for each case; the first column is the constant.
        same: 1 for those that are the same, else 0.
        counts: How much each row counts.
        strength: Of the ridge, on columns of equal spread; the constant has none.
    """
    ridge = strength * matrix.var(axis=0)
    weights = np.zeros(matrix.shape[1])
    for _ in range(_ROUNDS):
        fitted = 1.0 / (1.0 + np.exp(-matrix @ weights))
        slope = matrix.T @ (counts * (same - fitted)) - ridge * weights
        curve = (matrix * (counts * fitted * (1.0 - fitted))[:, None]).T @ matrix + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < _CLOSE:
            break
    return weights


def _coefficients(
    rows: list[dict[str, float]], same: list[bool], ridge: float, counts: list[float] | None = None
) -> dict[str, float]:
    names = ["bias", *sorted(set(rows[0]) - {"bias"})]
    counted = np.array(counts) if counts else np.ones(len(rows))
    matrix = np.array([[row[name] for name in names] for row in rows])
    weights = fit(matrix, np.array(same, np.float64), counted, ridge)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def write_models(pairs: list[Pair], retitled: list[Renamed]) -> None:
    """Fit the models, that of pairs on those that are not held out."""
    fitted = [pair for pair in pairs if not pair.held_out]
    model = {
        "what": "coefficients for features of pipeline.matching.evidence and .retitled; written by make fit",
        "pair": _coefficients([features(pair.evidence) for pair in fitted], [pair.same for pair in fitted], _RIDGE),
        "retitled": _coefficients(
            [each.features for each in retitled],
            [each.same for each in retitled],
            _RETITLED_RIDGE,
            [_ABSENT if each.absent else 1.0 for each in retitled],
        ),
    }
    (_PLACE / "model.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Write the vocabulary and the shared titles, then the models that rest on them."""
    write_vocabulary()
    write_shared_titles()
    pairs = [*linked_pairs(), *labelled_pairs(corpus())]
    write_models(pairs, list(retitled_pairs(corpus())))
    sys.stdout.write(f"{len(pairs)} pairs, {sum(pair.same for pair in pairs)} of them the same paper\n")


if __name__ == "__main__":
    main()
