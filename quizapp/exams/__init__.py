"""End-of-course exams."""
