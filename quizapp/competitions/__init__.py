"""Competitions: rounds, rules, prizes, standings."""
