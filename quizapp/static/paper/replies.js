// What the server's answers lead to.

import { learnTime, secondsLeft, tick } from "./clock.js";
import { giveWay } from "./elsewhere.js";
import { hasUnsaved, keep, state } from "./kept.js";
import { asTimeOfDay, part, tell, words } from "./page.js";
import { isPassing } from "./request.js";
import { countFailure, deliver, deliverIn, forgetFailures, showLife, WAIT_BEFORE_SAVING } from "./sending.js";
import { leave, stop } from "./stopping.js";
import { submit } from "./submission.js";
import { endByClock, hasAskedForTime } from "./time-over.js";

const LONGEST_PAUSE = 15; // seconds between two tries

export function receive(reply, upTo, isSubmission) {
  const { status, body } = reply;
  const type = String(body.type);
  if (status === 410) leave();
  else if (status === 200) isSubmission ? leave() : acknowledge(body, upTo);
  else if (status === 409 && type.endsWith("stale-revision")) catchUp(body);
  else if (status === 409 && type.endsWith("continued-elsewhere")) giveWay();
  else if (isPassing(status)) tryAgain(reply);
  else stop(body.detail);
}

function acknowledge(body, upTo) {
  forgetFailures();
  learnTime(body.now);
  for (const [id, change] of Object.entries(state.changed)) if (change <= upTo) delete state.changed[id];
  Object.assign(state, { deadline: body.deadline, seen: body.now, revision: Math.max(state.revision, body.revision) });
  keep();
  part("no-network").hidden = true;
  tell("saved", words.saved.replace("{time}", asTimeOfDay(body.saved_at)));
  tick();
  if (hasAskedForTime() && !secondsLeft()) endByClock();
  else if (hasUnsaved()) deliver();
  else showLife();
}

/* The ticket is ours, so what the server has is an older state of this phone under a higher number. */
function catchUp(body) {
  state.revision = Math.max(state.revision, Number(body.revision) || 0);
  deliverIn(WAIT_BEFORE_SAVING);
}

function tryAgain({ status, retryAfter }) {
  if (hasAskedForTime() && !secondsLeft() && !state.submitting) {
    submit();
    return;
  }
  const pause = Math.min(2 ** (countFailure() - 1), LONGEST_PAUSE) * (0.5 + Math.random() / 2);
  deliverIn(Math.max(pause, retryAfter) * 1000);
  tell("offline", status ? words.busy : words.offline);
  const sentence = status ? words.keptUntilFree : words.keptUntilOnline;
  part("no-network").lastElementChild.textContent = sentence;
  part("no-network").hidden = false;
  if (state.submitting) part("sending-text").textContent = secondsLeft() ? sentence : words.timeOverOffline;
}
