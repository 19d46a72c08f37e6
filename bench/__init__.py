"""What quizapp costs, measured on the real server: ``make bench``."""
