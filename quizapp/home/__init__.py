"""A member's home page."""
