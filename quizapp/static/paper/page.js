// The page as it was served: its parts, its questions and the sentences that can be translated.

export const page = document.documentElement;
export const part = (id) => document.getElementById(id);
export const paper = part("paper");
export const served = paper.dataset;
export const words = part("words").dataset;
export const questions = [...paper.querySelectorAll("[data-question]")];
export const screens = [...paper.querySelectorAll(".screen")];
export const prediction = part("prediction");

export function announce(text) {
  part("announcer").textContent = text;
}

export function tell(name, text) {
  part("save-state").dataset.state = name;
  part("save-state").lastElementChild.textContent = text;
}

export function asTimeOfDay(instant) {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: served.timeZone };
  return new Intl.DateTimeFormat(page.lang, parts).format(new Date(instant));
}

export function fillIn(box, values) {
  const target = box.querySelector("[data-words]");
  target.textContent = target.dataset.words.replace(/{(\w+)}/g, (_, name) => values[name]);
}
