"""What is done with exams."""
