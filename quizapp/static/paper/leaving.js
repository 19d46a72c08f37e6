// Leaving the page, for a while or for good.

import { hasUnsaved, keep, state } from "./kept.js";
import { deliver } from "./sending.js";

/* Leaving the page and pasting are counted for people to judge; nothing is forbidden. */
export function noteSign(name) {
  state.signs[name] += 1;
  keep();
}

/* A save on waking also tells the time, which a sleeping phone has stopped counting. */
export function wake() {
  if (document.visibilityState === "visible") {
    deliver();
    return;
  }
  noteSign("left_page");
  leaveNothingBehind();
}

/* The page may be killed now without another word. */
export function leaveNothingBehind() {
  if (hasUnsaved() || state.submitting) deliver({ keepalive: true });
}
