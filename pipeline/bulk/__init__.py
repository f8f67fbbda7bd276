"""Matching titles against a corpus of works on this machine, without asking anybody."""
