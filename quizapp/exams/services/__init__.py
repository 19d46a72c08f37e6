"""What happens to exams and their candidates."""
