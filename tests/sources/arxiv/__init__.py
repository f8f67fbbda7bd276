"""Tests of what is asked of arXiv and how its feeds are read."""
