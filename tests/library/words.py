"""Word files for tests, built part by part."""

from __future__ import annotations

import io
import zipfile

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f"<w:styles {_NAMESPACE}>"
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
)


def word_file(body: str, **parts: str) -> bytes:
    """A .docx whose body is this XML; further parts by name ("numbering")."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_NAMESPACE}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content.replace(" NAMESPACE", f" {_NAMESPACE}"))
    return output.getvalue()


def paragraph(text: str, style: str = "", is_bold: bool = False, properties: str = "") -> str:
    """A paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run(text, is_bold)}</w:p>"


def run(text: str, is_bold: bool = False) -> str:
    """A run."""
    look = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'
