"""Writes the bundled list and catalogue."""
