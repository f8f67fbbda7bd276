"""arXiv's query language: what is repaired, what is refused, what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sandbox.arxiv_query import BadQueryError, Term, echo, evaluate, parse, repair


@pytest.mark.parametrize(
    ("query", "echoed"),
    [
        # Phrases: what stands between quotes is taken as it is.
        ('ti:"Attention Is All You Need"', 'ti:"Attention Is All You Need"'),
        ('ti:"BERT: Pre-training (v2) AND au:x OR NOT y"', 'ti:"BERT: Pre-training (v2) AND au:x OR NOT y"'),
        ('ti:""', 'ti:""'),
        ('ti:"  "', 'ti:"  "'),
        ('"two words"', 'all:"two words"'),
        ('ti:"a" ti:"b"', 'ti:"a" OR ti:"b"'),
        # Words that no field stands before.
        ("testing", "all:testing"),
        ("ti:Attention Is All", "ti:Attention OR all:Is OR all:All"),
        ("ti:BERT: Pre-training", "ti:BERT: OR all:Pre-training"),
        ("PaperQA: agents", "all:PaperQA: OR all:agents"),
        ("foo:bar", "all:foo:bar"),
        # Quotes that do not do what they seem to.
        ('ti:"A "quoted" title"', 'ti:"A " OR all:quoted OR all:" title"'),
        ("ti:“smart quotes”", "ti:“smart OR all:quotes”"),
        ('ti:"attention is', "ti:attention OR all:is"),
        ('attention"', "all:attention"),
        ('ti:"a" OR "b', 'ti:"a" OR all:b'),
        # Operators and brackets.
        ("ti:a AND ti:b OR ti:c", "ti:a AND ti:b OR ti:c"),
        ('(ti:"x" AND au:y) OR (ti:"z" AND au:w)', '(ti:"x" AND au:y) OR (ti:"z" AND au:w)'),
        ('( ti:"x" )', '(ti:"x")'),
        ("((a))", "( (all:a) )"),
        ("(a)(b)", "(all:a) OR (all:b)"),
        ("a NOT b", "all:a ANDNOT all:b"),
        ("a AND NOT b", "all:a ANDNOT all:b"),
        ("NOT a", "ANDNOT all:a"),
        ("a AND OR b", "all:a OR all:b"),
        ("a and b", "all:a OR all:and OR all:b"),
        ("ANDROID ORR", "all:ANDROID OR all:ORR"),
        # Fields.
        ("title:x", "ti:x"),
        ("title:(a b)", "(ti:a OR ti:b)"),
        ("ti:(a AND (b OR au:c)) d", "(ti:a AND (ti:b OR au:c) ) OR all:d"),
        ("ti: a", "ti:a"),
        ("a ti:", "all:a"),
        ("au:del_maestro", 'au:"del maestro"'),
        ("ti:snake_case", "ti:snake_case"),
        (
            "lastUpdatedDate:[202301010600 TO 202401010600]",
            'submittedDate:"202301010600 TO 202401010600"',
        ),
        # White space.
        ("  ti:a\r\n\tb  ", "ti:a OR all:b"),
        ('ti:"a\nb"', 'ti:"a b"'),
        ("", ""),
        ('"', ""),
    ],
)
def test_a_query_is_repaired_and_echoed(query: str, echoed: str) -> None:
    """A bare word is sought everywhere, a missing operator is OR, a lost quote is dropped."""
    assert echo(repair(query)) == echoed


@pytest.mark.parametrize(
    "query",
    [
        r'ti:"a \" b"',
        r'ti:"A \"quoted\" title"',
        'ti:"ends with a backslash\\"',
        "a AND",
        "AND a",
        "OR",
        "a AND au:",
        "(a",
        "a)",
        "()",
        "((a)",
        "ti:(a AND)",
        "",
    ],
)
def test_what_cannot_be_repaired_is_refused(query: str) -> None:
    """A backslash before a quote, an open bracket, an operator with nothing to join: the server answers 400."""
    with pytest.raises(BadQueryError, match="Invalid query string"):
        parse(repair(query))


def test_a_pair_of_backslashes_ends_a_phrase() -> None:
    """A backslash that is itself escaped does not hide the quote behind it."""
    assert parse(repair('ti:"a \\\\"')) == Term("ti", "a \\\\", quoted=True)


_A, _B, _C = {1, 3, 5, 7}, {2, 3, 6, 7}, {4, 5, 6, 7}


def _holding(term: Term) -> set[int]:
    """Eight works, one for each way of holding a, b and c; an empty text is held by all."""
    return {"a": _A, "b": _B, "c": _C, "": set(range(8))}[term.text]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a", _A),
        ("a AND b", _A & _B),
        ("a OR b", _A | _B),
        ("a b", _A | _B),
        ("a ANDNOT b", _A - _B),
        ("a AND b OR c", _A & (_B | _C)),
        ("(a AND b) OR c", (_A & _B) | _C),
        ("a OR b AND c", _A | (_B & _C)),
        ("a ANDNOT b OR c", _A - (_B | _C)),
        ("(a ANDNOT b) OR c", (_A - _B) | _C),
        ("a ANDNOT b ANDNOT c", _A - (_B - _C)),
        ("ANDNOT a", set(range(8)) - _A),
        ("(ANDNOT a) AND b", _B - _A),
        ('ti:"" OR a', set(range(8))),
        ("((a))", _A),
    ],
)
def test_a_query_is_read_from_the_right(query: str, found: set[int]) -> None:
    """There is no precedence: everything behind an operator is its right side, brackets apart."""
    assert evaluate(parse(repair(query)), _holding) == found


@pytest.mark.parametrize("number", [1, 15, 300])
def test_many_phrases_may_be_joined(number: int) -> None:
    """A few hundred OR-ed phrases are read, and echoed as they were sent."""
    query = " OR ".join(f'ti:"{"a" if n == 0 else "b"}"' for n in range(number))

    tokens = repair(query)
    assert echo(tokens) == query
    assert evaluate(parse(tokens), _holding) == (_A if number == 1 else _A | _B)


_PIECES = ["a", "ti:", "au:", "b_c", '"', '"x y"', "(", ")", " ", " AND ", " OR ", " NOT ", ":", "\\", "é"]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_what_is_repaired_stays_as_it_is(query: str) -> None:
    """The echo of a query is a query that needs no repair, so that a client may compare it with what it sent."""
    tokens = repair(query)

    assert repair(echo(tokens)) == tokens


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_every_query_is_read_or_refused(query: str) -> None:
    """Whatever is sent becomes a query or a refusal, never another error."""
    try:
        parsed = parse(repair(query))
    except BadQueryError:
        return
    assert evaluate(parsed, lambda _: {1}) <= {1}
