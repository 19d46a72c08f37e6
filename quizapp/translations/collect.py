"""``make translations``: bring the catalogues up to the source and list what still needs a translation."""

from __future__ import annotations

import sys

from . import catalogue


def main() -> int:
    """Exit code 1 when something is missing."""
    missing = [(language, text) for language in catalogue.LANGUAGES for text in catalogue.update(language)]
    for language, text in missing:
        sys.stdout.write(f"{language}: {text}\n")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
