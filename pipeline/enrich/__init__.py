"""Records → works: which value of each field counts, and where it came from. Pure."""
