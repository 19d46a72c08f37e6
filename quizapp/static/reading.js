/* The reading page: remembers the place on the server, leads back to it, and keeps the page for reading offline.
 * Everything works without: then the page is simply online and begins at its top. */

import { keepOffline } from "./kept-page.js";

const page = document.querySelector(".reading");
const sections = [...document.querySelectorAll(".document-text > section[id]")];
const QUIET = 2000; // milliseconds without scrolling

let revision = Number(page.dataset.revision);
let last = "";
let timer = 0;

/* The section at the upper third of the window, and how much of the text lies above. */
function place() {
  const line = innerHeight / 3;
  const current = sections.filter((section) => section.getBoundingClientRect().top <= line).pop();
  const room = document.documentElement.scrollHeight - innerHeight;
  const percent = room > 0 ? Math.min(100, Math.round((100 * scrollY) / room)) : 100;
  return { anchor: current ? current.id : "", percent };
}

function send() {
  clearTimeout(timer);
  const now = place();
  const said = JSON.stringify(now);
  if (said === last) return;
  last = said;
  revision += 1;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": page.dataset.csrf };
  const body = JSON.stringify({ ...now, revision });
  // Without a network the next place is sent instead.
  fetch(page.dataset.position, { method: "POST", headers, body, keepalive: true }).catch(() => (last = ""));
}

function offerToResume() {
  const { anchor, percent } = page.dataset;
  const box = document.querySelector("[data-resume]");
  if (!anchor || Number(percent) < 5 || Number(percent) > 95 || location.hash || !document.getElementById(anchor)) return;
  box.querySelector("a").href = `#${anchor}`;
  box.hidden = false;
}

offerToResume();
keepOffline(page.dataset.worker);
addEventListener("scroll", () => {
  clearTimeout(timer);
  timer = setTimeout(send, QUIET);
}, { passive: true });
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
