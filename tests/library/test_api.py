"""Documents for programs."""

from __future__ import annotations

from datetime import date

from quizapp.library import services
from quizapp.library.draft import Draft
from quizapp.library.parsed import ParsedSection
from tests.conftest import NOW
from tests.factories import bearer, make_member, make_unit

ARTICLE = ParsedSection("article", "5", "Mục tiêu", 0, "Kinh tế số đạt 30 %.")
DRAFT = Draft("57-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", "Về đột phá", (ARTICLE,))


def test_document_is_found_with_its_passage(client):
    unit = make_unit()
    document, _ = services.store(DRAFT, unit, None, NOW)
    answer = client.get("/api/v1/documents?words=kinh+te+so", headers=bearer(make_member(unit=unit)))
    assert answer.get_json() == {
        "documents": [
            {
                "id": document.id,
                "kind": "resolution",
                "number": "57-NQ/TW",
                "issuer": "Bộ Chính trị",
                "issued_on": "2024-12-22",
                "title": "Về đột phá",
                "in_force": True,
                "url": f"/documents/{document.id}#dieu-5",
                "section": "dieu-5",
                "passage": "Mục tiêu Kinh tế số đạt 30 %.",
            }
        ]
    }


def test_search_without_words_is_refused(client):
    assert client.get("/api/v1/documents", headers=bearer(make_member())).status_code == 422


def test_stranger_is_asked_to_sign_in(client):
    assert client.get("/api/v1/documents?words=x").status_code == 401
