/* Whoever waits for a person to be let in: look again every few seconds, and leave a page that is hidden alone. */

const EVERY = 5000;

async function look() {
  if (document.visibilityState !== "visible") return;
  try {
    const response = await fetch(location.pathname, { cache: "no-store", redirect: "error" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("waiting")) location.reload();
  } catch {
    // No network: the next look may find one.
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
