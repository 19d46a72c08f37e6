// Nothing more is sent from here.

import { closeDialogs, openDialog } from "./dialogs.js";
import { forget, keep, state } from "./kept.js";
import { part, served, tell, words } from "./page.js";
import { stopSending } from "./sending.js";

/* The server does not take it and trying again would not help. Nothing is thrown away. */
export function stop(detail) {
  pause();
  part("trouble-detail").textContent = detail || "";
  part("trouble-detail").hidden = !detail;
  openDialog("trouble");
}

export function pause() {
  stopSending();
  state.submitting = false;
  keep();
  tell("offline", words.stopped);
  closeDialogs();
}

/* Submitted, or over: the same address now shows the result, and "back" must not lead to the old paper. */
export function leave() {
  stopSending();
  forget();
  location.replace(served.attemptsUrl + served.attempt);
}
