"""Courses: modules and lessons, enrolment, and how far a learner has come."""
