"""Courses: study modules, lessons and sessions."""
