"""The templates of all pages: escaping, numbers, and the policy by which a page runs its own script alone. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pipeline.audit.case import SAID
from pipeline.plural import word_for
from pipeline.snapshot.manifest import LICENCES

_STYLE = "page.css"
_SCRIPT = "page.js"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("pipeline.report", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["thanks"] = tuple(_thanks())
    made.filters |= {"number": _number, "day": _day, "minute": _minute, "words": _words}
    made.filters |= {"counted": _counted, "word_for": word_for}
    return made


def _thanks() -> Iterator[tuple[str, str, str, str]]:
    """What each source wants said to whoever sees its data: the words before its name, the name, its home, the rest."""
    for service, licence in LICENCES.items():
        before, name, behind = licence["credit"].partition(SAID[service])
        yield before, name, licence["home"], behind.replace(f" ({licence['home']})", "")


def _number(value: float) -> str:
    return f"{value:,}"


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {word_for(number, one, many)}"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _minute(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"


def _words(name: str) -> str:
    return name.replace("_", " ")


def render(template: str, **values: Any) -> str:  # noqa: ANN401
    """Render a page, with style and script in it.

    Args:
        values: What the template names; all of it is escaped.
    """
    style, script = (_source(name) for name in (_STYLE, _SCRIPT))
    return (
        _environment()
        .get_template(template)
        .render(
            # Our own files, and the only values that are not escaped.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            policy=_policy(style, script),
            **values,
        )
    )


@cache
def _source(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()


def _policy(style: str, script: str) -> str:
    """A content security policy: nothing is loaded, and nothing runs but these two."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
