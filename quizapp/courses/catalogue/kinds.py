"""PURE: the kinds that courses know."""

LESSON_KINDS = ("text", "video", "file", "slides", "check")
ORDERS = ("free", "sequential")
ENROLMENT_WAYS = ("unit", "list", "self")
