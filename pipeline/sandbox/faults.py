"""The fault switchboard: which request fails how. Pure; `app` acts on what it says.

A plan is written as `SERVICE:KIND[@FIRST[-LAST]]`, comma-separated: `s2:429@1-3,arxiv:hang` answers
the first three requests to Semantic Scholar with 429 and lets every request to arXiv hang; `all:` means every service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import UsageError
from pipeline.model import Service
from pipeline.sandbox.manners import MANNERS


class Fault(StrEnum):
    """What may go wrong (closed list)."""

    TOO_MANY = "429"
    TOO_MANY_RETRY_AFTER = "429-retry-after"
    FORBIDDEN = "403"
    ERROR_500 = "500"
    ERROR_502 = "502"
    ERROR_503 = "503"
    ERROR_504 = "504"
    HTML_200 = "200-html"
    CUT = "cut"
    HANG = "hang"
    EMPTY = "empty"
    DRIP = "drip"
    DOWN = "down"
    RATE = "rate"


_ALL = "all"
_SERVICES = {manners.short: (service,) for service, manners in MANNERS.items()} | {_ALL: tuple(Service)}
_RULE = re.compile(r"(?P<service>[\w-]+):(?P<kind>[\w-]+?)(?:@(?P<first>\d+)(?:-(?P<last>\d+))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """One fault, for the requests to `service` numbered `first` to `last` (from 1, both included)."""

    service: Service
    kind: Fault
    first: int = 1
    last: int | None = None


def parse_faults(text: str) -> tuple[FaultRule, ...]:
    """Read a plan.

    Raises:
        UsageError: Not of the form above; names the kinds there are.
    """
    rules = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        found = _RULE.fullmatch(part)
        if found is None or found["service"] not in _SERVICES or found["kind"] not in set(Fault):
            told = (
                f"expected a fault such as 's2:429@1-3', found {part!r}. "
                f"Services: {', '.join(_SERVICES)}; kinds: {', '.join(Fault)}."
            )
            raise UsageError(told)
        first = int(found["first"] or 1)
        last = int(found["last"]) if found["last"] else (first if found["first"] else None)
        kind = Fault(found["kind"])
        rules += [FaultRule(service=each, kind=kind, first=first, last=last) for each in _SERVICES[found["service"]]]
    return tuple(rules)


def fault_for(rules: tuple[FaultRule, ...], service: Service, number: int) -> Fault | None:
    """The fault that request `number` (from 1) to `service` meets; the first rule that fits."""
    for rule in rules:
        if rule.service is service and rule.first <= number and (rule.last is None or number <= rule.last):
            return rule.kind
    return None
