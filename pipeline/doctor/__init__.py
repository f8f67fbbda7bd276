"""What would make tonight's refresh fail: facts in, one verdict a check out. Pure; `flows.examining` gets the facts."""
