// The end of the time.

import { state } from "./kept.js";
import { deliver, forgetFailures, isStopped } from "./sending.js";
import { showSending, submit } from "./submission.js";

/* What was saved counts in any case: the server closes the attempt by itself. This only makes it sooner, with what has
 * not been saved yet, as long as the server's grace lasts; then it answers 410 and we go to the result. */
export function endByClock() {
  if (isStopped()) return;
  if (state.submitting) showSending();
  else if (hasAskedForTime()) submit();
  else askForTime();
}

/* Somebody in charge may have given more time that this phone has not heard of: one save before the end asks for it. */
let askedAt = "";

export const hasAskedForTime = () => askedAt === state.deadline;

function askForTime() {
  askedAt = state.deadline;
  forgetFailures();
  deliver();
}
