"""Reading real lists: papers found, lines passed over, time and memory beside the Markdown parser alone.

The five worst lists are printed with what was missed. Time is a ratio to parsing the same Markdown without
reading anything from it, memory a ratio to the size of the text; both are taken on one and two megabytes.
"""

from __future__ import annotations

import sys
import time
import tracemalloc

from markdown_it import MarkdownIt

from pipeline.curated import Format, parse_list
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


def _seconds(text: str) -> tuple[float, float]:
    """Seconds of the processor for our reading, and for the Markdown parser alone."""
    began = time.process_time()
    parse_list(text, "bench", Format.MARKDOWN)
    ours = time.process_time() - began
    began = time.process_time()
    MarkdownIt("commonmark").enable("table").render(text)
    return ours, time.process_time() - began


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
    _seconds(_text(_MEGABYTE // 10))
    for size in (_MEGABYTE, 2 * _MEGABYTE):
        ours, parser = _seconds(_text(size))
        memory = _peak(_text(size)) / size
        sys.stdout.write(
            f"{size / _MEGABYTE:.0f} MB: {ours:.2f} s of the processor, {ours / parser:.1f} times the Markdown parser "
            f"alone; peak of memory {memory:.0f} times the text\n",
        )
