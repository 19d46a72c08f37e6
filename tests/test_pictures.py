"""Pictures made harmless and small."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from quizapp.errors import Invalid
from quizapp.pictures import LARGEST_PICTURE, LONGEST_SIDE, Picture, reencode


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def drawing(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, size, "white")
    image.paste("red" if mode != "L" else 90, (10, 10, 50, 40))
    return image


def photo(size: tuple[int, int]) -> Image.Image:
    noise = random.Random(7).randbytes(40 * 30 * 3)
    return Image.frombytes("RGB", (40, 30), noise).resize(size, Image.Resampling.BICUBIC)


def shown(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.content))


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP"])
def test_a_drawing_becomes_a_png_without_loss(format: str) -> None:
    options = {"lossless": True} if format == "WEBP" else {}
    picture = reencode(encoded(drawing(), format, **options))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 120, 80)
    assert shown(picture).convert("RGB").tobytes() == drawing().tobytes()


def test_a_photo_becomes_a_jpeg_of_at_most_the_longest_side() -> None:
    picture = reencode(encoded(photo((2_400, 1_800)), "PNG"))
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", LONGEST_SIDE, 1_200)
    assert len(picture.content) <= LARGEST_PICTURE


def test_noise_is_shrunk_until_it_fits() -> None:
    noise = Image.frombytes("RGB", (1_600, 1_200), random.Random(3).randbytes(1_600 * 1_200 * 3))
    picture = reencode(encoded(noise, "JPEG", quality=90))
    assert len(picture.content) <= LARGEST_PICTURE
    assert picture.width < 1_600


def test_what_came_out_comes_back_as_it_is() -> None:
    for source in (
        encoded(drawing(), "GIF"),
        encoded(photo((900, 700)), "JPEG", comment=b"x", progressive=True),
        encoded(drawing(mode="RGBA"), "PNG"),
        encoded(drawing(mode="L"), "PNG"),
    ):
        once = reencode(source)
        assert reencode(once.content) == once


def test_orientation_is_applied_and_metadata_dropped() -> None:
    image = photo((300, 200))
    exif = image.getexif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "tên máy ảnh"
    picture = reencode(encoded(image, "JPEG", exif=exif))
    assert (picture.width, picture.height) == (200, 300)
    assert not dict(shown(picture).getexif())
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "nobody")
    assert b"nobody" not in reencode(encoded(drawing(), "PNG", pnginfo=told)).content


def test_words_behind_a_picture_are_dropped() -> None:
    for format in ("PNG", "JPEG"):
        assert b"<script" not in reencode(encoded(drawing(), format) + b"<script>").content


def test_transparency_is_kept_where_there_is_any() -> None:
    glass = Image.new("RGBA", (30, 30), (10, 20, 30, 0))
    assert shown(reencode(encoded(glass, "WEBP", lossless=True))).mode == "RGBA"
    opaque = reencode(encoded(Image.new("RGBA", (30, 30), (10, 20, 30, 255)), "WEBP", lossless=True))
    assert shown(opaque).mode == "RGB"


def test_of_an_animation_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    picture = reencode(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert shown(picture).convert("RGB").getpixel((3, 3)) == (255, 0, 0)


def test_sixteen_bits_of_grey_become_eight() -> None:
    deep = Image.new("I;16", (10, 10), 40_000)
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "nobody")
    assert shown(reencode(encoded(deep, "PNG", pnginfo=info))).getpixel((0, 0)) == 156


def header_of(width: int, height: int) -> bytes:
    whole = bytearray(encoded(drawing(), "PNG"))
    whole[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp không phải hình"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Tệp không phải hình"),
        (encoded(drawing(), "BMP"), "Tệp không phải hình"),
        (encoded(drawing(), "PNG")[:-30], "Hình bị hỏng"),
        (encoded(photo((90, 90)), "JPEG")[:900], "Hình bị hỏng"),
        (b"x" * (10 * 1024 * 1024 + 1), "Hình lớn hơn 10 MB"),
        (header_of(9_000, 9_000), ""),
        (header_of(60_000, 60_000), ""),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        reencode(content)
    assert str(refusal.value).startswith(said)


def test_any_byte_of_a_picture_may_be_wrong() -> None:
    chance = random.Random(11)
    for source in (encoded(photo((60, 40)), "JPEG"), encoded(drawing(), "PNG"), encoded(drawing(), "GIF")):
        for _ in range(60):
            damaged = bytearray(source)
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            try:
                reencode(bytes(damaged))
            except Invalid:
                continue
