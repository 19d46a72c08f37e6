"""What is done to competitions."""
