"""Tests of `pipeline.curated.papers`."""
