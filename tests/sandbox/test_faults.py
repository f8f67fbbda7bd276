"""The fault switchboard: how a plan is written and which request it hits."""

from __future__ import annotations

import pytest

from pipeline.errors import UsageError
from pipeline.model import Service
from pipeline.sandbox.faults import Fault, FaultRule, fault_for, parse_faults
from pipeline.sandbox.manners import MANNERS

_S2, _ARXIV = Service.SEMANTIC_SCHOLAR, Service.ARXIV


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", []),
        (" , ", []),
        ("s2:429", [FaultRule(service=_S2, kind=Fault.TOO_MANY)]),
        ("s2:429@1", [FaultRule(service=_S2, kind=Fault.TOO_MANY, first=1, last=1)]),
        ("s2:429@2-5", [FaultRule(service=_S2, kind=Fault.TOO_MANY, first=2, last=5)]),
        ("arxiv:429-retry-after@3", [FaultRule(service=_ARXIV, kind=Fault.TOO_MANY_RETRY_AFTER, first=3, last=3)]),
        (
            "s2:500@1-3, arxiv:hang",
            [
                FaultRule(service=_S2, kind=Fault.ERROR_500, first=1, last=3),
                FaultRule(service=_ARXIV, kind=Fault.HANG),
            ],
        ),
        (
            "all:down@7",
            [FaultRule(service=each, kind=Fault.DOWN, first=7, last=7) for each in Service],
        ),
    ],
)
def test_a_plan_is_read(text: str, rules: list[FaultRule]) -> None:
    """A rule names service and kind, and the requests it is for: all of them, one, or a range."""
    assert list(parse_faults(text)) == rules


@pytest.mark.parametrize("kind", Fault)
def test_every_kind_can_be_planned(kind: Fault) -> None:
    """A kind is written by its value, with and without a range."""
    assert parse_faults(f"s2:{kind}") == (FaultRule(service=_S2, kind=kind),)
    assert parse_faults(f"s2:{kind}@2-3") == (FaultRule(service=_S2, kind=kind, first=2, last=3),)


@pytest.mark.parametrize(
    "text",
    ["429", "s2", "s2:", "s2:teapot", "s2:404", "acm:429", "s2:429@", "s2:429@x", "s2:429@1-", "s2:429@-3", "s2:4 29"],
)
def test_a_plan_that_cannot_be_read_names_what_there_is(text: str) -> None:
    """The message shows the part that is wrong, and every service and kind."""
    with pytest.raises(UsageError) as told:
        parse_faults(f"s2:429@1,{text}")

    assert repr(text) in str(told.value)
    assert f"Services: {', '.join(each.short for each in MANNERS.values())}, all;" in str(told.value)
    assert all(str(kind) in str(told.value) for kind in Fault)


@pytest.mark.parametrize(
    ("plan", "service", "number", "expected"),
    [
        ("", _S2, 1, None),
        ("s2:429", _S2, 1, Fault.TOO_MANY),
        ("s2:429", _S2, 1000, Fault.TOO_MANY),
        ("s2:429", _ARXIV, 1, None),
        ("s2:429@2", _S2, 1, None),
        ("s2:429@2", _S2, 2, Fault.TOO_MANY),
        ("s2:429@2", _S2, 3, None),
        ("s2:429@2-4", _S2, 4, Fault.TOO_MANY),
        ("s2:429@2-4", _S2, 5, None),
        ("s2:429@3-2", _S2, 3, None),
        ("s2:500@2,s2:429", _S2, 1, Fault.TOO_MANY),
        ("s2:500@2,s2:429", _S2, 2, Fault.ERROR_500),
        ("s2:429,s2:500@2", _S2, 2, Fault.TOO_MANY),
        ("all:cut@1", _S2, 1, Fault.CUT),
        ("all:cut@1", _ARXIV, 1, Fault.CUT),
    ],
)
def test_the_first_rule_that_fits_counts(plan: str, service: Service, number: int, expected: Fault | None) -> None:
    """Requests are numbered from 1 for each service; of several rules the first one acts."""
    assert fault_for(parse_faults(plan), service, number) is expected
