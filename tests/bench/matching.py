"""Matching titles against 935,000 real works: what is found, what is wrong, how probable it was called."""

from __future__ import annotations

import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.bulk.match import Query
from pipeline.bulk.works import CorpusWork
from pipeline.matching.choice import Choice
from pipeline.matching.evidence import probability
from pipeline.matching.people import Agreement, authors_agree
from pipeline.model import Status
from pipeline.titles import SAME, Relation, title_key
from tests.evaluation import EVALUATION_DATA
from tests.evaluation.noise import NOISE, change_number, negate, swap_word
from tests.evaluation.works import Corpus, corpus, rows_of
from tests.fitting.pairs import labelled_pairs

_SEED = 7
_TITLES = 2000
_FEWEST_WORDS = 5
_BINS = 10
_BORNE = SAME | {Relation.TYPO}
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the 95 % interval of Wilson."""

    part: int
    whole: int

    def __str__(self) -> str:
        """Such as `97.9 % (97.3-98.3, 3080 of 3147)`."""
        if not self.whole:
            return "none to count"
        share, whole = self.part / self.whole, self.whole
        middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
        half = _Z * math.sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2)) / (1 + _Z**2 / whole)
        return f"{share:.2%} ({middle - half:.2%}-{middle + half:.2%}, {self.part} of {whole})"


def _say(what: str, share: Share, asked: str) -> None:
    sys.stdout.write(f"  {what:<62} {share}  asked: {asked}\n")


def _match(found: Corpus, query: Query, without: frozenset[str] = frozenset()) -> Choice[CorpusWork]:
    return found.matcher.match(query, without=without)


def _lists(found: Corpus) -> None:
    pairs = rows_of("list_pairs.parquet")
    for what, full in (("title alone", False), ("with first author and year", True)):
        right = matched = 0
        for row in pairs:
            names = (row["first_author"],) if full and isinstance(row["first_author"], str) else ()
            choice = _match(
                found,
                Query(query_id="", title=row["query_title"], authors=names, year=int(row["year"]) if full else None),
            )
            if choice.chosen is not None:
                matched += 1
                right += found.work(choice.chosen.key.work_id) in found.works_of_arxiv(row["arxiv_id"])
        _say(f"lists, {what}: precision", Share(right, matched), ">= 99.5 %")
        _say(f"lists, {what}: recall", Share(right, len(pairs)), ">= 97.5 %" if full else ">= 96 %")


def _hard(found: Corpus) -> None:
    pairs = rows_of("hard_pairs.csv")
    wrong = renamed = 0
    for row in pairs:
        sides = ((row["title"], row["work_id"]), (row["other_title"], row["other_work_id"]))
        known = [(title, work) for title, work in sides if work in found.by_id]
        matched = any(
            _match(found, Query(query_id="", title=title), found.twins(at)).status is Status.MATCHED
            for title, at in known
        )
        wrong += matched
        rows = [found.by_id[at].names for _, at in known]
        renamed += matched and len(rows) > 1 and authors_agree(*rows) is Agreement.AGREE
    _say("hard pairs, own paper and twins removed: false matches", Share(wrong, len(pairs)), "<= 0.5 %")
    _say("  of them pairs with the same authors, so one paper", Share(renamed, wrong), "-")
    near = rows_of("near_misses.csv")
    wrong = 0
    for row in near:
        own = frozenset(
            twin
            for each in found.matcher.weigh(Query(query_id="", title=row["title"]))
            if each.same_title and each.key.work_id != row["neighbour_id"]
            for twin in found.twins(each.key.work_id)
        ) | found.ids_of_arxiv.get(str(row["gold_id"]).removeprefix("arxiv:"), frozenset())
        wrong += _match(found, Query(query_id="", title=row["title"]), own).status is Status.MATCHED
    _say("near misses of the list, own paper removed: false matches", Share(wrong, len(near)), "<= 0.5 %")


def _sample(found: Corpus, chance: random.Random) -> list[CorpusWork]:
    works: list[CorpusWork] = []
    while len(works) < _TITLES:
        work = found.works[chance.randrange(len(found.works))]
        if len(work.title.split()) >= _FEWEST_WORDS and work not in works:
            works.append(work)
    return works


def _changed(found: Corpus) -> None:
    chance = random.Random(_SEED)
    works = _sample(found, chance)
    others = [word for work in works for word in work.title.split() if len(word) > 3 and word.isalpha()]
    ways: dict[str, Callable[[str], str | None]] = {
        "a word swapped": lambda title: swap_word(title, others, chance),
        "a number changed": lambda title: change_number(title, chance),
        "negated": lambda title: negate(title, chance),
    }
    silent, near, whole = 0, 0, 0
    for what, way in ways.items():
        counts: Counter[str] = Counter()
        for work in works:
            changed = way(work.title)
            if changed is None or title_key(changed) == title_key(work.title):
                continue
            choice = _match(found, Query(query_id="", title=changed))
            counts["all"] += 1
            counts["silent"] += choice.chosen is not None and not _bears(found, choice.chosen.key.work_id, changed)
            near_one = choice.suggested if choice.status is Status.NEAR_MATCH else None
            counts["near"] += near_one is not None and found.work(near_one.key.work_id) == found.work(work.work_id)
        silent, near, whole = silent + counts["silent"], near + counts["near"], whole + counts["all"]
        sys.stdout.write(
            f"    {what}: {counts['silent']} silent, {counts['near']} of {counts['all']} rightly suggested\n"
        )
    _say("changed titles: silent matches", Share(silent, whole), "<= 0.5 %")
    _say("changed titles: near_match with the right suggestion", Share(near, whole), ">= 98 %")


def _bears(found: Corpus, work_id: str, title: str) -> bool:
    """Whether a work really bears a title that was made up by changing another."""
    return title_key(found.by_id[work_id].title) == title_key(title)


def _noise(found: Corpus) -> None:
    chance = random.Random(_SEED)
    works = _sample(found, chance)
    right, whole = 0, 0
    for family, spoil in NOISE.items():
        hits = 0
        for work in works[: _TITLES // len(NOISE) * 4]:
            choice = _match(found, Query(query_id="", title=spoil(work.title, chance)))
            hits += choice.chosen is not None and found.work(choice.chosen.key.work_id) == found.work(work.work_id)
        count = len(works[: _TITLES // len(NOISE) * 4])
        right, whole = right + hits, whole + count
        sys.stdout.write(f"    {family}: {Share(hits, count)}\n")
    _say("harmless noise, 16 families: matched", Share(right, whole), ">= 98.5 %")


def _hallmark(found: Corpus) -> None:
    lines = (EVALUATION_DATA / "hallmark_dev.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    counts: Counter[str] = Counter()
    for record in records:
        kind = record.get("hallucination_type") or "valid"
        title = record["fields"]["title"]
        choice = _match(found, Query(query_id="", title=title))
        matched = choice.chosen is not None and not _bears(found, choice.chosen.key.work_id, title)
        counts[f"{kind}"] += 1
        counts[f"{kind} matched"] += choice.chosen is not None
        counts[f"{kind} matched, not its title"] += matched
        if original := _original(record, found):
            counts[f"{kind} held"] += 1
            near_one = choice.suggested if choice.status is Status.NEAR_MATCH else None
            counts[f"{kind} near"] += near_one is not None and _bears(found, near_one.key.work_id, original)
        if kind == "valid":
            held = bool(found.matcher.weigh(Query(query_id="", title=title))) and any(
                each.same_title for each in found.matcher.weigh(Query(query_id="", title=title))
            )
            counts["valid held"] += held
            counts["valid lost"] += held and choice.chosen is None
    for kind in ("plausible_fabrication", "chimeric_title"):
        _say(f"HALLMARK {kind}: matched", Share(counts[f"{kind} matched"], counts[kind]), "none")
    near = "near_miss_title"
    _say(
        f"HALLMARK {near}: matched, not of that title",
        Share(counts[f"{near} matched, not its title"], counts[near]),
        "none",
    )
    suggested = Share(counts[f"{near} near"], counts[f"{near} held"])
    _say(f"HALLMARK {near}, original held: it is suggested", suggested, ">= 95 %")
    _say("HALLMARK valid, held by the corpus: lost", Share(counts["valid lost"], counts["valid held"]), "<= 1 %")


def _original(record: dict[str, Any], found: Corpus) -> str | None:
    """The title that was altered, where the record says it, the corpus holds it and typography alone is not all."""
    quoted = re.search(r"\(original: '(?P<title>.+)'\)", record.get("explanation") or "")
    if quoted is None or title_key(quoted["title"]) == title_key(record["fields"]["title"]):
        return None
    held = found.matcher.weigh(Query(query_id="", title=quoted["title"]))
    return quoted["title"] if any(each.same_title for each in held) else None


def _retitled(found: Corpus) -> None:
    variants = rows_of("title_variants_dev.csv")
    ways: dict[str, Counter[str]] = {way: Counter() for way in ("alone", "identifier", "first author", "missing")}
    for row in variants:
        truth = {found.work(each) for each in _ids_of(found, row["id"])}
        if not truth:
            continue
        for title in _other_titles(found, truth, (row["title_a"], row["title_b"])):
            names = (row["first_author"],) if isinstance(row["first_author"], str) else ()
            own = frozenset(twin for each in _ids_of(found, row["id"]) for twin in found.twins(each))
            by_author = Query(query_id="", title=title, authors=names)
            for way, query, without in (
                ("alone", Query(query_id="", title=title), frozenset[str]()),
                ("identifier", Query(query_id="", title=title, identifier=row["id"]), frozenset[str]()),
                ("first author", by_author, frozenset[str]()),
                ("missing", by_author, own),
            ):
                if query is by_author and not names:
                    continue
                choice = _match(found, query, without)
                ways[way]["all"] += 1
                if choice.chosen is not None:
                    # Whatever bears the title, be it with a misprint, is a record of what is meant.
                    right = found.work(choice.chosen.key.work_id) in truth or choice.chosen.relation in _BORNE
                    ways[way]["right" if right else "wrong"] += 1
    for way, asked in (("alone", "-"), ("identifier", ">= 99 %"), ("first author", ">= 75 %")):
        _say(f"retitled works, {way}: found", Share(ways[way]["right"], ways[way]["all"]), asked)
        _say(f"retitled works, {way}: wrong", Share(ways[way]["wrong"], ways[way]["all"]), "<= 0.5 %")
    missing = Share(ways["missing"]["wrong"], ways["missing"]["all"])
    _say("retitled works, first author, the paper itself missing: wrong", missing, "-")


def _ids_of(found: Corpus, work_id: str) -> frozenset[str]:
    own = frozenset({work_id} if work_id in found.by_id else ())
    return own | found.ids_of_arxiv.get(work_id.removeprefix("arxiv:"), frozenset())


def _other_titles(found: Corpus, truth: set[str | int], titles: Iterable[str]) -> Iterator[str]:
    """Those titles of a work that the corpus does not hold."""
    for title in titles:
        bearing = found.matcher.weigh(Query(query_id="", title=title))
        if not any(each.same_title and found.work(each.key.work_id) in truth for each in bearing):
            yield title


def _calibration(found: Corpus) -> None:
    pairs = [pair for pair in labelled_pairs(found, held_out_alone=True) if pair.held_out and pair.telling]
    said = sorted((probability(pair.evidence), float(pair.same)) for pair in pairs)
    size = len(said) / _BINS
    error = 0.0
    sys.stdout.write(f"  reliability on {len(said)} pairs that were not fitted on, neither equal nor unrelated\n")
    for number in range(_BINS):
        part = said[round(number * size) : round((number + 1) * size)]
        expected = sum(each for each, _ in part) / len(part)
        observed = sum(same for _, same in part) / len(part)
        error += abs(expected - observed) * len(part) / len(said)
        bar = "#" * round(observed * 40)
        sys.stdout.write(f"    said {expected:6.1%}  was {observed:6.1%}  {bar}\n")
    brier = sum((each - same) ** 2 for each, same in said) / len(said)
    sys.stdout.write(f"  expected calibration error {error:.4f} (asked: <= 0.03), Brier score {brier:.4f}\n")


def main() -> None:
    """Print the figures; without the evaluation data, say so."""
    if not EVALUATION_DATA.is_dir():
        sys.stdout.write("  skipped: no evaluation data (name its folder with PAPERS_EVAL_DATA)\n")
        return
    found = corpus()
    for part in (_lists, _hard, _changed, _noise, _hallmark, _retitled, _calibration):
        part(found)


if __name__ == "__main__":
    main()
