"""Moodle XML: a text with its style and the files that come with it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from ...errors import Invalid
from ...rich_text import clean_html, from_markdown, from_plain_text, from_typed_text
from .pictured_texts import PicturedTexts
from .pictures import decoded
from .xml_markup import markup
from .xml_tree import Node

_PLACE = "@@PLUGINFILE@@/"
_READERS: dict[str, Callable[[str], str]] = {
    "html": clean_html,
    "plain_text": from_plain_text,
    "markdown": from_markdown,
    "moodle_auto_format": from_typed_text,
}


class Texts(PicturedTexts):
    """Reads the texts of one question of Moodle's."""

    def html(self, node: Node | None) -> str:
        """The cleaned HTML of an element such as ``<questiontext format="html"><text>…</text><file/></questiontext>``,
        with its pictures inside."""
        if node is None:
            return ""
        inner = node.find("text") or node
        raw = markup(inner) if inner.elements() else inner.text()
        files = self._files(node)
        reader = _READERS.get(node.get("format"), clean_html)
        return self.read(raw, lambda address: files.get(_file_name(address)), reader)

    def old_picture(self, node: Node) -> str:
        """The one picture that a question of Moodle 1 could have, at the end of its stem."""
        name, packed = node.text_at("image").strip(), node.text_at("image_base64").strip()
        if name and not packed:
            self.lose()
        address = self._address(name, packed) if packed else None
        return clean_html(f'<img src="{address}" alt="">') if address else ""

    def _files(self, node: Node) -> dict[str, str]:
        """The addresses of the pictures that come with a text, by path and by bare name."""
        files: dict[str, str] = {}
        for file in node.elements("file"):
            name = file.get("name")
            address = self._address(name, file.text())
            if address:
                files[name] = files[(file.get("path") + name).lstrip("/")] = address
        return files

    def _address(self, name: str, packed: str) -> str | None:
        try:
            return self._embedding.budget.address(name, decoded(name, packed))
        except Invalid as refusal:
            self.refuse(refusal.sentence)
            return None


def _file_name(address: str) -> str:
    """The file that an address in a text means, "" for one that lies elsewhere."""
    return unquote(address.removeprefix(_PLACE).partition("?")[0]) if address.startswith(_PLACE) else ""
