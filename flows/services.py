"""The services as they are run: who makes the requests, where, how often, with what headers. No Prefect here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from pipeline.job import Job, ServiceAt
from pipeline.model import Service
from pipeline.settings import Settings
from pipeline.sources.arxiv import Arxiv
from pipeline.sources.corpus import Corpus
from pipeline.sources.http import Endpoint
from pipeline.sources.port import Source
from pipeline.sources.semantic_scholar import SemanticScholar


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a service is run."""

    source: Source
    """Who makes the requests and reads the replies."""
    at: Callable[[Settings], ServiceAt]
    """Where it is and how often it is asked, by the settings."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What is sent along beside the User-Agent."""


SERVICES: Mapping[Service, Run] = {
    Service.SEMANTIC_SCHOLAR: Run(
        source=SemanticScholar(),
        at=lambda chosen: ServiceAt(url=chosen.s2_url, interval_s=1 / chosen.s2_rate),
    ),
    Service.ARXIV: Run(
        source=Arxiv(),
        at=lambda chosen: ServiceAt(url=chosen.arxiv_url, interval_s=chosen.arxiv_interval),
        headers={"Accept": "application/atom+xml"},
    ),
}

SOURCES: Mapping[Service, Source] = {service: run.source for service, run in SERVICES.items()}
"""Who makes the requests and reads the replies."""


def sources_of(corpus: Mapping[str, Any] | None) -> Mapping[Service, Source]:
    """Who makes the requests and reads the replies, of a corpus where one answers in the place of the services.

    Args:
        corpus: As it stands in a snapshot's inputs.
    """
    return SOURCES if corpus is None else {service: Corpus(service, str(corpus["sha256"])) for service in Service}


def services_at(chosen: Settings) -> dict[Service, ServiceAt]:
    """Where the settings say that the services are, and how often each is asked."""
    return {service: run.at(chosen) for service, run in SERVICES.items()}


def make_endpoints(job: Job, key: SecretStr | None) -> dict[Service, Endpoint]:
    """Where the services of a job are and what is sent along; the key goes to Semantic Scholar alone."""
    keys = {Service.SEMANTIC_SCHOLAR: {"x-api-key": key.get_secret_value()}} if key else {}
    return {
        service: Endpoint(
            base_url=job.services[service].url,
            headers={"User-Agent": job.user_agent, **run.headers, **keys.get(service, {})},
        )
        for service, run in SERVICES.items()
    }
