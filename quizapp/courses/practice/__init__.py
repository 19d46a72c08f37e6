"""Practice: a few questions a day of what a member studies, spaced so that they stick."""
