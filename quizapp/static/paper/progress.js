// How far one is: on the sheet of questions, in the head and before submitting.

import { keep, state } from "./kept.js";
import { fillIn, part, questions } from "./page.js";

export function renderProgress() {
  const answered = countAnswered();
  part("progress").value = answered;
  part("answered-count").textContent = part("review-count").textContent = answered + "/" + questions.length;
  const links = part("sheet-grid").querySelectorAll("a");
  questions.forEach((question, index) => {
    const { isAnswered, isMarked } = progressOf(question);
    links[index].classList.toggle("is-answered", isAnswered);
    links[index].classList.toggle("is-marked", isMarked);
    if (index === state.screen) links[index].setAttribute("aria-current", "step");
    else links[index].removeAttribute("aria-current");
    question.querySelector("[data-mark]").setAttribute("aria-pressed", isMarked);
  });
  listQuestions("review-empty", (question) => !progressOf(question).isAnswered);
  listQuestions("review-marked", (question) => progressOf(question).isMarked);
  part("review-done").hidden = answered < questions.length;
}

export function toggleMark(button) {
  const id = button.closest("[data-question]").dataset.question;
  state.marks = state.marks.includes(id) ? state.marks.filter((mark) => mark !== id) : [...state.marks, id];
  keep();
  renderProgress();
}

function progressOf(question) {
  const id = question.dataset.question;
  return { isAnswered: isAnswered(question), isMarked: state.marks.includes(id) };
}

const IN_PARTS = ["statements", "matching", "cloze"];

/* A question of several parts is answered when all of them are. */
function isAnswered(question) {
  const answer = state.answers[question.dataset.question];
  const hasParts = IN_PARTS.includes(question.dataset.kind);
  return answer !== undefined && (!hasParts || answer.length >= Number(question.dataset.parts));
}

export const countAnswered = () => questions.filter(isAnswered).length;

/* "Còn 3 câu chưa trả lời: 4, 9, 17", each a copy of its link in the sheet. */
function listQuestions(id, isListed) {
  const box = part(id);
  const listed = questions.map((question, index) => (isListed(question) ? index : -1)).filter((index) => index >= 0);
  box.hidden = !listed.length;
  fillIn(box, { count: listed.length });
  const links = part("sheet-grid").querySelectorAll("a");
  const items = listed.map((index) => {
    const item = document.createElement("li");
    const link = links[index].cloneNode(true);
    link.removeAttribute("aria-current");
    item.append(link);
    return item;
  });
  box.querySelector("ul").replaceChildren(...items);
}
