/* Counts down to an opening by the server's clock, then wakes the button up without loading the page again: at the
 * opening minute everybody is here at once.
 *
 * <div data-countdown="ISO time" data-now="ISO time"> … [data-countdown-text data-days="{days} ngày {clock}"]
 *   … [data-countdown-open="sentence when it is time"] </div>, and anywhere [data-countdown-wakes] disabled
 */

const ASLEEP_FOR_LONG = 60000;

function watch(box) {
  const [navigation] = performance.getEntriesByType("navigation");
  const started = navigation ? navigation.responseStart : 0;
  const whole = Date.parse(box.dataset.countdown) - Date.parse(box.dataset.now);
  const timer = setInterval(() => {
    const left = Math.ceil((whole - (performance.now() - started)) / 1000);
    if (left > 0) show(box, left);
    else open(box, timer);
  }, 250);
}

function show(box, left) {
  const text = box.querySelector("[data-countdown-text]");
  const days = Math.floor(left / 86400);
  const parts = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60];
  const clock = parts.map((number) => String(number).padStart(2, "0")).join(":");
  const shown = days ? text.dataset.days.replace("{days}", days).replace("{clock}", clock) : clock;
  if (text.textContent !== shown) text.textContent = shown;
}

function open(box, timer) {
  clearInterval(timer);
  const sentence = box.querySelector("[data-countdown-open]");
  const buttons = document.querySelectorAll("[data-countdown-wakes]");
  box.querySelector("[data-countdown-text]").textContent = "00:00:00";
  if (buttons.length) sentence.textContent = sentence.dataset.countdownOpen;
  for (const button of buttons) button.disabled = false;
}

/* A phone that slept has stopped counting (performance.now() may stand still): ask the server again. The phone's clock
 * is used for nothing but to notice that it slept. */
function reloadAfterSleep() {
  let hiddenAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else if (hiddenAt && Date.now() - hiddenAt > ASLEEP_FOR_LONG) location.reload();
  });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

document.querySelectorAll("[data-countdown]").forEach(watch);
reloadAfterSleep();
