"""Tests of matching against a corpus."""
