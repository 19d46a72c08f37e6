"""Question banks: questions, their versions, and the files they come from."""
