"""What is said of each service in one place or another: no service is forgotten in any of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flows.services import SERVICES, SOURCES, services_at
from pipeline.audit.case import SAID
from pipeline.doctor.services import HEALTHY
from pipeline.identifiers import LOOKED_UP, Identifier, Scheme
from pipeline.matching.compare import RESOLVERS, lookups_of
from pipeline.model import Service
from pipeline.sandbox.manners import MANNERS
from pipeline.settings import Settings
from pipeline.snapshot.manifest import LICENCES

_VALUES = {
    Scheme.ARXIV: "2106.09685",
    Scheme.DOI: "10.1000/x",
    Scheme.ACL: "2020.acl-main.1",
    Scheme.CORPUSID: "1",
    Scheme.S2: "a" * 40,
}


_TABLES = {"run": SERVICES, "healthy": HEALTHY, "said": SAID, "licences": LICENCES, "manners": MANNERS}


@pytest.mark.parametrize("table", _TABLES.values(), ids=_TABLES)
def test_each_service_has_its_line(table: Mapping[str, object]) -> None:
    """What is said of one service is said of all: how it is run and looked at, its name, licence and stand-in."""
    assert set(map(str, table)) == set(map(str, Service))


@pytest.mark.parametrize("service", Service)
def test_each_service_can_be_set_and_examined(service: Service) -> None:
    """Its source bears its name, its URL is a setting, and its probe is of a scheme that it resolves."""
    assert SOURCES[service].name is service
    setting = HEALTHY[service].setting.removeprefix("PAPERS_").lower()
    assert services_at(Settings(**{setting: "http://a.example"}))[service].url == "http://a.example"
    assert service in lookups_of(HEALTHY[service].probe)


@pytest.mark.parametrize("scheme", sorted(LOOKED_UP))
def test_who_resolves_a_scheme_can_be_asked_for_it(scheme: Scheme) -> None:
    """Each scheme that is looked up has a service that takes it, and no others have one."""
    assert set(RESOLVERS) == LOOKED_UP
    for service in RESOLVERS[scheme]:
        (request,) = SOURCES[service].look_up([Identifier(scheme, _VALUES[scheme])])
        assert request.asked == (f"{scheme}:{_VALUES[scheme]}",)


@pytest.mark.parametrize("service", Service)
def test_a_credit_names_whom_it_thanks(service: Service) -> None:
    """Pages link the name within what a source wants said of it."""
    assert SAID[service] in LICENCES[service]["credit"]
