// Submitting: asked for once more, then sent until the server has it.

import { secondsLeft } from "./clock.js";
import { closeDialogs, openDialog } from "./dialogs.js";
import { keep, state } from "./kept.js";
import { fillIn, part, questions, screens, words } from "./page.js";
import { askForPrediction, isPredictionMissing } from "./prediction.js";
import { countAnswered } from "./progress.js";
import { showScreen } from "./screens.js";
import { deliver, forgetFailures, isStopped } from "./sending.js";

export function askToSubmit(event) {
  event.preventDefault();
  if (state.screen < screens.length - 1) {
    showScreen(state.screen + 1); // Enter in a text field
    return;
  }
  if (isPredictionMissing()) {
    showScreen(questions.length);
    askForPrediction();
    return;
  }
  fillIn(part("confirm"), { answered: countAnswered(), total: questions.length });
  openDialog("confirm");
}

export function submit() {
  if (state.submitting || isStopped()) return; // a double tap
  state.submitting = true;
  forgetFailures();
  keep();
  showSending();
  deliver();
}

export function showSending() {
  closeDialogs();
  part("sending-text").textContent = secondsLeft() ? words.sending : words.timeOver;
  openDialog("sending");
}
