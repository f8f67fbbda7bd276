"""arXiv's query language as its server reads it: repaired, echoed, right-associative, no precedence. Pure.

Upstream repairs what it cannot read (a bare word becomes `all:word`, a missing operator OR, a lost
quote is dropped), echoes the repaired query and refuses what is still no query; so does this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FIELDS = "abs|all|au|cat|co|doi|id|jr|lastUpdatedDate|rn|submittedDate|title|ti"
_ALIASES = {"title": "ti", "lastUpdatedDate": "submittedDate"}
# What fits nowhere, such as a quote that is never closed, is passed over.
_TOKEN = re.compile(
    r'"(?P<phrase>[^"]*)"|(?P<bracket>[()])|\b(?P<operator>ANDNOT|AND|NOT|OR)(?=[()\s]|$)'
    rf'|(?P<field>{_FIELDS}):|(?P<word>[^"()\s]+)',
)
_DATES = re.compile(r"((?:submitted|lastUpdated)Date:)\[([\d-]{4,14} TO [\d-]{4,14})\]")


class BadQueryError(ValueError):
    """A query the server answers with HTTP 400."""


@dataclass(frozen=True, slots=True)
class Term:
    """One field and what it must hold; `quoted` tells a phrase from a word."""

    field: str
    text: str
    quoted: bool

    def __str__(self) -> str:
        """As the feed's title echoes it."""
        return f'{self.field}:"{self.text}"' if self.quoted else f"{self.field}:{self.text}"


@dataclass(frozen=True, slots=True)
class Both:
    """Two queries joined by an operator."""

    operator: str
    left: Query
    right: Query


Query = Term | Both

Token = str | Term
"""A bracket, an operator or a term."""

_EVERYTHING = Term("all", "", quoted=True)


def repair(text: str) -> tuple[Token, ...]:
    """Read a query into tokens and put in what is missing."""
    tokens: list[Token] = []
    field: str | None = None
    of_brackets: list[str | None] = []
    for found in _TOKEN.finditer(_DATES.sub(r'\1"\2"', re.sub(r"[\r\n]", " ", text))):
        if found["field"]:
            field = _ALIASES.get(found["field"], found["field"])
            continue
        outer = field or (of_brackets[-1] if of_brackets else None)
        if found["operator"]:
            if tokens and tokens[-1] in _OPERATORS:  # of several in a row the last one counts
                tokens.pop()
            tokens.append("ANDNOT" if found["operator"] == "NOT" else found["operator"])
        elif found["bracket"] == ")":
            of_brackets = of_brackets[:-1]
            tokens.append(")")
        else:
            if tokens and (tokens[-1] == ")" or isinstance(tokens[-1], Term)):
                tokens.append("OR")
            tokens.append("(" if found["bracket"] else _term(outer or "all", found))
            of_brackets += [outer] if found["bracket"] else []
        field = None  # one with nothing behind it is dropped
    return tuple(tokens)


_OPERATORS = {"AND", "OR", "ANDNOT"}


def _term(field: str, found: re.Match[str]) -> Term:
    if found["phrase"] is not None:
        return Term(field, found["phrase"], quoted=True)
    if field == "au" and "_" in found["word"]:
        return Term(field, found["word"].replace("_", " "), quoted=True)
    return Term(field, found["word"], quoted=False)


def echo(tokens: Sequence[Token]) -> str:
    """The repaired query as the feed's title repeats it."""
    parts: list[str] = []
    for before, this in zip((None, *tokens), tokens, strict=False):
        # Brackets stand close to terms and apart from each other.
        close = (before == "(" and isinstance(this, Term)) or (isinstance(before, Term) and this == ")")
        parts += [str(this)] if before is None or close else [" ", str(this)]
    return "".join(parts)


def parse(tokens: Sequence[Token]) -> Query:
    """Read repaired tokens as a query; `a AND b OR c` is `a AND (b OR c)`.

    Raises:
        BadQueryError: A backslash before a closing quote, unbalanced brackets, or an operator with
            nothing to join.
    """
    for token in tokens:
        if isinstance(token, Term) and token.quoted and re.search(r"(?<!\\)(?:\\\\)*\\$", token.text):
            raise _bad(tokens)
    query, rest = _expression(tokens, tokens)
    if rest:
        raise _bad(tokens)
    return query


def _bad(tokens: Sequence[Token]) -> BadQueryError:
    return BadQueryError(f"Invalid query string: '{echo(tokens)}'")


def _expression(tokens: Sequence[Token], whole: Sequence[Token]) -> tuple[Query, Sequence[Token]]:
    if tokens and tokens[0] == "ANDNOT":
        unwanted, rest = _expression(tokens[1:], whole)
        return Both("ANDNOT", _EVERYTHING, unwanted), rest
    left, rest = _operand(tokens, whole)
    if not rest or rest[0] == ")":
        return left, rest
    right, after = _expression(rest[1:], whole)
    return Both(str(rest[0]), left, right), after


def _operand(tokens: Sequence[Token], whole: Sequence[Token]) -> tuple[Query, Sequence[Token]]:
    if tokens and isinstance(tokens[0], Term):
        return tokens[0], tokens[1:]
    if not tokens or tokens[0] != "(":
        raise _bad(whole)
    inner, rest = _expression(tokens[1:], whole)
    if not rest:
        raise _bad(whole)
    return inner, rest[1:]


def evaluate(query: Query, holding: Callable[[Term], set[int]]) -> set[int]:
    """Works that satisfy `query`, given those that satisfy each term."""
    if isinstance(query, Term):
        return holding(query)
    left, right = evaluate(query.left, holding), evaluate(query.right, holding)
    match query.operator:
        case "AND":
            return left & right
        case "ANDNOT":
            return left - right
        case _:
            return left | right
