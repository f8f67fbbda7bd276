"""Tests of the judgement: what is known, what is asked, how titles compare, what is concluded."""
