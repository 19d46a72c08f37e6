/* Today's practice: each answer is kept in the browser first, told at once by the key on the page, and sent when the
 * network allows. The first answer counts, also on the server. Without scripts the form is sent as a whole. */

import { keepOffline } from "./kept-page.js";

const form = document.querySelector(".practice");
const NAME = `practice:${form.dataset.owner}:${form.dataset.day}`;
const ADDRESS = form.getAttribute("action");

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

const answers = read();

function keep() {
  try {
    localStorage.setItem(NAME, JSON.stringify(answers));
  } catch {
    // No room, or not allowed here: what is sent at once still counts.
  }
}

/* What was answered, as the server reads the same fields of the form. */
function collect(card) {
  const text = card.querySelector("[name^='text-']");
  if (text) return text.value.trim();
  const places = [...card.querySelectorAll("select[name^='place-']")].filter((one) => one.value);
  if (places.length) {
    return places.sort((one, other) => one.value - other.value).map((one) => one.name.split("-").pop());
  }
  const fields = [...card.querySelectorAll("[name^='q-']")];
  return fields.filter((one) => (one.matches("select") ? one.value : one.checked)).map((one) => one.value);
}

/* Whether all of it is right; null for what is typed, which the server reads more kindly. */
function judge(card, answer) {
  const key = JSON.parse(card.dataset.key);
  if (typeof key === "string") return key === answer ? true : null;
  const inOrder = card.dataset.kind === "ordering";
  const sorted = (list) => (inOrder ? list : [...list].sort()).join(" ");
  return sorted(key) === sorted(answer);
}

/* "Bạn chọn: A, C." where options have letters. */
function chosen(card) {
  const isChoice = ["single", "multiple", "truefalse"].includes(card.dataset.kind);
  const letters = isChoice ? (answers[card.dataset.question] ?? []) : [];
  return letters.length ? ` ${form.dataset.chosen}: ${letters.join(", ").toUpperCase()}.` : "";
}

function say(card, isRight) {
  const verdict = card.querySelector("[data-verdict]");
  if (!verdict) return;
  verdict.dataset.is = isRight === null ? "" : isRight ? "right" : "wrong";
  const told = isRight === null ? form.dataset.later : isRight ? form.dataset.right : form.dataset.wrong;
  verdict.textContent = told + chosen(card);
}

function reveal(card, answer) {
  const fields = card.querySelector("[data-fields]");
  if (!fields) return;
  fields.disabled = true;
  card.querySelector("[data-answer]").hidden = true;
  card.querySelector("[data-review]").hidden = false;
  say(card, judge(card, answer));
}

async function send() {
  if (!Object.keys(answers).length) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.dataset.csrf };
  try {
    const response = await fetch(ADDRESS, { method: "PUT", headers, body: JSON.stringify({ answers }), keepalive: true });
    if (!response.ok || response.redirected) return;
    const told = await response.json();
    for (const [name, isRight] of Object.entries(told.results)) {
      say(form.querySelector(`[data-question="${name}"]`), isRight);
    }
    document.querySelector("[data-encouragement]").textContent = told.encouragement;
    if (told.is_done) document.querySelector("[data-done]").hidden = false;
  } catch {
    // Without a network it is sent later.
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const card = event.submitter?.closest("[data-question]") ?? form.querySelector("[data-question]");
  const answer = collect(card);
  if (!answer.length) {
    card.querySelector("[data-verdict]").textContent = form.dataset.empty;
    return;
  }
  answers[card.dataset.question] = answer;
  keep();
  reveal(card, answer);
  send();
});

for (const [name, answer] of Object.entries(answers)) {
  const card = form.querySelector(`[data-question="${name}"]`);
  if (card) reveal(card, answer);
}
send();
addEventListener("online", send);
keepOffline(form.dataset.worker, { scope: "/practice" });
