"""The models of the engine's API."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, RootModel, StringConstraints

from ..api import Schema


def _whole(value: object) -> object:
    """JSON has one kind of number: 7.0 is 7."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


QuestionId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}$")]
# Three times as quick to check as a pattern.
OptionId = Literal[
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
]  # fmt: skip
# "a:true" for a statement, "a:c" for a pair, "1:b" for a gap.
Pair = Annotated[str, StringConstraints(pattern=r"^(?:[a-z]|[1-9][0-9]?):(?:[a-z]|true|false)$")]
Entry = Annotated[OptionId | Pair, Field(union_mode="left_to_right")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Answer = (
    Annotated[
        list[Entry],
        Field(
            max_length=99,
            description=(
                "single, truefalse: one option id. multiple: the ids of all chosen options. statements: "
                '"<option id>:true" or "<option id>:false". matching: "<option id>:<match id>". ordering: all '
                'option ids in the order given. cloze: "<gap id>:<option id>". What is not on the paper is ignored '
                "when it is marked."
            ),
        ),
    ]
    | Annotated[Text, Field(description="text, number, essay: what was typed.")]
)
Answers = Annotated[dict[QuestionId, Answer], Field(max_length=400, json_schema_extra={"additionalProperties": False})]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_whole)]
Predicted = Annotated[int, Field(ge=0, le=10**9), BeforeValidator(_whole)]


class Entrance(Schema):
    """What is asked at the start, where it is asked."""

    access_code: Annotated[str, StringConstraints(max_length=40)] = ""
    accepts_conditions: bool = False


Times = Annotated[int, Field(ge=0, le=10_000), BeforeValidator(_whole)]


class Signs(Schema):
    """What the device noticed since the start, for people to look at; the server keeps the highest numbers."""

    left_page: Times = Field(0, description="How often the page was left.")
    pasted: Times = Field(0, description="How often something was pasted into an answer.")


class SavedAnswers(Schema):
    """The whole answer state of a device; without ``prediction`` the number that was saved stays."""

    revision: Revision
    answers: Answers
    prediction: Predicted | None = None
    signs: Signs | None = None


class Submission(Schema):
    """The final answer state."""

    revision: Revision
    answers: Answers | None = None
    prediction: Predicted | None = None
    signs: Signs | None = None


class Saved(BaseModel):
    """What the server has now."""

    revision: int
    saved_at: str
    deadline: str
    now: str


class AssessmentFilter(BaseModel):
    """Which assessments are asked for."""

    state: Literal["open", "upcoming", "closed"] | None = None


class AssessmentRow(BaseModel):
    """An assessment as the member sees it."""

    code: str
    title: str
    kind: Literal["round", "exam", "practice"]
    opens_at: str
    closes_at: str
    minutes: int
    attempts_allowed: int | None
    attempts_used: int
    reasons_not_to_start: list[str]


class AssessmentList(BaseModel):
    """The member's assessments."""

    assessments: list[AssessmentRow]


class PaperOption(BaseModel):
    """An option as it stands on the paper; ``text`` is HTML."""

    id: str
    text: str


class PaperGap(BaseModel):
    """A gap of a cloze; its mark in the prompt is {{id}}."""

    id: str
    options: list[PaperOption]


class PaperQuestion(BaseModel):
    """A question as it stands on the paper; ``prompt`` is HTML. What stands last is there for some kinds only."""

    id: str
    kind: Literal[
        "single", "multiple", "truefalse", "statements", "text", "number", "matching", "ordering", "cloze", "essay"
    ]
    prompt: str
    options: list[PaperOption] = Field(
        description="Options, statements, items to put in order, or left-hand sides of pairs."
    )
    matches: list[PaperOption] | None = Field(None, description="matching: the right-hand sides.")
    gaps: list[PaperGap] | None = Field(None, description="cloze: the gaps in the order of their marks.")
    unit: str | None = Field(None, description='number: the unit beside the field; "" for none.')
    least_words: int | None = Field(None, description="essay: how many words are expected at least; 0 for any.")
    most_words: int | None = Field(None, description="essay: how many words are expected at most; 0 for any.")


class Prediction(BaseModel):
    """The number to predict."""

    asks: str


class RunningAttempt(BaseModel):
    """A paper and its clock."""

    id: int
    ticket: str | None
    number: int
    started_at: str
    deadline: str
    now: str
    revision: int
    questions: list[PaperQuestion]
    answers: dict[str, list[str] | str]
    prediction: Prediction | None


class SubmittedAttempt(BaseModel):
    """The result of an attempt."""

    id: int
    number: int
    score: float | None = Field(description="null until the results of an exam are released.")
    max_score: float
    all_correct: bool | None
    is_released: bool
    unmarked: int = Field(description="Answers that wait for a person to mark them.")
    seconds: int
    submitted_at: str
    submitted_by: str
    receipt: str | None
    rank: int | None


class AttemptState(RootModel[RunningAttempt | SubmittedAttempt]):
    """The paper while it runs, the result afterwards."""


class StandingsPage(BaseModel):
    """Which part of the standings."""

    unit: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^/\x00-\x1f]*$")] | None = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class Standing(BaseModel):
    """One row."""

    rank: int
    member_name: str
    unit_name: str
    score: float
    max_score: float
    seconds: int


class Standings(BaseModel):
    """A page of the standings, and the member's own row."""

    state: Literal["provisional", "published"]
    page: int
    pages: int
    people: int
    rows: list[Standing]
    me: Standing | None


class ReceivedAssessment(BaseModel):
    """What a receipt is of."""

    code: str
    title: str


class Receipt(BaseModel):
    """What was received and when."""

    receipt: str
    assessment: ReceivedAssessment
    number: int
    started_at: str
    submitted_at: str
    submitted_by: str
    answered: int
    questions: int
