/* The lesson page: counts the seconds that the text is really looked at, remembers the place, ticks the lesson when it
 * is done, and keeps the page for learning offline. Without scripts a button says that one has read it. */

import { keep, kept, send } from "./lesson-sync.js";
import { keepOffline } from "./kept-page.js";

const page = document.querySelector(".lesson");
const address = page.dataset.progress;
const text = document.querySelector("#text");
const IDLE = 90; // seconds without a touch: nobody is reading
const EVERY = 10; // seconds between two messages

function number(name) {
  return Number(page.dataset[name]) || 0;
}

function merged(mine, theirs) {
  return {
    revision: Math.max(mine.revision, theirs.revision),
    percent: mine.revision > theirs.revision ? mine.percent : theirs.percent,
    furthest: Math.max(mine.furthest, theirs.furthest),
    seconds: Math.max(mine.seconds, theirs.seconds),
  };
}

const known = { revision: number("revision"), percent: number("percent"), furthest: number("furthest"), seconds: number("seconds") };
let state = address ? merged(kept(address) ?? known, known) : known;
let isDone = page.dataset.done === "yes";
let quiet = 0;
let sinceSent = EVERY;
let hasNews = true;

/* How much of the text lies above the bottom of the window. */
function place() {
  const { top, height } = text.getBoundingClientRect();
  return Math.max(0, Math.min(100, Math.round((100 * (innerHeight - top)) / Math.max(1, height))));
}

function change(values) {
  state = { ...state, ...values, revision: state.revision + 1 };
  keep(address, state);
  hasNews = true;
}

function look() {
  const percent = place();
  if (percent !== state.percent) change({ percent, furthest: Math.max(percent, state.furthest) });
}

function show(answer) {
  document.querySelector("[data-network]").hidden = answer !== null;
  if (!answer) return;
  document.querySelector("[data-reasons]").replaceChildren(
    ...answer.reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })),
  );
  isDone = answer.is_done;
  document.querySelector("[data-state]").hidden = isDone;
  for (const one of document.querySelectorAll("[data-when-done]")) one.hidden = !isDone;
}

async function tell() {
  if (!hasNews) return;
  hasNews = false;
  sinceSent = 0;
  const answer = await send(address, state);
  if (answer) state = merged(state, answer);
  else hasNews = true;
  show(answer);
}

function tick() {
  sinceSent += 1;
  quiet += 1;
  if (document.visibilityState === "visible" && quiet < IDLE && !isDone) change({ seconds: state.seconds + 1 });
  const couldBeDone = !isDone && state.furthest >= 95 && state.seconds >= number("least");
  if (sinceSent >= EVERY || (couldBeDone && sinceSent >= 2)) tell();
}

function offerToResume() {
  const { percent } = state;
  if (percent < 10 || percent > 95 || isDone) return;
  const box = document.querySelector("[data-resume]");
  box.hidden = false;
  box.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    const { top, height } = text.getBoundingClientRect();
    scrollTo({ top: scrollY + top + (height * percent) / 100 - innerHeight });
    box.hidden = true;
  });
}

if (address) {
  document.documentElement.classList.add("has-lesson-script");
  offerToResume();
  setInterval(tick, 1000);
  const touched = () => (quiet = 0);
  for (const name of ["scroll", "pointerdown", "keydown", "touchmove"]) addEventListener(name, touched, { passive: true });
  addEventListener("scroll", look, { passive: true });
  addEventListener("online", tell);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  look();
}
keepOffline(page.dataset.worker, { scope: "/courses/" });
