/* The board, live: one small question every five seconds, and only what has changed is written into the page.
 *
 * Names are in the page and are not sent again; the log of incidents is, when it has grown. The clock is the server's: performance.now() only counts what has
 * passed since its last answer.
 */

const EVERY = 5000;
const PATIENCE = 15000;
const board = document.getElementById("board");
const words = board.dataset;
const freshness = document.getElementById("freshness");
const filters = [...board.querySelectorAll("[data-filter]")];
const rows = new Map([...board.querySelectorAll("[data-member]")].map((row) => [row.dataset.member, row]));
const TONES = { waiting: "warning", silent: "danger", working: "info", submitted: "success" };

let offset = Number(words.now) - performance.now();
let shown = words.shown;
let isAsking = false;

const serverTime = () => performance.now() + offset;

async function refresh() {
  if (isAsking || document.visibilityState !== "visible") return;
  isAsking = true;
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const response = await fetch(`${words.stateUrl}?incident=${words.incident}`, { cache: "no-store", redirect: "manual", signal: giveUp.signal });
    if (response.ok) show(await response.json());
    else tell(response.type === "opaqueredirect" || response.status < 500 ? freshness.dataset.ended : freshness.dataset.stale);
  } catch {
    tell(freshness.dataset.stale);
  } finally {
    clearTimeout(timer);
    isAsking = false;
  }
}

function show(answer) {
  offset = answer.now - performance.now();
  for (const [id, values] of Object.entries(answer.candidates)) if (rows.has(id)) showRow(rows.get(id), values);
  for (const place of board.querySelectorAll("[data-count]")) write(place, answer.counts[place.dataset.count]);
  if (answer.incidents) {
    words.incident = answer.incident;
    document.getElementById("incidents").innerHTML = answer.incidents;
  }
  narrow();
  tick();
  freshness.dataset.last = asTimeOfDay(answer.now);
  tell(freshness.dataset.fresh);
}

function showRow(row, [state, answered, questions, deadline, devices, left, pasted, fast, silent]) {
  const badge = row.querySelector("[data-badge]");
  const name = words[`state${state[0].toUpperCase()}${state.slice(1)}`];
  write(badge, silent ? words.wordsSilent.replace("{minutes}", silent) : name);
  if (row.dataset.state !== state) {
    row.dataset.state = state;
    badge.className = `badge ${TONES[state] || ""}`;
    row.querySelector("[data-confirm-identity]").hidden = state !== "waiting";
  }
  write(row.querySelector("[data-answered]"), questions ? `${answered}/${questions}` : "–");
  row.querySelector("[data-left]").dataset.deadline = deadline;
  showFlags(row.querySelector("[data-flags]"), [devices, left, pasted, fast]);
}

function showFlags(place, [devices, left, pasted, fast]) {
  const texts = [
    devices && words.wordsDevices.replace("{count}", devices),
    left && words.wordsLeft.replace("{count}", left),
    pasted && words.wordsPasted.replace("{count}", pasted),
    fast && words.wordsFast,
  ].filter(Boolean);
  if (place.dataset.texts === texts.join("|")) return;
  place.dataset.texts = texts.join("|");
  place.replaceChildren(...texts.flatMap((text) => [badgeOf(text), " "]));
}

function badgeOf(text) {
  const badge = document.createElement("span");
  badge.className = "badge warning";
  badge.textContent = text;
  return badge;
}

/* Whoever listens to the page is not told what stays as it is. */
function write(place, text) {
  if (place.textContent !== String(text)) place.textContent = text;
}

function tell(text) {
  write(freshness, text.replace("{time}", freshness.dataset.last || asTimeOfDay(Number(words.now))));
}

function tick() {
  for (const row of rows.values()) {
    const place = row.querySelector("[data-left]");
    const deadline = Number(place.dataset.deadline);
    write(place, deadline ? asClock(Math.max(0, Math.ceil((deadline - serverTime()) / 1000))) : "–");
  }
}

function asClock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function asTimeOfDay(instant) {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: words.timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, parts).format(new Date(instant));
}

function narrow() {
  const states = filters.find((filter) => filter.dataset.filter === shown).dataset.states.split(" ");
  let count = 0;
  for (const row of rows.values()) {
    row.hidden = !states.includes(row.dataset.state);
    count += row.hidden ? 0 : 1;
  }
  const nobody = document.getElementById("nobody");
  if (nobody) nobody.hidden = count > 0;
}

function choose(event) {
  event.preventDefault();
  shown = event.currentTarget.dataset.filter;
  for (const filter of filters) {
    if (filter.dataset.filter === shown) filter.setAttribute("aria-current", "true");
    else filter.removeAttribute("aria-current");
  }
  for (const form of board.querySelectorAll("[data-confirm-identity]")) {
    form.action = form.action.replace(/show=\w+/, `show=${shown}`);
  }
  history.replaceState(null, "", `?show=${shown}`);
  narrow();
}

document.documentElement.classList.add("has-script");
for (const filter of filters) filter.addEventListener("click", choose);
tick();
setInterval(tick, 1000);
setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
