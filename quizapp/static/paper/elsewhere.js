// Another device has taken over, and back.

import { learnTime } from "./clock.js";
import { closeDialogs, openDialog } from "./dialogs.js";
import { state, withOwnChanges } from "./kept.js";
import { part, served } from "./page.js";
import { render } from "./render.js";
import { isPassing, request } from "./request.js";
import { deliver, resumeSending } from "./sending.js";
import { leave, pause, stop } from "./stopping.js";

export function giveWay() {
  pause();
  openDialog("elsewhere");
}

export async function takeOver() {
  const button = part("take-over");
  button.disabled = true;
  const { status, body } = await askForPaper();
  button.disabled = false;
  if (status === 200 || status === 201) continueHere(body);
  else if (isPassing(status)) part("elsewhere-error").hidden = false;
  else if (status === 401 || status === 400) stop(body.detail);
  else leave();
}

/* Asked to start when the other device has submitted, the server would begin the next attempt, and use it up. */
async function askForPaper() {
  const current = await request(served.api, { method: "GET" });
  if (current.status !== 200) return current;
  if (!current.body.questions) return { ...current, status: 410 };
  const headers = { "X-CSRFToken": served.csrf };
  return request(served.startUrl, { method: "POST", headers, body: "{}" });
}

function continueHere(body) {
  if (String(body.id) !== served.attempt) {
    location.replace(served.attemptsUrl + body.id); // submitted in between: this is the next attempt
    return;
  }
  learnTime(body.now);
  Object.assign(state, {
    answers: withOwnChanges(body.answers, state),
    ticket: body.ticket,
    deadline: body.deadline,
    seen: body.now,
    revision: Math.max(state.revision, body.revision),
  });
  resumeSending();
  part("elsewhere-error").hidden = true;
  closeDialogs();
  render();
  deliver();
}
