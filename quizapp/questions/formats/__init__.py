"""Question files: one module per interchange format, all through the forms of parsed.py."""
