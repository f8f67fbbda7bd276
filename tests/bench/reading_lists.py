"""Reading real lists: papers found, lines passed over, time and memory beside the Markdown parser alone.

The five worst lists are printed with what was missed. Time is a ratio to parsing the same Markdown without
reading anything from it, memory a ratio to the size of the text; both are taken on one and two megabytes, each
in a process of its own.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from markdown_it import MarkdownIt

from pipeline.curated import Format, parse_list
from pipeline.curated.markup.document import read_document
from pipeline.curated.markup.layout import to_html
from tests.evaluation import EVALUATION_DATA
from tests.evaluation.lists import list_paths, missed, pairs, read_real_list

_MEGABYTE = 1_000_000
_WORST = 5


def _figures() -> None:
    rows = []
    for path in list_paths():
        known = sum(1 for pair in pairs() if pair.list_file == path.name)
        read = read_real_list(path)
        rows.append((path.stem, known, missed(path), len(read.entries), len(read.problems)))
    for stem, known, lost, entries, problems in rows:
        found = 100 * (1 - len(lost) / known)
        sys.stdout.write(f"{stem[:58]:58} {found:6.1f} % of {known:4}  {entries:5} entries  {problems:4} told\n")
    total, absent_in_all = len(pairs()), sum(len(row[2]) for row in rows)
    sys.stdout.write(f"{'all':58} {100 * (1 - absent_in_all / total):6.1f} % of {total}\nWorst, and what was missed:\n")
    for stem, known, absent, *_ in sorted(rows, key=lambda row: len(row[2]) / row[1], reverse=True)[:_WORST]:
        sys.stdout.write(f"- {stem}: {len(absent)} of {known}\n")
        lines = (EVALUATION_DATA / "lists" / f"{stem}.md").read_text(encoding="utf-8").split("\n")
        for pair in absent:
            at, line = next((at, line) for at, line in enumerate(lines, start=1) if pair.arxiv_id in line)
            why = "in a comment" if line.lstrip().startswith("<!--") else "in a sentence, not in the list"
            sys.stdout.write(f"    line {at}, {why}: {line.strip()[:80]}\n")


def _text(size: int) -> str:
    whole = "\n\n".join(path.read_text(encoding="utf-8") for path in list_paths())
    return (whole * (size // len(whole) + 1))[:size]


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Seconds of the processor."""
    began = time.process_time()
    read(text)
    return time.process_time() - began


def _read(text: str) -> None:
    parse_list(text, "bench", Format.MARKDOWN)


def _read_markup(text: str) -> None:
    read_document(to_html(text))


def _parse_alone(text: str) -> None:
    MarkdownIt("commonmark").enable("table").render(text)


def _anew(measure: Callable[..., float], *given: object) -> float:
    """What is measured in a process of its own, where nothing is remembered of what was read before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *given).result()


def _peak(text: str) -> int:
    tracemalloc.start()
    parse_list(text, "bench", Format.MARKDOWN)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main() -> None:
    """Print the figures; says so when the lists are absent."""
    if not EVALUATION_DATA.is_dir():
        sys.stdout.write("skipped: the real lists are not here\n")
        return
    _figures()
    for size in (_MEGABYTE, 2 * _MEGABYTE):
        text = _text(size)
        ours, markup, parser = (_anew(_seconds, read, text) for read in (_read, _read_markup, _parse_alone))
        memory = _anew(_peak, text) / size
        sys.stdout.write(
            f"{size / _MEGABYTE:.0f} MB: {ours:.2f} s of the processor ({markup:.2f} s of it for the markup), "
            f"{ours / parser:.1f} times the Markdown parser alone; peak of memory {memory:.0f} times the text\n",
        )
