"""Snapshots: named by their inputs, written beside, verified, renamed, pointed to last."""
