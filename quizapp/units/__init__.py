"""The organisation: a tree of units of any depth, with kinds as data."""
