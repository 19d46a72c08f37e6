"""Word documents made of their XML, as small as Word opens them."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_LOOKS = {
    "b": "<w:b/>",
    "nob": '<w:b w:val="0"/>',
    "i": "<w:i/>",
    "u": '<w:u w:val="single"/>',
    "nou": '<w:u w:val="none"/>',
    "red": '<w:color w:val="FF0000"/>',
    "black": '<w:color w:val="000000"/>',
    "grey": '<w:color w:val="3A3A3A"/>',
    "mark": '<w:highlight w:val="yellow"/>',
    "shade": '<w:shd w:val="clear" w:fill="FFFF00"/>',
    "white": '<w:shd w:val="clear" w:fill="FFFFFF"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "hidden": "<w:vanish/>",
    "strong": '<w:rStyle w:val="Strong"/>',
    "abc": '<w:rFonts w:ascii=".VnTime"/>',
    "ABC": '<w:rFonts w:ascii=".VnTimeH"/>',
    "vni": '<w:rFonts w:ascii="VNI-Times"/>',
    "symbol": '<w:rFonts w:ascii="Symbol"/>',
    "link": '<w:rStyle w:val="Hyperlink"/>',
}
_TAG = re.compile(rf"</?(?:{'|'.join(_LOOKS)})>")
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Loud"><w:name w:val="Loud"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Louder"><w:name w:val="Louder"/><w:basedOn w:val="Loud"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Answer"><w:name w:val="Answer"/><w:basedOn w:val="Listed"/></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
  <w:rPr><w:u w:val="single"/><w:color w:val="0563C1"/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Câu %1:"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%4)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def p(text: str = "", style: str = "", level: int | None = None, number: int = 1) -> str:
    """A paragraph: ``<b>``, ``<red>``, … mark letters, a tab and a line break are themselves.

    ``level``: it is numbered, in the list ``number``.
    """
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text)}</w:p>"


def runs(text: str) -> str:
    """The runs of a marked text; what begins with ``<w:``, ``<m:`` or ``<mc:`` is taken as it is."""
    made, looks, position = [], [], 0
    for match in [*_TAG.finditer(text), None]:
        piece = text[position : match.start() if match else None]
        made.append(run(piece, "".join(looks)) if piece else "")
        if match:
            name = match[0].strip("</>")
            (looks.remove if match[0].startswith("</") else looks.append)(_LOOKS[name])
            position = match.end()
    return "".join(made)


def run(text: str, looks: str = "") -> str:
    """One run."""
    if text.startswith(("<w:", "<m:", "<mc:")):
        return text
    content = "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in re.split(r"([\t\n])", text)
        if piece
    )
    return f"<w:r><w:rPr>{looks}</w:rPr>{content}</w:r>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell is a marked text, its lines are paragraphs."""
    cells = ["".join(f"<w:tc>{''.join(map(p, cell.split(chr(10))))}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word(*body: str, pictures: dict[str, bytes] | None = None, has_numbering: bool = True, prolog: str = "") -> bytes:
    """A document. ``pictures``: by the ids that its text uses."""
    relations = f'<Relationship Id="s" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    if has_numbering:
        relations += f'<Relationship Id="n" Type="{_RELATIONS}/numbering" Target="/word/numbering.xml"/>'
    members: dict[str, str | bytes] = {
        "_rels/.rels": _relations(
            f'<Relationship Id="d" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"{prolog}<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMES}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMES}>{NUMBERING}</w:numbering>",
    }
    for name, content in (pictures or {}).items():
        members[f"word/media/{name}.bin"] = content
        relations += f'<Relationship Id="{name}" Type="{_RELATIONS}/image" Target="media/{name}.bin"/>'
    return archive({**members, "word/_rels/document.xml.rels": _relations(relations)})


def archive(members: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return output.getvalue()


def picture(name: str) -> str:
    """A picture by its id, as a run."""
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="Ảnh tự mô tả"/><a:blip r:embed="{name}"/></wp:inline></w:drawing></w:r>'


def _relations(content: str) -> str:
    return f"<Relationships {_PACKAGE_RELATIONS}>{content}</Relationships>"
