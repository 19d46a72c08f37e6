"""Pictures from outside, made harmless and small: decoded, turned upright, encoded anew. Pure.

What comes out is a PNG or a JPEG without any metadata, of its first frame. A picture that is already so comes back byte
for byte, so that exporting and importing a bank many times changes nothing.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from .errors import Invalid, Sentence

LARGEST_UPLOAD = 10 << 20  # bytes, before encoding anew
LARGEST_PICTURE = 300 << 10  # bytes, after it
LONGEST_SIDE = 1_600  # pixels: more than a phone can show
MOST_PIXELS = 40_000_000  # before shrinking: what decoding costs in memory
FEW_COLOURS = 256  # a drawing, which JPEG would blur

_READABLE = ("PNG", "JPEG", "GIF", "WEBP")
_QUALITIES = (85, 75, 60)
_SHRINKING = 0.75
_SMALLEST_SIDE = 200
_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_BARE_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_BARE_SEGMENTS = {0xE0, 0xEE, 0xDB, 0xC0, 0xC1, 0xC2, 0xC4, 0xDD, 0xDA}
_NEXT_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_DAMAGE = (
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be stored and shown."""

    media_type: str
    content: bytes
    width: int
    height: int


def reencode(content: bytes) -> Picture:
    """The picture in its stored form. Raises Invalid for what is no PNG, JPEG, GIF or WebP, is damaged or too large."""
    if len(content) > LARGEST_UPLOAD:
        raise Invalid(Sentence("Hình lớn hơn %(most)s MB. Hãy thu nhỏ hình.", most=LARGEST_UPLOAD >> 20))
    try:
        with Image.open(BytesIO(content), formats=_READABLE) as image:
            _refuse_too_many_pixels(image)
            return _stored(image, content)
    except Image.UnidentifiedImageError:
        raise Invalid(Sentence("Tệp không phải hình PNG, JPEG, GIF hoặc WebP. Hãy đổi định dạng hình.")) from None
    except _DAMAGE:
        raise Invalid(Sentence("Hình bị hỏng, không đọc được. Hãy lưu lại hình rồi thử lại.")) from None


def pixels_of(content: bytes) -> int:
    """How many pixels decoding would give, by what the picture says of itself; 0 for what is no picture."""
    try:
        with Image.open(BytesIO(content), formats=_READABLE) as image:
            return image.width * image.height
    except (Image.UnidentifiedImageError, *_DAMAGE):
        return 0


def _refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Invalid(Sentence("Hình có hơn %(most)s triệu điểm ảnh. Hãy thu nhỏ hình.", most=MOST_PIXELS // 1_000_000))


def _stored(image: Image.Image, content: bytes) -> Picture:
    is_small = len(content) <= LARGEST_PICTURE and max(image.size) <= LONGEST_SIDE
    if is_small and _is_bare(content):
        image.load()  # a damaged one fails here
        return Picture(f"image/{str(image.format).lower()}", content, image.width, image.height)
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a fraction of its size
    return _smallest(_shrunk(ImageOps.exif_transpose(_plain(image)), LONGEST_SIDE))


def _plain(image: Image.Image) -> Image.Image:
    """In grey, in colours, or in colours with transparency; orientation is kept."""
    if image.mode.startswith(("I", "F")):
        image.load()
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return _without_idle_transparency(image.convert("RGBA"))
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")


def _without_idle_transparency(image: Image.Image) -> Image.Image:
    lowest, _ = image.getchannel("A").getextrema()
    return image.convert("RGB") if lowest == 255 else image


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    if max(image.size) <= longest:
        return image
    scale = longest / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _smallest(image: Image.Image) -> Picture:
    """The first encoding that is small enough, at less and less size."""
    longest = max(image.size)
    while True:
        for media_type, content in _encodings(image):
            if len(content) <= LARGEST_PICTURE:
                return Picture(media_type, content, image.width, image.height)
        longest = int(longest * _SHRINKING)
        if longest < _SMALLEST_SIDE:
            raise Invalid(Sentence("Hình quá lớn, không thu nhỏ được. Hãy dùng hình khác."))
        image = _shrunk(image, longest)


def _encodings(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """PNG for drawings and for transparency; else the smaller of PNG and JPEG, then JPEG of lesser quality."""
    png = ("image/png", _encoded(image, "PNG", optimize=True))
    if image.mode == "RGBA" or (image.getcolors(FEW_COLOURS) is not None and image.mode != "L"):
        yield png
        if image.mode == "RGBA":
            return
    jpegs = (("image/jpeg", _encoded(image, "JPEG", quality=quality, optimize=True)) for quality in _QUALITIES)
    yield min(png, next(jpegs), key=lambda one: len(one[1]))
    yield from jpegs


def _encoded(image: Image.Image, format: str, **options: object) -> bytes:
    target = BytesIO()
    bare = image.copy()
    bare.info = {}  # profiles, comments and positions stay behind
    bare.save(target, format, **options)
    return target.getvalue()


def _is_bare(content: bytes) -> bool:
    """Whether a PNG or JPEG holds the picture and nothing else, before, in or behind it."""
    if content.startswith(_PNG_SIGN):
        return _is_bare_png(content)
    return content.startswith(b"\xff\xd8\xff") and _is_bare_jpeg(content)


def _is_bare_png(content: bytes) -> bool:
    position = len(_PNG_SIGN)
    while position + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, position)
        position += length + 12
        if name not in _BARE_CHUNKS:
            return False
        if name == b"IEND":
            return position == len(content)
    return False


def _is_bare_jpeg(content: bytes) -> bool:
    position = 2
    while marker := _NEXT_MARKER.match(content, position):
        kind, position = marker[1][0], marker.end()
        if kind == 0xD9:
            return position == len(content)
        if kind not in _BARE_SEGMENTS or position + 2 > len(content):
            return False
        (length,) = struct.unpack_from(">H", content, position)
        if (kind == 0xE0 and length != 16) or (kind == 0xEE and length != 14):
            return False  # room for a thumbnail or for words
        position += length
        if kind == 0xDA:
            following = _NEXT_MARKER.search(content, position)
            position = following.start() if following else len(content)
    return False
