"""Tests of the merge: records into works, each field with its origin."""
