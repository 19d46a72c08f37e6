"""The parts of the linter of banks; ``questions.bank_quality`` puts them together. All pure."""
