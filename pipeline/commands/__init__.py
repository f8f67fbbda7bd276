"""Commands of `papers` that would make `cli` long, and the options that all share; as there, no logic."""
