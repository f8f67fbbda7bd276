"""Tests of the readers and the printer of lists."""
