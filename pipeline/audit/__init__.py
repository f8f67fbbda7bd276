"""Findings about a list: what its curator should see, why, and what would mend it."""
