"""Which papers a document names, and what belongs to each. Pure."""
