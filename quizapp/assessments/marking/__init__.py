"""PURE: what one answer is worth, by kind of question, as a share from 0 to 1."""
