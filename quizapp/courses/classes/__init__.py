"""Classes: a course with its learners and instructors."""
