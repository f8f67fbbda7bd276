"""Tests of `pipeline.curated.words`."""
