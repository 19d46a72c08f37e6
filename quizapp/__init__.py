"""quizapp: study resolutions, hold competitions and exams, and report each unit's rates."""
