// What a request carries: the whole state, and the ticket that is the right to save it.

import { PREDICTION, state } from "./kept.js";
import { served } from "./page.js";
import { predictedNumber } from "./prediction.js";
import { request } from "./request.js";

export function sendAnswers(controller, keepalive) {
  return send("PUT", served.api + "/answers", { ...content(), ...ownPrediction() }, controller, keepalive);
}

export function sendSubmission(controller, keepalive) {
  const body = { ...content(), prediction: predictedNumber() };
  return send("POST", served.api + "/submission", body, controller, keepalive);
}

const content = () => ({ revision: state.revision, answers: state.answers, ...ownSigns() });

/* Only where somebody watches. The server keeps the higher number, so another device may begin at nought. */
const ownSigns = () => ("watched" in served ? { signs: state.signs } : {});

/* Only while it is news: another device may have saved a number that this one does not know. */
const ownPrediction = () => (PREDICTION in state.changed ? { prediction: predictedNumber() } : {});

function send(method, url, body, controller, keepalive) {
  const headers = { "X-Attempt-Ticket": state.ticket };
  // The ticket is the right to save; nothing else is looked up.
  return request(url, { method, headers, keepalive, credentials: "omit", body: JSON.stringify(body) }, controller);
}
