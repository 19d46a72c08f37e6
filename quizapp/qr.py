"""PURE: a QR code as a picture that prints sharp at any size."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str, mask: int | None = None) -> bytes:
    """An SVG document of the address. Error correction M survives a fold or a stamp on a poster.

    ``mask`` (0 to 7): the pattern laid over it; to try all of them for the most even one takes most of the time.
    """
    output = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=mask).save(
        output, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return output.getvalue()
