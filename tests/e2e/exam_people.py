"""A class of thirty and two more: what each answers, and what it is worth by this file's own key and recount."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from tests.e2e.conftest import PASSWORD

EXAM, ACCESS_CODE = "lop-tron-ven-thi", "KT4829"
CHOICES, ON_PAPER_AND_LATE = 20, 2
# The key: question by question the text of the right option.
KEY = {f"Ở bài mẫu số {n}, ý nào đúng?": f"Ý đúng của bài {n}" for n in range(1, CHOICES + 1)}
WRONG = {stem: [f"{word} của bài {n}" for word in ("Ý thiếu", "Ý thừa", "Ý ngược")] for n, stem in enumerate(KEY, 1)}
ANNULLED = next(iter(KEY))
ESSAY = "Hãy kể một ngày học tập của bạn."
POINTS = Decimal("0.3")
BANDS = {9: "Xuất sắc", 8: "Giỏi", 7: "Khá", 5: "Trung bình", 0: "Không đạt"}
TEXT = (
    "sáng chiều tối đọc viết nghe hỏi ghi chép sách vở bàn ghế đồng chí lớp học thầy cô bạn bè trao đổi suy nghĩ việc"
    " làm cơ quan nhà dân phường xã nghị quyết kế hoạch mục tiêu giải pháp kết quả ôn tập nhớ hiểu vận dụng thực tế"
)


@dataclass
class Person:
    """A learner as this test knows him or her: what was chosen, what the markers gave."""

    place: int
    code: str
    chosen: dict[str, str] = field(default_factory=dict)
    essay: str = ""
    marks: list[Decimal] = field(default_factory=list)
    again: Decimal | None = None

    def points(self, *, is_annulled: bool = True) -> Decimal:
        """Counted anew from the raw answers and the key."""
        right = sum(self.chosen.get(stem) == text or (is_annulled and stem == ANNULLED) for stem, text in KEY.items())
        return right * POINTS + self._essay_points()

    def _essay_points(self) -> Decimal:
        if self.again is not None:
            return self.again
        if len(self.marks) < 2:
            return Decimal(0)
        if len(self.marks) == 3:
            return self.marks[2]
        return sum(self.marks, Decimal(0)) / 2

    def mark(self, **how: Any) -> Decimal:
        """Of 20 x 0.3 + 4 = 10 points, to the nearest quarter, half up."""
        return (self.points(**how) * 4).quantize(Decimal(1), ROUND_HALF_UP) / 4

    def band(self) -> str:
        return next(name for least, name in BANDS.items() if self.mark() >= least)


def plan(codes: list[str]) -> list[Person]:
    """What each of the thirty answers, drawn by a seed: some know all, some little, some leave blanks."""
    random = Random(20)
    people = [Person(place, code) for place, code in enumerate(codes, 1)]
    for person in people[:30]:
        knows = random.uniform(0.35, 1)
        for stem, right in KEY.items():
            if random.random() < knows:
                person.chosen[stem] = right
            elif random.random() < 0.8:
                person.chosen[stem] = random.choice(WRONG[stem])
        if person.place % 10:
            said = " ".join(random.sample(TEXT.split(), 40))
            person.essay = f"Bài viết của người thứ {person.place}. {said.capitalize()}."
    return people


def first_two(place: int) -> tuple[Decimal, Decimal]:
    """What two markers give an essay; with every fourth they are too far apart."""
    first = Decimal(4 + place % 9) / 4
    return first, first + (Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal(1))[place % 4]


class Api:
    """A program that sits an exam as a member."""

    def __init__(self, server: str, login: str) -> None:
        self._server = f"{server}/api/v1"
        self._headers = {"Content-Type": "application/json"}
        token = self.call("POST", "/sessions", {"login": login, "password": PASSWORD})[1]["token"]
        self._headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None, ticket: str = "") -> tuple[int, Any]:
        headers = self._headers | ({"X-Attempt-Ticket": ticket} if ticket else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._server + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip()


def sit_by_api(server: str, person: Person) -> tuple[int, Any]:
    """Start, save twice, submit."""
    api = Api(server, person.code)
    entrance = {"access_code": ACCESS_CODE.lower(), "accepts_conditions": True}
    status, paper = api.call("POST", f"/assessments/{EXAM}/attempts", entrance)
    assert status == 201, paper
    answers: dict[str, Any] = {}
    for question in paper["questions"]:
        stem = plain(question["prompt"])
        if question["kind"] == "essay":
            answers[question["id"]] = person.essay
        elif stem in person.chosen:
            texts = {plain(option["text"]): option["id"] for option in question["options"]}
            answers[question["id"]] = [texts[person.chosen[stem]]]
    address, ticket = f"/attempts/{paper['id']}", paper["ticket"]
    half = dict(list(answers.items())[:10])
    assert api.call("PUT", f"{address}/answers", {"revision": 1, "answers": half}, ticket)[0] == 200
    assert api.call("PUT", f"{address}/answers", {"revision": 2, "answers": answers}, ticket)[0] == 200
    return api.call("POST", f"{address}/submission", {"revision": 3, "answers": answers}, ticket)
