"""Fuzzing of the reader of lists: `python -m tests.fuzz MINUTES [SEED]`."""
