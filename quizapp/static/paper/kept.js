// What is kept on the phone: an answer is there before anything is sent.

import { readAnswers } from "./given.js";
import { paper, prediction, served } from "./page.js";

const PREFIX = "quizapp.paper.";
export const KEY = PREFIX + served.attempt;
export const PREDICTION = "prediction"; // stands among the changed questions, whose names are numbers
const ONE_DAY = 86400000;

/* answers {question: [options] | "text"}; changed {question: number of its last change} is what no answer of the server
 * covers yet; revision the highest one ever used; seen the newest time that the server has told. */
export const state = recall();

function recall() {
  paper.reset(); // some browsers fill in what was there before; the answers in the markup are the server's
  const signs = { left_page: 0, pasted: 0 };
  const fresh = { changed: {}, changes: 0, marks: [], screen: 0, submitting: false, signs };
  const told = {
    answers: readAnswers(),
    prediction: prediction ? prediction.value : "",
    revision: Number(served.revision),
    ticket: served.ticket,
    deadline: served.deadline,
    seen: served.now,
  };
  const kept = readKept(KEY);
  if (!kept) return { ...fresh, ...told };
  // A page out of the browser's cache is older than what we keep.
  if (Date.parse(kept.seen) > Date.parse(told.seen)) return { ...fresh, ...told, ...kept };
  const revision = Math.max(kept.revision, told.revision);
  const predicted = PREDICTION in kept.changed ? kept.prediction : told.prediction;
  return { ...fresh, ...kept, ...told, revision, prediction: predicted, answers: withOwnChanges(told.answers, kept) };
}

export function withOwnChanges(answers, { changed, answers: own }) {
  const merged = { ...answers };
  for (const id of Object.keys(changed)) {
    if (id in own) merged[id] = own[id];
    else delete merged[id];
  }
  return merged;
}

function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Private mode or a full phone: memory has to do.
  }
}

export function forget(key = KEY) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/* Papers that ended on this phone without being submitted from it; phones are shared. */
export function forgetEndedPapers() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX) || key === KEY) continue;
      const kept = readKept(key);
      if (!kept || Date.parse(kept.deadline) + ONE_DAY < Date.parse(served.now)) forget(key);
    }
  } catch {
    // No localStorage.
  }
}

export const hasUnsaved = () => Object.keys(state.changed).length > 0;
