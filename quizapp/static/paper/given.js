// What is given on the page, question by question: read from its controls and written to them.

import { isComposing } from "./composing.js";
import { orderOf, showOrder } from "./order.js";
import { questions } from "./page.js";
import { countWords } from "./word-count.js";

const TYPED = ["text", "number", "essay"];

function controlsOf(question) {
  return [...question.querySelectorAll("fieldset input, fieldset textarea, fieldset select")];
}

export function isTyped(question) {
  return TYPED.includes(question.dataset.kind);
}

function isChosen(control) {
  return control.matches("select") ? control.value !== "" : control.checked;
}

/* ["<option>", …], "text", or undefined for a question without an answer. */
export function readAnswer(question) {
  const controls = controlsOf(question);
  if (isTyped(question)) return controls[0].value.trim() ? controls[0].value : undefined;
  const order = orderOf(question);
  const chosen = order
    ? order.dataset.given.split(" ").filter(Boolean)
    : controls.filter(isChosen).map((control) => control.value);
  return chosen.length ? chosen : undefined;
}

export function readAnswers() {
  const found = questions.map((question) => [question.dataset.question, readAnswer(question)]);
  return Object.fromEntries(found.filter(([, answer]) => answer !== undefined));
}

export function writeAnswers(answers) {
  for (const question of questions) {
    const answer = answers[question.dataset.question];
    if (orderOf(question)) showOrder(question, answer || []);
    else for (const control of controlsOf(question)) writeControl(control, answer);
    countWords(question);
  }
}

function writeControl(control, answer) {
  const isGiven = ({ value }) => value !== "" && (answer || []).includes(value);
  if (control.matches("select")) control.value = ([...control.options].find(isGiven) || { value: "" }).value;
  else if (control.matches("textarea, [type=text]")) writeText(control, answer || "");
  else control.checked = isGiven(control);
}

/* To set a text, even to what it is, moves the caret and breaks off what an input method is composing. */
function writeText(control, text) {
  if (control.value !== text && !isComposing(control)) control.value = text;
}
