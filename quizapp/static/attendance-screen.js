/* The screen of a meeting point: counts down by the server's answer and fetches the next code when it is due.
 * Without the network it says so and tries on: an old code on the wall would only be refused. */

const RETRY = 3000;
const screen = document.querySelector("[data-screen]");
const part = (name) => screen.querySelector(`[data-screen-${name}]`);
let ends = performance.now() + Number(screen.dataset.left) * 1000;
let busy = false;

function tick() {
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  part("left").textContent = String(left);
  part("bar").value = left;
  if (left === 0 && !busy) refresh();
}

async function refresh() {
  busy = true;
  try {
    const answer = await fetch(screen.dataset.screen, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
  } catch {
    part("offline").hidden = false;
    ends = performance.now() + RETRY;
  }
  busy = false;
}

function show(code) {
  part("offline").hidden = true;
  part("qr").src = code.qr;
  part("short").textContent = `${code.short_code.slice(0, 3)} ${code.short_code.slice(3)}`;
  part("present").textContent = code.present.toLocaleString(document.documentElement.lang);
  ends = performance.now() + code.seconds_left * 1000;
}

const full = part("full");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => document.documentElement.requestFullscreen());
setInterval(tick, 250);
