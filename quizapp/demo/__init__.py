"""The demonstration: an invented block of agencies, of any size, the same for the same seed."""

from .loading import Demo, is_empty, load

__all__ = ["Demo", "is_empty", "load"]
