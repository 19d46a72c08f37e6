"""``python -m quizapp`` is the console script."""

from .cli import main

main()
