"""Texts that make a careless expression slow, and words that a list may hold: for the laws of all words."""

from __future__ import annotations

import time
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st

LAW = settings(derandomize=True, deadline=None, max_examples=40)

_N = 20_000

HOSTILE = {
    "open brackets": "[" * _N,
    "open round brackets": "(" * _N + "x",
    "closed brackets": "a" + ")" * _N + "x",
    "pairs of brackets": "()" * _N + "x",
    "tags": "[a] " * _N,
    "tags behind": "a " + "(ab) " * _N + "x",
    "commas": "a" + "," * _N + "x",
    "commas and blanks": "a" + ", " * _N + "x",
    "dashes": "a" + " - " * _N + "x",
    "dashed words": "a - b " * _N,
    "colons": ":" * _N,
    "shortcodes": "x" + ":ab:" * _N + " x",
    "shortcodes and blanks": "x" + " :ab:" * _N + " x",
    "stars": "*" * _N + "x" + "*" * _N,
    "underscores": "a" + "_" * _N + "a",
    "backticks": "`" * _N,
    "quotes": '"' * _N,
    "quoted words": '"a" ' * _N,
    "apostrophes": "'" * _N,
    "digits": "1" * _N,
    "years": "2022 " * _N,
    "spans of years": "2022-" * _N,
    "months": "May 5 " * _N,
    "venues": "ACL " * _N,
    "preprints": " arXiv" * _N,
    "bars": "a" + "|" * _N + "x",
    "barred words": " | a" * _N,
    "capitals": "A" * _N,
    "initials": "A. " * _N,
    "names": "Ada Bell, " * _N,
    "ands": " and " * _N,
    "and others": "et al. " * _N,
    "full stops": "a" + "." * _N + "x",
    "sentences": "Word. " * _N,
    "blanks": "a" + " " * _N + "b",
    "words": "word " * _N,
    "one word": "x" * _N,
    "hyphens": "a-" * _N,
    "labels": "official " * _N,
    "addresses": "https://a." * _N,
    "slashes": "/" * _N,
    "mojibake": "\u00c3\u00a9" * _N,
    "beta": "\u03b2" * _N,
    "Chinese": "\u5f20" * _N,
    "emoji": "\U0001f680" * _N + "x" + "\U0001f680" * _N + "y",
    "a line of names": "Ada Bell, " * 280,
    "a line of bars": " | a" * 700,
    "a line of dashes": "a - b " * 480,
}
"""Some are cut short, so that no limit of length lets them off."""

_PIECES = st.sampled_from(
    [
        *(
            "LoRA",
            "Low-Rank Adaptation",
            "Attention Is All You Need",
            ": ",
            ", ",
            ". ",
            " - ",
            " | ",
            "? ",
            " and ",
            " by ",
        ),
        *(
            "(ACL 2022)",
            "[ICLR'24 Oral]",
            "arXiv 2023.05",
            "CoRR abs/2305.03726 (2023)",
            "28 Oct 2021",
            "2015-2024",
            "in",
        ),
        *("Hu et al.", "Edward J. Hu", "E. Hu, Y. Shen", "van der Maaten", "\u5f20\u4e09", "\u4f5c\u8005\uff1a"),
        *(
            "[PDF]",
            "Code (PyTorch)",
            "\u8bba\u6587",
            "https://arxiv.org/abs/2305.18290",
            "#a",
            "1. ",
            "[12] ",
            ":fire:",
        ),
        *(
            '"',
            "\u201c",
            "\u201d",
            "*",
            "**",
            "_",
            "`",
            "[",
            "]",
            "(",
            ")",
            "\u03b2",
            "\u00c2",
            "\U0001f680",
            "\0",
            "\u2028",
        ),
    ],
)
ANY_TEXT = st.text() | st.lists(_PIECES | st.text(max_size=6), max_size=20).map("".join)
"""Texts of any characters, and texts of what lists are made of."""


def seconds(*functions: Callable[[str], object], text: str) -> float:
    """Seconds of the processor that the functions take for a text, one after the other."""
    began = time.process_time()
    for function in functions:
        function(text)
    return time.process_time() - began


SOON = 2.0
"""More than a busy machine needs; read in quadratic time, the texts take from several seconds to minutes."""
