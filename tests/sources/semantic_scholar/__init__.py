"""Tests of what is asked of Semantic Scholar and how its replies are read."""
