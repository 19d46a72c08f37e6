"""Long work that goes on after its page was left, and what is done at regular times."""
