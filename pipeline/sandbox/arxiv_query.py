"""arXiv's query language as its server reads it: right-associative, no precedence. Pure.

Upstream repairs what it cannot read (a bare word becomes `all:word`, a lost quote is dropped) and
echoes the repaired query; so does this.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_TOKEN = re.compile(r'\s*(?:(\()|(\))|([A-Za-z]+):(?:"([^"]*)"|([^\s()"]+))|"([^"]*)"|([^\s()"]+))')
_OPERATORS = {"AND", "OR", "ANDNOT"}


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
    bracketed: bool = False

    def __str__(self) -> str:
        """As the feed's title echoes it."""
        text = f"{self.left} {self.operator} {self.right}"
        return f"({text})" if self.bracketed else text


Query = Term | Both

_Token = str | Term


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        BadQueryError: A backslash before a quote, unbalanced brackets, or nothing to search.
    """
    if '\\"' in text:
        told = f"cannot parse {text[:60]!r}"
        raise BadQueryError(told)
    tokens = _tokens(text)
    query, rest = _expression(tokens)
    if rest:
        told = f"cannot parse {text[:60]!r}"
        raise BadQueryError(told)
    return query


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:  # an unbalanced quote is dropped silently
            text = text[:position] + text[position:].replace('"', "", 1)
            continue
        position = found.end()
        opening, closing, field, phrase, word, bare_phrase, bare = found.groups()
        if opening or closing:
            tokens.append(opening or closing)
        elif field is not None:
            tokens.append(Term(field, phrase if phrase is not None else word, phrase is not None))
        elif bare_phrase is not None:
            tokens.append(Term("all", bare_phrase, quoted=True))
        else:
            tokens.append(bare if bare in _OPERATORS else Term("all", bare, quoted=False))
    return tokens


def _expression(tokens: list[_Token]) -> tuple[Query, list[_Token]]:
    left, rest = _operand(tokens)
    if not rest or rest[0] == ")":
        return left, rest
    operator = "OR"
    if rest[0] in _OPERATORS:
        operator, rest = str(rest[0]), rest[1:]
    right, rest = _expression(rest)
    return Both(operator, left, right), rest


def _operand(tokens: list[_Token]) -> tuple[Query, list[_Token]]:
    if not tokens:
        told = "a query or an operator has nothing behind it"
        raise BadQueryError(told)
    head, rest = tokens[0], tokens[1:]
    if isinstance(head, Term):
        return head, rest
    if head != "(":
        told = f"unexpected {head!r}"
        raise BadQueryError(told)
    inner, rest = _expression(rest)
    if not rest or rest[0] != ")":
        told = "a bracket is not closed"
        raise BadQueryError(told)
    bracketed = Both(inner.operator, inner.left, inner.right, bracketed=True) if isinstance(inner, Both) else inner
    return bracketed, rest[1:]


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
