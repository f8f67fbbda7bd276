"""`python -m tests.fitting`: count the vocabulary, fit the model, and write both beside the matcher."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.matching.evidence import features
from pipeline.titles import words
from tests.evaluation.works import corpus, load_works
from tests.fitting.pairs import Pair, labelled_pairs, retitled_pairs

_PLACE = Path(__file__).resolve().parents[2] / "pipeline" / "matching"
_FEWEST = 3
_WORD = re.compile(r"[a-z]{1,30}")
_RIDGE = 1.0
_ROUNDS = 50
_CLOSE = 1e-9


def write_vocabulary() -> None:
    """Count in how many titles each word stands."""
    counts: Counter[str] = Counter()
    for title in load_works().titles.to_pylist():
        counts.update(set(words(title or "")))
    known = sorted((word, number) for word, number in counts.items() if number >= _FEWEST and _WORD.fullmatch(word))
    text = "\n".join(f"{word} {number.bit_length() - 1}" for word, number in known)
    (_PLACE / "vocabulary.txt.gz").write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))


def fit(matrix: npt.NDArray[np.float64], same: npt.NDArray[np.float64], strength: float) -> npt.NDArray[np.float64]:
    """Coefficients of a logistic regression with a ridge, by Newton's method; the first column is the constant."""
    ridge = np.full(matrix.shape[1], strength)
    ridge[0] = 0.0
    weights = np.zeros(matrix.shape[1])
    for _ in range(_ROUNDS):
        fitted = 1.0 / (1.0 + np.exp(-matrix @ weights))
        slope = matrix.T @ (same - fitted) - ridge * weights
        curve = (matrix * (fitted * (1.0 - fitted))[:, None]).T @ matrix + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < _CLOSE:
            break
    return weights


def _coefficients(rows: list[dict[str, float]], same: list[bool], ridge: float) -> dict[str, float]:
    names = ["bias", *sorted(set(rows[0]) - {"bias"})]
    weights = fit(np.array([[row[name] for name in names] for row in rows]), np.array(same, np.float64), ridge)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def write_models(pairs: list[Pair], retitled: list[tuple[dict[str, float], bool]]) -> None:
    """Fit the models, that of pairs on those that are not held out."""
    fitted = [pair for pair in pairs if not pair.held_out]
    model = {
        "what": "coefficients for features of pipeline.matching.evidence and .retitled; written by make fit",
        "pair": _coefficients([features(pair.evidence) for pair in fitted], [pair.same for pair in fitted], _RIDGE),
        "retitled": _coefficients([row for row, _ in retitled], [same for _, same in retitled], _RIDGE),
    }
    (_PLACE / "model.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Write the vocabulary, then the model that rests on it."""
    write_vocabulary()
    pairs = list(labelled_pairs(corpus()))
    write_models(pairs, list(retitled_pairs(corpus())))
    sys.stdout.write(f"{len(pairs)} pairs, {sum(pair.same for pair in pairs)} of them the same paper\n")


if __name__ == "__main__":
    main()
