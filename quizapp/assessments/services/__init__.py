"""What happens to assessments and attempts."""
