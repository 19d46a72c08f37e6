/* Progress of lessons is kept in the browser first, under the member's own name, and sent whole whenever the network
 * allows. The server keeps what is furthest, so that nothing is lost by sending twice, late or out of order. */

const page = document.querySelector("[data-sync]");
const PREFIX = `lesson:${page.dataset.owner}:`;

function read(address) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + address));
  } catch {
    return null;
  }
}

/* What is known of a lesson in this browser and was not yet taken by the server. */
export function kept(address) {
  return read(address);
}

export function keep(address, state) {
  try {
    localStorage.setItem(PREFIX + address, JSON.stringify(state));
  } catch {
    // No room, or not allowed here: what is sent at once still counts.
  }
}

/* The server's answer; null without a network. What the server took is forgotten here. */
export async function send(address, state) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": page.dataset.csrf };
  let response;
  try {
    response = await fetch(address, { method: "PUT", headers, body: JSON.stringify(state), keepalive: true });
  } catch {
    return null;
  }
  const waiting = read(address);
  // Refused for good (no such lesson, not enrolled): it would be refused again. Anything else may pass.
  if (response.ok || [403, 404, 409, 422].includes(response.status)) {
    if (!waiting || waiting.revision <= state.revision) localStorage.removeItem(PREFIX + address);
  }
  return response.ok && !response.redirected ? response.json() : null;
}

/* Send all that waits, but for one lesson that looks after itself. */
export async function sendAll(but = "") {
  const addresses = Object.keys(localStorage)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
  let taken = 0;
  for (const address of addresses.filter((one) => one !== but)) {
    if (await send(address, read(address))) taken += 1;
  }
  return taken;
}

async function catchUp() {
  const taken = await sendAll(page.dataset.progress);
  // The figures on a course's page are older than what was just taken.
  if (taken && !page.dataset.progress) location.reload();
}

try {
  catchUp();
  addEventListener("online", catchUp);
} catch {
  // No storage here: there is nothing that waits.
}
