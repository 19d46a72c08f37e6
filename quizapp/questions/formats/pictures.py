"""Pictures that come inside a file: known by their content, kept within the text as ``data:`` addresses. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from hashlib import sha256

from ...errors import Invalid, Sentence
from ...pictures import LARGEST_UPLOAD, pixels_of, reencode

LONGEST_HTML = 300_000  # characters, of one text without its pictures
MOST_EMBEDDED = 60 << 20  # characters, in all texts of a file
MOST_PICTURES = 1_000  # different ones, in a file
MOST_PIXELS = 300_000_000  # of these together: what encoding them anew costs in time
_SIGNS = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF[\s\S]{4}WEBP")
_TOO_LARGE = b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_UPLOAD)
_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|svg)", re.I)
_SOURCE = re.compile(r"""(<img\b[^<>]*?\bsrc\s*=\s*)(?:"([^<>"]*)"|'([^<>']*)')""", re.I)
_STAND_IN = "/media/embedded/"  # an address that the cleaner lets pass
_KEPT = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=]+")
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=]+)")


def picture_address(name: str, content: bytes) -> str:
    """The ``data:`` address of a picture, encoded anew. Raises Invalid, naming the file, for one that is not kept."""
    if not _SIGNS.match(content):
        if _SVG.match(content):
            raise Invalid(Sentence("Hình %(name)s là tệp SVG, không an toàn nên đã bỏ. Hãy đổi sang PNG.", name=name))
        raise Invalid(Sentence("Tệp %(name)s không phải hình PNG, JPEG, GIF hoặc WebP nên đã bỏ.", name=name))
    try:
        picture = reencode(content)
    except Invalid as refusal:
        raise Invalid(Sentence("Đã bỏ hình %(name)s. %(reason)s", name=name, reason=refusal.sentence)) from None
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"


def decoded(name: str, text: str) -> bytes:
    """The content of a file written as base64. Raises Invalid, naming it, for what is damaged or too large."""
    packed = "".join(text.split())
    if len(packed) > LARGEST_UPLOAD * 4 // 3 + 4:
        return _TOO_LARGE  # refused by its size, whatever it is
    try:
        return base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(Sentence("Tệp kèm %(name)s bị hỏng nên đã bỏ.", name=name)) from None


class Budget:
    """Encodes the pictures of one file anew, each of them once, and no more of them than the server has time for."""

    def __init__(self) -> None:
        self._pictures = MOST_PICTURES
        self._pixels = MOST_PIXELS
        self._known: dict[bytes, str] = {}

    def address(self, name: str, content: bytes) -> str:
        """As ``picture_address``. Raises Invalid, too, for the first picture beyond the limits and all after it."""
        digest = sha256(content).digest()
        if digest not in self._known:
            self._spend(name, pixels_of(content))
            self._known[digest] = picture_address(name, content)
        return self._known[digest]

    def _spend(self, name: str, pixels: int) -> None:
        self._pictures -= 1
        self._pixels -= pixels
        if self._pictures < 0 or self._pixels < 0:
            raise Invalid(
                Sentence(
                    "Đã bỏ hình %(name)s vì tệp có quá %(pictures)s hình hoặc %(millions)s triệu điểm ảnh. "
                    "Hãy chia tệp, hoặc thu nhỏ hình.",
                    name=name,
                    pictures=MOST_PICTURES,
                    millions=MOST_PIXELS // 1_000_000,
                )
            )


class Embedding:
    """Puts pictures into texts. One for each file: a picture that is named a thousand times is there a thousand
    times, so all of them are counted."""

    def __init__(self) -> None:
        self._left = MOST_EMBEDDED
        self.budget = Budget()

    def embed(self, html: str, find: Callable[[str], str | None], reader: Callable[[str], str]) -> str:
        """What ``reader`` makes of the HTML, each picture with the address that ``find`` gives for its own, if any.

        The reader sees short stand-ins, since cleaning megabytes of pictures takes seconds. Raises Invalid when the
        pictures of the whole file pass the limit.
        """
        found: list[str] = []

        def put_aside(match: re.Match[str]) -> str:
            named = match[2] if match[2] is not None else match[3]
            is_inside = named.startswith("data:")
            address = self._counted(self._inside(named) if is_inside else find(named))
            if not address:
                return f'{match[1]}""' if is_inside else match[0]
            found.append(address)
            return f'{match[1]}"{_STAND_IN}{len(found) - 1}"'

        short = _SOURCE.sub(put_aside, html)
        if len(short) > LONGEST_HTML:
            raise Invalid(Sentence("Nội dung dài quá %(limit)s ký tự. Hãy rút gọn.", limit=LONGEST_HTML))
        read = reader(short)
        return re.sub(rf'(?<="){_STAND_IN}(\d{{1,6}})(?=")', lambda match: _at(found, int(match[1])), read)

    def _counted(self, address: str | None) -> str | None:
        self._left -= len(address or "")
        if self._left < 0:
            raise Invalid(Sentence("Hình trong tệp lớn quá mức cho phép. Hãy dùng hình nhỏ hơn, hoặc chia tệp."))
        return address

    def _inside(self, named: str) -> str:
        """A picture that stands in the text itself, encoded anew like every other; "" for one that cannot be kept."""
        match = _DATA.fullmatch(_usable(named).replace("image/jpg;", "image/jpeg;", 1))
        try:
            return self.budget.address("", decoded("", match[2])) if match else ""
        except Invalid:
            return ""


def _usable(address: str) -> str:
    """A ``data:`` address that the cleaner would keep, in one piece; "" for any other."""
    whole = "".join(address.split())
    return whole if _KEPT.fullmatch(whole) else ""


def _at(found: list[str], place: int) -> str:
    return found[place] if place < len(found) else ""


def detach_pictures(html: str, folder: str) -> tuple[str, dict[str, bytes]]:
    """The HTML with ``folder`` + a file name for each picture inside it, and the files by name.

    A picture that would not come back the same stays where it is.
    """
    files: dict[str, bytes] = {}

    def replaced(match: re.Match[str]) -> str:
        name, content = _as_file(match[2] or "")
        if not name:
            return match[0]
        files[name] = content
        return f'{match[1]}"{folder}{name}"'

    return _SOURCE.sub(replaced, html), files


def _as_file(address: str) -> tuple[str, bytes]:
    match = _DATA.fullmatch(address)
    if not match:
        return "", b""
    try:
        content = base64.b64decode(match[2], validate=True)
        if picture_address("", content) != address:
            return "", b""
    except (binascii.Error, ValueError, Invalid):
        return "", b""
    return f"{sha256(content).hexdigest()[:16]}.{match[1]}", content
