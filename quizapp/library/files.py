"""Files of documents: the bytes lie in ``<instance>/files/`` under their hash, the rows say whose they are."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from flask import Response, current_app, send_file
from sqlalchemy import select, update

from ..accounts import audit
from ..accounts.models import Member
from ..errors import NotFound, Refused, Sentence
from ..extensions import db
from ..transactions import transactional
from .file_kinds import check_file
from .models import Document, DocumentFile


@transactional
def add_file(document: Document, content: bytes, name: str, author: Member | None, now: datetime) -> DocumentFile:
    """Keep the file. Raises Invalid for one that is not taken, and Refused where the document has it already."""
    name, media_type = check_file(content, name)
    digest = hashlib.sha256(content).hexdigest()
    same = (DocumentFile.document_id == document.id, DocumentFile.sha256 == digest)
    if db.session.scalar(select(DocumentFile.id).where(*same)) is not None:
        raise Refused(Sentence("Văn bản này đã có tệp đó."))
    # Before the row: a row never stands for bytes that are not there.
    write(path_of(digest), content)
    file = DocumentFile(
        document_id=document.id,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=digest,
        created_at=now,
        created_by_id=author.id if author else None,
    )
    db.session.add(file)
    audit.record("document.file_added", "document", document.id, unit_id=document.unit_id, now=now, name=name)
    return file


@transactional
def remove_file(document: Document, file: DocumentFile, now: datetime) -> None:
    """Forget the file. Its bytes stay while another document has the same ones."""
    audit.record("document.file_removed", "document", document.id, unit_id=document.unit_id, now=now, name=file.name)
    db.session.delete(file)
    db.session.flush()
    if db.session.scalar(select(DocumentFile.id).where(DocumentFile.sha256 == file.sha256).limit(1)) is None:
        path_of(file.sha256).unlink(missing_ok=True)


@transactional
def count_download(file: DocumentFile) -> None:
    """One more download."""
    one_more = update(DocumentFile).where(DocumentFile.id == file.id)
    db.session.execute(one_more.values(downloads=DocumentFile.downloads + 1))


def get_file(document: Document, file_id: int) -> DocumentFile:
    """The document's file. Raises NotFound."""
    query = select(DocumentFile).where(DocumentFile.id == file_id, DocumentFile.document_id == document.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Sentence("Văn bản này không có tệp đó."))
    return found


def path_of(digest: str, folder: str = "files") -> Path:
    """Where the bytes of this hash lie. Other features have folders of their own, for what is removed here is gone."""
    return Path(current_app.instance_path) / folder / digest[:2] / digest


def write(path: Path, content: bytes) -> None:
    """Put the bytes there, whole or not at all; the same ones are there already."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    made.write_bytes(content)
    os.replace(made, path)


def as_download(path: Path, name: str, media_type: str) -> Response:
    """An answer that is kept and never shown within the site, whatever the bytes are."""
    response = send_file(path, media_type, as_attachment=True, download_name=name, etag=False)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
