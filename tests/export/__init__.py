"""Tests of what a snapshot is given on as, mirroring `pipeline/export/`."""
