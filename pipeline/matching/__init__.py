"""Plan → compare → decide: what to ask, how a candidate relates to an entry, what is concluded. Pure."""
