"""Tests of `pipeline.snapshot`."""
