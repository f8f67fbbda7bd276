"""Tests of `pipeline.curated.markup`."""
