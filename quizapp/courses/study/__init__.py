"""Who is due to study what by when, and who has: waves, completions, tallies."""
