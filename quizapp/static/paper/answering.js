// An answer goes from the page into the state, and from there to the server.

import { isTyped, readAnswer } from "./given.js";
import { keep, state } from "./kept.js";
import { orderOf } from "./order.js";
import { prediction } from "./page.js";
import { takePrediction } from "./prediction.js";
import { renderProgress } from "./progress.js";
import { saveSoon, saveWhileTyping } from "./sending.js";
import { countWords } from "./word-count.js";

export function takeAnswer(question) {
  const id = question.dataset.question;
  const answer = readAnswer(question);
  if (JSON.stringify(answer) === JSON.stringify(state.answers[id])) return;
  if (answer === undefined) delete state.answers[id];
  else state.answers[id] = answer;
  state.changed[id] = ++state.changes;
  keep();
  renderProgress();
  if (isTyped(question)) saveWhileTyping();
  else saveSoon();
}

export function takeInput({ target }) {
  const question = target.closest("[data-question]");
  if (question) countWords(question);
  if (question && !orderOf(question)) takeAnswer(question);
  if (target === prediction && takePrediction()) saveSoon();
}
