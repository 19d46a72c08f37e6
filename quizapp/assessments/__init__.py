"""The engine: one person, one paper, one clock. It knows neither exams nor competitions."""
