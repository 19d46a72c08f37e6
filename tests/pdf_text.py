"""The words of a PDF that we made, as a reader who copies them gets them: page by page, from its fonts' own tables."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\r?\n(.*?)\r?\nendobj", re.S)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.S)
_CHARACTERS = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|(?<=[\])>])\s*T[jJ]", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page; what was set apart is apart by a blank."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_text_of(page, objects) for page in pages]


def drawings_of(pdf: bytes) -> list[str]:
    """The drawing operations of each page."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_stream(objects[int(re.search(rb"/Contents (\d+) 0 R", page)[1])]).decode("latin-1") for page in pages]


def text_of(pdf: bytes) -> str:
    """All of it."""
    return " ".join(pages_of(pdf))


def _text_of(page: bytes, objects: dict[int, bytes]) -> str:
    resources = _resolved(rb"/Resources", page, objects)
    fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", _resolved(rb"/Font", resources, objects)))
    tables = {name: _table(objects[int(number)], objects) for name, number in fonts.items()}
    content = _stream(objects[int(re.search(rb"/Contents (\d+) 0 R", page)[1])])
    text, font = [], b""
    for found in _SHOWN.finditer(content):
        if found[1]:
            font = found[1]
        elif font and found[0].startswith(b"("):
            text.append(_decoded(found[0][1:-1], tables[font]))
        else:
            text.append(" ")
    return re.sub(r"\s+", " ", "".join(text)).strip()


def _resolved(name: bytes, body: bytes, objects: dict[int, bytes]) -> bytes:
    found = re.search(name + rb"\s*(?:(\d+) 0 R|(<<.*))", body, re.S)
    if found is None:
        return b""
    return objects[int(found[1])] if found[1] else found[2]


def _table(font: bytes, objects: dict[int, bytes]) -> dict[bytes, str]:
    characters = _stream(objects[int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])])
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for code, letter in _CHARACTERS.findall(characters.partition(b"beginbfchar")[2])
    }


def _stream(body: bytes) -> bytes:
    content = _STREAM.search(body)[1]
    return zlib.decompress(content) if b"/FlateDecode" in body else content


def _decoded(literal: bytes, table: dict[bytes, str]) -> str:
    codes = _ESCAPED.sub(_unescaped, literal)
    return "".join(table.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if found[1].isdigit() else _LETTERS.get(found[1], found[1])
