// Sending: one request on its way, and after it the newest state. Every request carries the whole state and a revision
// that only grows. The server keeps the newest, so a request may be lost, arrive twice or too late; whoever is in doubt
// sends again.

import { sendAnswers, sendSubmission } from "./content.js";
import { keep, state } from "./kept.js";
import { served, tell, words } from "./page.js";

export const WAIT_BEFORE_SAVING = 400; // several taps in a row are one request
const WAIT_WHILE_TYPING = 2000; // as long after the last letter …
const LONGEST_TYPING = 10000; // … but whoever never pauses is saved too
const SIGN_OF_LIFE = 60000; // where silence is watched: a save at least this often

let receive; // what is done with an answer
let underway = null; // the AbortController of the request on its way
let timer = 0;
let failures = 0;
let hasStopped = false;
let typingSince = 0;

export const isStopped = () => hasStopped;
export const isUnderway = () => underway !== null;
export const hasFailed = () => failures > 0;
export const forgetFailures = () => (failures = 0);
export const countFailure = () => (failures += 1);

export function receiveWith(receiver) {
  receive = receiver;
}

export function stopSending() {
  hasStopped = true;
  clearTimeout(timer);
}

export function resumeSending() {
  hasStopped = false;
  failures = 0;
}

export function deliverIn(wait) {
  timer = setTimeout(deliver, wait);
}

function waitWhileTyping() {
  const now = performance.now();
  typingSince = typingSince || now;
  return Math.max(0, Math.min(WAIT_WHILE_TYPING, typingSince + LONGEST_TYPING - now));
}

export function saveWhileTyping() {
  saveSoon(waitWhileTyping());
}

export function saveSoon(wait = WAIT_BEFORE_SAVING) {
  // After a failure a try is already due, and a request on its way is followed by another if need be.
  if (failures || underway) return;
  clearTimeout(timer);
  deliverIn(wait);
}

/* Send now. A request on its way is given up: the new one says all that it said, under a higher revision. */
export async function deliver({ keepalive = false } = {}) {
  clearTimeout(timer);
  typingSince = 0;
  if (hasStopped) return;
  if (underway) underway.abort();
  const mine = (underway = new AbortController());
  const upTo = state.changes;
  const isSubmission = state.submitting;
  state.revision += 1;
  keep();
  if (!failures) tell("saving", words.saving);
  const reply = await (isSubmission ? sendSubmission : sendAnswers)(mine, keepalive);
  if (mine !== underway) return;
  underway = null;
  receive(reply, upTo, isSubmission);
}

/* Silence can only be told from thinking where the phone speaks now and then. */
export function showLife() {
  if ("watched" in served && !hasStopped) deliverIn(SIGN_OF_LIFE);
}
