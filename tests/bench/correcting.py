"""How long a list of 2,000 entries takes to be corrected, as times the reading of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from pipeline.export.corrected import ListSource, correct, read_source
from pipeline.export.corrections import Correction, Part
from pipeline.model import CuratedEntry

ENTRIES = 2_000
CORRECTED = 200
OTHER = "https://arxiv.org/abs/2301.00001"
TITLES: dict[str, Callable[[str], str]] = {
    "that can be written": lambda title: f"{title} Revisited",
    "that no list can hold": lambda title: f"{title} {'x' * 3_000}",
    "that are read otherwise": lambda title: f"{title} <b>bold</b> ![x](y) | arXiv 2023",
}
"""New titles by what becomes of them."""


def _source() -> ListSource:
    line = "- Paper number {0} on the study of lists *(ICLR 2023)* [Paper](https://arxiv.org/abs/2401.{0:05d})\n"
    return read_source("".join(line.format(number) for number in range(ENTRIES)).encode(), "list.md", None)


def _wanted(entries: Sequence[CuratedEntry], title: Callable[[str], str]) -> list[Correction]:
    def correction(entry: CuratedEntry, part: Part, old: str, new: str) -> Correction:
        return Correction(
            entry_id=entry.entry_id, position=entry.position, line=entry.line, part=part, old=old, new=new
        )

    return [
        each
        for entry in entries
        for each in (
            correction(entry, Part.TITLE, entry.title, title(entry.title)),
            correction(entry, Part.LINK, entry.link or "", OTHER),
        )
    ]


def main() -> None:
    """Correct title and link of every tenth entry, with titles that can be written and others that cannot."""
    start = time.perf_counter()
    source = _source()
    reading = time.perf_counter() - start
    for name, title in TITLES.items():
        start = time.perf_counter()
        corrected = correct(source, _wanted(source.entries[:: ENTRIES // CORRECTED], title))
        times = (time.perf_counter() - start) / reading
        told = f"{len(corrected.made)} corrections made, {len(corrected.left)} left, in {times:.1f} times the reading"
        sys.stdout.write(f"titles {name + ':':<26}{told}\n")


if __name__ == "__main__":
    main()
