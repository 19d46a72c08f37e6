"""What is done in exams."""
